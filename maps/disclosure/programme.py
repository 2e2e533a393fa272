"""The smallest programme that moves one cell without moving what is published.

Inside a neighbourhood every atom may rise by ``up`` or fall by ``down``; a cell of
several atoms moves by the sum. Moving a hidden cell is free, moving a cell that is
still published costs (it would have to be hidden), moving a cell that is published
for good is forbidden; so is moving a published cell that reaches beyond the
neighbourhood, as a wider one may leave it in peace. The solver stays loaded and
warm: from one target to the next only two bounds change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from .solver import new_solver

if TYPE_CHECKING:
    from .lattice import BoolArray, IntArray

FloatArray = npt.NDArray[np.float64]

_WHOLE = 1e-6
_NODES = 2_000


class Programme:
    """A loaded linear programme over the atoms of one neighbourhood.

    ``cells`` lists the cells that touch its atoms (sorted), ``rows`` (cells × atoms
    of the neighbourhood) their parts inside it.
    """

    def __init__(
        self,
        by_atom: sp.csc_matrix,
        counts: IntArray,
        atoms: IntArray,
        cost: FloatArray,
        hidden: BoolArray,
        reach: IntArray,
        bonds: sp.csr_matrix,
    ) -> None:
        """``cost`` (cells,) of moving a published cell, infinite where forbidden;
        ``reach`` (cells,): how many movable atoms each cell has in all; ``bonds``
        as the lattice has them."""
        self.atoms = atoms
        self.cells, self.rows = parts_over(by_atom, atoms)
        self.solved = 0
        self.whole_number_searches = 0
        size = np.diff(self.rows.indptr)
        first = self.rows.indptr[:-1]
        is_atom = (size == 1) & (self.rows.data[first] > 0)
        sums = np.flatnonzero(~is_atom)
        # The position of a cell's movement: that of its atom, or one of its own.
        self._column = np.where(is_atom, self.rows.indices[first], -1)
        self._column[sums] = len(atoms) + np.arange(len(sums))
        self._width = len(atoms) + len(sums)
        beyond = reach[self.cells] > size
        price = np.where(beyond, np.inf, cost[self.cells])
        self._price = np.where(hidden[self.cells], 0.0, price)
        total = np.zeros(self._width)
        np.add.at(total, self._column, self._price)
        self._limit = np.where(np.isinf(total), 0.0, highspy.kHighsInf)
        self._fall = np.full(self._width, highspy.kHighsInf)
        self._fall[: len(atoms)] = counts[atoms]
        self._load(
            self.rows[sums],
            np.where(np.isinf(total), 0.0, total),
            bonds_over(bonds, atoms, counts),
        )

    def _load(
        self,
        sums: sp.csr_matrix,
        cost: FloatArray,
        bonds: tuple[sp.csr_matrix, IntArray],
    ) -> None:
        bound, slack = bonds
        own = sp.identity(sums.shape[0], format="csc")
        rise = sp.hstack([sums.tocsc(), -own], format="csc")
        if len(slack):
            bound.resize(len(slack), self._width)
            rise = sp.vstack([rise, bound], format="csc")
        matrix = sp.hstack([rise, -rise], format="csc")
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.col_cost_ = np.concatenate([cost, cost])
        model.col_lower_ = np.zeros(matrix.shape[1])
        model.col_upper_ = np.concatenate(
            [self._limit, np.minimum(self._fall, self._limit)]
        )
        even = np.zeros(sums.shape[0])
        model.row_lower_ = np.concatenate([even, -slack])
        model.row_upper_ = np.concatenate(
            [even, np.full(len(slack), highspy.kHighsInf)]
        )
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data.astype(np.float64)
        self._solver = new_solver(
            {"presolve": "off", "mip_max_nodes": _NODES, "mip_rel_gap": 0.1}
        )
        self._solver.passModel(model)

    def let_move(self, cell: int) -> None:
        """The cell is hidden from now on and moves freely (ignored if not here)."""
        slot = int(np.searchsorted(self.cells, cell))
        if slot == len(self.cells) or self.cells[slot] != cell:
            return
        self._price[slot] = 0.0
        column = int(self._column[slot])
        total = float(self._price[self._column == column].sum())
        self._limit[column] = 0.0 if np.isinf(total) else highspy.kHighsInf
        for place in (column, self._width + column):
            self._solver.changeColCost(place, 0.0 if np.isinf(total) else total)
        self._unbind(column)

    def _unbind(self, column: int) -> None:
        limit = self._limit[column]
        self._solver.changeColBounds(column, 0.0, limit)
        self._solver.changeColBounds(
            self._width + column, 0.0, min(limit, self._fall[column])
        )

    def move(self, cell: int, change: int) -> IntArray | None:
        """Whole movements of the atoms that move ``cell`` by ``change`` at least cost.

        A rise may overshoot, a fall is exact. None where there is no such movement.
        """
        column = int(self._column[np.searchsorted(self.cells, cell)])
        up, down = column, self._width + column
        limit = self._limit[column]
        if change > limit or -change > min(limit, self._fall[column]):
            return None
        if change > 0:
            self._solver.changeColBounds(up, change, limit)
            self._solver.changeColBounds(down, 0.0, 0.0)
        else:
            self._solver.changeColBounds(up, 0.0, 0.0)
            self._solver.changeColBounds(down, -change, -change)
        found = self._solve()
        self._unbind(column)
        return found

    def _solve(self) -> IntArray | None:
        self._solver.run()
        self.solved += 1
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = self._movements()
        return found if found is not None else self._solve_in_whole_numbers()

    def _movements(self) -> IntArray | None:
        values = np.array(self._solver.getSolution().col_value)
        n_atoms = len(self.atoms)
        moved = values[:n_atoms] - values[self._width : self._width + n_atoms]
        whole = np.round(moved)
        if np.abs(moved - whole).max(initial=0.0) > _WHOLE:
            return None
        return whole.astype(np.int64)

    def _solve_in_whole_numbers(self) -> IntArray | None:
        """Tables of three or more ways have fractional corners: branch and bound."""
        self.whole_number_searches += 1
        columns = np.arange(2 * self._width, dtype=np.int32)
        kinds = np.full(len(columns), highspy.HighsVarType.kInteger)
        self._solver.changeColsIntegrality(len(columns), columns, kinds)
        self._solver.run()
        feasible = self._solver.getInfo().primal_solution_status == 2
        found = self._movements() if feasible else None
        kinds = np.full(len(columns), highspy.HighsVarType.kContinuous)
        self._solver.changeColsIntegrality(len(columns), columns, kinds)
        return found


def parts_over(
    by_atom: sp.csc_matrix, atoms: IntArray
) -> tuple[IntArray, sp.csr_matrix]:
    """The cells that touch some atoms (sorted), and csr: these cells × these atoms."""
    part = by_atom[:, atoms]
    cells, rows = np.unique(part.indices, return_inverse=True)
    shape = (len(cells), len(atoms))
    return cells.astype(np.int64), sp.csc_matrix(
        (part.data, rows.astype(np.int32), part.indptr), shape
    ).tocsr()


def bonds_over(
    bonds: sp.csr_matrix, atoms: IntArray, counts: IntArray
) -> tuple[sp.csr_matrix, IntArray]:
    """The bonds that touch some atoms: csr over these atoms, and the leeway of each.

    A movement m of the atoms is true to them when ``matrix @ m >= -leeway``.
    """
    if not bonds.shape[0]:
        return sp.csr_matrix((0, len(atoms))), np.zeros(0, dtype=np.int64)
    part = bonds[:, atoms]
    touched = np.flatnonzero(np.diff(part.indptr))
    return part[touched], bonds[touched] @ counts
