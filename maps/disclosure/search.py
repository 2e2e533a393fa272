"""The search for witnesses.

First a covering choice of cells that have to be hidden in any case; then tables that
prove many cells at once; then, for each cell still without proof, a programme of its
own, in its district, its region or everywhere, that hides what else has to move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .cover import covering_cells
from .neighbourhoods import Neighbourhoods
from .programme import Programme, bonds_over, parts_over
from .sweep import Sweep, distinct_sums
from .witnesses import WitnessBook

if TYPE_CHECKING:
    import numpy.typing as npt
    import scipy.sparse as sp

    from .lattice import BoolArray, IntArray, Lattice

_LOADED = 64


class Search:
    """The state of one protection: what is hidden, what is witnessed.

    ``book.need_zero`` and ``book.need_high`` say which cells need which proof.
    """

    def __init__(
        self,
        lattice: Lattice,
        counts: npt.NDArray[np.generic],
        thresholds: IntArray,
        primary: BoolArray,
        fixed: BoolArray,
    ) -> None:
        self.lattice = lattice
        self.thresholds = thresholds
        self.counts = counts.astype(np.int64)
        self.values = lattice.cell_values(counts)
        self.primary = primary
        self.fixed = fixed
        self.hidden = primary.copy()
        self.book = WitnessBook(self.values, thresholds)
        self.programmes = self.whole_number_searches = 0
        self._movable = self._movable_atoms()
        self._reach = np.asarray(
            abs(lattice.memberships) @ self._movable.astype(np.int64)
        )
        self._cost = np.where(fixed, np.inf, 1.0 + np.log1p(self.values))
        self._by_atom = lattice.memberships.tocsc()
        self._nearby = Neighbourhoods(lattice)
        self._loaded: dict[tuple[int, int], Programme] = {}

    def _movable_atoms(self) -> BoolArray:
        """A remainder of zero stays zero: an attacker may know that it does."""
        empty_rest = self.lattice.remainders & (self.values == 0)
        movable = np.ones(self.lattice.n_atoms, dtype=np.bool_)
        movable[self.lattice.memberships[empty_rest].indices] = False
        return movable

    def take_up(self, hidden: BoolArray, witnesses: sp.csr_matrix) -> None:
        """Begin with what an earlier search of the same counts hid and witnessed."""
        self.hidden |= hidden
        changes = (witnesses @ self.lattice.memberships.T).tocsr()
        for row in range(witnesses.shape[0]):
            atoms = slice(witnesses.indptr[row], witnesses.indptr[row + 1])
            cells = slice(changes.indptr[row], changes.indptr[row + 1])
            self.book.enter(
                witnesses.indices[atoms],
                witnesses.data[atoms],
                changes.indices[cells],
                changes.data[cells],
            )

    def hide(self) -> list[int]:
        """Prove every cell, hiding what has to move. Returns the cells not proved."""
        for cell in covering_cells(
            self.lattice,
            self.values,
            self.thresholds,
            hidden=self.hidden,
            needs=self.book.need_zero | self.book.need_high,
            fixed=self.fixed,
        ):
            self._hide(cell)
        self._sweep()
        unproved = [cell for cell in self._in_order() if not self._prove(cell)]
        self._unload()
        return unproved

    def _sweep(self) -> None:
        """Prove what a few tables for each neighbourhood can prove together."""
        matrix = self.lattice.memberships
        lone = np.flatnonzero((np.diff(matrix.indptr) == 1) & self.hidden)
        lone_atom = matrix.indices[matrix.indptr[lone]]
        cell_of = np.full(self.lattice.n_atoms, -1, dtype=np.int64)
        cell_of[lone_atom] = lone
        asked = lone[self.book.need_zero[lone] | self.book.need_high[lone]]
        seen: set[tuple[int, int]] = set()
        for cell in asked.tolist():
            key, near = next(self._nearby.around(cell))
            if key not in seen:
                seen.add(key)
                self._sweep_over(
                    near[(cell_of[near] >= 0) & self._movable[near]], cell_of
                )

    def _sweep_over(self, atoms: IntArray, cell_of: IntArray) -> None:
        cells, rows = parts_over(self._by_atom, atoms)
        own = cell_of[atoms]
        distance = self.thresholds[own] - self.values[own]
        sweep = Sweep(
            distinct_sums(rows[~self.hidden[cells]]),
            self.counts[atoms],
            np.where(self.book.need_high[own], np.maximum(distance, 0), 0),
            np.where(self.book.need_zero[own], self.values[own], 0),
            bonds_over(self.lattice.bonds, atoms, self.counts),
        )
        for movement in sweep.tables():
            self.book.enter(atoms, movement, cells, rows @ movement)
        self.programmes += sweep.solved

    def _in_order(self) -> list[int]:
        """Wide cells first (they settle many narrow ones), then place by place."""
        matrix = self.lattice.memberships
        cells = np.flatnonzero(self.book.need_zero | self.book.need_high)
        size = np.diff(matrix.indptr)[cells]
        cells, size = cells[size > 0], size[size > 0]
        first = matrix.indices[matrix.indptr[cells]]
        return cells[np.lexsort((self.values[cells], first, -size))].tolist()

    def _prove(self, cell: int) -> bool:
        value = int(self.values[cell])
        if self.book.need_high[cell] and not self._move(
            cell, int(self.thresholds[cell]) - value
        ):
            return False
        return not self.book.need_zero[cell] or self._move(cell, -value)

    def _move(self, cell: int, change: int) -> bool:
        for key, atoms in self._nearby.around(cell):
            programme = self._programme(key, atoms)
            movement = programme.move(cell, change)
            if movement is not None:
                self._accept(programme, movement)
                return True
        return False

    def _programme(self, key: tuple[int, int], atoms: IntArray) -> Programme:
        if key not in self._loaded:
            if len(self._loaded) >= _LOADED:
                self._unload()
            self._loaded[key] = Programme(
                self._by_atom,
                self.counts,
                atoms[self._movable[atoms]],
                self._cost,
                self.hidden,
                self._reach,
                self.lattice.bonds,
            )
        return self._loaded[key]

    def _unload(self) -> None:
        for programme in self._loaded.values():
            self.programmes += programme.solved
            self.whole_number_searches += programme.whole_number_searches
        self._loaded.clear()

    def _hide(self, cell: int) -> None:
        """Hide a cell, and its twin unless that is published for good."""
        twin = int(self.lattice.twins[cell])
        for each in (cell, twin) if twin >= 0 and not self.fixed[twin] else (cell,):
            if not self.hidden[each]:
                self.hidden[each] = True
                for loaded in self._loaded.values():
                    loaded.let_move(each)

    def _accept(self, programme: Programme, movement: IntArray) -> None:
        """Hide what moves and enter the witness."""
        change = programme.rows @ movement
        cells = programme.cells
        for cell in cells[(change != 0) & ~self.hidden[cells]].tolist():
            self._hide(cell)
        self.book.enter(programme.atoms, movement, cells, change)
