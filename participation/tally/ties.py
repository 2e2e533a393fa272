"""Ties: lower cost, then more votes, then the lot; each one that decided is reported."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """Say which part of the rule put the first of ``ordered`` before the second."""
    first, second = ordered[0], ordered[1]
    if support.costs[first] != support.costs[second]:
        decided_by = DecidedBy.COST
    elif support.votes[first] != support.votes[second]:
        decided_by = DecidedBy.VOTES
    else:
        decided_by = DecidedBy.LOT
    ids = tuple(support.election.projects[j].id for j in ordered)
    return Tie(projects=ids, decided_by=decided_by, stage=stage)
