"""Who is written to about a meeting: when it is called, moved, called off, and its minutes."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from participation.models import Meeting
from participation.services.following import follow
from participation.services.meetings import (
    call_meeting,
    call_off_meeting,
    edit_meeting,
    link_meeting,
)
from participation.services.minutes import publish_minutes
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.meetings import MeetingFactory, secretary, written
from tests.factories.participation import eligible_initiative, staff_member
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Run a service and return its mails by address."""

    def run(verb, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **kwargs)
        return {message.to[0]: message for message in mail.outbox}

    return run


@pytest.fixture
def community():
    return CommunityFactory(name="Fenra")


@pytest.fixture
def follower(community):
    person = UserFactory()
    follow(community, by=person)
    return person


def answers(meeting=None, **changes):
    starts_at = timezone.now() + datetime.timedelta(days=3)
    given = {
        "kind": "community",
        "title": "Water of next year",
        "place": "School yard",
        "starts_at": starts_at,
        "ends_at": starts_at + datetime.timedelta(hours=2),
        "agenda": ["The pump", "The queue"],
    }
    if meeting is not None:
        given |= {name: getattr(meeting, name) for name in given if name != "agenda"}
        given["agenda"] = []
    return {**given, **changes}


def addresses(*people):
    return {person.email for person in people}


def test_a_called_meeting_is_told_to_followers_and_those_who_act_there(
    told, community, follower
):
    by = secretary(community)
    colleague = secretary(community)
    implementer = MandateFactory(implementer=True, community=community).user
    follow(CommunityFactory(), by=UserFactory())
    secretary(CommunityFactory())

    mails = told(
        call_meeting, by=by, reference="MT-23456", community=community, **answers()
    )

    assert set(mails) == addresses(follower, colleague, implementer)
    message = mails[follower.email]
    assert message.subject == "Water of next year: A meeting is called"
    for words in ("Fenra", "School yard", "1. The pump", "2. The queue"):
        assert words in message.body
    assert "/meetings/MT-23456/" in message.body
    assert by.name not in message.body
    assert colleague.email not in message.body


def test_the_form_sent_twice_tells_once(told, community, follower):
    by = secretary(community)
    sent = {"by": by, "reference": "MT-23456", "community": community, **answers()}
    assert told(call_meeting, **sent)
    assert not told(call_meeting, **sent)


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({"place": "Under the tree"}, True),
        ({"starts_at": timezone.now() + datetime.timedelta(days=4)}, True),
        ({"title": "Water and roads"}, False),
        ({"agenda": ["Another point"]}, False),
    ],
)
def test_a_meeting_that_moves_is_told_and_other_changes_are_not(
    told, community, follower, changes, is_told
):
    meeting = MeetingFactory(community=community, coming=True)
    if "starts_at" in changes:
        changes = {
            **changes,
            "ends_at": changes["starts_at"] + datetime.timedelta(hours=1),
        }
    mails = told(
        edit_meeting, meeting, by=staff_member(), **answers(meeting, **changes)
    )
    assert set(mails) == (addresses(follower) if is_told else set())
    if is_told:
        assert mails[follower.email].subject.endswith("The meeting has moved")


def test_calling_off_is_told_with_its_reason_in_the_language_of_the_reader(
    told, community
):
    reader = UserFactory(language="ar")
    follow(community, by=reader)
    meeting = MeetingFactory(community=community, coming=True)

    mails = told(call_off_meeting, meeting, by=staff_member(), reason="Flood.")

    [message] = mails.values()
    assert message.to == [reader.email]
    assert f"/ar/meetings/{meeting.reference}/" in message.body
    assert "Flood." in message.body
    assert "called off" not in message.subject + message.body


def test_minutes_are_told_once_they_are_published(told, community, follower):
    meeting = written(MeetingFactory(community=community))
    mails = told(publish_minutes, meeting, by=staff_member())
    assert set(mails) == addresses(follower)
    assert mails[follower.email].subject.endswith("The minutes are published")
    assert "We talked about the well." not in mails[follower.email].body


def test_of_what_is_over_nobody_is_told_but_of_its_minutes(told, community, follower):
    meeting = MeetingFactory(community=community)
    assert not told(call_off_meeting, meeting, by=staff_member(), reason="Nobody came.")


def test_linking_tells_followers_of_the_initiative_who_knew_nothing_yet(
    told, community, follower
):
    initiative = eligible_initiative(community, 10)
    own = UserFactory()
    for person in (own, follower):
        follow(initiative, by=person)
    meeting = MeetingFactory(community=community, coming=True)
    by = secretary(community)

    def link():
        return told(link_meeting, meeting, by=by, initiatives=[initiative])

    mails = link()
    assert set(mails) == addresses(own)
    assert not link()
    moved = told(
        edit_meeting, meeting, by=by, **answers(meeting, place="Under the tree")
    )
    assert set(moved) == addresses(own, follower)


def test_a_meeting_of_an_area_is_told_to_followers_of_its_communities(told):
    district = AdminAreaFactory()
    inside = CommunityFactory(area=AdminAreaFactory(parent=district))
    person, elsewhere = UserFactory(), UserFactory()
    follow(inside, by=person)
    follow(CommunityFactory(), by=elsewhere)
    secretary(inside)
    mails = told(
        call_meeting,
        by=staff_member(),
        reference="MT-34567",
        area=district,
        **answers(),
    )
    assert set(mails) == addresses(person)


def test_nobody_is_told_what_they_did_themselves_or_once_the_account_sleeps(
    told, community, follower
):
    by = staff_member()
    follow(community, by=by)
    follower.is_active = False
    follower.save()
    meeting = MeetingFactory(community=community, coming=True)
    assert not told(call_off_meeting, meeting, by=by, reason="Flood.")
    assert Meeting.objects.get().state == "called-off"
