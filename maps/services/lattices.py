"""From areas and counts in the database to the arrays of disclosure control."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maps.disclosure import Lattice, area_lattice
from maps.models import AdminArea
from maps.models.returns import ReturnCount
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
    """The areas valid on a day. A parent is found by its code among those of the day,
    because the row that a part points to may be a later version of the same area."""
    areas = list(
        current_areas(day)
        .defer("geometry", "parent__geometry")
        .select_related("parent")
        .order_by("level", "pcode")
    )
    index = {(area.level, area.pcode): at for at, area in enumerate(areas)}
    return AreaTree(
        areas,
        [
            index.get((area.parent.level, area.parent.pcode)) if area.parent else None
            for area in areas
        ],
    )


@dataclass(frozen=True)
class RawTable:
    """Raw counts on a lattice. Confidential: never leaves the services.

    ``persons`` and ``households`` are atoms' counts (atoms,); households are −1 where
    they were not recorded. ``remainder_levels`` are levels on which counts were
    recorded without a finer place.
    """

    lattice: Lattice
    groups: list[str]
    persons: npt.NDArray[np.int64]
    households: npt.NDArray[np.int64]
    remainder_levels: list[int]


def raw_table(tree: AreaTree, counts: Sequence[ReturnCount]) -> RawTable:
    """Arrange a round's counts on the lattice of its areas and groups.

    Groups are never added up: each is a block of its own. Counts of an area version
    that is not of the tree raise KeyError.
    """
    groups = sorted({count.group for count in counts})
    row_of = {area.pk: at for at, area in enumerate(tree.areas)}
    column_of = {group: at for at, group in enumerate(groups)}
    shape = (len(tree.areas), max(len(groups), 1))
    persons = np.zeros(shape, dtype=np.int64)
    households = np.zeros(shape, dtype=np.int64)
    for count in counts:
        at = row_of[count.area_id], column_of[count.group]
        persons[at] = count.individuals
        households[at] = -1 if count.households is None else count.households
    inside = tree.has_parts
    levels = np.array(tree.levels)
    remainder_levels = sorted(set(levels[inside & persons.any(axis=1)].tolist()))
    lattice = lattice_of(tree, len(groups), remainder_levels)
    return RawTable(
        lattice,
        groups,
        lattice.atom_counts(persons),
        lattice.atom_counts(households),
        remainder_levels,
    )


def lattice_of(
    tree: AreaTree, group_count: int, remainder_levels: Sequence[int]
) -> Lattice:
    """The public structure: who adds up to whom, and where remainders may be."""
    inside = tree.has_parts
    levels = np.array(tree.levels)
    return area_lattice(
        tree.parents,
        tree.levels,
        n_groups=max(group_count, 1),
        remainders=(inside & np.isin(levels, list(remainder_levels))).tolist(),
    )
