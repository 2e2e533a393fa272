"""Two accounts that one person could hold are not two persons."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from communities.models import Mandate
from maps.services.approvals import approve_release
from participation.enums import InvitationState, Step
from participation.models import Invitation, Meeting, User
from participation.queries.second_persons import may_be_one_person, sole_givers
from participation.queries.waiting import waiting_for
from participation.services.errors import StepError
from participation.services.steps import ask_for_step, take_step
from tests.factories.communities import MandateFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.meetings import MeetingFactory, published
from tests.factories.participation import round_with_options, staff_member
from tests.factories.people import UserFactory
from tests.factories.releases import counted_round, proposed, steward

pytestmark = pytest.mark.django_db
PASSWORD = "harbour-lantern-of-maro-26"


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True, name="Administrator")
    client.force_login(user)
    return user


def make_in_the_cms(client, email="second@example.org", **fields):
    client.post(
        reverse("wagtailusers_users:add"),
        {
            "email": email,
            "name": "Second",
            "language": "en",
            "password1": PASSWORD,
            "password2": PASSWORD,
            **fields,
        },
    )
    return User.objects.get(email=email)


def change_in_the_cms(client, person, **fields):
    client.post(
        reverse("wagtailusers_users:edit", args=[person.pk]),
        {
            "email": person.email,
            "name": person.name,
            "language": "en",
            "is_active": "on",
            **fields,
        },
    )


def appoint_in_the_cms(client, person, role="staff", **fields):
    client.post(
        reverse("mandate:add"),
        {
            "user": person.pk,
            "role": role,
            "starts_on": "2026-01-01",
            **{"community": "", "area": "", "title": "", "ends_on": "", **fields},
        },
    )
    return Mandate.objects.get(user=person)


def invited_by(maker, person=None, **traits):
    """A mandate that somebody gave by an invitation."""
    mandate = MandateFactory(**({"user": person} if person else {}), **traits)
    invitation = InvitationFactory(made_by=maker)
    Invitation.objects.filter(pk=invitation.pk).update(
        state=InvitationState.ACCEPTED, ended_on=invitation.made_on, mandate=mandate
    )
    return mandate.user


def test_whoever_made_an_account_in_the_cms_is_not_the_second_person_beside_it(
    client, administrator
):
    second = make_in_the_cms(client)
    MandateFactory(user=second, staff=True)
    asked = ask_for_step(round_with_options(), Step.OPEN, by=administrator)

    with pytest.raises(StepError, match="do not count as two persons"):
        take_step(asked, by=second)
    assert take_step(asked, by=staff_member()).state == "open"


def test_it_holds_the_other_way_round_and_for_a_second_administrator(
    client, administrator
):
    second = make_in_the_cms(client, is_superuser="on")
    assert second.is_superuser
    asked = ask_for_step(round_with_options(), Step.OPEN, by=second)

    with pytest.raises(StepError, match="do not count as two persons"):
        take_step(asked, by=administrator)


def test_the_page_of_the_second_person_says_so_and_my_work_does_not_ask_for_it(
    client, administrator
):
    second = make_in_the_cms(client)
    MandateFactory(user=second, staff=True)
    round_ = round_with_options()
    ask_for_step(round_, Step.OPEN, by=second)

    page = client.get(reverse("participation:second_person", args=[round_.slug]))

    assert "do not count as two persons" in page.text
    assert "data-confirm" not in page.text
    assert not [
        each for each in waiting_for(administrator) if "second person" in each.what
    ]
    assert [
        each for each in waiting_for(staff_member()) if "second person" in each.what
    ]


@pytest.mark.parametrize(
    ("changed", "hand"),
    [
        ({"password1": PASSWORD, "password2": PASSWORD}, True),
        ({"email": "elsewhere@example.org"}, True),
        ({"name": "Another name"}, False),
    ],
)
def test_whoever_sets_anothers_password_or_address_could_be_using_the_account(
    client, administrator, changed, hand
):
    other = staff_member()

    change_in_the_cms(client, other, **changed)

    other.refresh_from_db()
    assert may_be_one_person(administrator, other) == hand
    assert may_be_one_person(other, administrator) == hand
    entries = ModelLogEntry.objects.filter(action="participation.set_up_account")
    assert [entry.user for entry in entries] == [administrator] * hand


def test_the_owner_is_told_of_a_password_that_somebody_else_set(
    client, administrator, django_capture_on_commit_callbacks
):
    other = staff_member()

    with django_capture_on_commit_callbacks(execute=True):
        change_in_the_cms(client, other, password1=PASSWORD, password2=PASSWORD)

    assert [message.to for message in mail.outbox] == [[other.email]]


def test_ones_own_password_makes_nobody_ones_own_second(client, administrator):
    change_in_the_cms(client, administrator, password1=PASSWORD, password2=PASSWORD)

    assert not administrator.set_up_by.exists()
    assert not may_be_one_person(administrator, staff_member())


def test_a_role_given_in_the_cms_is_owed_to_whoever_gave_it(client, administrator):
    """With an invitation alone it was so; a mandate in the CMS owed nothing to anybody."""
    second = UserFactory()
    appoint_in_the_cms(client, second)

    assert sole_givers(second) == {administrator.pk}
    MandateFactory(user=second)  # by a way that left no record
    assert sole_givers(second) == frozenset()


def test_a_role_in_the_cms_on_top_of_an_invitation_frees_nobody(client, administrator):
    second = invited_by(administrator)
    mandate = Mandate(user=second, role="staff")
    mandate.save()
    log(instance=mandate, action="wagtail.create", user=administrator)

    assert may_be_one_person(administrator, second)


def test_a_role_of_another_inviter_frees_from_the_first_but_not_from_the_maker(
    client, administrator
):
    first, other = staff_member(), staff_member()
    person = invited_by(first)
    invited_by(other, person, implementer=True)
    assert not may_be_one_person(first, person)

    made = make_in_the_cms(client)
    invited_by(other, made)
    assert may_be_one_person(administrator, made)


def test_a_mandate_in_the_cms_does_not_go_over_to_another_person(client, administrator):
    """Who gave it is on record for the one it was given to."""
    mandate = MandateFactory(staff=True)
    address = reverse("mandate:edit", args=[mandate.pk])
    assert client.get(address).status_code == 200

    client.post(
        address,
        {
            "user": UserFactory().pk,
            "role": "staff",
            "starts_on": "2026-01-01",
            **{"community": "", "area": "", "title": "Desk", "ends_on": ""},
        },
    )

    changed = Mandate.objects.get(pk=mandate.pk)
    assert (changed.user, changed.title) == (mandate.user, "Desk")


def test_a_release_is_not_approved_by_an_account_of_the_same_hand():
    """The map knows no makers of accounts; it asks whoever does."""
    first, second = steward(), steward()
    second.set_up_by.add(first)
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=first)

    with pytest.raises(PermissionDenied, match="two persons"):
        approve_release(proposal, by=second)
    assert approve_release(proposal, by=steward()).state == "approved"


def test_makers_in_a_circle_are_looked_at_once():
    first, second = UserFactory(), UserFactory()
    first.set_up_by.add(second)
    second.set_up_by.add(first)

    assert sole_givers(first) == {second.pk}


def test_what_the_audit_log_knows_of_earlier_accounts_and_minutes_is_taken_over():
    maker, account, deleted = UserFactory(), UserFactory(), UserFactory()
    log(instance=account, action="wagtail.create", user=maker)
    log(instance=deleted, action="wagtail.create", user=maker)
    deleted.delete()
    meeting = published(MeetingFactory())
    publisher = meeting.published_by
    Meeting.objects.update(published_by=None)
    migration = import_module("participation.migrations.0017_forms_and_second_persons")

    migration.take_over(apps, None)

    assert list(account.set_up_by.all()) == [maker]
    assert Meeting.objects.get().published_by == publisher
