"""Geometry of the unit sphere in vectors: inside a polygon, crossing arcs."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Vectors: TypeAlias = npt.NDArray[np.float64]


def unit_vectors(degrees: Vectors) -> Vectors:
    """Longitudes and latitudes in degrees (n, 2) as points on the unit sphere (n, 3)."""
    lon, lat = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    return np.column_stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    )


def cross(one: Vectors, other: Vectors) -> Vectors:
    """Cross products of rows (n, 3): numpy's own takes ten times as long on few rows."""
    x1, y1, z1 = one.T
    x2, y2, z2 = other.T
    return np.column_stack([y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2])


def degrees_of(vector: Vectors) -> tuple[float, float]:
    """Longitude and latitude in degrees of one point on the sphere."""
    x, y, z = vector.tolist()
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def contains_any(polygons: list[list[Vectors]], points: Vectors) -> bool:
    """Whether some polygon (outer ring first, then holes) has one of the points."""
    return any(
        bool(
            (
                _inside(outer, points)
                & ~np.any([_inside(hole, points) for hole in holes], axis=0)
            ).any()
        )
        if holes
        else bool(_inside(outer, points).any())
        for outer, *holes in polygons
    )


def _inside(ring: Vectors, points: Vectors) -> npt.NDArray[np.bool_]:
    """Which points (n, 3) a closed ring (m, 3) winds round, by the sum of bearings.

    A ring winds round the antipodes of its inside too, hence the second condition.
    """
    starts, ends = ring[:-1], ring[1:]
    turned = points @ cross(starts, ends).T
    level = np.einsum("ij,ij->i", starts, ends)[None]
    level = level - (points @ starts.T) * (points @ ends.T)
    winding = np.arctan2(turned, level).sum(axis=1) / (2 * np.pi)
    same_side = points @ starts.mean(axis=0) > 0
    return (np.abs(winding) > 0.5) & same_side


def some_arcs_cross(
    starts: Vectors,
    ends: Vectors,
    other_starts: Vectors,
    other_ends: Vectors,
    pairs_at_once: int,
) -> bool:
    """Whether an arc of the first set properly crosses one of the second.

    Arcs that only touch do not count: the distance of a vertex finds those.
    """
    if len(starts) == 0 or len(other_starts) == 0:
        return False
    rows = max(1, pairs_at_once // len(other_starts))
    other_normals = cross(other_starts - other_ends, other_starts + other_ends)
    for row in range(0, len(starts), rows):
        one, two = starts[row : row + rows], ends[row : row + rows]
        normals = cross(one - two, one + two)
        sides = np.sign(
            [
                -(normals @ other_starts.T),
                normals @ other_ends.T,
                one @ other_normals.T,
                -(two @ other_normals.T),
            ]
        )
        crossing = np.nonzero(np.abs(sides.sum(axis=0)) == 4)
        if _some_meet(
            one[crossing[0]],
            two[crossing[0]],
            other_starts[crossing[1]],
            other_ends[crossing[1]],
        ):
            return True
    return False


def _some_meet(
    starts: Vectors, ends: Vectors, other_starts: Vectors, other_ends: Vectors
) -> bool:
    """Whether the arcs of some row (n, 3) are near enough to each other to cross.

    Of two arcs on one great circle the sides of the ends are rounding noise: the
    middles of arcs that lie apart on it are further away than both halves together.
    """
    apart = angles_between(_middles(starts, ends), _middles(other_starts, other_ends))
    reach = angles_between(starts, ends) + angles_between(other_starts, other_ends)
    return bool((apart <= reach / 2).any())


def _middles(starts: Vectors, ends: Vectors) -> Vectors:
    sums = starts + ends
    return np.asarray(sums / np.linalg.norm(sums, axis=-1, keepdims=True))


def angles_between(one: Vectors, other: Vectors) -> Vectors:
    """Radians between unit vectors (…, 3), exact for small ones too."""
    chords = np.linalg.norm(one - other, axis=-1)
    return np.asarray(2 * np.arcsin(np.clip(chords / 2, 0, 1)))
