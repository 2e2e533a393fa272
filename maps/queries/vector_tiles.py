"""Borders as vector tiles out of PostGIS, where a level has more areas than one file."""

from django.conf import settings
from django.contrib.gis.db.models import Extent
from django.core.cache import cache
from django.db import connection

from maps.enums import Scale
from maps.queries.areas import current_areas, outlines
from maps.queries.drawings import borders_version

#: Pixels of all areas side by side up to which a scale is fine enough.
_PIXELS = {Scale.COUNTRY: 1_500, Scale.REGION: 7_500}
_TILE = 512
_WORLD_METRES = 40_075_016.68557849
_A_MINUTE = 60
_A_WEEK = 7 * 86_400

_SQL = """
WITH tile AS (SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS box),
drawn AS (
    SELECT area.pcode AS code,
           COALESCE(NULLIF(area.names ->> %(language)s, ''), area.name) AS name,
           (ST_X(middle.at) / %(world)s + 0.5)::text || ' '
               || (0.5 - ST_Y(middle.at) / %(world)s)::text AS label,
           ST_AsMVTGeom(
               ST_Transform(outline.geometry, 3857), tile.box, 4096, 64, true
           ) AS shape
    FROM maps_areaoutline outline
    JOIN maps_adminarea area ON area.id = outline.area_id
    CROSS JOIN tile
    CROSS JOIN LATERAL (SELECT ST_Transform(area.point, 3857) AS at) middle
    WHERE outline.scale = %(scale)s
      AND area.id = ANY(%(areas)s)
      AND outline.geometry && ST_Transform(tile.box, 4326)
)
SELECT ST_AsMVT(drawn, 'areas', 4096, 'shape') FROM drawn WHERE shape IS NOT NULL
"""


def is_tiled(level: int) -> bool:
    """Whether a level is drawn from tiles: many areas, and a database that cuts them."""
    if connection.vendor != "postgresql":
        return False
    key = f"area-count:{level}"
    count: int | None = cache.get(key)
    if count is None:
        count = current_areas().filter(level=level).count()
        cache.set(key, count, _A_MINUTE)
    return count > settings.VECTOR_TILES_ABOVE


def area_tile(level: int, z: int, x: int, y: int, *, language: str) -> bytes:
    """One tile (Mapbox Vector Tile 2): code, name and label of each area, no figure.

    The label stands where ``label`` says: x and y in the Mercator world from 0 to 1.
    """
    areas = list(
        current_areas().filter(level=level).values_list("pk", flat=True).order_by()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                "z": z,
                "x": x,
                "y": y,
                "language": language,
                "world": _WORLD_METRES,
                "scale": _scale(level, z),
                "areas": areas,
            },
        )
        return bytes(cursor.fetchone()[0])


def _scale(level: int, z: int) -> Scale:
    pixels = _extent(level) / 360 * _TILE * 2**z
    return next(
        (scale for scale, most in _PIXELS.items() if pixels <= most), Scale.LOCAL
    )


def _extent(level: int) -> float:
    """How wide or high all areas of a level are together, in degrees."""
    key = f"extent:{level}:{borders_version(level)}"
    found: float | None = cache.get(key)
    if found is None:
        box = outlines(level, Scale.COUNTRY).aggregate(box=Extent("geometry"))["box"]
        west, south, east, north = box or (0.0, 0.0, 1.0, 1.0)
        found = max(east - west, north - south)
        cache.set(key, found, _A_WEEK)
    return found
