"""Loaded borders by which a new file of borders is judged."""

import shapely
from shapely.geometry.base import BaseGeometry

from maps.queries.areas import current_areas


def borders_around(level: int) -> list[BaseGeometry]:
    """Borders that should hold a level's areas: the next coarser level's, else its own.

    Empty where neither is loaded.
    """
    above = (
        current_areas()
        .filter(level__lte=level)
        .order_by("-level")
        .values_list("level", flat=True)
        .distinct()
    )
    nearest = next((found for found in above if found < level), None)
    return [
        shapely.from_wkb(bytes(area.geometry.wkb))
        for area in current_areas().filter(level=level if nearest is None else nearest)
    ]
