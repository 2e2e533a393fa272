"""In which areas an area lies: the columns by which tables of places are joined (HXL)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.collections import Column
from maps.enums import AreaLevel
from maps.models import AdminArea, Release

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from maps.collections import Scalar


@dataclass(frozen=True)
class Lineage:
    """For each P-code, code and name of the areas around it and of itself, by level."""

    levels: tuple[int, ...]
    around: Mapping[str, Mapping[int, tuple[str, str]]]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Code and name for each level in use: ``adm1_pcode``, ``adm1_name`` …"""
        return tuple(
            column
            for level in self.levels
            for column in (
                Column(
                    f"adm{level}_pcode",
                    f"{AreaLevel(level).label} P-code",
                    hxl=f"{_tag(level)}+code+v_pcode",
                ),
                Column(
                    f"adm{level}_name",
                    AreaLevel(level).label,
                    hxl=f"{_tag(level)}+name",
                ),
            )
        )

    def values(self, pcode: object) -> "dict[str, Scalar]":
        """What stands in those columns for an area; None below its own level."""
        around = self.around.get(str(pcode), {})
        found: dict[str, Scalar] = {}
        for level in self.levels:
            code, name = around.get(level, (None, None))
            found[f"adm{level}_pcode"] = code
            found[f"adm{level}_name"] = name
        return found


def lineage() -> Lineage:
    """The newest version of every area."""
    return _lineage(_areas().order_by("valid_on", "pk"), {})


def lineage_of_release(release: Release) -> Lineage:
    """The areas of a release with the parents that they had when it was published."""
    parents = dict(release.cells.values_list("area", "parent").distinct())
    return _lineage(_areas().filter(pk__in=parents), parents)


def _areas() -> "QuerySet[AdminArea]":
    return AdminArea.objects.only("pcode", "name", "names", "level", "parent")


def _lineage(areas: Iterable[AdminArea], parents: Mapping[int, int | None]) -> Lineage:
    known = {area.pk: area for area in areas}
    around: dict[str, dict[int, tuple[str, str]]] = {}
    for area in known.values():
        chain: dict[int, tuple[str, str]] = {}
        step: AdminArea | None = area
        # A parent is on a coarser level: the walk ends.
        while step is not None and step.level not in chain:
            chain[step.level] = step.pcode, step.display_name
            above = parents.get(step.pk, step.parent_id)
            step = known.get(above) if above is not None else None
        around[area.pcode] = chain
    levels = tuple(sorted({area.level for area in known.values()}))
    return Lineage(levels, around)


def _tag(level: int) -> str:
    return "#country" if level == AreaLevel.COUNTRY else f"#adm{level}"
