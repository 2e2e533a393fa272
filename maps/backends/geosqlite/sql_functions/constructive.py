"""Geometry made from geometry: overlays, hulls, buffers, repairs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from .failures import SpatialFunctionError
from .registry import of_geometry, of_two_geometries

if TYPE_CHECKING:
    from collections.abc import Callable

ONE_TO_ONE: dict[str, Callable[..., Any]] = {
    "ST_Centroid": shapely.centroid,
    "ST_ConvexHull": shapely.convex_hull,
    "ST_PointOnSurface": shapely.point_on_surface,
    "ST_MakeValid": shapely.make_valid,
    "ST_Reverse": shapely.reverse,
}

for _name, _function in ONE_TO_ONE.items():
    of_geometry(_name)(_function)

of_two_geometries("ST_Intersection")(shapely.intersection)


@of_two_geometries("ST_Difference")
def difference(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """What of the first lies outside the second; against nothing, the first as it is."""
    return one if other.is_empty else shapely.difference(one, other)


def _keep_against_nothing(name: str, overlay: Callable[..., Any]) -> None:
    """Register an overlay that hands back one geometry as it is if the other is empty.

    GEOS would make a Polygon of a MultiPolygon with one part.
    """

    def call(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
        if other.is_empty:
            return one
        return other if one.is_empty else overlay(one, other)

    of_two_geometries(name)(call)


_keep_against_nothing("ST_SymDifference", shapely.symmetric_difference)
_keep_against_nothing("ST_Union", shapely.union)


@of_geometry("ST_Envelope")
def envelope(geometry: shapely.Geometry) -> shapely.Geometry:
    """The bounding box as a polygon, line or point; an empty geometry as it is."""
    if geometry.is_empty:
        return geometry
    xmin, ymin, xmax, ymax = geometry.bounds
    if (xmin == xmax) != (ymin == ymax):
        return shapely.LineString([(xmin, ymin), (xmax, ymax)])
    return shapely.envelope(geometry)


@of_two_geometries("ST_ClosestPoint")
def closest_point(
    geometry: shapely.Geometry, target: shapely.Geometry
) -> shapely.Geometry | None:
    """The point of the first geometry nearest to the second; NULL when one is empty."""
    line = shapely.shortest_line(geometry, target)
    return None if line is None else shapely.get_point(line, 0)


@of_geometry("ST_Buffer")
def buffer(geometry: shapely.Geometry, distance: float) -> shapely.Geometry:
    """All within a distance, in units of the SRID; quarter circles have 8 segments."""
    return shapely.buffer(geometry, distance, quad_segs=8)


@of_geometry("ST_MinimumBoundingCircle")
def bounding_circle(
    geometry: shapely.Geometry, quarter_segments: int = 48
) -> shapely.Geometry:
    """The smallest circle round a geometry, as a polygon that contains that circle.

    Its corners start at the top and go clockwise, as PostGIS draws it.
    """
    if geometry.is_empty:
        return shapely.Polygon()
    radius = float(shapely.minimum_bounding_radius(geometry))
    centre = shapely.centroid(shapely.minimum_bounding_circle(geometry))
    if radius == 0:
        return centre
    step = math.pi / (2 * quarter_segments)
    outer = radius / math.cos(step / 2)
    angles = np.arange(4 * quarter_segments) * step
    corners = np.column_stack([np.sin(angles), np.cos(angles)]) * outer
    middle = np.array([centre.x, centre.y])
    return shapely.Polygon(middle + corners)


@of_geometry("ST_ForcePolygonCW")
def force_polygon_clockwise(geometry: shapely.Geometry) -> shapely.Geometry:
    """Outer rings clockwise, holes the other way; lines and points as they are."""
    return shapely.orient_polygons(geometry, exterior_cw=True)


@of_geometry("ST_Simplify")
def simplify(
    geometry: shapely.Geometry, tolerance: float, keep_collapsed: int = 0
) -> shapely.Geometry | None:
    """Douglas-Peucker without regard to validity; NULL when nothing is left.

    A multi-geometry stays one, even with a single part left.
    Raises SpatialFunctionError for ``keep_collapsed``, which GEOS does not know.
    """
    if keep_collapsed:
        raise SpatialFunctionError("ST_Simplify: preserveCollapsed is not supported")
    simpler = shapely.simplify(geometry, tolerance, preserve_topology=False)
    if simpler.is_empty and not geometry.is_empty:
        return None
    return as_multi_like(geometry, simpler)


@of_geometry("ST_SimplifyPreserveTopology")
def simplify_preserving_topology(
    geometry: shapely.Geometry, tolerance: float
) -> shapely.Geometry:
    """Fewer vertices, still valid; a multi-geometry stays one."""
    return as_multi_like(geometry, shapely.simplify(geometry, tolerance))


def as_multi_like(
    model: shapely.Geometry, geometry: shapely.Geometry
) -> shapely.Geometry:
    """``geometry``, wrapped up as a multi-geometry if ``model`` is one."""
    makers: dict[tuple[str, str], Callable[[list[shapely.Geometry]], Any]] = {
        ("MultiPolygon", "Polygon"): shapely.multipolygons,
        ("MultiLineString", "LineString"): shapely.multilinestrings,
        ("MultiPoint", "Point"): shapely.multipoints,
    }
    maker = makers.get((model.geom_type, geometry.geom_type))
    if maker is None:
        return geometry
    return maker([] if geometry.is_empty else [geometry])
