"""Areas shown together, as released: one figure for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.db.models import Prefetch, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from maps.density import per_1000_residents, per_km2
from maps.enums import Breakdown, CellStatus, Measure
from maps.models import AdminArea, Release, ReleasedZoneFigure


@dataclass(frozen=True)
class ZoneFigure:
    """The released figure of areas shown together; residents None unless all known."""

    areas: tuple[AdminArea, ...]
    persons: int
    residents: int | None = None

    @property
    def per_km2(self) -> float | None:
        """Returnees per square kilometre of all the areas (equal-area)."""
        return per_km2(self.persons, sum(area.area_km2 for area in self.areas))

    @property
    def per_thousand(self) -> float | None:
        """Returnees per 1,000 residents of all the areas."""
        return per_1000_residents(self.persons, self.residents)

    @property
    def pcodes(self) -> frozenset[str]:
        """Which areas they are, whatever version of their borders."""
        return frozenset(area.pcode for area in self.areas)

    @property
    def names(self) -> str:
        """All the areas, in words."""
        return get_text_list([area.display_name for area in self.areas], _("and"))

    def others(self, area: AdminArea) -> str:
        """The areas but one, in words."""
        rest = [each.display_name for each in self.areas if each.pk != area.pk]
        return get_text_list(rest, _("and"))


def zones_at(
    release: Release, *, level: int, group: str, residents: Mapping[int, int | None]
) -> dict[int, ZoneFigure]:
    """The zone of each area of a level that is shown with others. Two queries, or none.

    ``residents`` are known of each area by its key.
    """
    if not _has_zones(release):
        return {}
    found = {}
    for figure in _totals(release).filter(zone__level=level, group=group):
        areas = tuple(figure.zone.areas.all())
        known = [
            number for area in areas if (number := residents.get(area.pk)) is not None
        ]
        everybody = sum(known) if len(known) == len(areas) else None
        zone = _read(figure, everybody)
        found |= dict.fromkeys((area.pk for area in areas), zone)
    return found


def zones_of(release: Release, area: int) -> dict[str, ZoneFigure]:
    """The zones that an area (its key) is shown in, by population group."""
    if not _has_zones(release):
        return {}
    return {
        figure.group: _read(figure)
        for figure in _totals(release).filter(zone__areas=area)
    }


def zones_in(release: Release) -> list[tuple[str, ZoneFigure]]:
    """Every zone's figures, by population group, in the order of the zones."""
    if not _has_zones(release):
        return []
    return [
        (figure.group, _read(figure))
        for figure in _totals(release).order_by("zone__number", "group")
    ]


def _read(figure: ReleasedZoneFigure, residents: int | None = None) -> ZoneFigure:
    """A published figure, which always has its value (database constraint)."""
    return ZoneFigure(
        tuple(figure.zone.areas.all()), cast("int", figure.value), residents
    )


def _has_zones(release: Release) -> bool:
    return bool(release.report.get("zones"))


def _totals(release: Release) -> QuerySet[ReleasedZoneFigure]:
    areas = AdminArea.objects.defer("geometry", "point").order_by("pcode")
    return (
        ReleasedZoneFigure.objects.filter(
            zone__release=release,
            status=CellStatus.PUBLISHED,
            measure=Measure.INDIVIDUALS,
            breakdown=Breakdown.ALL,
        )
        .select_related("zone")
        .prefetch_related(Prefetch("zone__areas", areas))
    )
