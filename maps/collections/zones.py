"""Figures of areas shown together as a collection: a feature is all of a zone's areas.

They are no rows of the areas' own collection: whoever adds that up would count people
twice, or take a zone's number for that of one area.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import shapely
from django.contrib.gis.geos import Polygon
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maps.collections.areas import area_extent, areas_meeting
from maps.collections.registry import (
    Collection,
    Column,
    Feature,
    Scalar,
    equals,
    overlaps,
)
from maps.collections.returns import DIMENSIONS, RETURNS, release_values, shapes_of
from maps.enums import CellStatus
from maps.models import AdminArea, Release, ReleasedCell, ReleasedZone
from maps.models import ReleasedZoneFigure as Figure
from maps.queries.released import public_releases

#: Between the P-codes, and the names, of a zone's areas.
SEPARATOR = "|"


def _public_figures() -> QuerySet[Figure]:
    return Figure.objects.filter(
        zone__release__in=public_releases().order_by().values("pk")
    )


def zone_features(figures: Sequence[Figure]) -> list[Feature]:
    """Figures as features, with the borders of all areas together. Five or six queries."""
    members = _members({figure.zone_id for figure in figures})
    shapes = shapes_of({area.pk for areas in members.values() for area in areas})
    around = {
        zone: _around([shapes[area.pk] for area in areas])
        for zone, areas in members.items()
    }
    zones = ReleasedZone.objects.in_bulk(members.keys())
    parents = _parents(zones, members)
    releases = Release.objects.select_related("round").in_bulk(
        {zone.release_id for zone in zones.values()}
    )
    told = {key: release_values(release) for key, release in releases.items()}
    pages = {
        key: reverse("maps:release", args=[release.round.code, release.version])
        for key, release in releases.items()
    }
    features = []
    for figure in figures:
        zone, areas = zones[figure.zone_id], members[figure.zone_id]
        when, terms = told[zone.release_id]
        values: dict[str, Scalar] = {
            **when,
            "zone": zone.number,
            "pcodes": SEPARATOR.join(area.pcode for area in areas),
            "names": SEPARATOR.join(area.display_name for area in areas),
            "level": zone.level,
            **{field.name: getattr(figure, field.attname) for field in DIMENSIONS},
            "status": figure.status,
            "value": figure.value if figure.status == CellStatus.PUBLISHED else None,
            "parent": parents[zone.pk],
            **terms,
        }
        features.append(
            Feature(str(figure.pk), around[zone.pk], values, pages[zone.release_id])
        )
    return features


def _members(zones: set[int]) -> dict[int, list[AdminArea]]:
    """The areas of each zone by P-code, without borders."""
    links = ReleasedZone.areas.through.objects.filter(releasedzone__in=zones)
    pairs = list(links.values_list("releasedzone_id", "adminarea_id"))
    areas = AdminArea.objects.defer("geometry", "point").in_bulk(
        {area for _zone, area in pairs}
    )
    found: dict[int, list[AdminArea]] = {}
    for zone, area in pairs:
        found.setdefault(zone, []).append(areas[area])
    return {
        zone: sorted(each, key=lambda area: area.pcode) for zone, each in found.items()
    }


def _parents(
    zones: Mapping[int, ReleasedZone], members: Mapping[int, Sequence[AdminArea]]
) -> dict[int, str | None]:
    """P-code of the area that a zone's sisters were part of at publication, by zone."""
    at_publication = {
        (release, area): pcode
        for release, area, pcode in ReleasedCell.objects.filter(
            release__in={zone.release_id for zone in zones.values()},
            area__in={areas[0].pk for areas in members.values()},
        )
        .values_list("release_id", "area_id", "parent__pcode")
        .distinct()
    }
    return {
        key: at_publication.get((zone.release_id, members[key][0].pk))
        for key, zone in zones.items()
    }


def _around(shapes: list[shapely.Geometry]) -> shapely.MultiPolygon:
    """One border around all of them."""
    together = shapely.union_all(shapes)
    parts = shapely.get_parts(together)
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def _within(box: Polygon) -> Q:
    meeting = AdminArea.objects.filter(areas_meeting(box)).order_by()
    zones = ReleasedZone.objects.filter(areas__in=meeting.values("pk")).order_by()
    return Q(zone__in=zones.values("pk"))


_OF_AREAS = {column.name: column for column in RETURNS.columns}
_COLUMNS = (
    replace(_OF_AREAS["round"], where=equals("zone__release__round__code")),
    _OF_AREAS["date"],
    Column("zone", _("Zone"), "integer", hxl="#loc+code+zone"),
    Column("pcodes", _("P-codes"), hxl="#adm+code+v_pcode+list"),
    Column("names", _("Areas"), hxl="#adm+name+list"),
    replace(_OF_AREAS["level"], where=equals("zone__level")),
    *(_OF_AREAS[field.name] for field in DIMENSIONS),
    _OF_AREAS["status"],
    _OF_AREAS["value"],
    replace(_OF_AREAS["parent"], where=None),
    *(_OF_AREAS[name] for name in ("version", "k", "source")),
)
ZONES = Collection(
    key="zones",
    title=_("Areas shown together"),
    description=_(
        "Released numbers of returnees of neighbouring areas that are too small to be "
        "shown alone: one number for all of them. Each of these areas stands as hidden "
        "among the returnees by area, and its people are in the number here."
    ),
    geometry_type="MultiPolygon",
    columns=_COLUMNS,
    identifier="id",
    rows=_public_figures,
    features=zone_features,
    within=_within,
    during=overlaps(
        "zone__release__round__reported_on", "zone__release__round__reported_on"
    ),
    extent=area_extent,
    order=25,
)


def zones_of_release(release: Release) -> Collection:
    """The zones of one release."""
    return replace(ZONES, rows=lambda: Figure.objects.filter(zone__release=release))
