"""Exact quotients: gmpy2's when it is installed, else the standard library's.

Both are reduced fractions of unlimited size; gmpy2 only counts faster. The rest of the
core speaks of ``Fraction`` and uses what the two share: arithmetic, order, and the
attributes ``numerator`` and ``denominator``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from math import lcm
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

Quotient = Callable[[int, int], Fraction]


def _fastest_quotient() -> Quotient:
    if find_spec("gmpy2") is None:
        return Fraction
    return cast("Quotient", import_module("gmpy2").mpq)


quotient: Quotient = _fastest_quotient()


def common_denominator(amounts: Iterable[Fraction]) -> int:
    """Return the smallest factor that makes every amount a whole number."""
    return lcm(*(int(amount.denominator) for amount in amounts))


def floor_ratio(amount: Fraction, factor: int) -> int:
    """Return ``amount * factor`` rounded down to a whole number."""
    return int(amount.numerator) * factor // int(amount.denominator)


def ceil_ratio(amount: Fraction, factor: int) -> int:
    """Return ``amount * factor`` rounded up to a whole number."""
    return -(-int(amount.numerator) * factor // int(amount.denominator))
