"""Which sheets are read a second time, drawn from digits that were rolled in public.

Nobody can choose the digits, and everybody can draw again: each sheet is written as
``digits/batch/sheet`` (for example ``314159265358979/2/17``), the SHA-256 of that text is
its place in the queue, and the first of the queue are read twice. The digits are rolled
when all sheets were entered once and their number is known, so that nobody can know while
typing which sheets will be looked at.
"""

import hashlib
import heapq
import unicodedata
from collections.abc import Mapping

#: Fifteen rolls of an ordinary die are 470 thousand million possibilities.
SHORTEST_SEED, LONGEST_SEED = 15, 60


class SeedError(ValueError):
    """Not a row of digits of the right length."""


def read_seed(typed: str) -> str:
    """The digits as rolled; spaces and hyphens may part them. Raises SeedError."""
    signs = [sign for sign in typed if not sign.isspace() and sign != "-"]
    if not all(sign.isdecimal() for sign in signs):
        raise SeedError
    if not SHORTEST_SEED <= len(signs) <= LONGEST_SEED:
        raise SeedError
    return "".join(str(unicodedata.decimal(sign)) for sign in signs)


def draw_sheets(
    seed: str, sheets: Mapping[int, int], size: int
) -> frozenset[tuple[int, int]]:
    """The sheets to be read twice, as (batch, sheet), both numbered from 1.

    ``sheets`` is how many there are in each batch. All of them where there are no more
    than ``size``.
    """
    queue = (
        (hashlib.sha256(f"{seed}/{batch}/{sheet}".encode()).digest(), batch, sheet)
        for batch, count in sheets.items()
        for sheet in range(1, count + 1)
    )
    return frozenset(
        (batch, sheet) for _place, batch, sheet in heapq.nsmallest(size, queue)
    )
