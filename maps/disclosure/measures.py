"""Persons and households on one lattice, protected together.

A household has at least one person: whoever knows the one measure knows something of
the other. So both stand in one lattice, persons first: a figure hidden in one measure
is hidden in the other, and no table, neither a witness's nor an attacker's, has more
households in a place than persons.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lattice import IntArray, Lattice


def with_households(
    persons: Lattice,
    households: Lattice | None = None,
    totals: Sequence[int] | None = None,
) -> Lattice:
    """The lattice of persons (its cells and atoms keep their index) and households.

    ``households``  a lattice of the same areas, when its columns are others than those
                    of the persons
    ``totals``      for each of its columns, the persons' column whose homes it counts

    Counts are those of persons followed by those of households; areas are shared, and
    columns of the second measure are numbered on from those of the first.
    """
    homes = persons if households is None else households
    columns = int(persons.cell_group.max(initial=-1)) + 1
    slices = int(persons.atom_slice.max(initial=-1)) + 1
    counted = np.arange(columns) if totals is None else np.asarray(totals)
    twin = _cells_at(persons, homes.cell_area, counted[homes.cell_group], homes)
    twins = np.full(persons.n_cells, -1)
    twins[twin] = persons.n_cells + np.arange(homes.n_cells)
    return replace(
        persons,
        memberships=sp.block_diag([persons.memberships, homes.memberships], "csr"),
        cell_area=np.r_[persons.cell_area, homes.cell_area],
        cell_level=np.r_[persons.cell_level, homes.cell_level],
        cell_group=np.r_[persons.cell_group, homes.cell_group + columns],
        listed=np.r_[persons.listed, homes.listed],
        remainders=np.r_[persons.remainders, homes.remainders],
        atom_area=np.r_[persons.atom_area, homes.atom_area],
        atom_slice=np.r_[persons.atom_slice, homes.atom_slice + slices],
        families=sp.block_diag([persons.families, homes.families], "csr"),
        family_sums=np.r_[persons.family_sums, homes.family_sums + persons.n_cells],
        twins=np.r_[twins, twin],
        bonds=sp.vstack(
            [
                sp.block_diag([persons.bonds, homes.bonds]),
                _at_least_one_person_each(persons, homes, twin),
            ],
            format="csr",
        ).astype(np.int64),
    )


def _cells_at(
    lattice: Lattice, areas: IntArray, columns: IntArray, homes: Lattice
) -> IntArray:
    """The cells of these areas and columns, remainders for remainders."""
    width = int(lattice.cell_group.max(initial=-1)) + 1

    def key(area: IntArray, column: IntArray, remainder: IntArray) -> IntArray:
        return (area * width + column) * 2 + remainder

    own = key(
        lattice.cell_area, lattice.cell_group, lattice.remainders.astype(np.int64)
    )
    wanted = key(areas, columns, homes.remainders.astype(np.int64))
    order = np.argsort(own)
    return order[np.searchsorted(own[order], wanted)]


def _at_least_one_person_each(
    persons: Lattice, homes: Lattice, twin: IntArray
) -> sp.csr_matrix:
    """For each atom of households: the persons there, less the households."""
    single = np.flatnonzero(np.diff(homes.memberships.indptr) == 1)
    atom = homes.memberships.indices[homes.memberships.indptr[single]]
    atom, first = np.unique(atom, return_index=True)
    one = sp.csr_matrix(
        (np.ones(len(atom)), (np.arange(len(atom)), atom)), (len(atom), homes.n_atoms)
    )
    return sp.hstack([persons.memberships[twin[single[first]]], -one], format="csr")
