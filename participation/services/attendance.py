"""Counting who came to a meeting, by group, and settling the count."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from participation.enums import AttendanceGroup
from participation.models import Attendance, Meeting
from participation.services.errors import CountsError, MeetingStateError
from participation.services.group_counts import MOST_PEOPLE, fill_in, forget_small
from participation.services.meetings import record
from participation.services.minutes_held import held_for_minutes


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
    CountsError, naming the group, for counts that cannot be.
    """
    held = held_for_minutes(meeting, by=by)
    attendance = Attendance.objects.filter(meeting=held).first()
    if attendance is not None and attendance.settled:
        raise MeetingStateError(
            _("The counts were published once and stay as they are.")
        )
    if not 0 < everybody <= MOST_PEOPLE:
        raise CountsError(_("Say how many people came."), "everybody")
    counted = attendance or Attendance()
    counted.meeting, counted.everybody = held, everybody
    fill_in(counted, groups)
    counted.save()
    record(held, "count_attendance", by=by, breakdowns=counted.told)
    return counted


def settle_attendance(meeting: Meeting, *, threshold: int) -> None:
    """Keep of the counts what may be shown and forget the rest, once and for good.

    Called inside the transaction that publishes the minutes.
    """
    attendance = Attendance.objects.filter(meeting=meeting, settled=False).first()
    if attendance is None:
        return
    attendance.meeting = meeting
    forget_small(attendance, threshold=threshold)
    attendance.settled = True
    attendance.save()
