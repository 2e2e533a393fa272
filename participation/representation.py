"""Whether a group took part as one would expect from its share of the residents.

Pure: counts in, findings out. The rule is meant to be said in one sentence to a meeting:
"fewer" is less than four fifths of what the share in the profile lets expect, "more" is
over five quarters of it (the same distance, seen from the other side), and what lies
between is "about as many". Nothing is found where a number is below the threshold, nor
where what is left of a known total would be.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeVar

K = TypeVar("K", bound=Hashable)

FEWER, ABOUT, MORE = "fewer", "about", "more"
FEWER_BELOW: Final = Fraction(4, 5)
MORE_ABOVE: Final = Fraction(5, 4)


@dataclass(frozen=True)
class Place:
    """One group in one place: of all who took part (``of``) so many were in it
    (``came``), of all who live there (``base``) so many are (``persons``)."""

    came: int
    of: int
    persons: int
    base: int


@dataclass(frozen=True)
class Comparison:
    """A group over all places: of ``of`` who took part so many were in it (``came``), and
    what share of them its part of the residents lets expect."""

    came: int
    of: int
    expected: Fraction
    finding: str

    @property
    def share(self) -> Fraction:
        """Its part of those who took part."""
        return Fraction(self.came, self.of)


def compared(places: Iterable[Place], *, threshold: int) -> Comparison | None:
    """Compare a group's share with the profiles'; None where it is not known.

    Over several places the expected share is that of each place, weighted by how many
    took part there: otherwise a place that meets often would look like a group that
    does. Left out are places whose profile knows fewer of the group than the threshold
    (or more than live there) and where nobody took part; None if none is left, or if
    fewer of the group came than the threshold, or fewer of all others, none included:
    how many came in all is known, and that everybody was of one group tells it of each.
    """
    usable = [
        each
        for each in places
        if threshold <= each.persons <= each.base and 0 <= each.came <= each.of != 0
    ]
    came, of = sum(each.came for each in usable), sum(each.of for each in usable)
    if not usable or not threshold <= came <= of - threshold:
        return None
    expected = expected_share((each.of, each.persons, each.base) for each in usable)
    return Comparison(came, of, expected, finding(Fraction(came), of * expected))


def expected_share(places: Iterable[tuple[int, int, int]]) -> Fraction:
    """A group's share of the residents over places, each by its weight, which is above 0.

    Of each place: its weight, how many of the group live there, and of how many residents.
    """
    parts = list(places)
    together = sum(
        (Fraction(weight * persons, base) for weight, persons, base in parts),
        Fraction(),
    )
    return together / sum(weight for weight, _persons, _base in parts)


def unheard(named: Mapping[K, int], groups: Collection[K], *, least: int) -> list[K]:
    """Of these groups, those that nothing came from; none while too little is named.

    ``named`` says how many proposals came from each group. Of a few proposals every
    group but some would be missing, which says nothing.
    """
    if sum(named.values()) < least:
        return []
    return [group for group in groups if not named.get(group)]


def finding(number: Fraction, expected: Fraction) -> str:
    """A number against what was expected, which is above 0."""
    ratio = number / expected
    if ratio < FEWER_BELOW:
        return FEWER
    return MORE if ratio > MORE_ABOVE else ABOUT


def pooled(sizes: Mapping[K, int], *, least: int) -> dict[K | None, list[K]]:
    """Put what is smaller than ``least`` together, so that nothing small stands alone.

    The pool has the key None; if it is too small itself, the smallest of the others go
    in too. It may stay too small only where all together are. Empty parts are left out.
    """
    by_size = sorted((key for key in sizes if sizes[key]), key=lambda key: sizes[key])
    pool: list[K] = []
    while by_size and (
        sizes[by_size[0]] < least or 0 < sum(sizes[key] for key in pool) < least
    ):
        pool.append(by_size.pop(0))
    alone: dict[K | None, list[K]] = {key: [key] for key in sizes if key in by_size}
    return alone | ({None: pool} if pool else {})
