"""Topological predicates: ST_Intersects, ST_Within and their kin.

Nearly every query compares a column with a constant, and GeoDjango puts the
constant second.  GEOS is much faster when the constant is prepared, and prepares
the first operand; so a predicate that has a converse is asked the other way round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from .blobs import (
    box_of,
    boxes_meet,
    is_empty_box,
    load,
    load_prepared,
    require_same_srid,
)
from .failures import SpatialFunctionError
from .registry import of_geometry, of_two_geometries, sql_function

if TYPE_CHECKING:
    from collections.abc import Callable

CONVERSES: dict[str, Callable[..., Any]] = {
    "ST_Intersects": shapely.intersects,
    "ST_Within": shapely.contains,
    "ST_CoveredBy": shapely.covers,
    "ST_Overlaps": shapely.overlaps,
    "ST_Touches": shapely.touches,
}
STRAIGHT: dict[str, Callable[..., Any]] = {
    "ST_Contains": shapely.contains,
    "ST_ContainsProperly": shapely.contains_properly,
    "ST_Covers": shapely.covers,
    "ST_Crosses": shapely.crosses,
}


def _register_converse(name: str, converse: Callable[..., Any]) -> None:
    def call(first: bytes, second: bytes) -> bool:
        require_same_srid(first, second)
        if not boxes_meet(box_of(first), box_of(second)):
            return False
        return bool(converse(load_prepared(second), load(first)))

    sql_function(name)(call)


def _register_straight(name: str, predicate: Callable[..., Any]) -> None:
    def call(first: bytes, second: bytes) -> bool:
        require_same_srid(first, second)
        if not boxes_meet(box_of(first), box_of(second)):
            return False
        return bool(predicate(load(first), load(second)))

    sql_function(name)(call)


for _name, _predicate in CONVERSES.items():
    _register_converse(_name, _predicate)
for _name, _predicate in STRAIGHT.items():
    _register_straight(_name, _predicate)


@sql_function("ST_Disjoint")
def is_disjoint(first: bytes, second: bytes) -> bool:
    """Whether two geometries share no point; an empty one is disjoint from all."""
    require_same_srid(first, second)
    if not boxes_meet(box_of(first), box_of(second)):
        return True
    return bool(shapely.disjoint(load_prepared(second), load(first)))


@sql_function("ST_Equals")
def is_equal(first: bytes, second: bytes) -> bool:
    """Whether two geometries are the same set of points, all empty ones included."""
    require_same_srid(first, second)
    boxes = box_of(first), box_of(second)
    if is_empty_box(boxes[0]) or is_empty_box(boxes[1]):
        return is_empty_box(boxes[0]) and is_empty_box(boxes[1])
    return boxes[0] == boxes[1] and bool(shapely.equals(load(first), load(second)))


@sql_function("ST_DWithin")
def is_within_distance(first: bytes, second: bytes, distance: float) -> bool:
    """Whether two geometries are at most ``distance`` apart, in units of the SRID.

    Raises SpatialFunctionError for a negative distance, as PostGIS does.
    """
    require_same_srid(first, second)
    if distance < 0:
        raise SpatialFunctionError("Tolerance cannot be less than zero")
    # The boxes reject only beyond what rounding in the sums can move.
    margin = distance * (1 + 1e-9)
    if not boxes_meet(box_of(first), box_of(second), margin):
        return False
    return bool(shapely.dwithin(load_prepared(second), load(first), distance))


@of_two_geometries("ST_Relate")
def relates_as(first: shapely.Geometry, second: shapely.Geometry, pattern: str) -> bool:
    """Whether the DE-9IM matrix of two geometries fits a pattern of nine characters."""
    return bool(shapely.relate_pattern(first, second, pattern))


@of_geometry("ST_IsValid")
def is_valid(geometry: shapely.Geometry) -> bool:
    """Whether a geometry obeys the OGC's rules."""
    return bool(shapely.is_valid(geometry))


@of_geometry("ST_IsEmpty")
def is_empty(geometry: shapely.Geometry) -> bool:
    """Whether a geometry has no point."""
    return bool(shapely.is_empty(geometry))
