"""Minutes: text, decisions with hands, action points; handed in and published."""

import uuid
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from initiatives.enums import ActingRole
from participation.enums import DecidedHow, HandsFor, MeetingState
from participation.models import ActionPoint, Decision, Hands, Meeting, MeetingPicture
from participation.services.action_points import (
    close_action_point,
    remove_action_point,
    reopen_action_point,
)
from participation.services.decisions import Raised, remove_decision, save_decision
from participation.services.errors import (
    MeetingError,
    MeetingStateError,
    NotPermittedError,
)
from participation.services.minutes import (
    hand_in_minutes,
    publish_minutes,
    send_back_minutes,
    withdraw_minutes,
    write_minutes,
)
from participation.wagtail_hooks import ACTIONS
from tests.factories.communities import MandateFactory
from tests.factories.meetings import (
    MeetingFactory,
    agreed,
    counted,
    decided,
    meeting_in,
    picture_of,
    published,
    secretary,
    written,
)
from tests.factories.participation import (
    RoundFactory,
    open_round_with_options,
    staff_member,
)

pytestmark = pytest.mark.django_db

FOR, AGAINST, OPTION = HandsFor.IN_FAVOUR, HandsFor.AGAINST, HandsFor.OPTION


def hands_of(decision):
    return [(each.words, each.number) for each in decision.hands.all()]


# --- from writing to publishing -----------------------------------------------------


def test_a_secretary_writes_staff_look_and_publish():
    meeting = MeetingFactory()
    by, staff = secretary(meeting.community), staff_member()

    held = write_minutes(meeting, by=by, minutes=" We talked. ", language="fr")
    assert (held.state, held.minutes, held.minutes_language) == (
        MeetingState.HELD,
        "We talked.",
        "fr",
    )
    hand_in_minutes(meeting, by=by)
    with pytest.raises(NotPermittedError):
        publish_minutes(meeting, by=by)
    told = publish_minutes(meeting, by=staff)

    assert (told.state, told.published_on) == ("published", timezone.localdate())
    with pytest.raises(MeetingStateError, match="Minutes published"):
        write_minutes(meeting, by=by, minutes="Other.", language="en")


def test_staff_send_minutes_back_with_what_should_change():
    meeting = meeting_in(MeetingState.HANDED_IN)

    with pytest.raises(MeetingError, match="what should change"):
        send_back_minutes(meeting, by=staff_member(), reason="")
    back = send_back_minutes(meeting, by=staff_member(), reason="Take the name out.")

    assert (back.state, back.sent_back_why) == ("held", "Take the name out.")
    again = hand_in_minutes(back, by=secretary(meeting.community))
    assert again.sent_back_why == ""


def test_published_minutes_are_taken_back_to_be_corrected():
    meeting = withdraw_minutes(
        meeting_in(MeetingState.PUBLISHED), by=staff_member(), reason="A name."
    )

    assert (meeting.state, meeting.published_on) == (MeetingState.HELD, None)


def test_minutes_without_a_text_are_not_handed_in():
    meeting = MeetingFactory()
    decided(meeting)

    with pytest.raises(MeetingError, match="text of the minutes"):
        hand_in_minutes(meeting, by=staff_member())
    with refused():
        Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HANDED_IN)


def test_minutes_are_written_once_the_meeting_has_begun():
    meeting = MeetingFactory(coming=True)

    with pytest.raises(MeetingStateError, match="has not begun"):
        written(meeting)

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CALLED


def test_a_stranger_writes_nothing():
    with pytest.raises(NotPermittedError):
        write_minutes(
            MeetingFactory(), by=MandateFactory().user, minutes="x", language="en"
        )


def test_every_step_is_on_record_under_a_known_name_and_without_text():
    meeting = MeetingFactory()
    counted(meeting, 45, women=20, men=25)
    remove_decision(decided(meeting, text="SECRET"), by=staff_member())
    action = agreed(meeting, text="SECRET")
    published(meeting)
    reopen_action_point(
        close_action_point(action, by=staff_member()), by=staff_member()
    )
    withdraw_minutes(meeting, by=staff_member(), reason="SECRET")
    remove_action_point(action, by=staff_member())

    entries = ModelLogEntry.objects.filter(action__startswith="participation.")

    assert {e.action.partition(".")[2] for e in entries} <= set(ACTIONS)
    assert len(entries) == 10
    assert not any("SECRET" in str(entry.data) for entry in entries)


# --- decisions ----------------------------------------------------------------------


def test_a_decision_sent_twice_is_one_and_can_be_changed():
    meeting, by, key = MeetingFactory(), staff_member(), uuid.uuid4()

    for text in ("We dig.", "We dig.", "We dig in May."):
        save_decision(meeting, key, by=by, text=text, how="consensus")

    assert [each.text for each in meeting.decisions.all()] == ["We dig in May."]


def test_decisions_keep_the_order_in_which_they_were_noted():
    meeting = MeetingFactory()
    first, second = decided(meeting, text="One"), decided(meeting, text="Two")
    remove_decision(first, by=staff_member())
    decided(meeting, text="Three")

    assert [each.text for each in meeting.decisions.all()] == ["Two", "Three"]
    assert second.position == 2


def test_hands_are_noted_as_they_were_raised():
    meeting = MeetingFactory()

    plain = decided(meeting, Raised(FOR, 30), Raised(AGAINST, 4))
    several = decided(meeting, Raised(OPTION, 20, "School"), Raised(OPTION, 25, "Road"))

    assert hands_of(plain) == [("In favour", 30), ("Against", 4)]
    assert hands_of(several) == [("School", 20), ("Road", 25)]


@pytest.mark.parametrize(
    ("how", "hands", "words"),
    [
        ("consensus", [Raised(FOR, 3)], "only where a show of hands decided"),
        ("hands", [Raised(FOR, 40), Raised(AGAINST, 6)], "46 hands .* only 45 people"),
        ("hands", [Raised(OPTION, 46, "School")], "46 hands"),
        ("hands", [Raised(FOR, 3), Raised(OPTION, 3, "School")], "not both"),
        (
            "hands",
            [Raised(OPTION, 3, f"{n}") for n in range(21)],
            "more .* than can be",
        ),
        ("round", [], "which voting round"),
    ],
)
def test_decisions_that_cannot_be_are_refused(how, hands, words):
    meeting = MeetingFactory()
    counted(meeting, 45)

    with pytest.raises(MeetingError, match=words):
        save_decision(
            meeting, uuid.uuid4(), by=staff_member(), text="x", how=how, hands=hands
        )
    assert not Decision.objects.exists()


def test_for_several_options_one_may_raise_a_hand_more_than_once():
    meeting = MeetingFactory()
    counted(meeting, 45)

    decided(meeting, Raised(OPTION, 40, "School"), Raised(OPTION, 30, "Road"))

    assert Hands.objects.count() == 2


def test_hands_noted_before_the_count_are_compared_with_it_when_handed_in():
    meeting = written(MeetingFactory())
    decided(meeting, Raised(FOR, 46))
    counted(meeting, 45)

    with pytest.raises(MeetingError, match="only 45 people"):
        hand_in_minutes(meeting, by=staff_member())


def test_a_decision_by_a_round_names_one_that_is_public_here():
    round_ = open_round_with_options()
    meeting = MeetingFactory(community=round_.community)
    save = {"by": staff_member(), "text": "x", "how": DecidedHow.ROUND}

    decision = save_decision(meeting, uuid.uuid4(), round_=round_, **save)
    assert decision.round == round_
    for wrong in (RoundFactory(community=meeting.community), open_round_with_options()):
        with pytest.raises(MeetingError, match="not from here"):
            save_decision(meeting, uuid.uuid4(), round_=wrong, **save)


def test_a_key_of_another_meeting_is_refused():
    theirs = decided(MeetingFactory())

    with pytest.raises(MeetingError, match="Begin again"):
        save_decision(
            MeetingFactory(), theirs.pk, by=staff_member(), text="x", how="consensus"
        )


@pytest.mark.parametrize(
    ("came", "raised", "kept"),
    [
        (45, (4, 2), (4, 2)),
        (8, (6, 2), (None, None)),
        (None, (30, 4), (30, 4)),
        (None, (6, 2), (None, None)),
    ],
)
def test_hands_of_a_small_meeting_are_forgotten_with_publication(came, raised, kept):
    meeting = MeetingFactory()
    decision = decided(meeting, Raised(FOR, raised[0]), Raised(AGAINST, raised[1]))
    if came:
        counted(meeting, came)

    published(meeting)

    assert tuple(number for _words, number in hands_of(decision)) == kept


# --- action points ------------------------------------------------------------------


def test_an_action_point_is_closed_by_its_owner_and_says_in_which_role():
    meeting = MeetingFactory()
    action = agreed(meeting, owner_role=ActingRole.IMPLEMENTER)
    published(meeting)
    partner = MandateFactory(implementer=True, community=meeting.community).user

    done = close_action_point(action, by=partner)

    assert (done.done_on, done.done_by) == (timezone.localdate(), partner)
    assert done.done_as == ActingRole.IMPLEMENTER
    with pytest.raises(MeetingStateError, match="already"):
        close_action_point(action, by=partner)
    assert reopen_action_point(action, by=partner).done_on is None


def test_somebody_elses_action_point_is_not_closed():
    action = agreed(MeetingFactory())

    with pytest.raises(NotPermittedError):
        close_action_point(action, by=MandateFactory().user)


# --- constraints --------------------------------------------------------------------


@contextmanager
def refused():
    """The database itself refuses what happens inside."""
    with pytest.raises(IntegrityError), transaction.atomic():
        yield


def test_the_database_keeps_what_services_promise():
    meeting = written(MeetingFactory())
    decision = decided(meeting, Raised(FOR, 30))
    agreed(meeting)
    picture_of(meeting)
    meetings = Meeting.objects.filter(pk=meeting.pk)

    for rows, wrong in [
        (meetings, {"ends_at": meeting.starts_at}),
        (meetings, {"area": meeting.community.area}),
        (meetings, {"state": "asleep"}),
        (meetings, {"title": ""}),
        (meetings, {"state": MeetingState.CALLED_OFF}),
        (meetings, {"off_reason": "Flood."}),
        (meetings, {"published_on": timezone.localdate()}),
        (meetings, {"state": MeetingState.PUBLISHED}),
        (Decision.objects.all(), {"how": DecidedHow.ROUND}),
        (Decision.objects.all(), {"how": "shouting"}),
        (Decision.objects.all(), {"text": ""}),
        (Hands.objects.all(), {"answer": OPTION}),
        (Hands.objects.all(), {"option": "School"}),
        (ActionPoint.objects.all(), {"done_on": timezone.localdate()}),
        (ActionPoint.objects.all(), {"owner": ""}),
        (MeetingPicture.objects.all(), {"has_consent": False}),
        (MeetingPicture.objects.all(), {"alt": ""}),
    ]:
        with refused():
            rows.update(**wrong)
    with refused():
        Hands.objects.create(decision=decision, position=9, answer=FOR, number=2)
