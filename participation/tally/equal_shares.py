"""The method of equal shares, decided by proven brackets and else exactly.

Every voter gets the same share. Round by round, the project is bought that asks least
of its supporters for what it gives them, at a price that all supporters pay, except
that nobody pays more than they have left. What a project gives to a supporter is its
cost (approval, ranking) or the points they gave it. Source: Peters, Pierczyński,
Skowron, "Proportional Participatory Budgeting with Additive Utilities" (2021).

A decision on which the two bounds of all prices agree is proven (``purses``). Any other
is taken in exact rationals (``exact``). If the bounds belong to two different shares and
still agree on everything, then each share between them gives that same outcome.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf
from typing import TYPE_CHECKING

from participation.tally.exact import ExactShares
from participation.tally.purses import Bracket, Purses
from participation.tally.rationals import quotient
from participation.tally.ties import settle

if TYPE_CHECKING:
    from fractions import Fraction

    from participation.tally.support import Support

# More than the rounding of the few float operations behind a compared value.
SLACK = 1 + 2.0**-49


class UndecidedError(Exception):
    """The shares between two bounds do not provably agree on a decision."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """One round: the project bought and its price per supporter (per point).

    ``price`` is in currency, right to about 12 digits: for showing, not for deciding.
    """

    project: int
    price: float


@dataclass(slots=True)
class Run:
    """The outcome of equal shares for one share, or for all shares between two.

    ``spent`` is in ``1/support.unit`` of the currency. Each of ``ties`` lists projects
    that were equally good in a round, the one bought first.
    """

    purchases: list[Purchase] = field(default_factory=list)
    ties: list[list[int]] = field(default_factory=list)
    spent: int = 0

    @property
    def winners(self) -> list[int]:
        """The projects bought, in order."""
        return [purchase.project for purchase in self.purchases]


def equal_shares(
    support: Support,
    share: Fraction,
    *,
    up_to: Fraction | None = None,
    limit: int | None = None,
) -> Run:
    """Count with ``share`` for every voter, in ``1/support.unit`` of the currency.

    With ``up_to``, the outcome holds for every share from ``share`` to ``up_to``, and
    ``UndecidedError`` is raised where that cannot be shown. With ``limit``, the count
    ends with the purchase that takes ``spent`` above it.
    """
    count = _Count(support, share, up_to)
    count.open()
    while limit is None or count.run.spent <= limit:
        if not count.buy_next():
            break
    return count.run


class _Count:
    """A count under way: the queue of projects by the least they can still ask for."""

    def __init__(
        self, support: Support, share: Fraction, up_to: Fraction | None
    ) -> None:
        self.run = Run()
        self._support = support
        self._share = share
        self._is_single = up_to is None
        self._purses = Purses(support, share, share if up_to is None else up_to)
        self._exact: ExactShares | None = None
        self._queue: list[tuple[float, int, int]] = []

    def open(self) -> None:
        """Take what costs nothing; queue the rest by the price if nobody were poor."""
        support = self._support
        for project in support.supported:
            cost = support.costs[project]
            if cost:
                price = quotient(cost, support.supporters[project].gain)
                self._queue_up(project, self._purses.down(price))
            else:
                self.run.purchases.append(Purchase(project, 0.0))

    def buy_next(self) -> bool:
        """Buy the best affordable project; say whether there was one."""
        offers = self._best_offers()
        if not offers:
            return False
        chosen = self._choose(offers)
        for project, bracket in offers.items():
            if project != chosen:
                self._queue_up(project, bracket.low)
        self._buy(chosen, offers[chosen])
        return True

    def _value(self, project: int, price: int) -> float:
        """What a supporter pays for one unit of gain, in a scale of this count."""
        if self._support.has_points:
            return float(price)
        return price / self._support.costs[project]

    def _queue_up(self, project: int, floor: int) -> None:
        heappush(self._queue, (self._value(project, floor), project, floor))

    def _best_offers(self) -> dict[int, Bracket]:
        """Return the price brackets of all that may be the best buy of this round.

        A price only rises from round to round, so a project whose last floor is worse
        than the best of this round needs no look. What is unaffordable is dropped: it
        stays so.
        """
        offers: dict[int, Bracket] = {}
        worse: list[tuple[int, int]] = []
        best = inf
        while self._queue and self._queue[0][0] <= best * SLACK:
            _, project, known = heappop(self._queue)
            floor = self._purses.floor_price(project, known)
            if floor is None:
                continue
            if self._value(project, floor) > best * SLACK:
                worse.append((project, floor))
                continue
            bracket = self._bracket(project, floor)
            if bracket is not None:
                offers[project] = bracket
                best = min(best, self._value(project, bracket.high))
        for project, bracket in list(offers.items()):
            if self._value(project, bracket.low) > best * SLACK:
                del offers[project]
                worse.append((project, bracket.low))
        for project, floor in worse:
            self._queue_up(project, floor)
        return offers

    def _bracket(self, project: int, floor: int) -> Bracket | None:
        bracket = self._purses.ceiling_price(project, floor)
        if bracket is not None:
            return bracket
        price = self._exact_price(project)
        if price is None:
            return None
        return Bracket(self._purses.down(price), self._purses.up(price), price)

    def _exact_price(self, project: int) -> Fraction | None:
        if not self._is_single:
            raise UndecidedError
        if self._exact is None:
            self._exact = ExactShares(self._support, self._share)
        self._exact.advance(self.run.winners)
        return self._exact.price(project)

    def _choose(self, offers: dict[int, Bracket]) -> int:
        if len(offers) == 1:
            return next(iter(offers))
        values: dict[int, Fraction] = {}
        for project, bracket in offers.items():
            price = bracket.exact or self._exact_price(project)
            if price is None:
                raise AssertionError(f"project {project} is affordable and is not")
            values[project] = price / self._support.gain_of(project)
        best = min(values.values())
        tied = [project for project, value in values.items() if value == best]
        chosen, ordered = settle(self._support, tied)
        if len(ordered) > 1:
            self.run.ties.append(ordered)
        return chosen

    def _buy(self, project: int, bracket: Bracket) -> None:
        self._purses.pay(project, bracket)
        middle = quotient(bracket.low + bracket.high, 2 * self._support.unit)
        price = float(middle / self._purses.scale)
        self.run.purchases.append(Purchase(project, price))
        self.run.spent += self._support.costs[project]
