"""Counting who came to a meeting, by group, and settling the count."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from participation.enums import AttendanceGroup, Breakdown, MeetingKind
from participation.models import Attendance, Meeting
from participation.queries.attendance import counts_of, what_may_be_shown
from participation.services.errors import MeetingError, MeetingStateError
from participation.services.meetings import record
from participation.services.minutes_held import held_for_minutes

MOST_PEOPLE = 100_000


@transaction.atomic
def count_attendance(
    meeting: Meeting,
    *,
    by: Any,
    everybody: int,
    groups: Mapping[AttendanceGroup, int | None],
) -> Attendance:
    """Store how many came, and how many of each group; None is a group not counted.

    Whoever is in none of the groups of a breakdown was not asked, and is counted as not
    stated. Raises NotPermittedError, MeetingStateError once the counts are settled, and
    MeetingError, naming the group, for counts that cannot be.
    """
    held = held_for_minutes(meeting, by=by)
    attendance = Attendance.objects.filter(meeting=held).first()
    if attendance is not None and attendance.settled:
        raise MeetingStateError(
            _("The counts were published once and stay as they are.")
        )
    if not 0 < everybody <= MOST_PEOPLE:
        raise MeetingError(_("Say how many people came."), "everybody")
    fields: dict[str, Any] = {"told": [], "everybody": everybody}
    for breakdown in Breakdown:
        parts = _parts(breakdown, everybody, groups, held)
        fields.update(parts or dict.fromkeys(map(str, breakdown.groups)))
        if parts:
            fields["told"].append(breakdown.value)
    attendance, _is_new = Attendance.objects.update_or_create(
        meeting=held, defaults=fields
    )
    record(held, "count_attendance", by=by, breakdowns=fields["told"])
    return attendance


def settle_attendance(meeting: Meeting, *, threshold: int) -> None:
    """Keep of the counts what may be shown and forget the rest, once and for good.

    Called inside the transaction that publishes the minutes.
    """
    attendance = Attendance.objects.filter(meeting=meeting, settled=False).first()
    if attendance is None:
        return
    attendance.meeting = meeting
    shown = what_may_be_shown(
        attendance.everybody or 0, counts_of(attendance), threshold=threshold
    )
    attendance.everybody = shown.everybody
    for each in shown.breakdowns:
        told = dict(each.groups)
        for group in each.breakdown.groups:
            # Where nothing is told, neither is it kept that a group had nobody.
            if group in told or set(told.values()) == {None}:
                setattr(attendance, group.value, told.get(group))
    attendance.settled, attendance.threshold = True, threshold
    attendance.save()


def _parts(
    breakdown: Breakdown,
    everybody: int,
    groups: Mapping[AttendanceGroup, int | None],
    meeting: Meeting,
) -> dict[str, int] | None:
    """The groups of one breakdown with whoever is left, or None if it was not counted."""
    *named, rest = breakdown.groups
    given = {group: groups.get(group) for group in named}
    if all(number is None for number in given.values()):
        return None
    counts = {group: number or 0 for group, number in given.items()}
    for group, number in counts.items():
        if number < 0:
            raise MeetingError(_("A count cannot be less than nobody."), group.value)
    if counts.get(AttendanceGroup.UNDER_18) and meeting.kind != MeetingKind.YOUNG:
        raise MeetingError(
            _(
                "People under 18 are counted only at sessions that a facilitator holds "
                "with them. Count those of 18 and over here."
            ),
            AttendanceGroup.UNDER_18.value,
        )
    together = sum(counts.values())
    if together > everybody:
        raise MeetingError(
            _(
                "%(breakdown)s: together these are %(together)d, but only "
                "%(everybody)d people came."
            )
            % {
                "breakdown": breakdown.label,
                "together": together,
                "everybody": everybody,
            },
            named[0].value,
        )
    return {
        **{group.value: number for group, number in counts.items()},
        rest.value: everybody - together,
    }
