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
def snap_to_grid(
    geometry: shapely.Geometry, *numbers: float
) -> shapely.Geometry | None:
    """Vertices rounded to a grid; what collapses is dropped, NULL when all does.

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

    return _without_repeats(_moved(geometry, snapped), geometry)


def _without_repeats(
    geometry: shapely.Geometry, original: shapely.Geometry
) -> shapely.Geometry | None:
    """Repeated vertices taken out, then the parts that are left with too few."""
    if geometry.geom_type == "Point" or original.is_empty:
        return geometry
    if geometry.geom_type == "LineString":
        return _line_or_none(geometry.coords, shapely.LineString, fewest=2)
    if geometry.geom_type == "Polygon":
        return _polygon_or_none(geometry)
    parts = shapely.get_parts(geometry)
    if geometry.geom_type == "MultiPoint":
        return shapely.MultiPoint(list(dict.fromkeys(p.coords[0] for p in parts)))
    kept = [part for part in (_without_repeats(p, p) for p in parts) if part]
    return type(geometry)(kept) if kept else None


def _line_or_none(
    corners: list[tuple[float, ...]],
    make: Callable[[list[tuple[float, ...]]], shapely.Geometry],
    *,
    fewest: int,
) -> shapely.Geometry | None:
    corners = list(corners)
    different = corners[:1] + [
        after for before, after in pairwise(corners) if after != before
    ]
    return make(different) if len(different) >= fewest else None


def _polygon_or_none(polygon: shapely.Polygon) -> shapely.Polygon | None:
    shell = _line_or_none(polygon.exterior.coords, shapely.LinearRing, fewest=4)
    if shell is None:
        return None
    holes = (
        _line_or_none(hole.coords, shapely.LinearRing, fewest=4)
        for hole in polygon.interiors
    )
    return shapely.Polygon(shell, [hole for hole in holes if hole is not None])


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
