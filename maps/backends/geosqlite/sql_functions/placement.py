"""Coordinates moved: scale, translate, snap to a grid, another reference system."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

from .blobs import dump, load, srid_of
from .failures import SpatialFunctionError
from .registry import of_geometry, sql_function

if TYPE_CHECKING:
    from collections.abc import Callable

    from .spherical import Vectors


@of_geometry("ST_Scale")
def scale(
    geometry: shapely.Geometry, x: float, y: float, z: float = 1.0
) -> shapely.Geometry:
    """Coordinates multiplied, from the origin."""
    return _moved(geometry, lambda corners: corners * [x, y, z][: corners.shape[1]])


@of_geometry("ST_Translate")
def translate(
    geometry: shapely.Geometry, x: float, y: float, z: float = 0.0
) -> shapely.Geometry:
    """Coordinates shifted."""
    return _moved(geometry, lambda corners: corners + [x, y, z][: corners.shape[1]])


def _moved(
    geometry: shapely.Geometry, move: Callable[[Vectors], Vectors]
) -> shapely.Geometry:
    return shapely.transform(geometry, move, include_z=bool(shapely.has_z(geometry)))


@of_geometry("ST_SnapToGrid")
def snap_to_grid(geometry: shapely.Geometry, *numbers: float) -> shapely.Geometry:
    """Vertices rounded to a grid; lines, rings and parts that collapse are dropped.

    ``numbers``: the cell's size; or its width and height; or the origin's x and y,
    then width and height.  A size of 0 leaves that coordinate alone.
    Raises SpatialFunctionError for another number of numbers.
    """
    if len(numbers) not in (1, 2, 4):
        raise SpatialFunctionError("SnapToGrid takes 1, 2 or 4 numbers")
    origin = np.array(numbers[:2] if len(numbers) == 4 else (0.0, 0.0))
    size = np.array(numbers[-2:] if len(numbers) > 1 else numbers * 2, dtype=float)
    cell = np.where(size > 0, size, np.nan)

    def snapped(corners: Vectors) -> Vectors:
        on_grid = np.rint((corners[:, :2] - origin) / cell) * cell + origin
        flat = np.where(np.isnan(cell), corners[:, :2], on_grid)
        return np.column_stack([flat, corners[:, 2:]])

    return _without_repeats(_moved(geometry, snapped))


def _without_repeats(geometry: shapely.Geometry) -> shapely.Geometry:
    """Repeated vertices taken out of lines, then what is left with too few."""
    if geometry.is_empty or geometry.geom_type in ("Point", "MultiPoint"):
        return geometry
    if geometry.geom_type == "LineString":
        return shapely.LineString(_different(geometry, fewest=2))
    if geometry.geom_type == "Polygon":
        shell = _different(geometry.exterior, fewest=4)
        holes = [_different(hole, fewest=4) for hole in geometry.interiors]
        return shapely.Polygon(shell, [hole for hole in holes if hole])
    parts = (_without_repeats(part) for part in geometry.geoms)
    return type(geometry)([part for part in parts if not part.is_empty])


def _different(line: shapely.Geometry, *, fewest: int) -> list[tuple[float, ...]]:
    """The vertices without repeats; none at all when fewer than ``fewest`` are left."""
    corners = list(line.coords)
    kept = corners[:1]
    kept += [after for before, after in pairwise(corners) if after != before]
    return kept if len(kept) >= fewest else []


@of_geometry("ST_Force2D")
def without_heights(geometry: shapely.Geometry) -> shapely.Geometry:
    """Heights taken away."""
    return shapely.force_2d(geometry)


@of_geometry("ST_Force3D")
def with_heights(geometry: shapely.Geometry) -> shapely.Geometry:
    """Height 0 where there was none."""
    return shapely.force_3d(geometry, z=0.0)


@lru_cache(maxsize=64)
def _transformer(source: int, target: int) -> pyproj.Transformer:
    try:
        return pyproj.Transformer.from_crs(source, target, always_xy=True)
    except pyproj.exceptions.CRSError as error:
        raise SpatialFunctionError(
            f"Cannot find SRID {source} or {target} among the EPSG systems"
        ) from error


@sql_function("ST_Transform")
def transform(blob: bytes, srid: int) -> bytes:
    """The geometry in another reference system, longitude before latitude.

    Raises SpatialFunctionError for an unknown system, a geometry without SRID, or a
    point that the target system cannot show.
    """
    source = srid_of(blob)
    if source == srid:
        return blob
    if source == 0:
        raise SpatialFunctionError("Cannot transform a geometry without SRID")
    transformer = _transformer(source, srid)

    def move(corners: Vectors) -> Vectors:
        moved = np.column_stack(transformer.transform(*corners.T))
        if np.isfinite(corners).all() and not np.isfinite(moved).all():
            raise SpatialFunctionError(
                f"Coordinates lie outside what SRID {srid} can show"
            )
        return moved

    return dump(_moved(load(blob), move), srid)
