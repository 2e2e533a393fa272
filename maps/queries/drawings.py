"""Borders to draw, each with its code and name, and the version they have."""

import hashlib
from dataclasses import dataclass

import shapely
from django.core.cache import cache

from maps.enums import Scale
from maps.queries.areas import outlines

_A_MINUTE = 60


@dataclass(frozen=True)
class Shape:
    """One place to draw: its code, its name, its borders, and where its label stands.

    Coordinates are degrees of EPSG:4326.
    """

    code: str
    name: str
    geometry: shapely.Geometry
    label_at: tuple[float, float]


def area_shapes(level: int, scale: Scale) -> list[Shape]:
    """The current areas of a level at one scale, by P-code. One query."""
    return [
        Shape(
            code=outline.area.pcode,
            name=outline.area.display_name,
            geometry=shapely.from_wkb(bytes(outline.geometry.wkb)),
            label_at=(outline.area.point.x, outline.area.point.y),
        )
        for outline in outlines(level, scale).defer("area__geometry")
    ]


def borders_version(level: int) -> str:
    """A short name for the borders and names of a level as they stand.

    It is part of an address whose content never changes. Names are part of it because
    editors correct them without redrawing borders.
    """
    key = f"borders:{level}"
    found: str | None = cache.get(key)
    if found is None:
        rows = outlines(level, Scale.COUNTRY).values_list(
            "pk", "area__pcode", "area__name", "area__names"
        )
        found = hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:12]
        cache.set(key, found, _A_MINUTE)
    return found
