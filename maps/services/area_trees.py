"""The areas of a day as a tree: who adds up to whom."""

import datetime
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from maps.imports.containment import parents_by_containment
from maps.models import AdminArea
from maps.queries.areas import current_areas


@dataclass(frozen=True)
class AreaTree:
    """Areas as a tree: ``parents[i]`` is the index of the parent of ``areas[i]``."""

    areas: list[AdminArea]
    parents: list[int | None]

    @property
    def levels(self) -> list[int]:
        """Administrative level of each area."""
        return [area.level for area in self.areas]

    @property
    def has_parts(self) -> npt.NDArray[np.bool_]:
        """Whether each area has areas inside it."""
        inside = np.zeros(len(self.areas), dtype=np.bool_)
        inside[[parent for parent in self.parents if parent is not None]] = True
        return inside


def tree_on(day: datetime.date) -> AreaTree:
    """The areas valid on a day.

    The row that a part points to may be a later or an earlier version of the area that
    held it on the day: that one is found by its code, and where borders were drawn anew
    since, by what lies in what. A part without its whole would be missing in its total.
    """
    areas = list(
        current_areas(day)
        .defer("geometry", "parent__geometry")
        .select_related("parent")
        .order_by("level", "pcode")
    )
    index = {(area.level, area.pcode): at for at, area in enumerate(areas)}
    parents: list[int | None] = [None] * len(areas)
    strays: dict[int, list[int]] = {}
    for at, area in enumerate(areas):
        if area.parent is None:
            continue
        held_by = index.get((area.parent.level, area.parent.pcode))
        if held_by is None:
            strays.setdefault(area.parent.level, []).append(at)
        parents[at] = held_by
    for level, those in strays.items():
        wholes = [at for at, area in enumerate(areas) if area.level == level]
        found = parents_by_containment(_shapes(areas, those), _shapes(areas, wholes))
        for at, held_by in found.parents.items():
            parents[at] = held_by
    return AreaTree(areas, parents)


def _shapes(areas: list[AdminArea], places: list[int]) -> dict[int, shapely.Geometry]:
    """Borders of the areas at these places of the list. One query."""
    at = {areas[place].pk: place for place in places}
    return {
        at[pk]: shapely.from_wkb(bytes(geometry.wkb))
        for pk, geometry in AdminArea.objects.filter(pk__in=at).values_list(
            "pk", "geometry"
        )
    }
