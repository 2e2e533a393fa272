"""Geometry in and out of text and bytes: WKT, WKB, GeoJSON, GeoHash."""

from __future__ import annotations

import json

import numpy as np
import shapely

from .blobs import Box, box_of, dump, is_empty_box, load, srid_of
from .failures import SpatialFunctionError, UnsupportedSpatialCallError
from .registry import of_geometry, sql_function

GEOHASH_LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz"
GEOHASH_FULL_LENGTH = 20
GEOJSON_BBOX, GEOJSON_SHORT_CRS, GEOJSON_CRS_UNLESS_4326 = 1, 2, 8


@sql_function("ST_GeomFromText")
def from_wkt(text: str, srid: int = 0) -> bytes:
    """A geometry out of WKT.  Raises GEOSException for what is no WKT."""
    return dump(shapely.from_wkt(text), srid)


@sql_function("ST_GeomFromWKB")
def from_wkb(blob: bytes, srid: int = 0) -> bytes:
    """A geometry out of WKB of either byte order; its own SRID stays unless told."""
    return dump(shapely.from_wkb(blob), srid or srid_of(blob))


@of_geometry("ST_AsText")
def as_wkt(geometry: shapely.Geometry) -> str:
    """WKT in PostGIS's spelling: no blank after the type, none after a comma."""
    text: str = shapely.to_wkt(geometry, rounding_precision=-1)
    text = text.replace(", ", ",")
    for kind in ("POINT", "STRING", "POLYGON", "COLLECTION"):
        text = text.replace(f"{kind} (", f"{kind}(")
    return text


@of_geometry("ST_AsBinary")
def as_wkb(geometry: shapely.Geometry) -> bytes:
    """Little-endian WKB without SRID."""
    blob: bytes = shapely.to_wkb(geometry, include_srid=False, byte_order=1)
    return blob


@sql_function("ST_AsEWKB")
def as_ewkb(blob: bytes) -> bytes:
    """Little-endian WKB with the SRID inside: what the column holds."""
    return blob


@sql_function("ST_AsGeoJSON")
def as_geojson(
    blob: bytes, digits: int = 9, options: int = GEOJSON_CRS_UNLESS_4326
) -> str:
    """GeoJSON with at most ``digits`` decimals.

    ``options`` is a sum: 1 with the bounding box, 2 with the reference system, 8 with
    the reference system unless it is EPSG:4326.
    Raises UnsupportedSpatialCallError for other options.
    """
    if options & ~(GEOJSON_BBOX | GEOJSON_SHORT_CRS | GEOJSON_CRS_UNLESS_4326):
        raise UnsupportedSpatialCallError(f"ST_AsGeoJSON: options {options}")
    geometry, srid, box = load(blob), srid_of(blob), box_of(blob)
    rounded = shapely.transform(
        geometry,
        lambda corners: np.round(corners, digits),
        include_z=bool(shapely.has_z(geometry)),
    )
    parsed = json.loads(shapely.to_geojson(rounded))
    answer = {"type": parsed.pop("type")}
    if srid and (
        options & GEOJSON_SHORT_CRS
        or (options & GEOJSON_CRS_UNLESS_4326 and srid != 4326)
    ):
        name = {"name": f"EPSG:{srid}"}
        answer["crs"] = {"type": "name", "properties": name}
    if options & GEOJSON_BBOX and not is_empty_box(box):
        answer["bbox"] = [round(side, digits) for side in box]
    return json.dumps({**answer, **parsed}, separators=(",", ":"))


@sql_function("ST_GeoHash")
def geohash(blob: bytes, length: int = 0) -> str | None:
    """The GeoHash of the middle of the bounding box; NULL for an empty geometry.

    Without a length: 20 letters for a point, else as many as hold the whole box.
    Raises SpatialFunctionError outside longitudes and latitudes in degrees.
    """
    xmin, ymin, xmax, ymax = box = box_of(blob)
    if is_empty_box(box):
        return None
    if xmin < -180 or ymin < -90 or xmax > 180 or ymax > 90:
        raise SpatialFunctionError("GeoHash needs longitudes and latitudes in degrees")
    if length <= 0 and (length := _common_length(box)) == 0:
        return ""
    bits = zip(
        _halvings((xmin + xmax) / 2, 180.0, 5 * length),
        _halvings((ymin + ymax) / 2, 90.0, 5 * length),
        strict=True,
    )
    flat = [bit for pair in bits for bit in pair][: 5 * length]
    numbers = (
        int("".join(flat[start : start + 5]), 2) for start in range(0, len(flat), 5)
    )
    return "".join(GEOHASH_LETTERS[number] for number in numbers)


def _halvings(value: float, limit: float, steps: int) -> list[str]:
    """Whether a value lies in the upper half of ±limit, of that half, and so on."""
    low, high, bits = -limit, limit, []
    for _ in range(steps):
        middle = (low + high) / 2
        above = value >= middle
        low, high = (middle, high) if above else (low, middle)
        bits.append("1" if above else "0")
    return bits


def _common_length(box: Box) -> int:
    """How many letters hold a whole box: the world is halved till an edge cuts it."""
    xmin, ymin, xmax, ymax = box
    if xmin == xmax and ymin == ymax:
        return GEOHASH_FULL_LENGTH
    halvings = 0
    across, along = (-180.0, 180.0), (-90.0, 90.0)
    while True:
        across, is_whole = _half_around(across, xmin, xmax)
        if not is_whole:
            break
        halvings += 1
        along, is_whole = _half_around(along, ymin, ymax)
        if not is_whole:
            break
        halvings += 1
    return halvings // 5


def _half_around(
    span: tuple[float, float], low: float, high: float
) -> tuple[tuple[float, float], bool]:
    """The half of a span that holds a range, and true; or the span and false."""
    middle = (span[0] + span[1]) / 2
    if low > middle:
        return (middle, span[1]), True
    if high < middle:
        return (span[0], middle), True
    return span, False
