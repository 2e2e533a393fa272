"""The method of equal shares, decided by proven bounds and else exactly.

Every voter gets the same share. Round by round, the project is bought that asks least
of its supporters for what it gives them, at a price that all supporters pay, except
that nobody pays more than they have left. What a project gives to a supporter is its
cost (approval, ranking) or the points they gave it. Source: Peters, Pierczyński,
Skowron, "Proportional Participatory Budgeting with Additive Utilities" (2021).

A decision on which the two bounds of all prices agree is proven (``purses``). Any other
is taken in exact rationals (``exact``). Many shares are counted together: as long as the
bounds from the smallest and the largest of them agree, all shares between decide alike;
where they stop to agree, the shares are parted into two halves that go on from there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from participation.tally.exact import ExactShares
from participation.tally.purses import Purses, Scale
from participation.tally.rationals import quotient
from participation.tally.ties import settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from participation.tally.support import Support

# More than the rounding of the few float operations behind a compared value.
SLACK = 1 + 2.0**-49


class Purchase(NamedTuple):
    """One round: the project bought, and the bounds of its price in small units.

    The price is that of one supporter, or of one point.
    """

    project: int
    low: int
    high: int


@dataclass(slots=True)
class Run:
    """The outcome of equal shares for one share, or for several with the same one.

    ``spent`` is in ``1/support.unit`` of the currency. Each of ``ties`` lists projects
    that were equally good in a round, the one bought first. ``factor`` is the number of
    small units in ``1/support.unit`` of the currency.
    """

    factor: Fraction
    purchases: list[Purchase] = field(default_factory=list)
    ties: list[list[int]] = field(default_factory=list)
    spent: int = 0

    def copy(self) -> Run:
        """Return the same rounds, to be continued apart."""
        return Run(self.factor, [*self.purchases], [*self.ties], self.spent)

    @property
    def winners(self) -> list[int]:
        """The projects bought, in order."""
        return [purchase.project for purchase in self.purchases]


@dataclass(frozen=True, slots=True)
class _Prefix:
    """Rounds already decided, the same for all shares at ``places``.

    ``floors`` has a proven lower bound for the price of every project still open.
    Purses are there where they need no replay.
    """

    places: range
    run: Run
    floors: dict[int, int]
    low: Purses | None = None
    high: Purses | None = None


class _UndecidedError(Exception):
    """The bounds from several shares do not agree on a decision."""


def equal_shares(support: Support, share: Fraction) -> Run:
    """Count with ``share`` for every voter, in ``1/support.unit`` of the currency."""
    _, run = next(outcomes(support, [share]))
    return run


def outcomes(
    support: Support, shares: Sequence[Fraction], limit: int | None = None
) -> Iterator[tuple[range, Run]]:
    """Count with each of ``shares`` (ascending), and yield them in order.

    Yields ranges of places in ``shares`` with the outcome that all of them give. With
    ``limit``, a count ends with the purchase that takes ``spent`` above it.
    """
    scale = Scale(support, shares[-1])
    waiting = [_beginning(support, scale, len(shares))]
    while waiting:
        count = _Count(support, scale, shares, waiting.pop())
        try:
            count.finish(limit)
        except _UndecidedError:
            first, second = count.parted()
            waiting += [second, first]
        else:
            yield count.places, count.run


def _beginning(support: Support, scale: Scale, shares: int) -> _Prefix:
    """Take what costs nothing; for the rest note the price if nobody were poor."""
    run, floors = Run(scale.factor), {}
    for project in support.supported:
        cost = support.costs[project]
        if cost:
            price = quotient(cost, support.supporters[project].gain)
            floors[project] = scale.down(price)
        else:
            run.purchases.append(Purchase(project, 0, 0))
    return _Prefix(range(shares), run, floors)


class _Count:
    """Rounds under way, as long as all shares at ``places`` decide alike."""

    def __init__(
        self,
        support: Support,
        scale: Scale,
        shares: Sequence[Fraction],
        prefix: _Prefix,
    ) -> None:
        self.places = prefix.places
        self.run = prefix.run
        self._support = support
        self._scale = scale
        self._gains = [
            support.gain_of(project) for project in range(len(support.costs))
        ]
        self._smallest = shares[self.places[0]]
        largest = shares[self.places[-1]]
        self._low = prefix.low or self._replayed(self._smallest, is_high=False)
        self._high = prefix.high or self._replayed(largest, is_high=True)
        self._floors = prefix.floors
        self._queue = [(self._value(j, low), j) for j, low in self._floors.items()]
        heapify(self._queue)
        self._exact: ExactShares | None = None

    def finish(self, limit: int | None) -> None:
        """Buy the best affordable project until there is none, or ``limit`` is passed."""
        while limit is None or self.run.spent <= limit:
            offers = self._best_offers()
            if not offers:
                return
            chosen = self._choose(offers)
            for project in offers.keys() - {chosen}:
                self._queue_up(project)
            self._buy(chosen, offers[chosen])

    def parted(self) -> tuple[_Prefix, _Prefix]:
        """Return the rounds decided so far for either half of the shares."""
        middle = len(self.places) // 2
        below, above = self.places[:middle], self.places[middle:]
        return (
            _Prefix(below, self.run.copy(), dict(self._floors), low=self._low),
            _Prefix(above, self.run.copy(), dict(self._floors), high=self._high),
        )

    def _replayed(self, share: Fraction, *, is_high: bool) -> Purses:
        """Make the purchases so far from a new share."""
        purses = Purses(self._support, self._scale, share, is_high=is_high)
        for project, floor, _ in self.run.purchases:
            price = purses.price(project, floor)
            if price is None:
                raise AssertionError(f"project {project} was bought without the money")
            purses.pay(project, price)
        return purses

    def _value(self, project: int, price: int) -> float:
        """What a supporter pays for one unit of gain, in a scale of this count."""
        return price / self._gains[project]

    def _queue_up(self, project: int) -> None:
        heappush(self._queue, (self._value(project, self._floors[project]), project))

    def _best_offers(self) -> dict[int, Purchase]:
        """Return all that may be the best purchase of this round.

        A price only rises from round to round, so a project whose last floor is worse
        than the best of this round needs no look. What is unaffordable is dropped: it
        stays so.
        """
        offers: dict[int, Purchase] = {}
        worse: list[int] = []
        best = inf
        while self._queue and self._queue[0][0] <= best * SLACK:
            _, project = heappop(self._queue)
            floor = self._high.price(project, self._floors[project])
            if floor is None:
                del self._floors[project]
                continue
            self._floors[project] = floor
            if self._value(project, floor) > best * SLACK:
                worse.append(project)
                continue
            offer = self._offer(project, floor)
            if offer is not None:
                offers[project] = offer
                best = min(best, self._value(project, offer.high))
        for project, offer in list(offers.items()):
            if self._value(project, offer.low) > best * SLACK:
                del offers[project]
                worse.append(project)
        for project in worse:
            self._queue_up(project)
        return offers

    def _offer(self, project: int, floor: int) -> Purchase | None:
        ceiling = self._low.price(project, floor)
        if ceiling is not None:
            return Purchase(project, floor, ceiling)
        exact = self._exact_price(project)
        if exact is None:
            del self._floors[project]
            return None
        return Purchase(project, self._scale.down(exact), self._scale.up(exact))

    def _exact_price(self, project: int) -> Fraction | None:
        """Return the price itself, ``None`` if unaffordable."""
        mine = self._support.supporters[project]
        equal = quotient(self._support.costs[project], mine.gain)
        if self._low.is_enough(project, self._scale.up(equal)):
            return equal
        if len(self.places) > 1:
            raise _UndecidedError
        if self._exact is None:
            self._exact = ExactShares(self._support, self._smallest)
        self._exact.advance(self.run.winners)
        return self._exact.price(project)

    def _choose(self, offers: dict[int, Purchase]) -> int:
        if len(offers) == 1:
            return next(iter(offers))
        values: dict[int, Fraction] = {}
        for project in offers:
            price = self._exact_price(project)
            if price is None:
                raise AssertionError(f"project {project} is affordable and is not")
            values[project] = price / self._gains[project]
        best = min(values.values())
        tied = [project for project, value in values.items() if value == best]
        chosen, ordered = settle(self._support, tied)
        if len(ordered) > 1:
            self.run.ties.append(ordered)
        return chosen

    def _buy(self, project: int, offer: Purchase) -> None:
        self._low.pay(project, offer.high)
        self._high.pay(project, offer.low)
        self.run.purchases.append(offer)
        self.run.spent += self._support.costs[project]
        del self._floors[project]
