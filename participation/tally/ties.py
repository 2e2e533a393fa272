"""Ties: lower cost, then more votes, then the lot; each one that decided is reported."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from participation.tally.support import Support


class DecidedBy(StrEnum):
    """Which part of the tie rule told the tied projects apart."""

    COST = "cost"
    VOTES = "votes"
    LOT = "lot"


class Stage(StrEnum):
    """Where in the count a tie arose.

    ``OUTCOME`` is the count that gave the winners; ``LIMIT`` the trial with the next
    larger share, which showed that the share could not be raised any further;
    ``COMPLETION`` the greedy use of what was left.
    """

    OUTCOME = "outcome"
    LIMIT = "limit"
    COMPLETION = "completion"


@dataclass(frozen=True, slots=True)
class Tie:
    """Projects that were equally good when one of them was taken.

    ``projects`` are ids, the preferred one first; that one is ``chosen``.
    """

    projects: tuple[str, ...]
    decided_by: DecidedBy
    stage: Stage = Stage.OUTCOME

    @property
    def chosen(self) -> str:
        """The id of the project the tie rule preferred."""
        return self.projects[0]


def settle(support: Support, tied: Sequence[int]) -> tuple[int, list[int]]:
    """Return the preferred project of ``tied`` and all of them in order of preference."""
    ordered = sorted(tied, key=support.rank.__getitem__)
    return ordered[0], ordered


def describe(support: Support, ordered: Sequence[int], stage: Stage) -> Tie:
    """Report a tie in which one project was taken, by what put it before the next."""
    return _tie(support, ordered, _difference(support, *ordered[:2]), stage)


def describe_partly_taken(
    support: Support, ordered: Sequence[int], taken: Collection[int], stage: Stage
) -> Tie:
    """Report a tie in which some of ``ordered`` were taken and some were not.

    It is said to be decided by the last part of the tie rule that parted those taken
    from those not: where two of equal cost and votes fared differently, by the lot.
    """
    parted = {
        _difference(support, one, other)
        for one in ordered
        if one in taken
        for other in ordered
        if other not in taken
    }
    parts = [part for part in reversed(DecidedBy) if part in parted]
    return _tie(support, ordered, parts[0] if parts else DecidedBy.COST, stage)


def _difference(support: Support, one: int, other: int) -> DecidedBy:
    if support.costs[one] != support.costs[other]:
        return DecidedBy.COST
    if support.votes[one] != support.votes[other]:
        return DecidedBy.VOTES
    return DecidedBy.LOT


def _tie(
    support: Support, ordered: Sequence[int], decided_by: DecidedBy, stage: Stage
) -> Tie:
    ids = tuple(support.election.projects[project].id for project in ordered)
    return Tie(projects=ids, decided_by=decided_by, stage=stage)
