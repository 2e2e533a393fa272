"""Administrative areas as a collection: every version of every area, with its borders."""

from collections.abc import Sequence

import shapely
from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import Polygon
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maps.collections.registry import (
    Box,
    Collection,
    Column,
    Feature,
    equals,
    overlaps,
)
from maps.enums import AreaLevel
from maps.models import AdminArea

LEVEL_NAMES = dict(AreaLevel.choices)


def area_extent() -> Box | None:
    """The box around all areas."""
    found: Box | None = AdminArea.objects.aggregate(box=Extent("geometry"))["box"]
    return found


def areas_meeting(box: Polygon) -> Q:
    """Areas whose borders meet a box."""
    return Q(geometry__intersects=box)


def area_page(area: AdminArea) -> str:
    """The page of an area as it stands today; past borders have none."""
    if area.valid_to and area.valid_to <= timezone.localdate():
        return ""
    return reverse("maps:area", args=[area.pcode])


def _features(areas: Sequence[AdminArea]) -> list[Feature]:
    return [
        Feature(
            key=str(area.pk),
            geometry=shapely.from_wkb(bytes(area.geometry.wkb)),
            values={
                "pcode": area.pcode,
                "name": area.display_name,
                "level": area.level,
                "parent": area.parent.pcode if area.parent else None,
                "area_km2": round(area.area_km2, 3),
                "valid_on": area.valid_on,
                "valid_to": area.valid_to,
                "source": area.source,
            },
            page=area_page(area),
        )
        for area in areas
    ]


AREAS = Collection(
    key="areas",
    title=_("Areas"),
    description=_(
        "Administrative areas with their borders. Each version of an area stands by "
        "itself: ask with a date for the borders of that day, and with a level for "
        "regions, districts or wards alone."
    ),
    geometry_type="MultiPolygon",
    columns=(
        Column("pcode", _("P-code"), hxl="#adm+code+v_pcode", where=equals("pcode")),
        Column("name", _("Name"), hxl="#adm+name"),
        Column(
            "level",
            _("Level"),
            "integer",
            hxl="#adm+level",
            where=equals("level"),
            codes=LEVEL_NAMES,
        ),
        Column(
            "parent",
            _("Part of, P-code"),
            hxl="#adm+code+parent+v_pcode",
            where=equals("parent__pcode"),
        ),
        Column("area_km2", _("Area in km²"), "number", hxl="#indicator+area_km2+num"),
        Column("valid_on", _("Valid from"), "date", hxl="#date+start"),
        Column("valid_to", _("Valid to"), "date", hxl="#date+end"),
        Column("source", _("Source"), hxl="#meta+source"),
    ),
    identifier="id",
    rows=lambda: AdminArea.objects.select_related("parent").defer("parent__geometry"),
    features=_features,
    within=areas_meeting,
    during=overlaps("valid_on", "valid_to", end_counts=False),
    extent=area_extent,
    order=10,
)
