"""Two releases side by side: computed from what each of them shows, nothing else."""

from dataclasses import dataclass

from maps.enums import CellStatus, PopulationGroup
from maps.models import AdminArea, Release, ReleasedCell

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
class Difference:
    """One place and group in both releases; a value is None where it is hidden."""

    area: AdminArea
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
class Comparison:
    """What two releases have in common and where they differ."""

    first: Release
    second: Release
    levels: list[LevelComparison]
    differences: list[Difference]
    missing: int


def compare_releases(first: Release, second: Release) -> Comparison:
    """Compare place by place and group by group. Two queries.

    ``differences`` are those places where something shown differs, coarsest first;
    ``missing`` counts what only one of them is about.
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
            differences.append(Difference(after.area, after.group, value, later))
    levels = [
        LevelComparison(level, both, only_first, only_second, neither, changed)
        for level, (both, only_first, only_second, neither, changed) in sorted(
            counted.items()
        )
    ]
    missing = len(one.keys() ^ other.keys())
    return Comparison(first, second, levels, differences, missing)


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
