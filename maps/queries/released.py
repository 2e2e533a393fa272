"""Figures of returns as released: what every map, table, page and export reads."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import OuterRef, QuerySet, Subquery

from maps.density import per_1000_residents, per_km2
from maps.enums import (
    Breakdown,
    CellStatus,
    Measure,
    PopulationGroup,
    ReleaseState,
)
from maps.models import AdminArea, Population, Release, ReleasedCell
from maps.queries.successions import Lineage, versions_of
from maps.queries.zones import ZoneFigure, zones_at, zones_of

#: Persons, of whatever sex and age: what maps, tables and series show.
_TOTALS = {"measure": Measure.INDIVIDUALS, "breakdown": Breakdown.ALL}


@dataclass(frozen=True)
class Part:
    """A part of a group, or its households; ``value`` is None where it is not shown."""

    label: str
    value: int | None


@dataclass(frozen=True)
class AreaFigure:
    """One area's released figure; every number is None where it is not shown.

    ``zone`` is what is shown of the area and others together, where it is not alone.
    """

    area: AdminArea
    persons: int | None
    residents: int | None
    residents_year: int | None
    zone: ZoneFigure | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether the figure is kept back to protect people."""
        return self.persons is None

    @property
    def shown_in(self) -> ZoneFigure | None:
        """The zone, where that is all that is shown of the area."""
        return self.zone if self.is_hidden else None

    @property
    def drawn(self) -> "AreaFigure | ZoneFigure":
        """What the map shows of the area: its own figure, or that of its zone."""
        return self.shown_in or self

    @property
    def drawn_codes(self) -> frozenset[str]:
        """The P-codes of all areas that share what the map shows of this one."""
        return self.shown_in.pcodes if self.shown_in else frozenset({self.area.pcode})

    @property
    def per_km2(self) -> float | None:
        """Returnees per square kilometre (equal-area)."""
        return per_km2(self.persons, self.area.area_km2)

    @property
    def per_thousand(self) -> float | None:
        """Returnees per 1,000 residents."""
        return per_1000_residents(self.persons, self.residents)


@dataclass(frozen=True)
class RoundFigure:
    """One round of an area; ``persons`` is None where they are not shown.

    Not comparable is a round from before the area's ground was divided or redrawn.
    """

    release: Release
    persons: int | None
    is_comparable: bool = True


def public_releases() -> QuerySet[Release]:
    """The newest version of each round's release, newest round first."""
    newest = (
        Release.objects.filter(round=OuterRef("round"), state=ReleaseState.PUBLISHED)
        .order_by("-version")
        .values("pk")[:1]
    )
    return (
        Release.objects.filter(pk=Subquery(newest))
        .select_related("round")
        .order_by("-round__reported_on", "-round__code")
    )


def release_for(round_code: str | None = None) -> Release | None:
    """The public release of a round, or of the newest round."""
    releases = public_releases()
    if round_code:
        if "\x00" in round_code:
            # No code has it, and PostgreSQL refuses to look.
            return None
        releases = releases.filter(round__code=round_code)
    return releases.first()


def groups_in(release: Release, *, level: int) -> list[str]:
    """Population groups that a release shows at a level, in the vocabulary's order."""
    cells = release.cells.filter(area__level=level)
    shown = set(cells.order_by().values_list("group", flat=True).distinct())
    return [group for group in PopulationGroup.values if group in shown]


def levels_in(release: Release) -> list[int]:
    """Administrative levels that a release shows, coarsest first."""
    return list(
        release.cells.order_by("area__level")
        .values_list("area__level", flat=True)
        .distinct()
    )


def figures_at(release: Release, *, level: int, group: str) -> list[AreaFigure]:
    """Every area of a level with its released figure, by P-code.

    Two queries, and two more for a release in which areas are shown together.
    """
    return figures_in_rounds([release], level=level, group=group)[release.pk]


def figures_in_rounds(
    releases: Sequence[Release],
    *,
    level: int,
    group: str,
    pcodes: Collection[str] | None = None,
) -> dict[int, list[AreaFigure]]:
    """The figures of several rounds by the key of their release, each by P-code.

    Only of areas with these codes, where ``pcodes`` are given. Two queries, and two more
    for each release in which areas are shown together.
    """
    cells = (
        ReleasedCell.objects.filter(
            release__in=releases, area__level=level, group=group, **_TOTALS
        )
        .select_related("area")
        .defer("area__geometry")
        .order_by("area__pcode")
    )
    if pcodes is not None:
        cells = cells.filter(area__pcode__in=pcodes)
    by_release: dict[int, list[ReleasedCell]] = {each.pk: [] for each in releases}
    for cell in cells:
        by_release[cell.release_id].append(cell)
    known = _residents({cell.area_id for own in by_release.values() for cell in own})
    found = {}
    for release in releases:
        year = release.round.reported_on.year
        figures = [_figure(cell, known, year) for cell in by_release[release.pk]]
        zones = zones_at(
            release,
            level=level,
            group=group,
            residents={figure.area.pk: figure.residents for figure in figures},
        )
        found[release.pk] = [
            replace(each, zone=zones.get(each.area.pk)) for each in figures
        ]
    return found


def figures_of(release: Release, area: AdminArea) -> dict[str, AreaFigure]:
    """One area's released figures by population group.

    An area that went on under another code or name is the same area.
    """

    def cells_of(areas: set[int]) -> list[ReleasedCell]:
        return list(
            release.cells.filter(area__in=areas, **_TOTALS).select_related("area")
        )

    cells = cells_of({area.pk}) or cells_of(versions_of(area))
    known = _residents({cell.area_id for cell in cells})
    figures = [_figure(cell, known, release.round.reported_on.year) for cell in cells]
    zones = zones_of(release, cells[0].area_id) if cells else {}
    return {
        cell.group: replace(figure, zone=zones.get(cell.group))
        for cell, figure in zip(cells, figures, strict=True)
    }


def parts_of(release: Release, area: AdminArea) -> dict[str, list[Part]]:
    """One area's parts by sex or age, then its households, by population group."""
    order = [*Breakdown.values]
    cells = sorted(
        release.cells.filter(area=area).exclude(**_TOTALS),
        key=lambda cell: (
            cell.measure == Measure.HOUSEHOLDS,
            order.index(cell.breakdown),
        ),
    )
    found: dict[str, list[Part]] = {}
    for cell in cells:
        found.setdefault(cell.group, []).append(Part(part_label(cell), cell.value))
    return found


def part_label(cell: ReleasedCell) -> str:
    """Which of a group a cell counts, in words; "" where it is all persons."""
    if cell.measure == Measure.HOUSEHOLDS:
        return str(Measure.HOUSEHOLDS.label)
    if cell.breakdown == Breakdown.ALL:
        return ""
    return str(Breakdown(cell.breakdown).label)


def series_of(lineage: Lineage, group: str) -> list[RoundFigure]:
    """An area's released figures round by round, oldest first.

    Continued over a merger by adding what is published of every part, and over nothing
    that divides ground. Rounds are stocks: compared, never added up.
    """
    releases = {release.pk: release for release in public_releases()}
    divided = {area for each in lineage.breaks for area in each.earlier_ids}
    shown: dict[int, dict[int, int | None]] = {}
    for cell in ReleasedCell.objects.filter(
        release__in=releases,
        area__in=divided.union(*lineage.bases),
        group=group,
        **_TOTALS,
    ):
        is_published = cell.status == CellStatus.PUBLISHED
        shown.setdefault(cell.release_id, {})[cell.area_id] = (
            cell.value if is_published else None
        )
    return [
        _round_figure(release, shown[key], lineage)
        for key, release in reversed(releases.items())
        if key in shown
    ]


def _round_figure(
    release: Release, values: dict[int, int | None], lineage: Lineage
) -> RoundFigure:
    """The sum over the areas that were this one at the time, if each is published."""
    for base in lineage.bases:
        if base <= values.keys():
            return RoundFigure(release, _sum([values[area] for area in base]))
    is_ours = any(base & values.keys() for base in lineage.bases)
    return RoundFigure(release, None, is_comparable=is_ours)


def _sum(values: list[int | None]) -> int | None:
    published = [value for value in values if value is not None]
    return sum(published) if len(published) == len(values) else None


def _residents(areas: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """Year and number of residents of each area by its key, oldest first."""
    found: dict[int, list[tuple[int, int]]] = {}
    for area_id, year, persons in (
        Population.objects.filter(area__in=areas)
        .order_by("year")
        .values_list("area_id", "year", "persons")
    ):
        found.setdefault(area_id, []).append((year, persons))
    return found


def _figure(
    cell: ReleasedCell, known: Mapping[int, list[tuple[int, int]]], year: int
) -> AreaFigure:
    """A cell with the residents of the newest year that is not after the round's."""
    before = [each for each in known.get(cell.area_id, []) if each[0] <= year]
    at, residents = before[-1] if before else (None, None)
    return AreaFigure(
        area=cell.area,
        persons=cell.value if cell.status == CellStatus.PUBLISHED else None,
        residents=residents,
        residents_year=at,
    )
