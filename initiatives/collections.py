"""Public initiatives as open data.

An initiative stands where its page draws it: near its pin, to the nearest kilometre, or
at its community's place where no pin was set. Boxes and extents are answered from those
places, so that no series of boxes finds the pin itself.
"""

import math
from collections.abc import Sequence

import shapely
from django.conf import settings
from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import Polygon
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.collections import community_extent
from communities.enums import Dimension
from initiatives import lifecycle
from initiatives.enums import Approach, Category, State
from initiatives.models import Initiative
from initiatives.models.initiatives import PUBLIC_DECIMALS
from initiatives.queries.initiatives import public_initiatives, with_progress
from maps.collections import (
    Box,
    Collection,
    Column,
    Feature,
    equals,
    overlaps,
    register,
)

_PUBLIC_STATES = {
    state: label for state, label in State.choices if state not in lifecycle.PRIVATE
}


def _features(rows: Sequence[Initiative]) -> list[Feature]:
    return [
        Feature(
            key=row.reference,
            geometry=shapely.Point(row.public_place),
            values={
                "reference": row.reference,
                "title": row.display_title,
                "state": row.state,
                "dimension": row.dimension,
                "second_dimension": row.secondary_dimension,
                "category": row.category,
                "approach": row.approach,
                "community": row.community.slug,
                "community_name": row.community.display_name,
                "pcode": row.community.area.pcode,
                "returnees": row.returnees_planned,
                "neighbours": row.neighbours_planned,
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
                "cost": getattr(row, "cost", None),
                "currency": settings.CURRENCY,
                "milestones": getattr(row, "milestones_total", None),
                "milestones_confirmed": getattr(row, "milestones_verified", None),
            },
            page=reverse("initiatives:detail", args=[row.reference]),
        )
        for row in rows
    ]


#: Steps of the grid that public places stand on, in one degree.
_STEPS = 10**PUBLIC_DECIMALS


def _within(box: Polygon) -> Q:
    """Initiatives whose public place lies in a box: whole cells round its grid points."""
    west, south, east, north = (round(side * _STEPS, 6) for side in box.extent)
    inside = Q(location__isnull=True, community__point__intersects=box)
    first_x, first_y = math.ceil(west), math.ceil(south)
    last_x, last_y = math.floor(east), math.floor(north)
    if first_x <= last_x and first_y <= last_y:
        cells = (
            (first_x - 0.5) / _STEPS,
            (first_y - 0.5) / _STEPS,
            (last_x + 0.5) / _STEPS,
            (last_y + 0.5) / _STEPS,
        )
        inside |= Q(location__intersects=Polygon.from_bbox(cells))
    return inside


def _extent() -> Box | None:
    pins = public_initiatives().aggregate(box=Extent("location"))["box"]
    boxes = [box for box in (community_extent(), pins) if box is not None]
    if not boxes:
        return None
    west, south, east, north = (
        round(best(sides), PUBLIC_DECIMALS)
        for best, sides in zip(
            (min, min, max, max), zip(*boxes, strict=True), strict=True
        )
    )
    return west, south, east, north


INITIATIVES = Collection(
    key="initiatives",
    title=_("Initiatives"),
    description=_(
        "What communities propose, do and have done, once it is public. Each stands "
        "near its place, to the nearest kilometre."
    ),
    geometry_type="Point",
    columns=(
        Column(
            "reference", _("Reference"), hxl="#activity+code", where=equals("reference")
        ),
        Column("title", _("Title"), hxl="#activity+name"),
        Column(
            "state",
            _("State"),
            hxl="#status+code",
            where=equals("state"),
            codes=_PUBLIC_STATES,
        ),
        Column(
            "dimension",
            _("Dimension"),
            hxl="#sector+dimension",
            where=equals("dimension"),
            codes=dict(Dimension.choices),
        ),
        Column(
            "second_dimension",
            _("Second dimension"),
            hxl="#sector+dimension+second",
            where=equals("secondary_dimension"),
            codes=dict(Dimension.choices),
        ),
        Column(
            "category",
            _("Kind of initiative"),
            hxl="#sector+code",
            where=equals("category"),
            codes=dict(Category.choices),
        ),
        Column(
            "approach",
            _("Approach"),
            hxl="#modality+code",
            where=equals("approach"),
            codes=dict(Approach.choices),
        ),
        Column(
            "community",
            _("Community"),
            hxl="#loc+code",
            where=equals("community__slug"),
        ),
        Column("community_name", _("Name of the community"), hxl="#loc+name"),
        Column(
            "pcode",
            _("P-code"),
            hxl="#adm+code+v_pcode",
            where=equals("community__area__pcode"),
        ),
        Column(
            "returnees",
            _("Returnees who benefit"),
            "integer",
            hxl="#targeted+returnees+ind",
        ),
        Column(
            "neighbours",
            _("Neighbours who benefit"),
            "integer",
            hxl="#targeted+host+ind",
        ),
        Column("starts_on", _("Planned start"), "date", hxl="#date+start"),
        Column("ends_on", _("Planned end"), "date", hxl="#date+end"),
        Column("cost", _("Cost"), "integer", hxl="#value+cost"),
        Column("currency", _("Currency"), hxl="#currency+code"),
        Column("milestones", _("Milestones"), "integer", hxl="#output+planned+num"),
        Column(
            "milestones_confirmed",
            _("Milestones confirmed by the community"),
            "integer",
            hxl="#output+confirmed+num",
        ),
    ),
    identifier="reference",
    rows=lambda: with_progress(public_initiatives()).select_related("community__area"),
    features=_features,
    within=_within,
    during=overlaps("starts_on", "ends_on"),
    extent=_extent,
    order=50,
)


def register_collections() -> None:
    """Add initiatives to what the site tells."""
    register(INITIATIVES)
