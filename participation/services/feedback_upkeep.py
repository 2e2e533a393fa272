"""What the daily command does with feedback, and nobody has to remember."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from participation import handling
from participation.models import Feedback, FeedbackQuarter
from participation.queries.feedback_figures import figures_of_quarter, quarters_to_tell
from participation.queries.feedback_items import overdue_feedback
from participation.services.feedback_desk import erase, held_feedback, move, record
from participation.services.feedback_notices import tell_handlers


@dataclass(frozen=True)
class Upkeep:
    """Items escalated, closed and erased, quarters told, and people written to."""

    escalated: list[str]
    closed: int
    erased: int
    quarters: list[datetime.date]
    told: int


def tend_feedback() -> Upkeep:
    """Escalate what is overdue, close silent loops, erase what is old, tell quarters,
    and tell those who handle feedback what waits for them.

    Each item in a transaction of its own, so that one that is held stops no other.
    """
    day = timezone.localdate()
    return Upkeep(
        escalated=[
            each.serial for each in list(overdue_feedback(day)) if _escalate(each, day)
        ],
        closed=sum(map(_close, _silent(day))),
        erased=sum(map(_erase, _old(day))),
        quarters=tell_quarters(day),
        told=tell_handlers(day),
    )


@transaction.atomic
def _escalate(feedback: Feedback, day: datetime.date) -> bool:
    held = held_feedback(feedback)
    due = held.due_on
    if due is None or due >= day or not _site_may("escalate", held):
        return False
    before = held.state
    move(held, handling.BY_ACTION["escalate"])
    record(
        held,
        "feedback_escalate",
        None,
        **{"from": before, "to": held.state, "reason": ""},
    )
    return True


@transaction.atomic
def _close(feedback: Feedback) -> bool:
    held = held_feedback(feedback)
    if not _site_may("close_loop", held):
        return False
    move(held, handling.BY_ACTION["close_loop"])
    record(held, "feedback_close_loop", None)
    return True


@transaction.atomic
def _erase(feedback: Feedback) -> bool:
    held = held_feedback(feedback)
    if held.erased_on is not None or held.state not in handling.CLOSED:
        return False
    erase(held)
    held.save()
    record(held, "erase_feedback", None, kept_days=settings.FEEDBACK_KEPT_DAYS)
    return True


def _site_may(action: str, held: Feedback) -> bool:
    return handling.may_take(action, held.state, handling.SITE)


def _silent(day: datetime.date) -> Iterable[Feedback]:
    """Answered, and for so long nobody has said that it did not help."""
    before = day - datetime.timedelta(days=settings.FEEDBACK_WAIT_DAYS)
    return list(Feedback.objects.filter(state="resolved", state_since__lt=before))


def _old(day: datetime.date) -> Iterable[Feedback]:
    before = day - datetime.timedelta(days=settings.FEEDBACK_KEPT_DAYS)
    return list(
        Feedback.objects.filter(
            state__in=handling.CLOSED, state_since__lt=before, erased_on__isnull=True
        )
    )


def tell_quarters(day: datetime.date) -> list[datetime.date]:
    """Work out the figures of quarters that are over, once and for good."""
    told = []
    for quarter in quarters_to_tell(day):
        _row, made = FeedbackQuarter.objects.get_or_create(
            quarter=quarter, defaults={"shown": figures_of_quarter(quarter)}
        )
        if made:
            told.append(quarter)
    return told
