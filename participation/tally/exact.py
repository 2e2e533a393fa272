"""Equal shares in exact rationals: slow, and asked only where brackets cannot decide.

Voters who have paid the same prices hold the same money, so money is kept for classes
of distinct ballots, not for each ballot; all who have nothing left are one class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from participation.tally.rationals import quotient
from participation.tally.support import ASKING_EXACTLY

if TYPE_CHECKING:
    from fractions import Fraction

    from participation.tally.support import Support


class ExactShares:
    """The money of every class of voters after the purchases made so far.

    Money is in ``1/support.unit`` of the currency. ``advance`` catches up with the
    purchases of a run; ``price`` answers for one project.
    """

    def __init__(self, support: Support, share: Fraction) -> None:
        nothing = quotient(0, 1)
        self._support = support
        self._class_of = np.ones(support.groups, dtype=np.intp)
        self._money = [nothing, share]
        self._bought = 0

    def advance(self, winners: list[int]) -> None:
        """Make the purchases of ``winners`` that were not made before."""
        for project in winners[self._bought :]:
            price = self.price(project)
            if price is None:
                raise AssertionError(f"project {project} was bought without the money")
            self._pay(project, price)
        self._bought = len(winners)

    def price(self, project: int) -> Fraction | None:
        """Return the price per point that pays for ``project``, or ``None``.

        A supporter pays that price (times the points given), or all that is left. The
        supporters with least money per point are asked first: whoever cannot pay the
        present average pays everything, and the others share the rest.
        """
        purses = self._purses(project)
        cost = quotient(self._support.costs[project], 1)
        if sum((money * n for money, _, n in purses), quotient(0, 1)) < cost:
            return None
        purses.sort(key=lambda purse: purse[0] / purse[1])
        paying = sum(points * n for _, points, n in purses)
        price = quotient(0, 1)
        for money, points, n in purses:
            price = cost / paying
            if price * points <= money:
                break
            cost -= money * n
            paying -= points * n
        return price

    def _purses(self, project: int) -> list[tuple[Fraction, int, int]]:
        """Money, points and number of the supporters, by class and points."""
        mine = self._support.supporters[project]
        self._support.effort.look(len(mine.groups), ASKING_EXACTLY)
        classes = self._class_of[mine.groups]
        if mine.points is None:
            people = np.bincount(classes, weights=mine.voters.astype(np.float64))
            return [(self._money[c], 1, int(people[c])) for c in np.flatnonzero(people)]
        pairs: dict[tuple[int, int], int] = {}
        for c, points, n in zip(
            classes.tolist(), mine.points.tolist(), mine.voters.tolist(), strict=True
        ):
            pairs[c, points] = pairs.get((c, points), 0) + n
        return [(self._money[c], points, n) for (c, points), n in pairs.items()]

    def _pay(self, project: int, price: Fraction) -> None:
        mine = self._support.supporters[project]
        points = np.ones(len(mine.groups), dtype=np.int64)
        if mine.points is not None:
            points = mine.points
        pairs = np.stack([self._class_of[mine.groups], points], axis=1)
        kinds, kind_of = np.unique(pairs, axis=0, return_inverse=True)
        classes = np.zeros(len(kinds), dtype=np.intp)
        for place, (old, given) in enumerate(kinds.tolist()):
            left = self._money[old] - price * given
            if left > 0:
                classes[place] = len(self._money)
                self._money.append(left)
        self._class_of[mine.groups] = classes[kind_of.reshape(-1)]
