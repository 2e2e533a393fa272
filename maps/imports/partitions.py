"""The part of placing points that a worker of a cluster does.

The same function of the same grid as on a single machine. A worker imports this and
the grid alone: it needs numpy and shapely, and neither settings nor a database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from maps.imports.grids import AreaGrid


class Coordinates:
    """Points on their way to a worker; shows nothing of them where it is printed."""

    __slots__ = ("x", "y")

    def __init__(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        self.x, self.y = x, y

    def __repr__(self) -> str:
        return "<coordinates>"


def place_partition(grid: AreaGrid, points: Coordinates) -> NDArray[np.int64]:
    """Indices of the areas that hold the points."""
    return grid.locate(points.x, points.y)
