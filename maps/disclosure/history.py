"""Corrections: a stock published before, and now again with other counts.

Whoever compares the two learns more than either shows. So both tables (and any before
them) stand in one lattice. A place that nobody counted anew is *one* atom, shared by
all tables: the attacker is taken to know which places were counted anew. What was
published of an earlier table stays published, and every small count of it stays
protected. And the difference of two tables is itself a count of people: where 1 … k − 1
came or went, it must remain possible that nobody did, and that k did; so a figure that
changed by less than k is not shown again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lattice import BoolArray, IntArray, Lattice


@dataclass(frozen=True, eq=False)
class History:
    """A lattice of several tables; the newest one's cells and atoms come first.

    ``cell_of[t]`` (cells,)  where each cell of table t stands, oldest table first
    ``atom_of[t]`` (atoms,)  likewise for atoms
    ``cell``       (cells of this lattice,)  the cell of the plain lattice it is one of
    ``tables``     how many tables there are
    """

    lattice: Lattice
    cell_of: npt.NDArray[np.int64]
    atom_of: npt.NDArray[np.int64]
    cell: IntArray

    def counts(self, tables: Sequence[npt.ArrayLike]) -> IntArray:
        """The counts of this lattice's atoms from those of each table."""
        joint = np.zeros(self.lattice.n_atoms, dtype=np.int64)
        for place, counts in zip(self.atom_of, tables, strict=True):
            joint[place] = counts
        return joint

    def known(self, table: int, published: npt.ArrayLike) -> BoolArray:
        """Mask of this lattice's cells that a release of one table has shown (cells,)."""
        mask = np.zeros(self.lattice.n_cells, dtype=np.bool_)
        mask[self.cell_of[table][np.asarray(published, dtype=np.bool_)]] = True
        return mask


def with_differences(
    lattice: Lattice, tables: Sequence[npt.ArrayLike]
) -> tuple[History, IntArray]:
    """The lattice of all tables and of every difference between two, with its counts.

    ``tables``  counts of the atoms (atoms,), oldest first; the last is to be published

    Differences come last, and are taken so that none is negative.
    """
    whole = [np.asarray(table, dtype=np.int64) for table in tables]
    history = of_tables(lattice, [old != new for old, new in pairwise(whole)])
    counts = history.counts(whole)
    rows, of = _rises(history)
    change = np.sign(rows @ counts)
    grown = sp.diags(change[change != 0], dtype=np.int64) @ rows[change != 0]
    return _with_differences(history, grown, of[change != 0]), counts


def with_rises_and_falls(history: History) -> History:
    """The lattice with every difference of two tables, taken both ways.

    For one who does not know the counts, and so not which way a figure went.
    """
    rows, of = _rises(history)
    both = sp.vstack([rows, -rows], format="csr")
    return _with_differences(history, both, np.r_[of, of])


def _rises(history: History) -> tuple[sp.csr_matrix, IntArray]:
    """What each cell has more in a later table than in an earlier one, where the two
    are not the same cell: differences × atoms, and the plain lattice's cells."""
    joint = history.lattice
    rows = [sp.csr_matrix((0, joint.n_atoms), dtype=np.int64)]
    cells = [np.zeros(0, dtype=np.int64)]
    for old, new in combinations(history.cell_of, 2):
        other = np.flatnonzero(old != new)
        rows.append(joint.memberships[new[other]] - joint.memberships[old[other]])
        cells.append(other)
    return sp.vstack(rows, format="csr").astype(np.int64), np.concatenate(cells)


def _with_differences(
    history: History, differences: sp.csr_matrix, of: IntArray
) -> History:
    differences = differences.astype(np.int64)
    differences.eliminate_zeros()
    return replace(
        history,
        lattice=_with_unlisted(history.lattice, differences, of, remainders=False),
        cell=np.r_[history.cell, of],
    )


def of_tables(lattice: Lattice, changed: Sequence[npt.ArrayLike]) -> History:
    """The lattice of ``len(changed) + 1`` tables.

    ``changed[t]`` (atoms,) says which atoms may differ between tables t and t + 1.
    """
    atom_of = [np.arange(lattice.n_atoms)]
    cell_of = [np.arange(lattice.n_cells)]
    joint, cell = lattice, cell_of[0]
    for mask in reversed([np.asarray(each, dtype=np.bool_) for each in changed]):
        atoms = atom_of[0].copy()
        atoms[mask] = joint.n_atoms + np.arange(mask.sum())
        joint = replace(
            joint,
            memberships=_widened(joint.memberships, int(mask.sum())),
            atom_area=np.r_[joint.atom_area, lattice.atom_area[mask]],
            atom_slice=np.r_[joint.atom_slice, lattice.atom_slice[mask]],
            bonds=_widened(joint.bonds, int(mask.sum())),
        )
        bound = lattice.bonds[np.flatnonzero(abs(lattice.bonds) @ mask)]
        joint = replace(
            joint, bonds=sp.vstack([joint.bonds, _moved(bound, atoms, joint)], "csr")
        )
        touched = np.flatnonzero(lattice.memberships @ mask.astype(np.int64))
        rows = _moved(lattice.memberships[touched], atoms, joint)
        cells = cell_of[0].copy()
        cells[touched] = joint.n_cells + np.arange(len(touched))
        joint = _with_unlisted(joint, rows, touched, remainders=True)
        cell = np.r_[cell, touched]
        atom_of.insert(0, atoms)
        cell_of.insert(0, cells)
    return History(joint, np.array(cell_of), np.array(atom_of), cell)


def _moved(rows: sp.csr_matrix, atoms: IntArray, joint: Lattice) -> sp.csr_matrix:
    """Rows over the plain lattice's atoms, over where these stand in the joint one."""
    own = rows.tocoo()
    return sp.csr_matrix(
        (own.data, (own.row, atoms[own.col])), (rows.shape[0], joint.n_atoms)
    )


def _with_unlisted(
    joint: Lattice, rows: sp.csr_matrix, cells: IntArray, *, remainders: bool
) -> Lattice:
    """Further cells, never shown, that sit where ``cells`` of the plain lattice do."""
    n_new = rows.shape[0]
    return replace(
        joint,
        memberships=sp.vstack([joint.memberships, rows], format="csr"),
        cell_area=np.r_[joint.cell_area, joint.cell_area[cells]],
        cell_level=np.r_[joint.cell_level, joint.cell_level[cells]],
        cell_group=np.r_[joint.cell_group, joint.cell_group[cells]],
        listed=np.r_[joint.listed, np.zeros(n_new, dtype=np.bool_)],
        remainders=np.r_[joint.remainders, joint.remainders[cells] & remainders],
        families=_widened(joint.families, n_new),
        twins=np.r_[joint.twins, np.full(n_new, -1)],
    )


def _widened(matrix: sp.csr_matrix, columns: int) -> sp.csr_matrix:
    return sp.csr_matrix(
        (matrix.data, matrix.indices, matrix.indptr),
        shape=(matrix.shape[0], matrix.shape[1] + columns),
    )
