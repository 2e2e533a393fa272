"""Help contacts: entered in the CMS, shown near where somebody is."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from participation.models import HelpContact
from participation.queries.help_contacts import help_contacts
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.feedback import help_contact
from tests.factories.maps import AdminAreaFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def names(contacts):
    return [contact.name for contact in contacts]


def test_the_nearest_come_first_and_others_places_are_left_out():
    here = CommunityFactory()
    help_contact(name="Everywhere")
    help_contact(name="Here", community=here, position=2)
    help_contact(name="Around", area=here.area, position=3)
    help_contact(name="Elsewhere", area=AdminAreaFactory())

    assert names(help_contacts(here)) == ["Here", "Around", "Everywhere"]
    assert set(names(help_contacts())) == {"Everywhere", "Here", "Around", "Elsewhere"}


def test_an_area_that_got_newer_borders_keeps_its_contacts():
    here = CommunityFactory()
    help_contact(
        name="Around",
        area=AdminAreaFactory(
            pcode=here.area.pcode, valid_on=datetime.date(2026, 9, 1)
        ),
    )

    assert names(help_contacts(here)) == ["Around"]


def test_names_and_hours_are_in_the_readers_language():
    contact = help_contact(
        names={"ar": "خط المساعدة"},
        hours="day and night",
        hours_in={"ar": "ليلًا ونهارًا"},
    )
    with override("ar"):
        assert (contact.display_name, contact.display_hours) == (
            "خط المساعدة",
            "ليلًا ونهارًا",
        )
    assert contact.display_hours == "day and night"


@pytest.mark.parametrize("fields", [{"name": ""}, {"telephone": ""}, "both places"])
def test_the_database_refuses_who_cannot_be_reached(fields):
    if fields == "both places":
        place = CommunityFactory()
        fields = {"community": place, "area": place.area}
    with pytest.raises(IntegrityError), transaction.atomic():
        help_contact(**fields)


def test_a_number_has_figures():
    with pytest.raises(ValidationError, match="in figures"):
        HelpContact(name="Help line", telephone="ask at the clinic").full_clean()


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_those_who_write_the_site_keep_the_contacts(client, group):
    person = UserFactory()
    person.groups.add(Group.objects.get(name=group))
    client.force_login(person)
    sent = {
        "name": "Help line",
        "telephone": "0800 555 014",
        "hours": "day and night",
        "names": "{}",
        "hours_in": "{}",
        "position": "0",
    }
    assert client.get(reverse("help_contact:add")).status_code == 200

    client.post(reverse("help_contact:add"), sent)

    assert HelpContact.objects.get().name == "Help line"
    page = client.get(reverse("help_contact:index")).content.decode()
    assert "0800 555 014" in page


@pytest.mark.parametrize("role", ["committee", "authority", "implementer"])
def test_others_do_not(client, role):
    contact = help_contact()
    fields = {} if role == "committee" else {role: True}
    client.force_login(MandateFactory(**fields).user)

    for path in (
        reverse("help_contact:index"),
        reverse("help_contact:edit", args=[contact.pk]),
        reverse("help_contact:delete", args=[contact.pk]),
    ):
        assert client.post(path).status_code in (302, 403, 404)
    assert HelpContact.objects.exists()


def test_an_administrator_names_who_reads_conduct_and_fraud(client):
    """The permission stands among those of a group."""
    client.force_login(UserFactory(is_superuser=True))

    page = client.get(reverse("wagtailusers_groups:add")).content.decode()

    assert "Can answer complaints about conduct and fraud" in page


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    django_assert_num_queries, item_count
):
    here = CommunityFactory()
    for _ in range(item_count):
        help_contact(community=here)
    with django_assert_num_queries(1):
        assert all(each.community.name for each in help_contacts())
