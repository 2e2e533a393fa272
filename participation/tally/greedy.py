"""Most votes (or points) first, until the money is used.

``greedy`` skips what no longer fits and goes on; ``greedy-stop`` ends at the first
project that does not fit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from participation.tally.support import Support


@dataclass(slots=True)
class Ranking:
    """What greedy went through.

    ``left`` has, for each project in the order considered, what was then left of the
    budget (in ``1/support.unit`` of the currency); ``winners`` are those taken, and
    ``unseen`` those after the stop. Each of ``ties`` lists projects of equal score that did not all fit, so
    that the tie rule decided; the preferred one is first.
    """

    left: dict[int, int] = field(default_factory=dict)
    winners: list[int] = field(default_factory=list)
    unseen: list[int] = field(default_factory=list)
    ties: list[list[int]] = field(default_factory=list)
    spent: int = 0


def greedy(
    support: Support, *, stop: bool = False, taken: Iterable[int] = ()
) -> Ranking:
    """Take projects by score while they fit; ``taken`` are already paid for.

    Projects that nobody supports are not taken. With ``stop``, the first misfit ends
    the count; projects after it have no entry in ``left``.
    """
    given = set(taken)
    ranking = Ranking(spent=sum(support.costs[project] for project in given))
    candidates = [project for project in support.supported if project not in given]
    candidates.sort(key=lambda project: -support.score[project])
    for _, equals in groupby(candidates, key=support.score.__getitem__):
        tied = list(equals)
        if _order_matters(support, tied, ranking.spent, stop=stop):
            ranking.ties.append(tied)
        for project in tied:
            is_taken = _consider(support, project, ranking)
            if stop and not is_taken:
                ranking.unseen = [j for j in candidates if j not in ranking.left]
                return ranking
    return ranking


def _consider(support: Support, project: int, ranking: Ranking) -> bool:
    """Take ``project`` if it fits, and say whether it did."""
    support.effort.look(0)
    left = support.budget - ranking.spent
    ranking.left[project] = left
    if support.costs[project] > left:
        return False
    ranking.winners.append(project)
    ranking.spent += support.costs[project]
    return True


def _order_matters(
    support: Support, tied: Collection[int], spent: int, *, stop: bool
) -> bool:
    """Say whether another order of equally good projects could end otherwise.

    It cannot if all fit together, or if none fits; nor, when misfits are skipped, if
    those that fit at all fit together.
    """
    left = support.budget - spent
    costs = [support.costs[project] for project in tied]
    fitting = [cost for cost in costs if cost <= left]
    if not fitting or sum(costs) <= left:
        return False
    return stop or sum(fitting) > left
