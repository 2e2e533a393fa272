"""What every voter has left, held between two whole numbers.

Each purse is kept twice, once too low and once too high, in units so small that all the
money together just fits 62 bits. Sums of whole numbers have no error; a price is rounded
down where purses are too high, and up where they are too low. A price only falls when
purses grow, so the true price lies between the two.

The low purses may start from one share and the high ones from a larger: then the
brackets hold for every share between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from participation.tally.rationals import quotient

if TYPE_CHECKING:
    from fractions import Fraction

    from participation.tally.support import Support, Supporters, Whole

# All purses together stay below two to this power: no 64-bit sum can overflow.
SUM_BITS = 62


class Bracket(NamedTuple):
    """A price per supporter (per point): at least ``low``, at most ``high``.

    Both are in the small units of ``Purses``. ``exact`` is the price itself, where it is
    known, in ``1/support.unit`` of the currency.
    """

    low: int
    high: int
    exact: Fraction | None = None


class Purses:
    """The purses of all distinct ballots, between ``share`` and ``top`` at the start.

    Amounts given are in ``1/support.unit`` of the currency.
    """

    def __init__(self, support: Support, share: Fraction, top: Fraction) -> None:
        self._support = support
        self.scale = _scale(support, top)
        self._low = np.full(support.groups, self.down(share), dtype=np.int64)
        self._high = np.full(support.groups, self.up(top), dtype=np.int64)

    def down(self, amount: Fraction) -> int:
        """Return ``amount`` in small units, rounded down."""
        small = amount * self.scale
        return int(small.numerator // small.denominator)

    def up(self, amount: Fraction) -> int:
        """Return ``amount`` in small units, rounded up."""
        small = amount * self.scale
        return int(-(-small.numerator // small.denominator))

    def floor_price(self, project: int, known: int) -> int | None:
        """Return the most that the price is proven to reach, or ``None``.

        ``None`` means proven unaffordable. ``known`` is a price it surely reaches.
        """
        mine = self._support.supporters[project]
        cost = self.down(quotient(self._support.costs[project], 1))
        held = self._high[mine.groups]
        if int(held @ mine.voters) < cost:
            return None
        return _climb(mine, held, cost, known, rounding=0)

    def ceiling_price(self, project: int, floor: int) -> Bracket | None:
        """Bracket the price from its ``floor``; ``None`` if maybe unaffordable."""
        mine = self._support.supporters[project]
        cost = self.up(quotient(self._support.costs[project], 1))
        held = self._low[mine.groups]
        if int(held @ mine.voters) < cost:
            return None
        high = _climb(mine, held, cost, floor, rounding=1)
        exact = None
        if high == -(-cost // mine.gain) and not _poor(mine, held, high).any():
            exact = quotient(self._support.costs[project], mine.gain)
        return Bracket(floor, high, exact)

    def pay(self, project: int, price: Bracket) -> None:
        """Take the price from the purses of all supporters, or all they have."""
        mine = self._support.supporters[project]
        points = 1 if mine.points is None else mine.points
        low = self._low[mine.groups] - price.high * points
        high = self._high[mine.groups] - price.low * points
        self._low[mine.groups] = np.maximum(low, 0)
        self._high[mine.groups] = np.maximum(high, 0)


def _scale(support: Support, top: Fraction) -> Fraction:
    """Return the power of two by which amounts become small units."""
    most = max(support.voters, support.largest_points) * top
    bits = SUM_BITS - int(-(-most.numerator // most.denominator)).bit_length()
    return quotient(2**bits, 1) if bits >= 0 else quotient(1, 2**-bits)


def _climb(
    mine: Supporters, held: Whole, cost: int, price: int, *, rounding: int
) -> int:
    """Raise ``price`` until those who can pay it, and all that the others have, suffice.

    Each round asks the rest of ``cost`` of those not yet found poor, rounded down
    (``rounding`` 0) or up (1). No division asks more than the true price, whoever is
    called poor, so the result is a bound from below; and where purses are too low and
    divisions rounded up, the last price suffices, so it is a bound from above.
    """
    worth = held * mine.voters
    while True:
        poor = _poor(mine, held, price)
        paying = mine.gain - int(mine.gains[poor].sum())
        if not paying:
            return price
        missing = cost - int(worth[poor].sum())
        asked = (missing + rounding * (paying - 1)) // paying
        if asked <= price:
            return price
        price = asked


def _poor(mine: Supporters, held: Whole, price: int) -> np.ndarray:
    """Say who of the supporters has less than the price."""
    if mine.points is None:
        return held < price
    return held < price * mine.points
