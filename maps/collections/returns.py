"""Released figures of returns as a collection: the very cells that the screens show.

A hidden cell is there with its area and without its value. Columns that a released cell
gains (a breakdown, a measure) become properties by themselves.
"""

from collections.abc import Sequence
from dataclasses import replace

import shapely
from django.contrib.gis.geos import Polygon
from django.db.models import Q, QuerySet
from django.utils.functional import keep_lazy_text
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from maps.collections.areas import LEVEL_NAMES, area_extent, area_page, areas_meeting
from maps.collections.registry import (
    Collection,
    Column,
    Feature,
    Scalar,
    equals,
    overlaps,
)
from maps.enums import CellStatus, Measure, Scale
from maps.models import AdminArea, AreaOutline, Release, ReleasedCell
from maps.queries.released import public_releases

#: What every released cell has; all its other columns say whom it counts.
_FRAME = frozenset({"id", "release", "area", "parent", "status", "value"})
DIMENSIONS = tuple(
    field for field in ReleasedCell._meta.concrete_fields if field.name not in _FRAME
)
_DIMENSION_HXL = {"group": "#affected+type+code", "measure": "#indicator+type+code"}


#: The column holds figures of every measure, so that no unit belongs to all of it (an HXL
#: tool would add households to persons): the column of the measure says which each row has.
_VALUE = Column("value", _("Figure"), "integer", hxl="#indicator+num")


def public_cells() -> QuerySet[ReleasedCell]:
    """Cells of each round's public release."""
    return ReleasedCell.objects.filter(
        release__in=public_releases().order_by().values("pk")
    )


def cell_features(cells: Sequence[ReleasedCell]) -> list[Feature]:
    """Cells as features, with borders as simplified for the map. Three or four queries.

    What is told of a release and of an area is put together once, not for every cell:
    a country has a hundred thousand cells in a few thousand areas.
    """
    areas = _areas(cells)
    shapes = shapes_of({cell.area_id for cell in cells})
    found = Release.objects.select_related("round").in_bulk(
        {cell.release_id for cell in cells}
    )
    releases = {key: release_values(release) for key, release in found.items()}
    households_of = {
        key: release.report.get("threshold_households")
        for key, release in found.items()
    }
    places = {key: (_area_values(area), area_page(area)) for key, area in areas.items()}
    features = []
    for cell in cells:
        place, page = places[cell.area_id]
        parent = areas[cell.parent_id].pcode if cell.parent_id else None
        when, terms = releases[cell.release_id]
        values: dict[str, Scalar] = {
            **when,
            **place,
            **{field.name: getattr(cell, field.attname) for field in DIMENSIONS},
            "status": cell.status,
            "value": cell.value if cell.status == CellStatus.PUBLISHED else None,
            "parent": parent,
            **terms,
        }
        if cell.measure == Measure.HOUSEHOLDS:
            values["k"] = households_of[cell.release_id]
        features.append(Feature(str(cell.pk), shapes[cell.area_id], values, page))
    return features


def release_values(
    release: Release,
) -> tuple[dict[str, Scalar], dict[str, Scalar]]:
    """When it was, and on which terms: the first and the last columns."""
    when: dict[str, Scalar] = {
        "round": release.round.code,
        "date": release.round.reported_on,
    }
    terms: dict[str, Scalar] = {
        "version": release.version,
        "k": release.threshold,
        "source": release.round.display_source,
    }
    return when, terms


def _area_values(area: AdminArea) -> dict[str, Scalar]:
    return {"pcode": area.pcode, "name": area.display_name, "level": area.level}


def _areas(cells: Sequence[ReleasedCell]) -> dict[int, AdminArea]:
    """The areas of some cells and their parents, without borders."""
    keys = {cell.area_id for cell in cells}
    keys |= {cell.parent_id for cell in cells if cell.parent_id}
    return AdminArea.objects.defer("geometry", "point").in_bulk(keys)


def shapes_of(areas: set[int]) -> dict[int, shapely.Geometry]:
    """Simplified borders by area; the full ones of areas that are drawn no more."""
    shapes = {
        area: shapely.from_wkb(bytes(geometry.wkb))
        for area, geometry in AreaOutline.objects.filter(
            area__in=areas, scale=Scale.COUNTRY
        ).values_list("area", "geometry")
    }
    missing = areas - shapes.keys()
    if missing:
        shapes |= {
            area: shapely.from_wkb(bytes(geometry.wkb))
            for area, geometry in AdminArea.objects.filter(pk__in=missing).values_list(
                "pk", "geometry"
            )
        }
    return shapes


def _within(box: Polygon) -> Q:
    meeting = AdminArea.objects.filter(areas_meeting(box)).order_by()
    return Q(area__in=meeting.values("pk"))


_title = keep_lazy_text(capfirst)
_FIRST = (
    Column(
        "round", _("Round"), hxl="#round+code", where=equals("release__round__code")
    ),
    Column("date", _("Reporting date"), "date", hxl="#date+reported"),
    Column("pcode", _("P-code"), hxl="#adm+code+v_pcode", where=equals("area__pcode")),
    Column("name", _("Area"), hxl="#adm+name"),
    Column(
        "level",
        _("Level"),
        "integer",
        hxl="#adm+level",
        where=equals("area__level"),
        codes=LEVEL_NAMES,
    ),
)
_WHOM = tuple(
    Column(
        field.name,
        _title(field.verbose_name),
        hxl=_DIMENSION_HXL.get(field.name, f"#indicator+{field.name}+code"),
        where=equals(field.name),
        codes=dict(field.flatchoices),
    )
    for field in DIMENSIONS
)
_LAST = (
    Column(
        "status",
        _("Status"),
        hxl="#status+code",
        where=equals("status"),
        codes=dict(CellStatus.choices),
    ),
    _VALUE,
    Column(
        "parent",
        _("Part of, P-code"),
        hxl="#adm+code+parent+v_pcode",
        where=equals("parent__pcode"),
    ),
    Column("version", _("Version of the release"), "integer", hxl="#meta+version"),
    Column("k", _("Smallest number shown"), "integer", hxl="#meta+threshold"),
    Column("source", _("Source"), hxl="#meta+source"),
)

RETURNS = Collection(
    key="returns",
    title=_("Returnees, as released"),
    description=_(
        "Released numbers of returnees by area, group and round. Small numbers and "
        "those that would give them away are not shown: their status is hidden and "
        "they have no value. Rounds are compared, never added up; groups neither."
    ),
    geometry_type="MultiPolygon",
    columns=(*_FIRST, *_WHOM, *_LAST),
    identifier="id",
    rows=public_cells,
    features=cell_features,
    within=_within,
    during=overlaps("release__round__reported_on", "release__round__reported_on"),
    extent=area_extent,
    order=20,
)


def of_release(release: Release) -> Collection:
    """The cells of one release; without households, all its figures are of persons."""
    columns = RETURNS.columns
    if not release.cells.filter(measure=Measure.HOUSEHOLDS).exists():
        of_persons = replace(
            _VALUE, title=_("Returnees"), hxl="#affected+returnees+ind"
        )
        columns = tuple(of_persons if each is _VALUE else each for each in columns)
    return replace(RETURNS, rows=release.cells.all, columns=columns)
