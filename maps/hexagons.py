"""A surface of hexagons out of published densities, by shares of area.

Pure functions over planar shapes in metres of an equal-area grid. They know areas
only by what is published of them: a surface can tell nothing that its map does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

_M2_PER_KM2 = 1e6


@dataclass(frozen=True)
class Overlaps:
    """Which hexagon overlaps which area (by index), and by how many km²."""

    hexagon: np.ndarray
    area: np.ndarray
    km2: np.ndarray
    count: int


def hexagons_over(bounds: Sequence[float] | np.ndarray, width: float) -> np.ndarray:
    """Hexagons with a point upwards, ``width`` metres wide, that cover ``bounds``.

    ``bounds`` are west, south, east and north.
    """
    if width <= 0:
        raise ValueError("A hexagon has a width.")
    west, south, east, north = bounds
    radius = width / np.sqrt(3)
    rows = np.arange(south - radius, north + 2 * radius, 1.5 * radius)
    angles = np.radians(np.arange(30, 390, 60))
    corner = np.column_stack((np.cos(angles), np.sin(angles))) * radius
    centres = np.vstack(
        [
            np.column_stack((xs, np.full(len(xs), y)))
            for row, y in enumerate(rows)
            for xs in [np.arange(west - width * (row % 2) / 2, east + width, width)]
        ]
    )
    found: np.ndarray = shapely.polygons(centres[:, None, :] + corner[None, :, :])
    return found


def overlaps_of(hexagons: np.ndarray, areas: np.ndarray) -> Overlaps:
    """How far each hexagon lies in each area."""
    inside, of = shapely.STRtree(hexagons).query(areas, predicate="intersects")
    km2 = shapely.area(shapely.intersection(hexagons[of], areas[inside]))
    touching = km2 > 0
    return Overlaps(
        of[touching],
        inside[touching],
        km2[touching] / _M2_PER_KM2,
        len(hexagons),
    )


def surface(overlaps: Overlaps, per_km2: Sequence[float | None]) -> list[float | None]:
    """Persons per km² in each hexagon: published densities by their shares of it.

    None where a hexagon touches no area, or where at least half of what it touches is
    not shown. Elsewhere the part that is not shown counts neither above nor below.
    """
    known = np.array([value is not None for value in per_km2], dtype=bool)
    values = np.array([value or 0.0 for value in per_km2], dtype=float)
    shown_km2 = overlaps.km2 * known[overlaps.area]

    def summed(parts: np.ndarray) -> np.ndarray:
        total: np.ndarray = np.bincount(
            overlaps.hexagon, weights=parts, minlength=overlaps.count
        )
        return total

    every, shown = summed(overlaps.km2), summed(shown_km2)
    persons = summed(shown_km2 * values[overlaps.area])
    return [
        float(persons[at] / shown[at]) if shown[at] > every[at] / 2 else None
        for at in range(overlaps.count)
    ]


def main_area(overlaps: Overlaps) -> list[int | None]:
    """The area that most of each hexagon lies in; None where it touches none."""
    found: list[int | None] = [None] * overlaps.count
    for at in np.argsort(overlaps.km2, kind="stable"):
        found[int(overlaps.hexagon[at])] = int(overlaps.area[at])
    return found
