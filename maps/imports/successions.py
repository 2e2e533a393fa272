"""What became of areas when borders were drawn anew: by overlap, then by name.

Codes alone do not tell: a district that is split keeps its code as often as not, and a
renamed one may get another. So borders are laid over each other on the equal-area grid,
and whatever overlaps noticeably is one case: one to one, one to several, several to
one, or a redrawing of several.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
import shapely

from maps.enums import SuccessionKind
from maps.imports.geometry import on_equal_area

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

P = TypeVar("P", bound="Hashable")
S = TypeVar("S", bound="Hashable")

#: An area counts as whole when at least this share of it is there: the same border
#: drawn by two hands differs by a percent or so.
WHOLE = 0.98
#: An overlap that is less than this share of either area is a sliver between two hands.
SLIVER = 0.02


@dataclass(frozen=True, slots=True)
class BorderedArea:
    """An area as far as succession asks: borders in EPSG:4326, code and name."""

    geometry: BaseGeometry
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Succession(Generic[P, S]):
    """Part or all of one area's ground became part or all of another's.

    ``share_of_predecessor`` and ``share_of_successor`` are parts of their areas, 0 to 1.
    """

    predecessor: P
    successor: S
    kind: SuccessionKind
    share_of_predecessor: float
    share_of_successor: float


@dataclass(frozen=True, slots=True)
class _Overlap:
    earlier: int
    later: int
    of_earlier: float
    of_later: float


def find_successions(
    earlier: Mapping[P, BorderedArea], later: Mapping[S, BorderedArea]
) -> list[Succession[P, S]]:
    """What became of each earlier area, by the caller's keys, in their order.

    An area that overlaps no area of the other time is in no succession: it was
    dissolved outside these borders, or is new ground.
    """
    before, after = list(earlier), list(later)
    overlaps = _overlaps(list(earlier.values()), list(later.values()))
    kinds = {
        overlap: kind
        for case in _cases(overlaps)
        for overlap, kind in _kinds(case, list(earlier.values()), list(later.values()))
    }
    return [
        Succession(
            before[overlap.earlier],
            after[overlap.later],
            kind,
            overlap.of_earlier,
            overlap.of_later,
        )
        for overlap, kind in sorted(
            kinds.items(), key=lambda pair: (pair[0].earlier, pair[0].later)
        )
    ]


def _overlaps(earlier: list[BorderedArea], later: list[BorderedArea]) -> list[_Overlap]:
    """Pairs that overlap by more than a sliver, with the shares of both."""
    before = on_equal_area([area.geometry for area in earlier])
    after = on_equal_area([area.geometry for area in later])
    same, rest_before, rest_after = _unmoved(before, after)
    tree = shapely.STRtree(after[rest_after])
    left, right = tree.query(before[rest_before], predicate="intersects")
    i, j = rest_before[left], rest_after[right]
    shared = shapely.area(shapely.intersection(before[i], after[j]))
    of_earlier = shared / shapely.area(before[i])
    of_later = shared / shapely.area(after[j])
    noticed = (of_earlier >= SLIVER) | (of_later >= SLIVER)
    return same + [
        _Overlap(int(a), int(b), min(float(p), 1.0), min(float(s), 1.0))
        for a, b, p, s in zip(
            i[noticed], j[noticed], of_earlier[noticed], of_later[noticed], strict=True
        )
    ]


def _unmoved(
    before: np.ndarray, after: np.ndarray
) -> tuple[list[_Overlap], np.ndarray, np.ndarray]:
    """Pairs of the very same borders, and the indices of all other areas.

    Most areas of a new version are these, and need not be laid over each other.
    """
    at = {
        border: index
        for index, border in enumerate(shapely.to_wkb(shapely.normalize(before)))
    }
    same = [
        _Overlap(at[border], index, 1.0, 1.0)
        for index, border in enumerate(shapely.to_wkb(shapely.normalize(after)))
        if border in at
    ]
    return (
        same,
        np.setdiff1d(np.arange(len(before)), [pair.earlier for pair in same]),
        np.setdiff1d(np.arange(len(after)), [pair.later for pair in same]),
    )


def _cases(overlaps: Iterable[_Overlap]) -> Iterator[list[_Overlap]]:
    """Overlaps that hang together by a common area, as separate lists."""
    of_earlier, of_later = defaultdict(list), defaultdict(list)
    for overlap in overlaps:
        of_earlier[overlap.earlier].append(overlap)
        of_later[overlap.later].append(overlap)
    waiting = set(overlaps)
    while waiting:
        case, front = [], [waiting.pop()]
        while front:
            overlap = front.pop()
            case.append(overlap)
            for near in of_earlier[overlap.earlier] + of_later[overlap.later]:
                if near in waiting:
                    waiting.remove(near)
                    front.append(near)
        yield case


def _kinds(
    case: list[_Overlap], earlier: list[BorderedArea], later: list[BorderedArea]
) -> Iterator[tuple[_Overlap, SuccessionKind]]:
    """What the overlaps of one case are."""
    all_earlier_whole = _are_whole((o.earlier, o.of_earlier) for o in case)
    all_later_whole = _are_whole((o.later, o.of_later) for o in case)
    kind = SuccessionKind.REDRAWN
    if all_earlier_whole and all_later_whole:
        if len(case) == 1:
            before, after = earlier[case[0].earlier], later[case[0].later]
            is_same = (before.code, before.name) == (after.code, after.name)
            kind = SuccessionKind.UNCHANGED if is_same else SuccessionKind.RENAMED
        elif len({o.earlier for o in case}) == 1:
            kind = SuccessionKind.SPLIT
        elif len({o.later for o in case}) == 1:
            kind = SuccessionKind.MERGED
    for overlap in case:
        yield overlap, kind


def _are_whole(shares: Iterable[tuple[int, float]]) -> bool:
    """Whether all of every area is accounted for."""
    found: defaultdict[int, float] = defaultdict(float)
    for area, share in shares:
        found[area] += share
    return all(share >= WHOLE for share in found.values())
