"""What the daily command does: escalate, close, erase, tell quarters; and nothing else."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation import handling
from participation.models import (
    Feedback,
    FeedbackMessage,
    FeedbackQuarter,
    OutsideCount,
)
from participation.queries.feedback_figures import (
    figures_of_quarter,
    months_outside,
    quarters_to_tell,
    told_quarters,
)
from participation.services.feedback import count_outside
from participation.services.feedback_upkeep import tell_quarters, tend_feedback
from tests.factories.feedback import feedback, said
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
QUARTER = datetime.date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _days(settings):
    settings.FEEDBACK_DAYS = {"normal": (3, 14), "urgent": (1, 5)}
    settings.FEEDBACK_WAIT_DAYS, settings.FEEDBACK_KEPT_DAYS = 30, 180
    settings.RELEASE_THRESHOLD_PERSONS = 10


def ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("state", "days", "escalated"),
    [
        ("received", 3, False),
        ("received", 4, True),
        ("acknowledged", 4, False),
        ("acknowledged", 14, False),
        ("in_progress", 15, True),
        ("triaged", 15, True),
        ("escalated", 40, False),
        ("resolved", 20, False),
        ("loop_closed", 40, False),
        ("closed_no_action", 40, False),
        ("referred", 40, False),
    ],
)
def test_what_is_overdue_is_escalated_once_and_nothing_else(state, days, escalated):
    item = feedback(state=state, days=days)

    assert tend_feedback().escalated == ([item.serial] if escalated else [])
    assert tend_feedback().escalated == []

    item.refresh_from_db()
    assert item.state == ("escalated" if escalated else state)
    if escalated:
        entry = ModelLogEntry.objects.get()
        assert (entry.action, entry.user) == ("participation.feedback_escalate", None)
        assert entry.data == {"from": state, "to": "escalated", "reason": ""}


@pytest.mark.parametrize(("days", "state"), [(30, "resolved"), (31, "loop_closed")])
def test_an_answer_nobody_objects_to_closes_the_loop(days, state):
    item = feedback(state="resolved", days=days)

    tend_feedback()

    item.refresh_from_db()
    assert item.state == state


@pytest.mark.parametrize("state", handling.STATES)
@pytest.mark.parametrize(("days", "is_old"), [(180, False), (181, True)])
def test_texts_and_contacts_are_erased_when_their_time_is_over(state, days, is_old):
    item = feedback(state=state, state_since=ago(days))
    if state != "referred":
        said(item, "More of it.")
        said(item, "An answer.", "answer", UserFactory())
    Feedback.objects.filter(pk=item.pk).update(state=state)

    tend_feedback()

    row = Feedback.objects.values().get()
    is_erased = state == "referred" or (is_old and state in handling.CLOSED)
    assert (bytes(row["text_sealed"]) == b"") == is_erased
    assert (bytes(row["contact_sealed"]) == b"") == is_erased
    assert FeedbackMessage.objects.exists() == (not is_erased)
    assert row["category"]


def test_the_command_says_how_many_and_never_which():
    item = feedback(days=30)
    feedback(state="resolved", days=31)
    out = io.StringIO()

    call_command("tend_feedback", stdout=out)

    assert "Escalated 1, closed 1, erased 0" in out.getvalue()
    assert item.serial not in out.getvalue()


# --- figures ----------------------------------------------------------------------------


def many(count, category, day=QUARTER, **fields):
    for _ in range(count):
        feedback(category, "resolved", received_on=day, **fields)


def test_a_quarter_is_told_once_a_month_after_its_end():
    many(
        12, "quality", answer_by=QUARTER + datetime.timedelta(days=14), was_in_time=True
    )
    end = datetime.date(2026, 6, 30)

    assert tell_quarters(end + datetime.timedelta(days=30)) == []
    later = end + datetime.timedelta(days=31)
    assert tell_quarters(later) == [QUARTER]
    many(5, "delay")
    assert tell_quarters(later) == []

    [view] = told_quarters()
    assert (view.first, view.last, view.whole) == (QUARTER, end, 12)


def test_small_numbers_and_what_would_give_them_away_are_hidden():
    many(40, "quality")
    many(30, "delay")
    many(3, "fraud")

    shown = figures_of_quarter(QUARTER)

    assert shown["whole"] == 73
    assert shown["parts"]["fraud"] is None
    hidden = [kind for kind, number in shown["parts"].items() if number is None]
    told = sum(number for number in shown["parts"].values() if number is not None)
    # Three of fraud are not the one thing that is missing from the sum.
    assert shown["whole"] - told != 3
    assert len(hidden) > 1


@pytest.mark.parametrize("count", [0, 1, 9])
def test_of_few_nothing_is_told(count):
    many(count, "quality")

    assert figures_of_quarter(QUARTER) == {"whole": None, "parts": {}}
    tell_quarters(datetime.date(2026, 9, 1))
    assert told_quarters() == []


def test_days_are_told_where_enough_were_answered():
    for days in range(12):
        many(1, "quality", answered_on=QUARTER + datetime.timedelta(days=days))
    many(20, "quality", answered_on=None, acknowledged_on=None, was_in_time=None)

    shown = figures_of_quarter(QUARTER)

    assert shown["answer"] == 6
    assert shown["acknowledge"] == 0
    assert shown["in_time"] == 40  # 12 of 32 are 37.5 %, told in steps of five


def test_days_of_few_are_not_told():
    many(9, "quality")
    many(20, "quality", answered_on=None, acknowledged_on=None, was_in_time=None)

    shown = figures_of_quarter(QUARTER)

    assert (shown["whole"], shown["answer"], shown["acknowledge"]) == (29, None, None)


def test_what_was_referred_outside_is_in_no_figure():
    many(12, "quality")
    for _ in range(12):
        feedback(state="referred", received_on=QUARTER)

    assert figures_of_quarter(QUARTER)["whole"] == 12


def test_figures_of_a_quarter_never_change():
    many(12, "quality")
    tell_quarters(datetime.date(2026, 9, 1))
    row = FeedbackQuarter.objects.get()
    for change in (
        lambda: FeedbackQuarter.objects.update(shown={"whole": 13}),
        row.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize("day", ["2026-02-01", "2026-04-02"])
def test_a_quarter_begins_on_its_day(day):
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackQuarter.objects.create(quarter=day, shown={"whole": None})


def test_all_quarters_since_the_first_item_are_told():
    many(1, "quality", datetime.date(2025, 11, 3))

    assert quarters_to_tell(datetime.date(2026, 8, 1)) == [
        datetime.date(2025, 10, 1),
        datetime.date(2026, 1, 1),
        datetime.date(2026, 4, 1),
    ]


def test_how_often_help_was_shown_is_told_from_the_threshold_on():
    count_outside(times=9)
    assert months_outside() == []  # not of a month that is not over

    OutsideCount.objects.update(month=datetime.date(2026, 1, 1))
    [(_month, shown)] = months_outside()
    assert shown is None

    OutsideCount.objects.update(shown=10)

    assert [number for _month, number in months_outside()] == [10]
