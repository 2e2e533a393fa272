"""Decisions of a meeting, and the hands that were raised for them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from participation.enums import DecidedHow, HandsFor
from participation.models import Attendance, Decision, Hands, Meeting, Round
from participation.queries.hands import are_too_few, by_kind, people_behind
from participation.queries.meeting_links import rounds_to_link
from participation.services.errors import MeetingError
from participation.services.meetings import record
from participation.services.minutes_held import held_for_minutes

MOST_HANDS, MOST_OPTIONS = 100_000, 20


@dataclass(frozen=True)
class Raised:
    """Hands raised for one answer, or for an option in words."""

    answer: HandsFor
    number: int
    option: str = ""


@transaction.atomic
def save_decision(
    meeting: Meeting,
    key: uuid.UUID,
    *,
    by: Any,
    text: str,
    how: str,
    round_: Round | None = None,
    hands: Sequence[Raised] = (),
) -> Decision:
    """Add a decision to minutes, or change the one of this key.

    Hands are counted where hands decided, a round is named where a round did. Raises
    NotPermittedError, MeetingStateError, MeetingError.
    """
    held = held_for_minutes(meeting, by=by)
    way = DecidedHow(how)
    if not text.strip():
        raise MeetingError(_("Say what was decided."), "text")
    if way == DecidedHow.ROUND and round_ is None:
        raise MeetingError(_("Say which voting round decided it."), "round_")
    if round_ is not None and not rounds_to_link(held).filter(pk=round_.pk).exists():
        raise MeetingError(_("One of these is not from here, or not public."), "round_")
    if hands and way != DecidedHow.HANDS:
        raise MeetingError(
            _("Hands are counted only where a show of hands decided."), "how"
        )
    check_hands(
        [(each.answer, each.number) for each in hands],
        attendance=Attendance.objects.filter(meeting=held).first(),
    )
    decision = Decision.objects.filter(pk=key).first() or Decision(
        pk=key, meeting=held, position=next_position(held.decisions)
    )
    if decision.meeting_id != held.pk:
        raise MeetingError(_("Something went wrong. Begin again, please."))
    decision.text, decision.how = text.strip(), way
    decision.round = round_ if way == DecidedHow.ROUND else None
    decision.save()
    decision.hands.all().delete()
    Hands.objects.bulk_create(
        Hands(
            decision=decision,
            position=position,
            answer=each.answer,
            option=each.option,
            number=each.number,
        )
        for position, each in enumerate(hands, start=1)
    )
    record(held, "save_decision", by=by, decision=str(key), how=way.value)
    return decision


@transaction.atomic
def remove_decision(decision: Decision, *, by: Any) -> None:
    """Take a decision out of minutes that are being written."""
    held = held_for_minutes(decision.meeting, by=by)
    held.decisions.filter(pk=decision.pk).delete()
    record(held, "remove_decision", by=by, decision=str(decision.pk))


def check_hands(
    hands: Sequence[tuple[str, int | None]], *, attendance: Attendance | None
) -> None:
    """Check that not more hands were raised than people were there. Raises MeetingError."""
    plain, options = by_kind(hands)
    if plain and options:
        raise MeetingError(
            _("Count in favour and against, or count by option, not both."), "options"
        )
    if len(options) > MOST_OPTIONS or max([*plain, *options, 0]) > MOST_HANDS:
        raise MeetingError(_("These are more hands or options than can be."))
    came = attendance.everybody if attendance is not None else None
    if came is not None and people_behind(hands) > came:
        raise MeetingError(
            _("%(raised)d hands were raised, but only %(came)d people came.")
            % {"raised": people_behind(hands), "came": came},
            "in_favour" if plain else "options",
        )


def settle_hands(meeting: Meeting, *, threshold: int) -> None:
    """Forget the hands that are too few to be shown.

    Called inside the transaction that publishes the minutes, after the attendance is
    settled.
    """
    attendance = Attendance.objects.filter(meeting=meeting).first()
    for decision in meeting.decisions.prefetch_related("hands"):
        raised = [(each.answer, each.number) for each in decision.hands.all()]
        if are_too_few(raised, attendance, threshold=threshold):
            decision.hands.update(number=None)


def next_position(rows: Any) -> int:
    """The place after the last of some rows in order."""
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1
