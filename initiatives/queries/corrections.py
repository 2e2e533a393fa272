"""Corrections of the map: who sees which, and what one would change."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from django.db.models import Q, QuerySet

from communities.permissions import is_staff, own_areas
from initiatives.enums import CorrectionState
from initiatives.models import Correction
from maps.imports.geometry import area_km2
from maps.models import AdminArea
from maps.queries.areas import current_areas, within

if TYPE_CHECKING:
    from django.contrib.gis.geos import GEOSGeometry
    from shapely.geometry.base import BaseGeometry

#: Less than a hectare is the width of a pen.
_NOTHING_KM2 = 0.01


@dataclass(frozen=True)
class Change:
    """What a correction of borders would do, in km².

    ``overlaps``: neighbours of the same level with what they would share. ``orphaned``:
    ground that would belong to no area. ``outside``: ground beyond the parent.
    """

    before: float
    after: float
    overlaps: list[tuple[AdminArea, float]]
    orphaned: float
    outside: float

    @property
    def is_clean(self) -> bool:
        """Whether the new borders fit between the neighbours."""
        return not self.overlaps and not self.orphaned and not self.outside


def corrections_for(user: Any, state: str = "") -> QuerySet[Correction]:
    """Corrections that a person may read: staff all, an authority its areas'."""
    found = Correction.objects.select_related(
        "area", "community__area", "initiative__community__area", "proposed_by"
    ).defer(
        # Weigh more than all the rest; read where one correction is shown.
        "area__geometry",
        "community__area__geometry",
        "initiative__community__area__geometry",
    )
    if not is_staff(user):
        own = [area.pk for area in own_areas(user)]
        inside = within(own).values("pk")
        found = (
            found.filter(
                Q(area__in=inside)
                | Q(community__area__in=inside)
                | Q(initiative__community__area__in=inside)
                | Q(proposed_by=user)
            )
            if own
            else found.none()
        )
    if state in CorrectionState.values:
        found = found.filter(state=state)
    return found.order_by("-proposed_at", "-pk")


def neighbours_of(area: AdminArea, borders: "GEOSGeometry") -> list[AdminArea]:
    """Current areas of the same level that touch the present or the proposed borders."""
    return list(
        current_areas()
        .filter(
            Q(geometry__intersects=area.geometry) | Q(geometry__intersects=borders),
            level=area.level,
        )
        .exclude(pcode=area.pcode)
        .order_by("pcode")
    )


def change_of(correction: Correction) -> Change | None:
    """Compare proposed borders with the present ones and with the neighbours'."""
    if correction.area is None or correction.borders is None:
        return None
    area = correction.area
    old, new = _shape(area), shapely.from_wkb(bytes(correction.borders.wkb))
    neighbours = neighbours_of(area, correction.borders)
    shared = [
        (each, km2)
        for each in neighbours
        if (km2 := _km2(shapely.intersection(new, _shape(each)))) > 0
    ]
    others = shapely.union_all([new, *(_shape(each) for each in neighbours)])
    parent = area.parent
    return Change(
        before=area_km2(old),
        after=area_km2(new),
        overlaps=shared,
        orphaned=_km2(shapely.difference(old, others)),
        outside=_km2(shapely.difference(new, _shape(parent))) if parent else 0.0,
    )


def _shape(area: AdminArea) -> "BaseGeometry":
    return shapely.from_wkb(bytes(area.geometry.wkb))


def _km2(shape: "BaseGeometry") -> float:
    """The size of a remainder; what is thinner than a pen is nothing."""
    found = 0.0 if shape.is_empty else area_km2(shape)
    return found if found >= _NOTHING_KM2 else 0.0
