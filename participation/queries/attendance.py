"""How many came to meetings, by group, as far as it singles nobody out."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.disclosure import shown_breakdown
from participation.enums import AttendanceGroup, Breakdown, MeetingState
from participation.models import Attendance

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from communities.models import Community
    from participation.models.group_counts import GroupCounts

#: Nobody in these is no finding about anybody: such a group is then none.
_UNSTATED = frozenset(
    {AttendanceGroup.SEX_REST, AttendanceGroup.AGE_REST, AttendanceGroup.ORIGIN_REST}
)


@dataclass(frozen=True)
class ShownBreakdown:
    """Groups of one breakdown with their numbers; None is not shown."""

    breakdown: Breakdown
    groups: tuple[tuple[AttendanceGroup, int | None], ...]


@dataclass(frozen=True)
class ShownAttendance:
    """What is shown of those who came; ``everybody`` is None where they were too few."""

    everybody: int | None
    breakdowns: tuple[ShownBreakdown, ...]
    threshold: int

    @property
    def is_partly_hidden(self) -> bool:
        """Whether something is kept back."""
        return self.everybody is None or any(
            number is None for each in self.breakdowns for _group, number in each.groups
        )


@dataclass(frozen=True)
class GroupSum:
    """A group's persons over meetings that show it, of all who came to these.

    A person who came twice is counted twice. ``meetings`` says over how many. Of ``of``,
    ``unstated`` did not say, as far as that is shown: they may be of any group.
    """

    group: AttendanceGroup
    persons: int
    of: int
    meetings: int
    unstated: int = 0

    @property
    def share(self) -> float:
        """Its part of those who came, from 0 to 1."""
        return self.persons / self.of


def what_may_be_shown(
    everybody: int,
    counts: Mapping[Breakdown, Mapping[AttendanceGroup, int]],
    *,
    threshold: int,
) -> ShownAttendance:
    """What the threshold lets through of full counts. Pure; computes nothing in between.

    Groups that nobody is in by their nature (nobody left unstated; nobody under 18 where
    only adults are counted) are left out. Raises LatticeError for negative counts.
    """
    breakdowns = []
    for breakdown, parts in counts.items():
        shown = shown_breakdown(parts, threshold=threshold)
        breakdowns.append(ShownBreakdown(breakdown, tuple(shown.parts.items())))
    is_shown = everybody >= threshold
    return ShownAttendance(
        everybody if is_shown else None, tuple(breakdowns), threshold
    )


def counts_of(
    attendance: "GroupCounts",
) -> dict[Breakdown, dict[AttendanceGroup, int]]:
    """The full counts of an attendance that is not settled, in groups that can be."""
    has_minors = attendance.has_minors
    found: dict[Breakdown, dict[AttendanceGroup, int]] = {}
    for breakdown in Breakdown:
        if breakdown in attendance.told:
            found[breakdown] = {
                group: number or 0
                for group, number in attendance.counted(breakdown).items()
                if number
                or not (
                    group in _UNSTATED
                    or (group == AttendanceGroup.UNDER_18 and not has_minors)
                )
            }
    return found


def attendance_preview(attendance: Attendance, *, threshold: int) -> ShownAttendance:
    """What will be shown of counts that are not settled yet, and of settled ones is."""
    if attendance.settled:
        return attendance_shown(attendance)
    return what_may_be_shown(
        attendance.everybody or 0, counts_of(attendance), threshold=threshold
    )


def attendance_shown(attendance: "GroupCounts") -> ShownAttendance:
    """Settled counts, for everybody. Those that are not settled show nothing."""
    if not attendance.is_settled:
        return ShownAttendance(None, (), 0)
    has_minors = attendance.has_minors
    breakdowns = tuple(
        ShownBreakdown(
            breakdown,
            tuple(
                (group, number)
                for group, number in attendance.counted(breakdown).items()
                if number != 0 and (has_minors or group != AttendanceGroup.UNDER_18)
            ),
        )
        for breakdown in Breakdown
        if breakdown in attendance.told
    )
    return ShownAttendance(attendance.everybody, breakdowns, attendance.threshold or 0)


def attendance_sums(
    community: "Community", *, since: datetime.date, until: datetime.date
) -> list[GroupSum]:
    """Who came to a community's own meetings in a period (both days included), by group.

    Made of published numbers alone, so that no sum tells what a meeting hides: a group
    counts at meetings that show it, beside everybody who came to those. Groups that no
    meeting shows are left out.
    """
    settled = settled_attendances([community], since=since, until=until)
    return sums_of([attendance_shown(each) for each in settled])


def settled_attendances(
    communities: "Collection[Community]", *, since: datetime.date, until: datetime.date
) -> "QuerySet[Attendance]":
    """Published counts of communities' own meetings in a period, both days included."""
    return Attendance.objects.filter(
        settled=True,
        meeting__community__in=communities,
        meeting__state=MeetingState.PUBLISHED,
        meeting__starts_at__date__range=(since, until),
    ).select_related("meeting")


def sums_of(attendances: Sequence[ShownAttendance]) -> list[GroupSum]:
    """Sums by group of what several meetings show, in the order of the groups."""
    found: dict[AttendanceGroup, list[tuple[int, int, int]]] = {}
    for shown in attendances:
        for each in shown.breakdowns:
            numbers = dict(each.groups)
            unstated = sum(numbers.get(rest) or 0 for rest in _UNSTATED)
            for group, number in each.groups:
                if number is not None and shown.everybody is not None:
                    found.setdefault(group, []).append(
                        (number, shown.everybody, unstated)
                    )
    return [
        GroupSum(
            group,
            persons=sum(number for number, _of, _rest in own),
            of=sum(everybody for _number, everybody, _rest in own),
            meetings=len(own),
            unstated=sum(rest for _number, _of, rest in own),
        )
        for group in AttendanceGroup
        if (own := found.get(group))
    ]
