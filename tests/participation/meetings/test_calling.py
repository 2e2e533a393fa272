"""Calling a meeting, changing it, calling it off, linking it; and who may do what."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import ModelLogEntry

from initiatives.enums import State
from participation.enums import MeetingState
from participation.models import Meeting
from participation.permissions import (
    MEETING_ACTIONS,
    may_call,
    may_close,
    may_with_meeting,
)
from participation.services.errors import (
    MeetingError,
    MeetingStateError,
    NotPermittedError,
)
from participation.services.meetings import (
    call_meeting,
    call_off_meeting,
    edit_meeting,
    link_meeting,
)
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.meetings import (
    MeetingFactory,
    agreed,
    meeting_in,
    published,
    secretary,
)
from tests.factories.participation import (
    RoundFactory,
    eligible_initiative,
    open_round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

STARTS = datetime.datetime(2027, 3, 1, 15, tzinfo=datetime.UTC)
TOLD = {
    "kind": "community",
    "title": "Where the well should be",
    "place": "School yard",
    "starts_at": STARTS,
    "ends_at": STARTS + datetime.timedelta(hours=2),
    "agenda": ["The school", "The road"],
}

# --- who ----------------------------------------------------------------------------

WHO = {
    "visitor": lambda meeting: AnonymousUser(),
    "staff": lambda meeting: staff_member(),
    "administrator": lambda meeting: UserFactory(is_superuser=True),
    "committee": lambda meeting: secretary(meeting.community),
    "another committee": lambda meeting: MandateFactory().user,
    "former committee": lambda meeting: (
        MandateFactory(
            community=meeting.community, ends_on=datetime.date(2025, 6, 30)
        ).user
    ),
    "authority": lambda meeting: (
        MandateFactory(authority=True, area=meeting.community.area).user
    ),
    "implementer": lambda meeting: (
        MandateFactory(implementer=True, community=meeting.community).user
    ),
    "steward": lambda meeting: MandateFactory(steward=True).user,
    "person without a role": lambda meeting: UserFactory(),
}
STAFF = {"staff", "administrator"}
STAFF_ONLY = {"send_back_minutes", "publish_minutes", "withdraw_minutes"}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("state", MeetingState.values)
def test_actions_are_for_those_who_call_in_the_right_state(who, state):
    meeting = meeting_in(state)
    user = WHO[who](meeting)

    allowed = {
        each for each in MEETING_ACTIONS if may_with_meeting(user, each, meeting)
    }

    expected = {each for each, states in MEETING_ACTIONS.items() if state in states}
    if who == "committee":
        expected -= STAFF_ONLY
    elif who in STAFF:
        expected -= {"confirm_minutes"}
    else:
        expected = set()
    assert allowed == expected


@pytest.mark.parametrize("who", WHO)
def test_a_communitys_meeting_is_called_by_its_committee_and_by_staff(who):
    meeting = MeetingFactory()
    user = WHO[who](meeting)

    may = may_call(user, community=meeting.community, area=None)

    assert may is (who in STAFF | {"committee"})


def test_an_authority_calls_meetings_of_its_area_and_of_those_inside():
    district = AdminAreaFactory()
    inside, elsewhere = AdminAreaFactory(parent=district), AdminAreaFactory()
    officer = MandateFactory(authority=True, area=district).user

    may = {
        area: may_call(officer, community=None, area=area)
        for area in (district, inside, elsewhere)
    }

    assert may == {district: True, inside: True, elsewhere: False}
    assert not may_call(officer, community=None, area=None)


@pytest.mark.parametrize("role", ["committee", "implementer", "authority", "staff", ""])
@pytest.mark.parametrize("who", WHO)
def test_an_action_point_is_closed_by_its_owner_or_by_those_who_called(who, role):
    meeting = MeetingFactory()
    action = agreed(meeting, owner_role=role)
    published(meeting)
    action.meeting.refresh_from_db()
    user = WHO[who](meeting)

    organises = who in STAFF | {"committee"}
    assert may_close(user, action) is (organises or (who == role and bool(role)))


# --- calling ------------------------------------------------------------------------


def test_a_meeting_is_announced_with_agenda_and_place_and_logged_without_text():
    community = CommunityFactory()
    by = secretary(community)

    meeting = call_meeting(by=by, reference="MT-22222", community=community, **TOLD)

    assert (meeting.state, meeting.called_by) == (MeetingState.CALLED, by)
    assert [item.text for item in meeting.agenda.all()] == ["The school", "The road"]
    entry = ModelLogEntry.objects.get(action="participation.call_meeting")
    assert (entry.user, entry.data) == (by, {})


def test_sent_twice_it_is_called_once():
    community = CommunityFactory()
    by = secretary(community)

    for _time in range(2):
        call_meeting(by=by, reference="MT-22222", community=community, **TOLD)

    assert Meeting.objects.count() == 1
    with pytest.raises(MeetingError):
        call_meeting(
            by=staff_member(), reference="MT-22222", community=community, **TOLD
        )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends_at": STARTS}, "ends before it starts"),
        ({"ends_at": STARTS + datetime.timedelta(days=30)}, "a week at most"),
        ({"title": " "}, "needs a title"),
        ({"agenda": ["x"] * 31}, "30 points"),
        ({"agenda": ["fine", "x" * 201]}, "Point 2"),
    ],
)
def test_what_cannot_be_is_refused_in_words(change, words):
    with pytest.raises(MeetingError, match=words):
        call_meeting(by=staff_member(), reference="MT-22222", **TOLD | change)


def test_a_stranger_calls_no_meeting():
    with pytest.raises(NotPermittedError):
        call_meeting(
            by=MandateFactory().user,
            reference="MT-22222",
            community=CommunityFactory(),
            **TOLD,
        )


def test_a_meeting_is_of_a_community_or_an_area():
    community = CommunityFactory()
    with pytest.raises(MeetingError, match="not of both"):
        call_meeting(
            by=staff_member(),
            reference="MT-22222",
            community=community,
            area=community.area,
            **TOLD,
        )


def test_a_change_is_a_new_revision_for_calendars():
    meeting = MeetingFactory(coming=True)
    told_first = meeting.announced_at

    changed = edit_meeting(
        meeting, by=secretary(meeting.community), **TOLD | {"place": "Market"}
    )

    assert (changed.revision, changed.place) == (1, "Market")
    assert changed.announced_at > told_first


def test_a_meeting_is_called_off_with_a_reason_and_then_stays_so():
    meeting, by = MeetingFactory(coming=True), staff_member()

    with pytest.raises(MeetingError, match="Say why"):
        call_off_meeting(meeting, by=by, reason=" ")
    off = call_off_meeting(meeting, by=by, reason="Flood.")

    assert (off.state, off.off_reason, off.revision) == ("called-off", "Flood.", 1)
    with pytest.raises(MeetingStateError, match="Called off"):
        edit_meeting(meeting, by=by, **TOLD)
    entry = ModelLogEntry.objects.get(action="participation.call_off_meeting")
    assert "Flood" not in str(entry.data)


# --- links --------------------------------------------------------------------------


def test_a_meeting_is_linked_to_what_is_public_and_from_here():
    round_ = open_round_with_options()
    meeting = MeetingFactory(community=round_.community)
    initiative = round_.options.first().initiative
    milestone = initiative.milestones.create(title="Dug", planned_on="2027-01-01")

    link_meeting(meeting, by=staff_member(), milestones=[milestone], rounds=[round_])

    assert list(meeting.initiatives.all()) == [initiative]
    assert list(meeting.milestones.all()) == [milestone]
    assert list(meeting.rounds.all()) == [round_]


def test_a_meeting_is_not_linked_to_drafts_or_to_what_is_elsewhere():
    meeting = MeetingFactory()
    elsewhere = eligible_initiative(CommunityFactory(), 100)
    draft = eligible_initiative(meeting.community, 100, state=State.DRAFT)
    in_preparation = RoundFactory(community=meeting.community)

    for wrong in (
        {"initiatives": [elsewhere]},
        {"initiatives": [draft]},
        {"rounds": [in_preparation]},
    ):
        with pytest.raises(MeetingError, match="not from here"):
            link_meeting(meeting, by=staff_member(), **wrong)


def test_an_areas_meeting_is_linked_to_initiatives_of_all_communities_in_it():
    district = AdminAreaFactory()
    community = CommunityFactory(area=AdminAreaFactory(parent=district))
    meeting = MeetingFactory(community=None, area=district)
    initiative = eligible_initiative(community, 100)

    link_meeting(meeting, by=staff_member(), initiatives=[initiative])

    assert list(meeting.initiatives.all()) == [initiative]


def test_a_meeting_that_has_not_begun_is_upcoming():
    assert MeetingFactory(coming=True).is_upcoming
    assert not MeetingFactory().is_upcoming
    assert MeetingFactory(starts_at=timezone.now()).has_begun
