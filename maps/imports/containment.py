"""Parents by containment, for files that do not name them.

Never from the code's prefix: codes of several countries do not nest
(domain.md section 6.3).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from shapely.geometry.base import BaseGeometry

C = TypeVar("C", bound="Hashable")
P = TypeVar("P", bound="Hashable")

#: A child counts as inside a parent when at least this share of it is.  Borders of
#: two levels rarely coincide to the metre; simplified ones differ by a few percent.
CLEAR_SHARE = 0.8
#: Below this share in any parent, a child belongs to none of them.
LEAST_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class DoubtfulParent(Generic[C, P]):
    """A child that lies in several parents, none with a clear share.

    ``shares`` are parts of the child's area, 0 to 1, largest first.
    """

    child: C
    shares: tuple[tuple[P, float], ...]


@dataclass(frozen=True, slots=True)
class Containment(Generic[C, P]):
    """``parents`` has every child; ``None`` when it lies in none.

    A doubtful child is given the parent with the largest share, and listed.
    """

    parents: dict[C, P | None]
    doubtful: list[DoubtfulParent[C, P]] = field(default_factory=list)

    @property
    def orphans(self) -> list[C]:
        """Children that lie in no parent."""
        return [child for child, parent in self.parents.items() if parent is None]


def parents_by_containment(
    children: Mapping[C, BaseGeometry], parents: Mapping[P, BaseGeometry]
) -> Containment[C, P]:
    """Find each child's parent by the largest overlap.

    :param children: valid polygons by the caller's key, EPSG:4326.
    :param parents: valid polygons of the level above, same reference.
    """
    child_keys, parent_keys = list(children), list(parents)
    shares = _shares(list(children.values()), list(parents.values()))
    result: Containment[C, P] = Containment({})
    for index, child in enumerate(child_keys):
        ranked = sorted(
            ((parent_keys[p], share) for p, share in shares.get(index, {}).items()),
            key=lambda pair: -pair[1],
        )
        best = ranked[0] if ranked and ranked[0][1] >= LEAST_SHARE else None
        result.parents[child] = best[0] if best else None
        if best and best[1] < CLEAR_SHARE:
            result.doubtful.append(DoubtfulParent(child, tuple(ranked)))
    return result


def are_axes_swapped(
    children: Mapping[C, BaseGeometry], parents: Mapping[P, BaseGeometry]
) -> bool:
    """Whether the children lie in the parents only with x and y exchanged.

    Reading finds swapped axes when a latitude exceeds 90°; this finds the others.
    """
    if not children or not parents:
        return False
    tree = shapely.STRtree(list(parents.values()))
    points = shapely.point_on_surface(list(children.values()))
    turned = shapely.transform(points, lambda xy: xy[:, ::-1])
    inside = np.unique(tree.query(points, predicate="intersects")[0]).size
    inside_turned = np.unique(tree.query(turned, predicate="intersects")[0]).size
    return inside == 0 and inside_turned >= CLEAR_SHARE * len(children)


def _shares(
    children: list[BaseGeometry], parents: list[BaseGeometry]
) -> dict[int, dict[int, float]]:
    """Share of each child's area in each parent that it touches, by indices.

    Areas in square degrees: the ratio within one child is nearly that on the ground.
    """
    tree = shapely.STRtree(parents)
    child_index, parent_index = tree.query(children, predicate="intersects")
    inside = np.asarray(children, dtype=object)[child_index]
    around = np.asarray(parents, dtype=object)[parent_index]
    overlap = shapely.area(shapely.intersection(inside, around))
    share = overlap / np.maximum(shapely.area(inside), np.finfo(float).tiny)
    shares: dict[int, dict[int, float]] = {}
    for child, parent, part in zip(child_index, parent_index, share, strict=True):
        if part > 0:
            shares.setdefault(int(child), {})[int(parent)] = float(part)
    return shares
