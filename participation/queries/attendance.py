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

    A person who came twice is counted twice. ``meetings`` says over how many.
    ``stated_persons`` and ``stated_of`` are the same over those meetings that tell how
    many did not say, without these: they may be of any group. Where their number is
    hidden it is not known, and nothing can be said about shares.
    """

    group: AttendanceGroup
    persons: int
    of: int
    meetings: int
    stated_persons: int
    stated_of: int

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
    only adults are counted) are left out of the counts: who did not say is in them only
    where there is somebody. Raises LatticeError for negative counts.
    """
    breakdowns = []
    for breakdown, parts in counts.items():
        # That whoever did not say is listed tells that there is somebody: one of them is
        # known, and hides nobody.
        known = {group: count - (group in _UNSTATED) for group, count in parts.items()}
        shown = shown_breakdown(known, threshold=threshold).parts
        numbers = {
            group: None if shown[group] is None else count
            for group, count in parts.items()
        }
        breakdowns.append(ShownBreakdown(breakdown, _listed(numbers)))
    is_shown = everybody >= threshold
    return ShownAttendance(
        everybody if is_shown else None, tuple(breakdowns), threshold
    )


def _listed(
    numbers: Mapping[AttendanceGroup, int | None],
) -> tuple[tuple[AttendanceGroup, int | None], ...]:
    """The groups to list: where none is shown, not even whether all of them said."""
    nothing = all(number is None for number in numbers.values())
    return tuple(
        (group, number)
        for group, number in numbers.items()
        if not (nothing and group in _UNSTATED)
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
            _listed(
                {
                    group: number
                    for group, number in attendance.counted(breakdown).items()
                    if number != 0 and (has_minors or group != AttendanceGroup.UNDER_18)
                }
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
    found: dict[AttendanceGroup, list[tuple[int, int, int | None]]] = {}
    for shown in attendances:
        for each in shown.breakdowns:
            unstated = _unstated(each)
            for group, number in each.groups:
                if number is not None and shown.everybody is not None:
                    found.setdefault(group, []).append(
                        (number, shown.everybody, unstated)
                    )
    return [_sum(group, own) for group in AttendanceGroup if (own := found.get(group))]


def _unstated(shown: ShownBreakdown) -> int | None:
    """How many did not say: nobody where no such group is listed, None where hidden."""
    rest = [number for group, number in shown.groups if group in _UNSTATED]
    return rest[0] if rest else 0


def _sum(
    group: AttendanceGroup, own: Sequence[tuple[int, int, int | None]]
) -> GroupSum:
    stated = [(number, of - rest) for number, of, rest in own if rest is not None]
    return GroupSum(
        group,
        persons=sum(number for number, _of, _rest in own),
        of=sum(everybody for _number, everybody, _rest in own),
        meetings=len(own),
        stated_persons=sum(number for number, _of in stated),
        stated_of=sum(of for _number, of in stated),
    )
