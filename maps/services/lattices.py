"""From areas and counts in the database to the arrays of disclosure control."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from maps.disclosure import (
    Lattice,
    area_lattice,
    merge_areas,
    remember_zones,
    with_households,
)
from maps.enums import Breakdown, Measure, whole_coding
from maps.models import AdminArea
from maps.services.area_trees import AreaTree
from maps.services.raw_counts import RawCount

#: Areas shown together, by their place in the tree, in order.
Zone = tuple[int, ...]


@dataclass(frozen=True)
class Column:
    """What a figure counts, beside its area."""

    group: str
    breakdown: str = Breakdown.ALL
    measure: str = Measure.INDIVIDUALS


@dataclass(frozen=True)
class Structure:
    """What everybody may know of a release's lattice: who adds up to whom, and how.

    ``parts`` are the codes that each group is broken down by (none for most), shown
    down to ``breakdown_level``; ``remainder_levels`` those on which counts were
    recorded without a finer place. Areas of ``zones`` are shown together, as one; those
    of ``remembered`` were in another release.
    """

    tree: AreaTree
    parts: Mapping[str, Sequence[str]]
    with_households: bool
    breakdown_level: int
    remainder_levels: Sequence[int]
    zones: Sequence[Zone] = ()
    remembered: Sequence[Zone] = ()

    @property
    def groups(self) -> list[str]:
        """Population groups. They are never added up: each is a block of its own."""
        return list(self.parts)

    @cached_property
    def columns(self) -> list[Column]:
        """The columns of the lattice, persons first; a group's parts before its total."""
        persons = [
            Column(group, code)
            for group, codes in self.parts.items()
            for code in (*codes, Breakdown.ALL)
        ]
        if not self.with_households:
            return persons
        return persons + [
            Column(group, measure=Measure.HOUSEHOLDS) for group in self.groups
        ]

    @cached_property
    def lattice(self) -> Lattice:
        """Every figure that could be shown, as sums of the same counts."""
        return self._with_zones(self.plain)

    @cached_property
    def plain(self) -> Lattice:
        """The lattice as if no areas were shown together: its cells come first."""
        persons = self._of_areas(_summing(self.parts))
        shown = np.array([c.breakdown == Breakdown.ALL for c in self.columns], bool)
        fine = persons.cell_level > self.breakdown_level
        persons = replace(
            persons, listed=persons.listed & (shown[persons.cell_group] | ~fine)
        )
        if not self.with_households:
            return persons
        return with_households(
            persons,
            self._of_areas(np.eye(len(self.groups))),
            [self.columns.index(Column(group)) for group in self.groups],
        )

    @property
    def _before(self) -> list[Zone]:
        """Zones of other releases that are none of this one, each once."""
        return sorted(set(self.remembered) - set(self.zones))

    def _with_zones(self, lattice: Lattice) -> Lattice:
        return remember_zones(merge_areas(lattice, self.zones), self._before)

    def zone_cells(self) -> dict[Zone, npt.NDArray[np.int64]]:
        """The cells of each zone, column by column."""
        columns = np.arange(len(self.columns))
        start = self.plain.n_cells
        return {
            zone: start + at * len(columns) + columns
            for at, zone in enumerate((*self.zones, *self._before))
        }

    def areas_of(self, cell: int) -> list[AdminArea]:
        """The areas that a cell counts: one, or those of a zone."""
        row = int(self.lattice.cell_area[cell])
        if row < len(self.tree.areas):
            return [self.tree.areas[row]]
        zone = [*self.zones, *self._before][row - len(self.tree.areas)]
        return [self.tree.areas[member] for member in zone]

    def _of_areas(self, columns: npt.NDArray[np.float64]) -> Lattice:
        inside = self.tree.has_parts
        levels = np.array(self.tree.levels)
        return area_lattice(
            self.tree.parents,
            self.tree.levels,
            remainders=(inside & np.isin(levels, list(self.remainder_levels))).tolist(),
            breakdown=columns,
        )

    def column_of(self, cell: int) -> Column:
        """What a cell counts."""
        return self.columns[int(self.lattice.cell_group[cell])]

    def positions(self) -> dict[tuple[frozenset[int], Column], int]:
        """Index of each cell that is no remainder, by its areas' keys and its column."""
        return {
            (
                frozenset(area.pk for area in self.areas_of(cell)),
                self.column_of(cell),
            ): cell
            for cell in np.flatnonzero(~self.lattice.remainders).tolist()
        }

    def thresholds(self, persons: int, households: int) -> npt.NDArray[np.int64]:
        """The threshold of each cell, by what it counts."""
        of_column = [
            households if column.measure == Measure.HOUSEHOLDS else persons
            for column in self.columns
        ]
        return np.array(of_column, dtype=np.int64)[self.lattice.cell_group]


def _summing(parts: Mapping[str, Sequence[str]]) -> npt.NDArray[np.float64]:
    """Columns × slices: each part of a group its own slice, the total all of them."""
    width = sum(max(len(codes), 1) for codes in parts.values())
    rows = []
    start = 0
    for codes in parts.values():
        stop = start + max(len(codes), 1)
        if codes:
            rows.append(np.eye(width)[start:stop])
        whole = np.zeros((1, width))
        whole[0, start:stop] = 1
        rows.append(whole)
        start = stop
    return np.vstack(rows) if rows else np.ones((1, 1))


@dataclass(frozen=True)
class RawTable:
    """Raw counts on a lattice. Confidential: never leaves the services.

    ``counts`` are the atoms' (atoms,): persons, then households where the lattice has
    them. ``homes`` are the households recorded (areas × groups), −1 where none were, and
    ``households`` their threshold.
    """

    structure: Structure
    counts: npt.NDArray[np.int64]
    homes: npt.NDArray[np.int64]
    households: int

    @property
    def lattice(self) -> Lattice:
        """The lattice of the structure."""
        return self.structure.lattice

    @property
    def groups(self) -> list[str]:
        """Population groups."""
        return self.structure.groups

    @cached_property
    def few(self) -> npt.NDArray[np.bool_]:
        """Cells (cells,) of fewer households than their threshold in groups of which
        the lattice has none, because not all places recorded them."""
        if self.structure.with_households:
            return np.zeros(self.lattice.n_cells, dtype=np.bool_)
        return _few(self.structure, self.counts, self.homes, self.households)


class _Rows:
    """One revision's counts by place, before they are put on a lattice."""

    def __init__(self, tree: AreaTree, counts: Sequence[RawCount]) -> None:
        row_of = {area.pk: at for at, area in enumerate(tree.areas)}
        self.n_areas = len(tree.areas)
        self.persons: dict[tuple[str, str], npt.NDArray[np.int64]] = {}
        self.households: dict[str, npt.NDArray[np.int64]] = {}
        for count in counts:
            row = row_of[count.area_id]
            column = count.group, count.breakdown
            self._in(self.persons, column)[row] = count.individuals
            if count.breakdown == Breakdown.ALL:
                known = -1 if count.households is None else count.households
                self._in(self.households, count.group)[row] = known

    def _in(
        self, table: dict[Any, npt.NDArray[np.int64]], key: object
    ) -> npt.NDArray[np.int64]:
        return table.setdefault(key, np.zeros(self.n_areas, dtype=np.int64))

    def groups(self) -> Iterator[str]:
        return (group for group, code in self.persons if code == Breakdown.ALL)

    def parts_of(self, group: str) -> set[str]:
        """The whole coding of which codes were recorded, if any were.

        Whether or not there is anybody of a code: a column that is there only for
        somebody says "one or more", however well its figures are hidden.
        """
        return whole_coding(code for own, code in self.persons if own == group)

    def rest(self, group: str) -> npt.NDArray[np.int64]:
        """Persons of whom no part is stated."""
        stated = [
            table
            for (own, code), table in self.persons.items()
            if own == group and code != Breakdown.ALL
        ]
        return self.total(group) - np.sum(stated, axis=0, dtype=np.int64)

    def total(self, group: str) -> npt.NDArray[np.int64]:
        return self.persons.get(
            (group, Breakdown.ALL), np.zeros(self.n_areas, dtype=np.int64)
        )

    def slices(self, structure: Structure) -> npt.NDArray[np.int64]:
        """Areas × slices of persons."""
        none = np.zeros(self.n_areas, dtype=np.int64)
        table = []
        for group, codes in structure.parts.items():
            if not codes:
                table.append(self.total(group))
            for code in codes:
                own = self.persons.get((group, code), none)
                unstated = code == Breakdown.UNSTATED
                table.append(own + self.rest(group) if unstated else own)
        return np.column_stack(table) if table else none[:, None]

    def homes(self, groups: Sequence[str]) -> npt.NDArray[np.int64]:
        """Areas × groups of households, −1 where not recorded.

        Nobody there means no household there, whether or not a file says so.
        """
        none = np.zeros(self.n_areas, dtype=np.int64)
        table = [self.households.get(group, none) for group in groups]
        total = [self.total(group) for group in groups]
        own = np.column_stack(table) if table else none[:, None]
        people = np.column_stack(total) if total else none[:, None]
        return np.where((own < 0) & (people == 0), 0, own)

    def records_all_homes(self) -> bool:
        """Whether households are known everywhere, and each has a person in it."""
        groups = list(self.groups())
        homes = self.homes(groups)
        people = np.column_stack([self.total(group) for group in groups])
        return bool(
            homes.any()
            and (homes >= 0).all()
            and (homes <= people).all()
            and ((homes > 0) == (people > 0)).all()
        )


def raw_tables(
    tree: AreaTree,
    revisions: Sequence[Sequence[RawCount]],
    *,
    breakdown_level: int,
    households: int,
    remembered: Sequence[Zone] = (),
) -> list[RawTable]:
    """Arrange a round's counts, revision by revision, on one lattice.

    ``households`` is their threshold; ``remembered`` are the zones of earlier releases. Counts of an area version that is not of the tree
    raise KeyError.
    """
    tables = [_Rows(tree, counts) for counts in revisions]
    groups = sorted({group for table in tables for group in table.groups()})
    inside, levels = tree.has_parts, np.array(tree.levels)
    above = {
        level
        for table in tables
        for group in groups
        for level in levels[inside & (table.total(group) > 0)].tolist()
    }
    structure = Structure(
        tree,
        {
            group: sorted(set().union(*(table.parts_of(group) for table in tables)))
            for group in groups
        },
        all(table.records_all_homes() for table in tables),
        breakdown_level,
        sorted(above),
        remembered=remembered,
    )
    return [_on_lattice(structure, table, households) for table in tables]


def _on_lattice(structure: Structure, rows: _Rows, households: int) -> RawTable:
    slices, homes = rows.slices(structure), rows.homes(structure.groups)
    recorded = np.column_stack([slices, homes]) if structure.with_households else slices
    counts = structure.plain.atom_counts(recorded)
    return RawTable(structure, counts, homes, households)


def _few(
    structure: Structure,
    counts: npt.NDArray[np.int64],
    homes: npt.NDArray[np.int64],
    threshold: int,
) -> npt.NDArray[np.bool_]:
    """Cells of fewer households than the threshold, where those are recorded."""
    lattice = structure.lattice
    plain = structure._of_areas(np.eye(max(len(structure.groups), 1)))
    own = structure._with_zones(plain)
    known = plain.atom_counts(homes)
    recorded = own.memberships @ (known < 0).astype(np.int64) == 0
    few = recorded & (own.memberships @ np.maximum(known, 0) < threshold)
    group_of = [structure.groups.index(column.group) for column in structure.columns]
    totals = [column.breakdown == Breakdown.ALL for column in structure.columns]
    cells = np.arange(lattice.n_cells)
    row = cells // max(len(structure.columns), 1)
    column = lattice.cell_group
    at = (
        row * max(len(structure.groups), 1) + np.array(group_of, dtype=np.int64)[column]
    )
    return (
        few[at]
        & np.array(totals, dtype=np.bool_)[column]
        & (lattice.memberships @ counts > 0)
    )
