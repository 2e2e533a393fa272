"""Distances over the Earth, for coordinates in degrees.

Edges are arcs of great circles on a sphere, as in PostGIS.  Everything is done with
unit vectors in space, so the antimeridian and the poles are no special places.
Polygons must fit into a hemisphere.

On the ellipsoid the nearest pair of points is found on the sphere and measured by
pyproj's geodesics; PostGIS does the same.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from .blobs import RecentlyUsed, is_point_blob, load, point_of, srid_of
from .spherical import (
    Vectors,
    angles_between,
    contains_any,
    cross,
    degrees_of,
    some_arcs_cross,
    unit_vectors,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

EARTH_RADIUS = 6371008.7714150598
"""Metres: the mean radius (2a + b) / 3 of WGS 84, which PostGIS's sphere has."""

SHAPE_CACHE_BYTES = 8 * 1024 * 1024
PAIRS_AT_ONCE = 250_000
"""How many vertex-edge pairs are held in memory at a time (24 bytes a pair, a few times)."""

_SPHERE = pyproj.Geod(a=EARTH_RADIUS, b=EARTH_RADIUS)

LonLat: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class SphericalShape:
    """A geometry on the unit sphere.

    ``vertices`` (n, 3); ``starts`` and ``ends`` of its edges (m, 3); ``polygons`` as
    lists of rings (k, 3), the outer one first; ``landmarks`` (p, 3): a vertex of
    each part.
    """

    vertices: Vectors
    starts: Vectors
    ends: Vectors
    polygons: list[list[Vectors]]
    landmarks: Vectors


@dataclass(frozen=True)
class NearestPair:
    """The two nearest points of two shapes, and the angle between them in radians."""

    angle: float
    first: npt.NDArray[np.float64]
    second: npt.NDArray[np.float64]


def distance_on_sphere(first: bytes, second: bytes) -> float | None:
    """Metres between two geometries on the sphere; None when one is empty."""
    if is_point_blob(first) and is_point_blob(second):
        return _to_nanometre(_point_distance(point_of(first), point_of(second)))
    pair = _nearest_pair(_caches.shapes(first), _caches.shapes(second))
    return None if pair is None else _to_nanometre(pair.angle * EARTH_RADIUS)


def distance_on_spheroid(first: bytes, second: bytes) -> float | None:
    """Metres between two geometries on the SRID's ellipsoid; None when one is empty."""
    if is_point_blob(first) and is_point_blob(second):
        ends = point_of(first), point_of(second)
    else:
        pair = _nearest_pair(_caches.shapes(first), _caches.shapes(second))
        if pair is None or pair.angle == 0:
            return None if pair is None else 0.0
        ends = degrees_of(pair.first), degrees_of(pair.second)
    if any(math.isnan(number) for end in ends for number in end):
        return None
    metres: float = _geod(srid_of(first)).inv(*ends[0], *ends[1])[2]
    return _to_nanometre(metres)


def geodesic_length(
    lines: Iterable[shapely.Geometry], srid: int = 0, *, on_sphere: bool = False
) -> float:
    """Metres along lines over the Earth; a rise between two vertices adds to the way."""
    geod = _SPHERE if on_sphere else _geod(srid)
    metres = 0.0
    for line in lines:
        corners = shapely.get_coordinates(line, include_z=bool(shapely.has_z(line)))
        ways = np.asarray(geod.line_lengths(corners[:, 0], corners[:, 1]))
        rises = np.diff(corners[:, 2]) if corners.shape[1] == 3 else 0.0
        metres += float(np.hypot(ways, rises).sum())
    return metres


@lru_cache(maxsize=16)
def _geod(srid: int) -> pyproj.Geod:
    geod = pyproj.CRS.from_epsg(srid or 4326).get_geod()
    return geod or pyproj.Geod(ellps="WGS84")


def _to_nanometre(metres: float) -> float | None:
    """Rounding noise off, as PostGIS does; None for NaN."""
    return None if math.isnan(metres) else round(metres, 8)


def _point_distance(one: LonLat, other: LonLat) -> float:
    """Metres on the sphere by Vincenty's formula, sound at every distance."""
    turn = math.radians(other[0] - one[0])
    lat1, lat2 = math.radians(one[1]), math.radians(other[1])
    across = math.cos(lat2) * math.sin(turn)
    along = math.cos(lat1) * math.sin(lat2)
    along -= math.sin(lat1) * math.cos(lat2) * math.cos(turn)
    dot = math.sin(lat1) * math.sin(lat2)
    dot += math.cos(lat1) * math.cos(lat2) * math.cos(turn)
    return EARTH_RADIUS * math.atan2(math.hypot(across, along), dot)


def _shape_of(blob: bytes) -> SphericalShape:
    geometry = load(blob)
    parts = [part for part in _simple_parts(geometry) if not part.is_empty]
    polygons = [
        [
            unit_vectors(shapely.get_coordinates(ring))
            for ring in shapely.get_rings(part)
        ]
        for part in parts
        if part.geom_type == "Polygon"
    ]
    others = [
        unit_vectors(shapely.get_coordinates(part))
        for part in parts
        if part.geom_type != "Polygon"
    ]
    paths = [*chain.from_iterable(polygons), *others]
    none = np.empty((0, 3))
    return SphericalShape(
        vertices=np.concatenate([none, *paths]),
        starts=np.concatenate([none, *(path[:-1] for path in paths)]),
        ends=np.concatenate([none, *(path[1:] for path in paths)]),
        polygons=polygons,
        landmarks=np.concatenate(
            [
                none,
                *(rings[0][:1] for rings in polygons),
                *(path[:1] for path in others),
            ]
        ),
    )


def _simple_parts(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    parts = shapely.get_parts(geometry)
    while (shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT).any():
        parts = shapely.get_parts(parts)
    return list(parts)


class _Caches(threading.local):
    def __init__(self) -> None:
        self.shapes = RecentlyUsed(_shape_of, SHAPE_CACHE_BYTES)


_caches = _Caches()


def _nearest_pair(one: SphericalShape, other: SphericalShape) -> NearestPair | None:
    if len(one.vertices) == 0 or len(other.vertices) == 0:
        return None
    touching = NearestPair(0.0, one.vertices[0], one.vertices[0])
    if contains_any(one.polygons, other.landmarks) or contains_any(
        other.polygons, one.landmarks
    ):
        return touching
    if some_arcs_cross(one.starts, one.ends, other.starts, other.ends, PAIRS_AT_ONCE):
        return touching
    # To points alone nothing is nearer than what the way back finds.
    ways = [(one, other)] if len(one.starts) == 0 else [(other, one)]
    if len(one.starts) > 0 and len(other.starts) > 0:
        ways.append((one, other))
    return min(
        (_nearest_to_vertices(start.vertices, goal) for start, goal in ways),
        key=lambda pair: pair.angle,
    )


def _nearest_to_vertices(vertices: Vectors, shape: SphericalShape) -> NearestPair:
    """The nearest pair of which one is among ``vertices``."""
    # Landmarks as arcs of no length: they are all that points have.
    starts = np.concatenate([shape.starts, shape.landmarks])
    ends = np.concatenate([shape.ends, shape.landmarks])
    rows = max(1, PAIRS_AT_ONCE // len(starts))
    return min(
        (
            _nearest_among(vertices[row : row + rows], starts, ends)
            for row in range(0, len(vertices), rows)
        ),
        key=lambda pair: pair.angle,
    )


def _nearest_among(points: Vectors, starts: Vectors, ends: Vectors) -> NearestPair:
    """The nearest pair between points (n, 3) and arcs (m, 3); an arc may be a point."""
    to_start = angles_between(points[:, None], starts[None])
    to_end = angles_between(points[:, None], ends[None])
    # (s - e) x (s + e) is twice s x e, without its cancellation on short edges.
    normals = cross(starts - ends, starts + ends)
    size = np.linalg.norm(normals, axis=1, keepdims=True)
    real = size[:, 0] > 0
    normals = np.divide(normals, size, out=np.zeros_like(normals), where=size > 0)
    off = points @ normals.T - np.einsum("ij,ij->i", starts, normals)[None]
    beside = (
        (points @ cross(normals, starts).T > 0)
        & (points @ cross(normals, ends).T < 0)
        & real
    )
    to_arc = np.where(
        beside, np.arcsin(np.clip(np.abs(off), 0, 1)), np.minimum(to_start, to_end)
    )
    row, column = np.unravel_index(np.argmin(to_arc), to_arc.shape)
    point = points[row]
    if beside[row, column]:
        foot = point - off[row, column] * normals[column]
        foot = foot / np.linalg.norm(foot)
    else:
        nearer = to_start[row, column] <= to_end[row, column]
        foot = starts[column] if nearer else ends[column]
    return NearestPair(float(to_arc[row, column]), point, foot)
