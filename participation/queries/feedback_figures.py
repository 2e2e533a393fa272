"""What is told of feedback in public: answers, and figures of whole quarters.

The same threshold rule guards them as returns. They are worked out once for each quarter
(`participation.models.public_answers`), and only from what the threshold lets pass.
"""

import datetime
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from maps.disclosure import UnsafePartsError, shown_parts
from participation import handling
from participation.enums import FeedbackCategory
from participation.models import (
    Feedback,
    FeedbackQuarter,
    OutsideCount,
    PublicAnswer,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from communities.models import Community
    from initiatives.models import Initiative

#: A quarter is told so many days after its end: paper comes late, and answers take days.
SETTLED_DAYS = 30
#: Shares are told in steps, so that one answer more does not show.
STEP = 5


@dataclass(frozen=True)
class QuarterView:
    """Figures of one quarter as a page shows them; None where nothing may be told."""

    first: datetime.date
    last: datetime.date
    whole: int | None
    parts: list[tuple[str, int | None]]
    days_to_acknowledge: int | None
    days_to_answer: int | None
    percent_in_time: int | None


def answers_about(initiative: "Initiative") -> "QuerySet[PublicAnswer]":
    """What is published about an initiative, newest first."""
    return initiative.public_answers.filter(withdrawn_on__isnull=True)


def public_answers(community: "Community | None" = None) -> "QuerySet[PublicAnswer]":
    """What is published; for a community, its own and those for all. Newest first."""
    found = PublicAnswer.objects.filter(withdrawn_on__isnull=True).select_related(
        "community", "initiative"
    )
    if community is not None:
        found = found.filter(Q(community=community) | Q(community__isnull=True))
    return found


def told_quarters(most: int = 4) -> list[QuarterView]:
    """The newest quarters whose figures are worked out."""
    return [
        _view(each)
        for each in FeedbackQuarter.objects.all()[:most]
        if each.shown["whole"] is not None
    ]


def months_outside(most: int = 12) -> list[tuple[datetime.date, int | None]]:
    """How often help contacts were shown, by month; None under the threshold.

    Months that are over: a count that moves tells when somebody looked.
    """
    running = timezone.localdate().replace(day=1)
    return [
        (
            each.month,
            each.shown if each.shown >= settings.RELEASE_THRESHOLD_PERSONS else None,
        )
        for each in OutsideCount.objects.filter(month__lt=running)[:most]
    ]


def quarters_to_tell(day: datetime.date) -> list[datetime.date]:
    """Quarters with feedback that are over and settled, and not told yet."""
    first = Feedback.objects.order_by("received_on").values_list(
        "received_on", flat=True
    )[:1]
    told = set(FeedbackQuarter.objects.values_list("quarter", flat=True))
    found = []
    for start in first:
        quarter = quarter_of(start)
        while _end_of(quarter) + datetime.timedelta(days=SETTLED_DAYS) < day:
            if quarter not in told:
                found.append(quarter)
            quarter = _end_of(quarter) + datetime.timedelta(days=1)
    return found


def figures_of_quarter(quarter: datetime.date) -> dict[str, Any]:
    """What may be told of a quarter, as `FeedbackQuarter.shown` holds it."""
    threshold = settings.RELEASE_THRESHOLD_PERSONS
    rows = list(
        Feedback.objects.filter(
            received_on__gte=quarter, received_on__lte=_end_of(quarter)
        )
        .exclude(state=handling.REFERRED)
        .values_list(
            "category", "received_on", "acknowledged_on", "answered_on", "was_in_time"
        )
    )
    counted = Counter(row[0] for row in rows)
    try:
        shown = shown_parts(
            {kind.value: counted[kind.value] for kind in FeedbackCategory},
            threshold=threshold,
        )
    except UnsafePartsError:
        return {"whole": None, "parts": {}}
    if shown.whole is None:
        return {"whole": None, "parts": {}}
    in_time = sum(bool(row[4]) for row in rows)
    return {
        "whole": shown.whole,
        "parts": shown.parts,
        "acknowledge": _days([(row[1], row[2]) for row in rows], threshold),
        "answer": _days([(row[1], row[3]) for row in rows], threshold),
        "in_time": STEP * round(100 * in_time / len(rows) / STEP),
    }


def _days(
    spans: list[tuple[datetime.date, datetime.date | None]], threshold: int
) -> int | None:
    """The middle number of whole days, where it is of enough people."""
    days = [(end - start).days for start, end in spans if end is not None]
    return round(median(days)) if len(days) >= threshold else None


def _view(row: FeedbackQuarter) -> QuarterView:
    shown = row.shown
    return QuarterView(
        first=row.quarter,
        last=_end_of(row.quarter),
        whole=shown["whole"],
        parts=[
            (str(kind.label), shown["parts"].get(kind.value))
            for kind in FeedbackCategory
        ],
        days_to_acknowledge=shown.get("acknowledge"),
        days_to_answer=shown.get("answer"),
        percent_in_time=shown.get("in_time"),
    )


def quarter_of(day: datetime.date) -> datetime.date:
    """The first day of the quarter that a day lies in."""
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def _end_of(quarter: datetime.date) -> datetime.date:
    beyond = quarter.replace(day=1) + datetime.timedelta(days=95)
    return beyond.replace(day=1) - datetime.timedelta(days=1)
