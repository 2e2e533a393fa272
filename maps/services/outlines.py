"""Simplify a level's borders together, once for each scale."""

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction

from maps.enums import SRID, Scale
from maps.models import AdminArea, AreaOutline
from maps.queries.areas import current_areas

#: How many of the smallest visible steps fit across all areas, by scale: about two
#: pixels of a phone's screen at the zoom for which the scale is meant.
_STEPS = {Scale.COUNTRY: 1_000, Scale.REGION: 5_000, Scale.LOCAL: 25_000}


@transaction.atomic
def redraw_outlines(level: int) -> int:
    """Draw every current area of a level anew at three scales; return how many.

    The *coverage* is simplified, not each area: shared borders stay shared, so that
    no gaps open between neighbours.
    """
    areas: list[AdminArea] = list(current_areas().filter(level=level).order_by("pk"))
    AreaOutline.objects.filter(area__level=level).delete()
    if not areas:
        return 0
    shapes = np.array([shapely.from_wkb(bytes(a.geometry.wkb)) for a in areas])
    west, south, east, north = shapely.total_bounds(shapes)
    extent = max(east - west, north - south)
    drawn = []
    for scale, steps in _STEPS.items():
        simple = shapely.coverage_simplify(shapes, extent / steps)
        drawn.extend(
            AreaOutline(area=area, scale=scale, geometry=_usable(thin, full))
            for area, thin, full in zip(areas, simple, shapes, strict=True)
        )
    AreaOutline.objects.bulk_create(drawn)
    return len(drawn)


def _usable(thin: shapely.Geometry | None, full: shapely.Geometry) -> MultiPolygon:
    """The simplified shape, or the full one where simplifying left nothing."""
    gone = thin is None or thin.is_empty or thin.area == 0
    return as_multipolygon(full if gone else thin)


def as_multipolygon(shape: shapely.Geometry) -> MultiPolygon:
    """A shapely polygon or multipolygon as GeoDjango stores it."""
    geometry = GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=SRID)
    if isinstance(geometry, MultiPolygon):
        return geometry
    return MultiPolygon(geometry, srid=SRID)
