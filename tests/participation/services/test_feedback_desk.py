"""Handling feedback: steps, words, hands, and what is erased at once."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation import handling
from participation.enums import Voice
from participation.models import Feedback, FeedbackMessage, OutsideCount
from participation.queries.feedback_items import conversation
from participation.services.errors import (
    FeedbackError,
    FeedbackStateError,
    NotPermittedError,
)
from participation.services.feedback_desk import (
    assign,
    read_contact,
    sort_feedback,
    take_step,
    write_answer,
    write_note,
)
from participation.services.follow_up import it_helped, say_more
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.feedback import CONTACT, TEXT, feedback, said
from tests.factories.participation import staff_member
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
GIVEN = {"answer": {"words": "Mended."}, "note": {"words": "Ask the office."}}
GIVEN["reason"] = {"reason": "not_ours"}


@pytest.fixture
def staff():
    return staff_member()


@pytest.mark.parametrize("state", handling.STATES)
@pytest.mark.parametrize("row", handling.STEPS, ids=lambda row: row.action)
def test_a_step_is_taken_where_the_table_says_and_refused_elsewhere(staff, state, row):
    item = feedback(state=state)
    given = GIVEN.get(row.needs, {})

    if state in row.sources and handling.HANDLER in row.roles:
        assert take_step(item, row.action, by=staff, **given).state == row.target
        return
    refusal = NotPermittedError if state == "referred" else FeedbackStateError
    with pytest.raises(refusal):
        take_step(item, row.action, by=staff, **given)
    item.refresh_from_db()
    assert item.state == state


@pytest.mark.parametrize("action", ["resolve", "escalate", "close_no_action"])
def test_what_a_step_needs_must_be_written(staff, action):
    item = feedback()

    with pytest.raises(FeedbackError):
        take_step(item, action, by=staff, words="  ", reason="")
    item.refresh_from_db()
    assert item.state == "received"


def test_an_answer_is_read_by_the_person_and_a_note_is_not(staff):
    item = feedback()
    write_note(item, "Ask the office.", by=staff)
    write_answer(item, "Which tap is it?", by=staff)
    take_step(item, "escalate", by=staff, words="It is the third time.")
    take_step(item, "resolve", by=staff, words="Mended.")

    assert [each.words for each in conversation(item, with_notes=False)] == [
        "Which tap is it?",
        "Mended.",
    ]
    assert len(conversation(item, with_notes=True)) == 4


def test_a_form_sent_twice_writes_once(staff):
    item = feedback()
    for _ in range(2):
        write_answer(item, "Which tap is it?", by=staff, mark="a mark")
        say_more(item, "The third.", mark="another")

    assert item.messages.count() == 2


def test_days_of_the_first_answer_stay_and_a_reopened_item_is_due_anew(staff, settings):
    item = feedback(days=20)
    take_step(item, "resolve", by=staff, words="Mended.")
    item.refresh_from_db()
    assert (item.answered_on, item.was_in_time) == (timezone.localdate(), False)

    say_more(item, "It leaks again.", mark="1")

    item.refresh_from_db()
    assert item.state == "in_progress"
    days = settings.FEEDBACK_DAYS["normal"][1]
    assert item.answer_by == timezone.localdate() + datetime.timedelta(days=days)
    assert item.was_in_time is False


def test_escalating_is_no_acknowledgement(staff):
    item = feedback()

    take_step(item, "escalate", by=staff, words="Nobody is here.")

    item.refresh_from_db()
    assert item.acknowledged_on is None


def test_somebody_who_acted_meanwhile_is_not_overrun(staff):
    item = feedback()
    take_step(item, "acknowledge", by=staff, seen="received")

    with pytest.raises(FeedbackStateError):
        take_step(item, "resolve", by=staff, words="Mended.", seen="received")


@pytest.mark.parametrize("state", handling.STATES)
def test_those_it_may_speak_about_can_do_nothing(state):
    community = CommunityFactory()
    item = feedback(state=state, community=None)
    for person in (
        MandateFactory(community=community).user,
        MandateFactory(authority=True, area=community.area).user,
        MandateFactory(implementer=True, community=community).user,
        UserFactory(),
    ):
        for attempt in (
            lambda who=person: take_step(item, "acknowledge", by=who),
            lambda who=person: write_note(item, "x", by=who),
            lambda who=person: write_answer(item, "x", by=who),
            lambda who=person: assign(item, who, by=who),
            lambda who=person: sort_feedback(
                item, category="quality", priority="normal", by=who
            ),
            lambda who=person: read_contact(item, by=who),
        ):
            with pytest.raises(NotPermittedError):
                attempt()


def test_an_item_is_put_into_no_hands_that_may_not_read_it(staff):
    with pytest.raises(FeedbackError, match="may not read"):
        assign(feedback(), MandateFactory().user, by=staff)


def test_the_contact_is_shown_to_whom_it_was_given_and_each_look_is_on_record(staff):
    item = feedback()
    with pytest.raises(NotPermittedError):
        read_contact(item, by=staff)
    assign(item, staff, by=staff)

    assert read_contact(item, by=staff) == CONTACT

    entry = ModelLogEntry.objects.get(action="participation.read_contact")
    assert (entry.user, entry.data) == (staff, {})


def test_an_item_that_goes_to_another_route_leaves_these_hands(staff):
    item = feedback(assignee=staff)

    moved = sort_feedback(item, category="fraud", priority="normal", by=staff)

    assert moved.assignee is None
    assert moved.sensitivity == "sensitive"
    with pytest.raises(NotPermittedError):
        write_note(item, "x", by=staff)


def test_what_is_restricted_stays_so_on_another_route():
    item = feedback("conduct", sensitivity="restricted")

    moved = sort_feedback(
        item, category="quality", priority="normal", by=UserFactory(is_superuser=True)
    )

    assert moved.sensitivity == "restricted"


def test_urgent_is_due_sooner_counted_from_the_day_it_came(staff, settings):
    settings.FEEDBACK_DAYS = {"normal": (3, 14), "urgent": (1, 5)}
    item = feedback(days=2)

    moved = sort_feedback(item, category="quality", priority="urgent", by=staff)

    assert (moved.answer_by - moved.received_on).days == 5


@pytest.mark.parametrize("state", [s for s in handling.STATES if s != "referred"])
def test_referring_outside_erases_everything_at_once_and_keeps_a_number(staff, state):
    item = feedback(state=state, community=CommunityFactory(), assignee=staff)
    said(item, "And more of it.")

    take_step(item, "refer_outside", by=staff)

    row = Feedback.objects.values().get()
    assert (row["text_sealed"], row["contact_sealed"]) == (b"", b"")
    assert (row["community_id"], row["assignee_id"]) == (None, None)
    assert row["category"] == "other"
    assert not FeedbackMessage.objects.exists()
    assert OutsideCount.objects.get().shown == 1


def test_the_database_lets_nothing_be_kept_of_what_was_referred():
    item = feedback(state="referred")
    for change in (
        {"text_sealed": b"x"},
        {"community": CommunityFactory()},
        {"category": "fraud"},
        {"erased_on": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Feedback.objects.filter(pk=item.pk).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "closed_no_action"},
        {"closing_reason": "unclear"},
        {"text_sealed": b""},
        {"state": "lost"},
        {"priority": "soon"},
        {"answer_by": datetime.date(2020, 1, 1)},
        {"erased_on": datetime.date(2026, 1, 1)},
    ],
)
def test_the_database_refuses_what_cannot_be(change):
    item = feedback()

    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.filter(pk=item.pk).update(**change)


def test_a_message_is_of_a_person_or_of_somebody_known(staff):
    item = feedback()
    for voice, by in ((Voice.PERSON, staff), (Voice.ANSWER, None), (Voice.NOTE, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            said(item, "x", voice, by)


def test_the_loop_is_closed_by_the_person_once_and_only_after_an_answer(staff):
    item = feedback()
    with pytest.raises(FeedbackStateError):
        it_helped(item)
    take_step(item, "resolve", by=staff, words="Mended.")

    assert it_helped(item).state == it_helped(item).state == "loop_closed"


@pytest.mark.parametrize(
    ("state", "then"),
    [
        ("received", "received"),
        ("in_progress", "in_progress"),
        ("escalated", "escalated"),
        ("resolved", "in_progress"),
        ("loop_closed", "in_progress"),
        ("closed_no_action", "escalated"),
    ],
)
def test_words_of_the_person_open_again_what_was_answered(state, then):
    item = feedback(state=state)

    say_more(item, "It still leaks.", mark="1")

    item.refresh_from_db()
    assert item.state == then
    assert item.closing_reason == ""


def test_nothing_is_added_to_what_was_erased_nor_without_end():
    erased = feedback(state="loop_closed", erased_on=timezone.localdate())
    with pytest.raises(FeedbackError, match="erased"):
        say_more(erased, "Hello?", mark="1")

    item = feedback()
    for number in range(30):
        say_more(item, "More.", mark=str(number))
    with pytest.raises(FeedbackError, match="no room"):
        say_more(item, "More.", mark="31")


def test_the_audit_log_holds_codes_and_never_a_word(staff):
    item = feedback()
    assign(item, staff, by=staff)
    sort_feedback(item, category="delay", priority="urgent", by=staff)
    write_note(item, "Ask the office.", by=staff)
    take_step(item, "resolve", by=staff, words="Mended.")
    say_more(item, "It leaks.", mark="1")
    take_step(item, "close_no_action", by=staff, words="Sorry.", reason="unclear")

    entries = list(ModelLogEntry.objects.order_by("pk"))
    assert [e.action.partition(".")[2] for e in entries] == [
        "assign_feedback",
        "sort_feedback",
        "write_note",
        "feedback_resolve",
        "feedback_close_no_action",
    ]
    everything = " ".join(f"{e.label} {e.data}" for e in entries)
    for words in (TEXT, CONTACT, "office", "Mended", "leaks", "Sorry"):
        assert words not in everything
