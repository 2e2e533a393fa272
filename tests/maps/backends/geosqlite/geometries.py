"""Random geometries on a coarse grid, so that they often touch, meet and coincide."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from hypothesis import strategies as st

STEP = 0.5
grid = st.integers(0, 10).map(lambda number: number * STEP)
corners = st.tuples(grid, grid)


def polygonal(least: int = 1, most: int = 3) -> Any:
    """Unions of boxes: polygons, multipolygons, L shapes, rings with holes."""
    return st.lists(boxes, min_size=least, max_size=most).map(shapely.union_all)


boxes = (
    st.tuples(grid, grid, grid, grid)
    .filter(lambda sides: sides[0] != sides[2] and sides[1] != sides[3])
    .map(lambda sides: shapely.box(*sides))
)
triangles = (
    st.tuples(corners, corners, corners)
    .map(shapely.Polygon)
    .filter(lambda polygon: polygon.is_valid and polygon.area > 0)
)
hulls = (
    st.lists(corners, min_size=4, max_size=7, unique=True)
    .map(lambda points: shapely.MultiPoint(points).convex_hull)
    .filter(lambda hull: hull.geom_type == "Polygon")
)
with_holes = st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()).map(
    lambda t: shapely.Polygon(
        shapely.box(
            t[0] * STEP, t[1] * STEP, t[0] * STEP + 3, t[1] * STEP + 3
        ).exterior.coords,
        [
            shapely.box(
                t[0] * STEP + 0.5,
                t[1] * STEP + 0.5,
                t[0] * STEP + 1.5,
                t[1] * STEP + (1.5 if t[2] else 2.5),
            ).exterior.coords
        ],
    )
)
points = corners.map(shapely.Point)
multipoints = st.lists(corners, min_size=1, max_size=3, unique=True).map(
    shapely.MultiPoint
)
lines = (
    st.lists(corners, min_size=2, max_size=4, unique=True)
    .map(shapely.LineString)
    .filter(lambda line: line.is_simple)
)
multilines = st.lists(lines, min_size=1, max_size=2).map(shapely.MultiLineString)
multipolygons = polygonal(2, 3).map(
    lambda shape: shapely.MultiPolygon(shapely.get_parts(shape).tolist())
)
empties = st.sampled_from(
    ["POINT EMPTY", "LINESTRING EMPTY", "POLYGON EMPTY", "MULTIPOLYGON EMPTY"]
).map(shapely.from_wkt)
split_by_antimeridian = st.integers(1, 4).map(
    lambda n: shapely.MultiPolygon(
        [shapely.box(180 - n, 0, 180, 2), shapely.box(-180, 0, n - 180, 2)]
    )
)

polygons = st.one_of(boxes, triangles, hulls, with_holes, polygonal())
solid = st.one_of(points, multipoints, lines, multilines, polygons, multipolygons)
anything = st.one_of(solid, empties, split_by_antimeridian)


# Edges that are level, upright or at 45 degrees cross on the grid of halves again, so
# that neither GEOS has to round: older versions relate crossing slanted lines wrongly.
straight_lines = st.builds(
    lambda start, legs: shapely.LineString(
        np.cumsum([start, *(np.array(way) * length for way, length in legs)], axis=0)
    ),
    corners,
    st.lists(
        st.tuples(
            st.sampled_from([(1, 0), (0, 1), (1, 1), (1, -1)]),
            st.sampled_from([0.5, 1.0, 2.0]),
        ),
        min_size=1,
        max_size=3,
    ),
).filter(lambda line: line.is_simple)
half_squares = st.builds(
    lambda x, y, side: shapely.Polygon([(x, y), (x + side, y), (x, y + side)]),
    grid,
    grid,
    st.sampled_from([1.0, 2.0]),
)
exact = st.one_of(
    points,
    multipoints,
    straight_lines,
    st.lists(straight_lines, min_size=1, max_size=2).map(shapely.MultiLineString),
    boxes,
    half_squares,
    with_holes,
    polygonal(),
    multipolygons,
    split_by_antimeridian,
    empties,
)


def geos(geometry: Any, srid: int = 4326) -> GEOSGeometry | None:
    """A shapely geometry as GeoDjango's; None stays None."""
    if geometry is None:
        return None
    converted = GEOSGeometry(memoryview(shapely.to_wkb(geometry)))
    converted.srid = srid
    return converted


def shape(geometry: Any) -> Any:
    """A geometry of GeoDjango as shapely's, for comparison; None stays None."""
    return None if geometry is None else shapely.from_wkb(bytes(geometry.ewkb))
