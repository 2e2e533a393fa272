"""Counts by group as they are entered, and what is kept of them for good."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from participation.enums import AttendanceGroup, Breakdown
from participation.models.group_counts import GroupCounts
from participation.queries.attendance import counts_of, what_may_be_shown
from participation.services.errors import CountsError

MOST_PEOPLE = 100_000


def fill_in(
    counts: GroupCounts, groups: Mapping[AttendanceGroup, int | None]
) -> GroupCounts:
    """Put the groups into a count whose ``everybody`` is known; None was not counted.

    Whoever is in none of the groups of a breakdown was not asked, and is counted as not
    stated. Raises CountsError, naming the group, for counts that cannot be.
    """
    counts.told = []
    for breakdown in Breakdown:
        parts = _parts(breakdown, counts, groups)
        for group in breakdown.groups:
            setattr(counts, group.value, parts.get(group))
        if parts:
            counts.told.append(breakdown.value)
    return counts


def forget_small(counts: GroupCounts, *, threshold: int) -> GroupCounts:
    """Leave of full counts what may be shown, and nothing else."""
    shown = what_may_be_shown(
        counts.everybody or 0, counts_of(counts), threshold=threshold
    )
    counts.everybody, counts.threshold = shown.everybody, threshold
    for each in shown.breakdowns:
        told = dict(each.groups)
        for group in each.breakdown.groups:
            # Where nothing is told, neither is it kept that a group had nobody.
            if group in told or set(told.values()) == {None}:
                setattr(counts, group.value, told.get(group))
    return counts


def _parts(
    breakdown: Breakdown,
    counts: GroupCounts,
    groups: Mapping[AttendanceGroup, int | None],
) -> dict[AttendanceGroup, int]:
    """The groups of one breakdown with whoever is left; empty if it was not counted."""
    everybody = counts.everybody or 0
    *named, rest = breakdown.groups
    given = {group: groups.get(group) for group in named}
    if all(number is None for number in given.values()):
        return {}
    parts = {group: number or 0 for group, number in given.items()}
    for group, number in parts.items():
        if number < 0:
            raise CountsError(_("A count cannot be less than nobody."), group.value)
    if parts.get(AttendanceGroup.UNDER_18) and not counts.has_minors:
        raise CountsError(
            _(
                "People under 18 are counted only at sessions that a facilitator holds "
                "with them. Count those of 18 and over here."
            ),
            AttendanceGroup.UNDER_18.value,
        )
    together = sum(parts.values())
    if together > everybody:
        raise CountsError(
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
    return {**parts, rest: everybody - together}
