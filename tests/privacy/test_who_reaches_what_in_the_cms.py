"""The CMS shows people, mandates, borders and rounds to those who keep them, and no other."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.maps import (
    AdminAreaFactory,
    PopulationFactory,
    ReportingRoundFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

KEPT_FROM_EDITORS = (
    "mandate",
    "adminarea",
    "population",
    "reportinground",
)


def member_of(group: str):
    person = UserFactory()
    person.groups.add(Group.objects.get(name=group))
    return person


def is_refused(answer) -> bool:
    """The CMS refuses by leading away; it never answers 200 with the thing itself."""
    return answer.status_code in (302, 403, 404)


@pytest.fixture
def things():
    """One of each thing that has a page in the CMS."""
    return {
        "mandate": MandateFactory(staff=True),
        "adminarea": AdminAreaFactory(),
        "population": PopulationFactory(),
        "reportinground": ReportingRoundFactory(),
        "initiative": InitiativeFactory(),
    }


@pytest.mark.parametrize("name", KEPT_FROM_EDITORS)
def test_an_editor_neither_lists_nor_changes_what_others_keep(client, things, name):
    client.force_login(member_of("Editors"))

    assert is_refused(client.get(reverse(f"{name}:index")))
    assert is_refused(client.get(reverse(f"{name}:add")))
    assert is_refused(client.get(reverse(f"{name}:edit", args=[things[name].pk])))
    assert is_refused(client.post(reverse(f"{name}:delete", args=[things[name].pk])))
    assert type(things[name]).objects.filter(pk=things[name].pk).exists()


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
@pytest.mark.parametrize(
    "path",
    ["users/", "users/new/", "groups/", "sites/", "locales/", "workflows/list/"],
)
def test_people_groups_and_sites_are_for_administrators(client, group, path):
    client.force_login(member_of(group))

    assert is_refused(client.get(f"/cms/{path}"))


@pytest.mark.parametrize("role", ["committee", "implementer", "authority"])
def test_those_who_take_part_have_no_door_to_the_cms(client, role):
    fields = {} if role == "committee" else {role: True}
    client.force_login(MandateFactory(**fields).user)

    for path in ("/cms/", "/cms/pages/", "/cms/images/", "/cms/reports/site-history/"):
        assert is_refused(client.get(path)), path


def test_who_is_signed_in_without_a_part_in_the_cms_is_told_so(client):
    client.force_login(MandateFactory().user)

    answer = client.get("/cms/", follow=True)

    assert answer.status_code == 403
    assert "does not include this part" in answer.content.decode()


def test_a_moderator_cannot_give_or_take_programme_wide_roles(client, things):
    moderator = member_of("Moderators")
    client.force_login(moderator)
    before = things["mandate"].user_id

    client.post(
        reverse("mandate:add"),
        {"user": moderator.pk, "role": "steward", "starts_on": "2026-01-01"},
    )
    client.post(
        reverse("mandate:edit", args=[things["mandate"].pk]),
        {"user": moderator.pk, "role": "staff", "starts_on": "2026-01-01"},
    )

    assert not moderator.mandates.exists()
    things["mandate"].refresh_from_db()
    assert things["mandate"].user_id == before


def test_the_areas_chooser_tells_strangers_nothing(client, things):
    client.force_login(MandateFactory(community=CommunityFactory()).user)

    assert is_refused(client.get(reverse("area_chooser:choose")))


def test_nobody_edits_an_initiative_round_its_life_cycle(client, things):
    client.force_login(UserFactory(is_superuser=True))
    pk = things["initiative"].pk

    for action in ("edit", "delete"):
        path = reverse(f"initiative:{action}", args=[pk])
        assert is_refused(client.post(path, {"state": "closed"}))
    things["initiative"].refresh_from_db()
    assert things["initiative"].state == "draft"
