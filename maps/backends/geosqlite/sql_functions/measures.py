"""Numbers about geometries: distance, area, length, counts, positions.

In a geographic system (degrees) area and perimeter, and length without an ellipsoid,
are refused: PostGIS answers in degrees or square degrees, which nobody wants.
Transform first (EPSG:6933 for areas).
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pyproj
import shapely

from .blobs import is_point_blob, load, load_prepared, point_of, require_same_srid
from .failures import SpatialFunctionError, UnsupportedSpatialCallError
from .geodesy import distance_on_sphere, distance_on_spheroid, geodesic_length
from .registry import of_geometry, of_two_geometries, sql_function


@lru_cache(maxsize=64)
def is_geographic(srid: int) -> bool:
    """Whether coordinates of an SRID are degrees; 0 (unknown) counts as planar."""
    if srid <= 0:
        return False
    try:
        return bool(pyproj.CRS.from_epsg(srid).is_geographic)
    except pyproj.exceptions.CRSError as error:
        raise SpatialFunctionError(f"Unknown SRID {srid}") from error


def require_planar(geometry: shapely.Geometry, measure: str) -> None:
    """Refuse a measure of coordinates in degrees.

    Raises UnsupportedSpatialCallError.
    """
    if is_geographic(int(shapely.get_srid(geometry))):
        raise UnsupportedSpatialCallError(
            f"{measure} of geographic coordinates is not supported: "
            "transform to a projected system first"
        )


@sql_function("ST_Distance")
def planar_distance(first: bytes, second: bytes) -> float | None:
    """The least distance in units of the SRID; NULL when one geometry is empty."""
    require_same_srid(first, second)
    if is_point_blob(first) and is_point_blob(second):
        (x1, y1), (x2, y2) = point_of(first), point_of(second)
        distance = math.hypot(x1 - x2, y1 - y2)
    else:
        distance = float(shapely.distance(load_prepared(second), load(first)))
    return None if math.isnan(distance) else distance


@sql_function("ST_DistanceSphere")
def sphere_distance(first: bytes, second: bytes) -> float | None:
    """The least distance in metres on a sphere of the Earth's mean radius."""
    require_same_srid(first, second)
    return distance_on_sphere(first, second)


@sql_function("ST_DistanceSpheroid")
def spheroid_distance(first: bytes, second: bytes) -> float | None:
    """The least distance in metres on the WGS 84 ellipsoid."""
    require_same_srid(first, second)
    return distance_on_spheroid(first, second)


@of_geometry("ST_Area")
def area(geometry: shapely.Geometry) -> float:
    """The area in square units of the SRID, holes taken off."""
    require_planar(geometry, "Area")
    return float(shapely.area(geometry))


@of_geometry("ST_Length")
def length(geometry: shapely.Geometry) -> float:
    """The length of lines in units of the SRID; 0 for points and polygons."""
    require_planar(geometry, "Length")
    return sum(float(shapely.length(line)) for line in _parts(geometry, dimension=1))


@of_geometry("ST_LengthSpheroid")
def spheroid_length(geometry: shapely.Geometry) -> float:
    """Metres along lines, and round polygons, on the SRID's ellipsoid, with heights."""
    return geodesic_length(_paths(geometry), int(shapely.get_srid(geometry)))


@of_geometry("ST_LengthSphere")
def sphere_length(geometry: shapely.Geometry) -> float:
    """The same on a sphere of the Earth's mean radius."""
    return geodesic_length(_paths(geometry), on_sphere=True)


@of_geometry("ST_Perimeter")
def perimeter(geometry: shapely.Geometry) -> float:
    """The length of all rings of polygons in units of the SRID; else 0."""
    require_planar(geometry, "Perimeter")
    return sum(float(shapely.length(area)) for area in _parts(geometry, dimension=2))


@of_geometry("ST_3DLength")
def length_3d(geometry: shapely.Geometry) -> float:
    """The length of lines with heights; the same as ``length`` without."""
    require_planar(geometry, "Length")
    return sum(_path_length(line) for line in _parts(geometry, dimension=1))


@of_geometry("ST_3DPerimeter")
def perimeter_3d(geometry: shapely.Geometry) -> float:
    """The length of polygons' rings with heights."""
    require_planar(geometry, "Perimeter")
    rings = shapely.get_rings(_parts(geometry, dimension=2))
    return sum(_path_length(ring) for ring in rings)


def _parts(geometry: shapely.Geometry, *, dimension: int) -> list[shapely.Geometry]:
    """The simple parts of one dimension, out of collections in collections."""
    parts = shapely.get_parts(geometry)
    while (shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT).any():
        parts = shapely.get_parts(parts)
    return [part for part in parts if shapely.get_dimensions(part) == dimension]


def _paths(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    """Lines and rings: what PostGIS measures over the Earth."""
    rings = shapely.get_rings(_parts(geometry, dimension=2))
    return [*_parts(geometry, dimension=1), *rings]


def _path_length(line: shapely.Geometry) -> float:
    corners = shapely.get_coordinates(line, include_z=bool(shapely.has_z(line)))
    return float(np.linalg.norm(np.diff(corners, axis=0), axis=1).sum())


@of_two_geometries("ST_Azimuth")
def azimuth(origin: shapely.Geometry, target: shapely.Geometry) -> float | None:
    """The planar bearing in radians, clockwise from north; NULL between equal points.

    Raises SpatialFunctionError for anything but two points.
    """
    for geometry in (origin, target):
        if geometry.geom_type != "Point" or geometry.is_empty:
            raise SpatialFunctionError("Azimuth needs two points")
    east, north = target.x - origin.x, target.y - origin.y
    if east == 0 and north == 0:
        return None
    return math.atan2(east, north) % (2 * math.pi)


@of_two_geometries("ST_LineLocatePoint")
def line_locate_point(line: shapely.Geometry, point: shapely.Geometry) -> float:
    """Where on a line the point nearest to another lies: 0 at its start, 1 at its end.

    Raises SpatialFunctionError for anything but a line and a point.
    """
    if (line.geom_type, point.geom_type) != ("LineString", "Point"):
        raise SpatialFunctionError("LineLocatePoint needs a line and a point")
    return float(shapely.line_locate_point(line, point, normalized=True))


@of_geometry("ST_NumGeometries")
def number_of_parts(geometry: shapely.Geometry) -> int:
    """How many parts a collection has; 1 for a simple geometry, 0 for an empty one."""
    return 0 if geometry.is_empty else int(shapely.get_num_geometries(geometry))


@of_geometry("ST_NPoints", "ST_NumPoints")
def number_of_points(geometry: shapely.Geometry) -> int:
    """How many vertices, with the closing one of each ring."""
    return int(shapely.get_num_coordinates(geometry))


@of_geometry("ST_SRID")
def srid(geometry: shapely.Geometry) -> int:
    """The SRID that the geometry carries, 0 for none."""
    return int(shapely.get_srid(geometry))


@of_geometry("ST_X")
def x(point: shapely.Geometry) -> float:
    """The first coordinate of a point; NULL for an empty point or another type."""
    return float(shapely.get_x(point))


@of_geometry("ST_Y")
def y(point: shapely.Geometry) -> float:
    """The second coordinate of a point; NULL for an empty point or another type."""
    return float(shapely.get_y(point))
