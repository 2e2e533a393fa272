"""Borders made fit to store: EPSG:4326, valid, flat, MultiPolygon; and their area."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from shapely.geometry import MultiPolygon, Polygon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

STORED_CRS = "EPSG:4326"
#: Equal-area grid between 86° S and 86° N; OCHA's choice for densities.
EQUAL_AREA_CRS = "EPSG:6933"

#: Rounding at the antimeridian and the poles, about 10 cm.
_TOLERANCE = 1e-6
#: Decimals of a degree that are kept: 0.1 mm on the ground.
_DECIMALS = 9


class UnusableGeometryError(ValueError):
    """Geometry that cannot become borders; ``reason`` is a short code.

    Reasons: ``empty``, ``kind`` (points or lines), ``range``, ``swapped``,
    ``collapsed`` (nothing with an area is left after repair).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Borders:
    """Borders fit to store, and what was done to make them so.

    ``repaired`` says in GEOS's words what was invalid, without the coordinates;
    empty when nothing was.
    """

    geometry: MultiPolygon
    area_km2: float
    repaired: str = ""


def borders_of(geometry: BaseGeometry | None, crs: CRS) -> Borders:
    """Turn one feature's geometry into storable borders.

    :param geometry: polygonal, in ``crs``; Z and M are dropped.
    :raises UnusableGeometryError: see there.
    """
    if geometry is None or geometry.is_empty:
        raise UnusableGeometryError("empty")
    flat = shapely.force_2d(geometry)
    if not _is_polygonal(flat):
        raise UnusableGeometryError("kind")
    degrees = _to_degrees(flat, crs)
    try:
        polygons, repaired = _repaired(degrees)
        usable = polygons.is_valid and not polygons.is_empty
    except shapely.errors.GEOSException as error:
        # GEOS gives up on some rings that fold back on themselves.
        raise UnusableGeometryError("collapsed") from error
    area = area_km2(polygons) if usable else 0
    if area <= 0:
        raise UnusableGeometryError("collapsed")
    return Borders(polygons, area, repaired)


def _repaired(degrees: BaseGeometry) -> tuple[MultiPolygon, str]:
    """Valid polygons, and in GEOS's words what was invalid ("" when nothing was)."""
    repaired = ""
    if not degrees.is_valid:
        repaired = shapely.is_valid_reason(degrees).split("[")[0]
        degrees = shapely.make_valid(degrees, method="structure", keep_collapsed=False)
    polygons = _polygons(degrees)
    if not polygons.is_valid:
        # Repair by structure can leave two parts that share an edge.
        polygons = _union(list(polygons.geoms))
    return polygons, repaired


def snapped(geometry: BaseGeometry) -> BaseGeometry:
    """Degrees to a tenth of a millimetre: what is finer is noise, and breaks GEOS."""
    return shapely.transform(geometry, lambda points: np.round(points, _DECIMALS))


def on_equal_area(geometries: Sequence[BaseGeometry]) -> Any:
    """Borders in EPSG:4326 put on EPSG:6933, in metres; an array of geometries."""
    return shapely.transform(
        np.asarray(geometries, dtype=object),
        _transformer(STORED_CRS, EQUAL_AREA_CRS),
    )


def area_km2(geometry: BaseGeometry) -> float:
    """Area in km² of borders in EPSG:4326, measured on EPSG:6933."""
    projected = shapely.transform(geometry, _transformer(STORED_CRS, EQUAL_AREA_CRS))
    return float(shapely.area(projected)) / 1e6


def _is_polygonal(geometry: BaseGeometry) -> bool:
    return any(
        part.geom_type in ("Polygon", "MultiPolygon")
        for part in getattr(geometry, "geoms", [geometry])
    )


def _polygons(geometry: BaseGeometry) -> MultiPolygon:
    """The polygons of a geometry or (nested) collection, as one MultiPolygon."""
    if isinstance(geometry, Polygon):
        return MultiPolygon([geometry] if not geometry.is_empty else [])
    if isinstance(geometry, MultiPolygon):
        return geometry
    parts = shapely.get_parts(shapely.get_parts(geometry))
    polygons = [part for part in parts if isinstance(part, Polygon)]
    return MultiPolygon(polygons) if len(polygons) < 2 else _union(polygons)


def _union(polygons: list[Polygon]) -> MultiPolygon:
    merged = shapely.union_all(polygons)
    return merged if isinstance(merged, MultiPolygon) else MultiPolygon([merged])


def _to_degrees(geometry: BaseGeometry, crs: CRS) -> BaseGeometry:
    if crs != CRS(STORED_CRS):
        try:
            geometry = shapely.transform(geometry, _transformer(crs, STORED_CRS))
        except ProjError as error:
            raise UnusableGeometryError("range") from error
    xy = shapely.get_coordinates(geometry)
    if not np.isfinite(xy).all():
        raise UnusableGeometryError("range")
    beyond_x = float(np.abs(xy[:, 0]).max()) > 180 + _TOLERANCE
    beyond_y = float(np.abs(xy[:, 1]).max()) > 90 + _TOLERANCE
    if beyond_y and not beyond_x and float(np.abs(xy[:, 0]).max()) <= 90 + _TOLERANCE:
        within = float(np.abs(xy[:, 1]).max()) <= 180 + _TOLERANCE
        raise UnusableGeometryError("swapped" if within else "range")
    if beyond_x or beyond_y:
        raise UnusableGeometryError("range")
    return snapped(geometry)


@cache
def _transformer(source: Any, target: str) -> Any:
    """A function from an (n, 2) array of x, y in ``source`` to one in ``target``."""
    project = Transformer.from_crs(source, target, always_xy=True)

    def transform(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(project.transform(xy[:, 0], xy[:, 1], errcheck=True))

    return transform
