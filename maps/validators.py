"""Shapes that people draw or paste: read them, or say what is wrong with them."""

import json
from typing import Any

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maps.enums import SRID

#: How far longitudes and latitudes reach, in degrees.
_EAST, _NORTH = 180.0, 90.0


def geometry_from_geojson(text: str, kind: str) -> GEOSGeometry:
    """Read GeoJSON text as a geometry of ``kind`` ("Point", "MultiPolygon", "Geometry").

    A lone Polygon is taken for a MultiPolygon of one part, a Feature for its geometry.
    Raises ValidationError that says what is wrong and what to do.
    """
    shape = _shape(text)
    geometry = _geometry(shape)
    if kind == "MultiPolygon" and geometry.geom_type == "Polygon":
        geometry = MultiPolygon(geometry, srid=SRID)
    if kind not in ("Geometry", geometry.geom_type):
        raise ValidationError(
            _("A %(wanted)s is needed here, and this is a %(found)s."),
            code="wrong_kind",
            params={"wanted": kind, "found": geometry.geom_type},
        )
    _check_place(geometry)
    return geometry


def _shape(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ValidationError(
            _(
                "This text is not GeoJSON: it breaks off or has a wrong character at "
                "position %(position)s. Draw the shape on the map, or paste it again."
            ),
            code="not_json",
            params={"position": getattr(error, "pos", 0) + 1},
        ) from error
    except RecursionError as error:
        raise _not_a_shape() from error
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict) or "coordinates" not in found:
        raise _not_a_shape()
    return {"type": found.get("type"), "coordinates": found["coordinates"]}


def _not_a_shape() -> ValidationError:
    return ValidationError(
        _(
            "This text holds no shape. GeoJSON has a type and coordinates, such as "
            '{"type": "Point", "coordinates": [36.5, 33.5]}.'
        ),
        code="not_a_shape",
    )


def _geometry(shape: dict[str, Any]) -> GEOSGeometry:
    try:
        geometry = GEOSGeometry(json.dumps(shape))
    except (GDALException, GEOSException, ValueError, TypeError) as error:
        raise _not_a_shape() from error
    if geometry.empty:
        raise ValidationError(
            _("This shape is empty. Draw it on the map."), code="empty"
        )
    if geometry.hasz:
        raise ValidationError(
            _("This shape has heights. Leave them out: longitude and latitude only."),
            code="heights",
        )
    geometry.srid = SRID
    return geometry


def _check_place(geometry: GEOSGeometry) -> None:
    west, south, east, north = geometry.extent
    if west < -_EAST or east > _EAST or south < -_NORTH or north > _NORTH:
        raise ValidationError(
            _(
                "These coordinates are outside the Earth: longitude comes first, then "
                "latitude, both in degrees."
            ),
            code="outside",
        )
    if not geometry.valid:
        raise ValidationError(
            _("The line crosses itself or a hole leaves its shape (%(reason)s)."),
            code="crosses_itself",
            params={"reason": geometry.valid_reason},
        )
