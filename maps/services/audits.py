"""Attack a release with nothing but what is public."""

from dataclasses import dataclass

import numpy as np

from maps.disclosure import attack
from maps.enums import CellStatus
from maps.models import AdminArea, Release, ReleasedCell
from maps.services.lattices import AreaTree, lattice_of


@dataclass(frozen=True)
class Audit:
    """What an attacker finds. ``leaks`` are (level, P-code, group, lower, upper)."""

    cells: int
    hidden: int
    programmes: int
    leaks: list[tuple[int, str, str, float, float]]

    @property
    def ok(self) -> bool:
        """Whether nothing can be worked out."""
        return not self.leaks


def audit_release(release: Release) -> Audit:
    """Run the attacker on a release and all others of its round.

    Reads released cells only: it knows no more than the public does.
    """
    cells = list(release.cells.select_related("area", "parent").order_by("pk"))
    tree = _tree(cells)
    groups = sorted({cell.group for cell in cells})
    lattice = lattice_of(tree, len(groups), release.report.get("remainder_levels", []))
    row_of = {area.pk: row for row, area in enumerate(tree.areas)}
    width = max(len(groups), 1)

    def vector(shown: list[ReleasedCell]) -> np.ndarray:
        values = np.full(lattice.n_cells, np.nan)
        for cell in shown:
            listed = cell.area_id in row_of and cell.group in groups
            if listed and cell.status == CellStatus.PUBLISHED:
                column = groups.index(cell.group)
                values[row_of[cell.area_id] * width + column] = cell.value
        return values

    earlier = [
        vector(list(each.cells.all()))
        for each in release.round.releases.exclude(pk=release.pk)
    ]
    seen = attack(lattice, vector(cells), release.threshold, earlier=earlier)
    leaks = []
    for cell in seen.disclosed:
        area = tree.areas[int(lattice.cell_area[cell])]
        group = groups[int(lattice.cell_group[cell])]
        leaks.append(
            (
                area.level,
                area.pcode,
                group,
                float(seen.lower[cell]),
                float(seen.upper[cell]),
            )
        )
    hidden = sum(cell.status == CellStatus.HIDDEN for cell in cells)
    return Audit(len(cells), hidden, seen.programmes, leaks)


def _tree(cells: list[ReleasedCell]) -> AreaTree:
    """The areas of a release with the parents that they had when it was published."""
    parent_of: dict[int, AdminArea | None] = {}
    area_of: dict[int, AdminArea] = {}
    for cell in cells:
        area_of[cell.area_id] = cell.area
        parent_of[cell.area_id] = cell.parent
    areas = sorted(area_of.values(), key=lambda area: (area.level, area.pcode))
    index = {area.pk: at for at, area in enumerate(areas)}
    parents = [parent_of[area.pk] for area in areas]
    return AreaTree(
        areas, [None if parent is None else index[parent.pk] for parent in parents]
    )
