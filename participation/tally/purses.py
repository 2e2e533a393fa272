"""What every voter has left, held between two whole numbers.

Purses are kept twice, once too low and once too high, in units so small that all the
money together just fits 62 bits. Sums of whole numbers have no error; a price is rounded
down where purses are too high, and up where they are too low. A price only falls when
purses grow, so the true price lies between the two.

The low purses may start from one share and the high ones from a larger: then the prices
bound those of every share between, as long as the purchases are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from participation.tally.rationals import quotient

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from participation.tally.support import Support, Supporters, Whole

    Flags = NDArray[np.bool_]

# All purses together stay below two to this power: no 64-bit sum can overflow.
SUM_BITS = 62

_sum = np.add.reduce


class Scale:
    """Small units, fine enough for shares up to ``top`` and no finer than 64 bits hold.

    Amounts given are in ``1/support.unit`` of the currency. ``factor`` is a power of two.
    """

    def __init__(self, support: Support, top: Fraction) -> None:
        most = max(support.voters, support.largest_points) * top
        bits = SUM_BITS - int(-(-most.numerator // most.denominator)).bit_length()
        self.factor = quotient(2**bits, 1) if bits >= 0 else quotient(1, 2**-bits)
        costs = [quotient(cost, 1) for cost in support.costs]
        self.costs_down = [self.down(cost) for cost in costs]
        self.costs_up = [self.up(cost) for cost in costs]

    def down(self, amount: Fraction) -> int:
        """Return ``amount`` in small units, rounded down."""
        small = amount * self.factor
        return int(small.numerator // small.denominator)

    def up(self, amount: Fraction) -> int:
        """Return ``amount`` in small units, rounded up."""
        small = amount * self.factor
        return int(-(-small.numerator // small.denominator))


class Purses:
    """The purses of all distinct ballots, each too low or, if ``is_high``, too high."""

    def __init__(
        self, support: Support, scale: Scale, share: Fraction, *, is_high: bool
    ) -> None:
        self._supporters = support.supporters
        self._effort = support.effort
        self._costs = scale.costs_down if is_high else scale.costs_up
        self._is_high = is_high
        start = scale.down(share) if not is_high else scale.up(share)
        self._held = np.full(support.groups, start, dtype=np.int64)

    def price(self, project: int, known: int) -> int | None:
        """Return a bound of the price; ``None`` if these purses do not suffice.

        ``known`` is an amount that the price surely reaches. From high purses comes a
        lower bound (and ``None`` is proven), from low purses an upper bound.
        """
        mine = self._supporters[project]
        self._effort.look(len(mine.groups))
        held = self._held.take(mine.groups)
        return _price(mine, held, self._costs[project], known, down=self._is_high)

    def is_enough(self, project: int, price: int) -> bool:
        """Say whether every supporter has the full price."""
        mine = self._supporters[project]
        held = self._held.take(mine.groups)
        return bool(_can_pay(held, price, mine.points).all())

    def pay(self, project: int, price: int) -> None:
        """Take the price from the purses of all supporters, or all they have."""
        mine = self._supporters[project]
        asked = price if mine.points is None else price * mine.points
        left = self._held.take(mine.groups) - asked
        self._held[mine.groups] = np.maximum(left, 0)


def _price(
    mine: Supporters, held: Whole, cost: int, price: int, *, down: bool
) -> int | None:
    """Raise ``price`` until those who can pay it, and all that the others have, suffice.

    ``held`` is what each ballot group has; ``None`` if all of it is less than ``cost``.

    Each round asks the rest of the cost of those not yet found poor, rounded down or up.
    No division asks more than the true price, whoever is called poor, so the result is a
    bound from below; and where purses are too low and divisions rounded up, the last
    price suffices, so it is a bound from above.
    """
    worth = held * mine.voters
    money = int(_sum(worth))
    if money < cost:
        return None
    rest, gains, points, paying = cost, mine.gains, mine.points, mine.gain
    while True:
        rich = _can_pay(held, price, points).nonzero()[0]
        if len(rich) < len(held):
            held, worth, gains = held.take(rich), worth.take(rich), gains.take(rich)
            points = None if points is None else points.take(rich)
            paying = int(_sum(gains))
            still = int(_sum(worth))
            rest -= money - still
            money = still
        if not paying:
            return price
        asked = rest // paying if down else -(-rest // paying)
        if asked <= price:
            return price
        price = asked


def _can_pay(held: Whole, price: int, points: Whole | None) -> Flags:
    """Say which ballot groups have at least the price."""
    if points is None:
        return held >= price
    return held >= price * points
