"""Two releases side by side: computed from what each of them shows, nothing else."""

from dataclasses import dataclass

from maps.enums import CellStatus, PopulationGroup
from maps.models import AdminArea, Release, ReleasedCell
from maps.queries.released import part_label
from maps.queries.zones import ZoneFigure, zones_in

#: Level and P-code, not the area's key (borders may have a new version between rounds),
#: then whatever else says whom a cell counts.
Place = tuple[int, str, tuple[str, ...]]
_FRAME = frozenset({"id", "release", "area", "parent", "status", "value"})
_WHOM = [
    field.attname
    for field in ReleasedCell._meta.concrete_fields
    if field.name not in _FRAME
]


@dataclass(frozen=True)
class LevelComparison:
    """How many figures of one level each release shows.

    ``only_first`` are shown by the first and hidden by the second; ``changed`` are shown
    by both with another value.
    """

    level: int
    both: int
    only_first: int
    only_second: int
    neither: int
    changed: int


@dataclass(frozen=True)
class TwoFigures:
    """What each release shows of a group; None where it shows nothing."""

    group: str
    first: int | None
    second: int | None

    @property
    def group_label(self) -> str:
        """The population group in words."""
        return str(PopulationGroup(self.group).label)

    @property
    def change(self) -> int | None:
        """Second less first, where both are shown."""
        if self.first is None or self.second is None:
            return None
        return self.second - self.first


@dataclass(frozen=True)
class Difference(TwoFigures):
    """One place and group in both releases; a value is None where it is hidden.

    ``part`` says which of a group is meant, in words: its households, or those of a sex
    or an age; "" where it is all of them.
    """

    area: AdminArea
    part: str = ""


@dataclass(frozen=True)
class ZoneDifference(TwoFigures):
    """Areas shown together; a value is None where a release does not show them so."""

    names: str


@dataclass(frozen=True)
class Comparison:
    """What two releases have in common and where they differ."""

    first: Release
    second: Release
    levels: list[LevelComparison]
    differences: list[Difference]
    missing: int
    zones: list[ZoneDifference]


def compare_releases(first: Release, second: Release) -> Comparison:
    """Compare place by place and group by group. Two queries, two more for zones.

    ``differences`` are those places where something shown differs, coarsest first;
    ``missing`` counts what only one of them is about; ``zones`` are all areas shown
    together, for they are few and stand for many.
    """
    one, other = _cells(first), _cells(second)
    common = sorted(one.keys() & other.keys())
    counted: dict[int, list[int]] = {}
    differences = []
    for place in common:
        before, after = one[place], other[place]
        value, later = _shown(before), _shown(after)
        kinds = counted.setdefault(place[0], [0, 0, 0, 0, 0])
        kinds[(value is None) * 2 + (later is None)] += 1
        if value != later:
            kinds[4] += value is not None and later is not None
            differences.append(
                Difference(after.group, value, later, after.area, part_label(after))
            )
    levels = [
        LevelComparison(level, both, only_first, only_second, neither, changed)
        for level, (both, only_first, only_second, neither, changed) in sorted(
            counted.items()
        )
    ]
    missing = len(one.keys() ^ other.keys())
    zones = _zone_differences(first, second)
    return Comparison(first, second, levels, differences, missing, zones)


def _zone_differences(first: Release, second: Release) -> list[ZoneDifference]:
    """In the order of the second, then what only the first has."""
    before, after = _zones(first), _zones(second)
    return [
        ZoneDifference(
            key[0],
            before[key].persons if key in before else None,
            after[key].persons if key in after else None,
            (after.get(key) or before[key]).names,
        )
        for key in {**after, **before}
    ]


def _zones(release: Release) -> dict[tuple[str, frozenset[str]], ZoneFigure]:
    return {(group, zone.pcodes): zone for group, zone in zones_in(release)}


def _cells(release: Release) -> dict[Place, ReleasedCell]:
    cells = release.cells.select_related("area").defer("area__geometry")
    return {
        (
            cell.area.level,
            cell.area.pcode,
            tuple(str(getattr(cell, name)) for name in _WHOM),
        ): cell
        for cell in cells
    }


def _shown(cell: ReleasedCell) -> int | None:
    return cell.value if cell.status == CellStatus.PUBLISHED else None
