"""The lattice: every cell that a release could show, as sums of the same atoms.

An *atom* is the finest count there is (one place, one slice of the breakdown).
A *cell* is a published combination: an area and a column, the sum of the atoms
below it. Protection, certificate and attack all work on this one object, so that
a number hidden in one view cannot be got back from another.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Sequence

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


class LatticeError(ValueError):
    """Areas, levels or counts do not make up a lattice."""


@dataclass(frozen=True, eq=False)
class Lattice:
    """Cells × atoms, and where each of them sits.

    ``memberships``    csr, cells × atoms, 1 where the atom belongs to the cell (−1 in
                       cells that are a difference of two tables)
    ``cell_area``      area of each cell
    ``cell_level``     administrative level of that area
    ``cell_group``     column of the breakdown (population group, period, total …)
    ``listed``         False for what is never shown, yet may be computable: remainders,
                       and areas that are shown as part of a zone only
    ``remainders``     cells of what was recorded on an area without a finer place
    ``atom_area``      area that holds each atom
    ``atom_slice``     slice of the breakdown of each atom
    ``area_parents``   index of the parent area, −1 for a root
    ``families``       csr, families × cells: the parts that add up to one other cell
    ``family_sums``    that other cell
    ``twins``          cell that is hidden whenever this one is (the households of the
                       same persons), −1 for none
    ``bonds``          csr, bonds × atoms: sums of atoms (−1 where one is taken away)
                       that are never negative, as everybody knows
    """

    memberships: sp.csr_matrix
    cell_area: IntArray
    cell_level: IntArray
    cell_group: IntArray
    listed: BoolArray
    remainders: BoolArray
    atom_area: IntArray
    atom_slice: IntArray
    area_parents: IntArray
    families: sp.csr_matrix
    family_sums: IntArray
    twins: IntArray
    bonds: sp.csr_matrix

    @property
    def n_cells(self) -> int:
        return int(self.memberships.shape[0])

    @property
    def n_atoms(self) -> int:
        return int(self.memberships.shape[1])

    @cached_property
    def atom_components(self) -> IntArray:
        """A label for each atom; atoms of different labels share no cell or bond."""
        sums = sp.vstack([self.memberships, self.bonds])
        links = sp.bmat([[None, sums.T], [sums, None]])
        _, labels = connected_components(links, directed=False)
        return labels[: self.n_atoms].astype(np.int64)

    def cell_values(self, atoms: npt.ArrayLike) -> IntArray:
        """The value of every cell (cells,) from the counts of the atoms (atoms,).

        Raises LatticeError unless the counts are whole, not negative, as many as
        there are atoms, and true to the bonds.
        """
        counts = np.asarray(atoms)
        if counts.shape != (self.n_atoms,):
            raise LatticeError(
                f"{self.n_atoms} atom counts are needed, got shape {counts.shape}."
            )
        whole = counts.astype(np.int64)
        if (whole != counts).any() or (whole < 0).any():
            raise LatticeError("Counts must be whole numbers of zero or more.")
        if (self.bonds @ whole < 0).any():
            raise LatticeError("Somewhere there are more households than persons.")
        return np.asarray(self.memberships @ whole, dtype=np.int64)

    def atom_counts(self, own: npt.ArrayLike) -> IntArray:
        """Counts of the atoms from what was recorded *directly* on each area.

        ``own`` is areas × slices (or areas, for one slice). Raises LatticeError
        where an area with parts, and no remainder declared, has a count of its own.
        """
        table = np.asarray(own, dtype=np.int64).reshape(len(self.area_parents), -1)
        homeless = np.ones(len(table), dtype=np.bool_)
        homeless[self.atom_area] = False
        if table[homeless].any():
            areas = np.flatnonzero(homeless & table.any(axis=1)).tolist()
            raise LatticeError(
                f"Areas {areas[:10]} have counts of their own beside their parts; "
                "declare a remainder for them."
            )
        if self.n_atoms and table.shape[1] != int(self.atom_slice.max()) + 1:
            raise LatticeError(
                f"Counts have {table.shape[1]} slices, the lattice "
                f"{int(self.atom_slice.max()) + 1}."
            )
        return table[self.atom_area, self.atom_slice]


def area_lattice(
    parents: Sequence[int | None],
    levels: Sequence[int],
    *,
    n_groups: int = 1,
    remainders: Sequence[bool] | None = None,
    breakdown: npt.ArrayLike | None = None,
) -> Lattice:
    """The lattice of a tree (or forest) of areas and a breakdown.

    ``parents[i]`` is the index of the parent of area i, None for a root; leaves
    may sit at any depth. Groups are never added up: each is a block of its own.
    ``breakdown`` (columns × slices, 0/1) says otherwise where totals are shown,
    for example four quarters and their sum; it then replaces ``n_groups``.

    ``remainders`` marks areas *with parts* that may hold counts of their own
    which no part holds (returns recorded on a district without a finer place).
    It is public structure: an attacker is assumed to know it, so declare it for
    whole levels rather than for the very areas where such a count occurred.

    Cells come area by area, column by column, so that the first
    ``len(parents) × columns`` cells reshape to areas × columns; the cells of the
    remainders follow. Raises LatticeError for a broken tree.
    """
    above = np.array([-1 if p is None else p for p in parents], dtype=np.int64)
    level = np.asarray(levels, dtype=np.int64)
    columns = np.eye(n_groups) if breakdown is None else np.asarray(breakdown)
    _check_tree(above, level)
    is_parent = np.zeros(len(above), dtype=np.bool_)
    is_parent[above[above >= 0]] = True
    asked = np.zeros(len(above), bool) if remainders is None else np.array(remainders)
    has_remainder = is_parent & asked.astype(np.bool_)
    holders = np.flatnonzero(~is_parent | has_remainder)
    rest = np.flatnonzero(has_remainder)
    places = _places_below(above, holders)
    only_rest = sp.csr_matrix(
        (np.ones(len(rest)), (np.arange(len(rest)), np.searchsorted(holders, rest))),
        shape=(len(rest), len(holders)),
    )
    cells = sp.kron(sp.vstack([places, only_rest]), sp.csr_matrix(columns), "csr")
    cells.eliminate_zeros()
    cells.sort_indices()
    n_columns, n_slices = columns.shape
    families, sums = _families(above, rest, columns)
    cell_area = np.repeat(np.concatenate([np.arange(len(above)), rest]), n_columns)
    return Lattice(
        memberships=cells.astype(np.int64),
        cell_area=cell_area,
        cell_level=level[cell_area],
        cell_group=np.tile(np.arange(n_columns), len(above) + len(rest)),
        listed=np.arange(len(cell_area)) < len(above) * n_columns,
        remainders=np.arange(len(cell_area)) >= len(above) * n_columns,
        atom_area=np.repeat(holders, n_slices),
        atom_slice=np.tile(np.arange(n_slices), len(holders)),
        area_parents=above,
        families=families,
        family_sums=sums,
        twins=np.full(len(cell_area), -1, dtype=np.int64),
        bonds=sp.csr_matrix((0, cells.shape[1]), dtype=np.int64),
    )


def _families(
    above: IntArray, rest: IntArray, columns: npt.NDArray[np.generic]
) -> tuple[sp.csr_matrix, IntArray]:
    """Which cells are the parts of which: areas of an area, columns of a column."""
    n_columns = len(columns)
    n_rows = len(above) + len(rest)
    upper = np.concatenate([above, rest])
    part = np.flatnonzero(upper >= 0)
    by_area = sp.csr_matrix((np.ones(len(part)), (upper[part], part)), (n_rows, n_rows))
    by_column = _columns_within(columns)
    families = sp.vstack(
        [
            sp.kron(by_area, sp.identity(n_columns)),
            sp.kron(sp.identity(n_rows), by_column),
        ],
        format="csr",
    )
    families.eliminate_zeros()
    sums = np.tile(np.arange(n_rows * n_columns), 2)
    used = np.flatnonzero(np.diff(families.indptr))
    return families[used], sums[used]


def _columns_within(columns: npt.NDArray[np.generic]) -> sp.csr_matrix:
    """Columns × columns: disjoint smaller columns that make up a column, if any do."""
    size = columns.sum(axis=1)
    within = np.zeros((len(columns), len(columns)))
    for column, slices in enumerate(columns):
        left = slices.copy()
        smaller = np.flatnonzero(size < size[column])
        for other in smaller[np.argsort(-size[smaller], kind="stable")]:
            if (columns[other] <= left).all():
                left = left - columns[other]
                within[column, other] = 1
        if left.any():
            within[column] = 0
    return sp.csr_matrix(within)


def _check_tree(above: IntArray, level: IntArray) -> None:
    if len(above) != len(level):
        raise LatticeError("Parents and levels differ in length.")
    if ((above < -1) | (above >= len(above))).any():
        raise LatticeError("A parent is not among the areas.")
    child = np.flatnonzero(above >= 0)
    wrong = child[level[above[child]] >= level[child]]
    if len(wrong):
        raise LatticeError(
            f"Areas {wrong[:10].tolist()} are not on a finer level than their parents."
        )


def _places_below(above: IntArray, holders: IntArray) -> sp.csr_matrix:
    """Areas × holders, 1 where the holder is the area itself or lies below it."""
    rows, columns = [], []
    area, column = holders, np.arange(len(holders))
    while len(area):
        rows.append(area)
        columns.append(column)
        area, column = above[area], column[above[area] >= 0]
        area = area[area >= 0]
    row, col = np.concatenate(rows or [holders]), np.concatenate(columns or [holders])
    return sp.csr_matrix((np.ones(len(row)), (row, col)), (len(above), len(holders)))
