"""Spatial aggregates: collect, union, line of points, extent.  NULLs are left out."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from .blobs import require_same_srid, srid_of
from .failures import remember_failure
from .registry import AGGREGATES, SqlValue, to_sql

if TYPE_CHECKING:
    from collections.abc import Callable


class Gathering:
    """The blobs of a group, kept until the group is complete."""

    def __init__(self, combine: Callable[[Any], Any]) -> None:
        self._combine = combine
        self._blobs: list[bytes] = []

    def step(self, blob: bytes | None) -> None:
        """Take one row's geometry."""
        if blob is None:
            return
        try:
            if self._blobs:
                require_same_srid(self._blobs[0], blob)
        except Exception as failure:
            remember_failure(failure)
            raise
        self._blobs.append(blob)

    def finalize(self) -> SqlValue:
        """The answer; NULL for a group without geometries."""
        if not self._blobs:
            return None
        try:
            combined = self._combine(shapely.from_wkb(self._blobs))
            return to_sql(combined, srid_of(self._blobs[0]))
        except Exception as failure:
            remember_failure(failure)
            raise


def sql_aggregate(name: str) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Register a function of an array of geometries as an aggregate."""

    def register(combine: Callable[[Any], Any]) -> Callable[[Any], Any]:
        AGGREGATES[name] = lambda: Gathering(combine)
        return combine

    return register


@sql_aggregate("ST_AggregateUnion")
def union(geometries: Any) -> shapely.Geometry:
    """One geometry that covers what any of them covers.

    Empty ones are left out, or they would turn the union into a collection; of empty
    ones alone, the one of the highest dimension.
    """
    solid = [geometry for geometry in geometries if not geometry.is_empty]
    if not solid:
        return max(geometries, key=shapely.get_dimensions)
    return shapely.union_all(solid)


@sql_aggregate("ST_AggregateCollect")
def collect(geometries: Any) -> shapely.Geometry:
    """All as parts of one: a multi-geometry of simple ones, else a collection."""
    makers: dict[str, Callable[[Any], Any]] = {
        "Point": shapely.multipoints,
        "LineString": shapely.multilinestrings,
        "Polygon": shapely.multipolygons,
    }
    kinds = {geometry.geom_type for geometry in geometries}
    maker = makers.get(kinds.pop()) if len(kinds) == 1 else None
    return (maker or shapely.geometrycollections)(geometries)


@sql_aggregate("ST_AggregateMakeLine")
def make_line(geometries: Any) -> shapely.Geometry | None:
    """A line through points and lines in the order of the rows; NULL without any."""
    usable = [g for g in geometries if g.geom_type in ("Point", "LineString")]
    has_z = any(g.has_z for g in usable)
    corners = shapely.get_coordinates(usable, include_z=has_z)
    if len(corners) == 0:
        return None
    return shapely.linestrings(corners if len(corners) > 1 else corners.repeat(2, 0))


@sql_aggregate("ST_AggregateExtent")
def extent(geometries: Any) -> bytes | None:
    """The bounding box of all as four doubles (west, south, east, north)."""
    sides = shapely.total_bounds(geometries)
    return None if np.isnan(sides).any() else struct.pack("<4d", *sides)


@sql_aggregate("ST_Aggregate3DExtent")
def extent_3d(geometries: Any) -> bytes | None:
    """The bounding box of all with heights, as six doubles; no height counts as 0."""
    corners = shapely.get_coordinates(geometries, include_z=True)
    if len(corners) == 0:
        return None
    corners = np.nan_to_num(corners, nan=0.0)
    return struct.pack("<6d", *corners.min(axis=0), *corners.max(axis=0))
