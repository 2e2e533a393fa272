"""The smallest programme that moves one cell without moving what is published.

Inside a neighbourhood every atom may rise by ``up`` or fall by ``down``; a cell of
several atoms moves by the sum. Moving a hidden cell is free, moving a cell that is
still published costs (it would have to be hidden), moving a cell that is published
for good is forbidden. The solver stays loaded and warm: from one target to the next
only two bounds change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

if TYPE_CHECKING:
    from .lattice import BoolArray, IntArray

FloatArray = npt.NDArray[np.float64]

_WHOLE = 1e-6
_NODES = 2_000


class Programme:
    """A loaded linear programme over the atoms of one neighbourhood.

    ``cells`` lists the cells that touch its atoms, ``rows`` (cells × atoms of the
    neighbourhood) their parts inside it.
    """

    def __init__(
        self,
        by_atom: sp.csc_matrix,
        counts: IntArray,
        atoms: IntArray,
        cost: FloatArray,
        fixed: BoolArray,
    ) -> None:
        self.atoms = atoms
        part = by_atom[:, atoms]
        self.cells = np.unique(part.indices).astype(np.int64)
        self.rows = part[self.cells].tocsr()
        self.solved = 0
        self.whole_number_searches = 0
        n_atoms, n_cells = len(atoms), len(self.cells)
        self._slot = {int(cell): i for i, cell in enumerate(self.cells)}
        size = np.diff(self.rows.indptr)
        self._lone_atom = np.where(
            size == 1, self.rows.indices[self.rows.indptr[:-1]], -1
        )
        sums = np.flatnonzero(size > 1)
        self._sum_slot = np.full(n_cells, -1, dtype=np.int64)
        self._sum_slot[sums] = np.arange(len(sums))
        self._lower = counts[atoms].astype(np.float64)
        self._cost = np.zeros(n_atoms + len(sums))
        self._limit = np.full(n_atoms + len(sums), highspy.kHighsInf)
        for i, cell in enumerate(self.cells):
            column = self._column(i)
            self._cost[column] += cost[cell]
            if fixed[cell]:
                self._limit[column] = 0.0
        self._load(self.rows[sums])

    def _column(self, slot: int) -> int:
        """The position of a cell's movement: its atom's, or one of its own."""
        atom = int(self._lone_atom[slot])
        return atom if atom >= 0 else len(self.atoms) + int(self._sum_slot[slot])

    def _load(self, sums: sp.csr_matrix) -> None:
        n_atoms, n_sums = len(self.atoms), sums.shape[0]
        own = sp.identity(n_sums, format="csc")
        rise = sp.hstack([sums.tocsc(), -own], format="csc")
        matrix = sp.hstack([rise, -rise], format="csc")
        most_down = np.minimum(
            np.concatenate([self._lower, np.full(n_sums, highspy.kHighsInf)]),
            self._limit,
        )
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = matrix.shape[1], n_sums
        model.col_cost_ = np.concatenate([self._cost, self._cost])
        model.col_lower_ = np.zeros(matrix.shape[1])
        model.col_upper_ = np.concatenate([self._limit, most_down])
        model.row_lower_ = model.row_upper_ = np.zeros(n_sums)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data.astype(np.float64)
        self._most_down = most_down
        self._width = n_atoms + n_sums
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # no annotations upstream
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("mip_max_nodes", _NODES),
            ("mip_rel_gap", 0.1),
        ):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(model)

    def set_cost(self, cell: int, change: float) -> None:
        """Add ``change`` to the cost of moving the cell (ignored if not here)."""
        slot = self._slot.get(cell)
        if slot is None:
            return
        column = self._column(slot)
        self._cost[column] = max(0.0, self._cost[column] + change)
        self._solver.changeColCost(column, self._cost[column])
        self._solver.changeColCost(self._width + column, self._cost[column])

    def move(self, cell: int, change: int) -> IntArray | None:
        """Whole movements of the atoms that move ``cell`` by ``change`` at least cost.

        A rise may overshoot, a fall is exact. None where there is no such movement.
        """
        column = self._column(self._slot[cell])
        up, down = column, self._width + column
        if change > self._limit[column] or -change > self._most_down[column]:
            return None
        if change > 0:
            self._solver.changeColBounds(up, change, self._limit[column])
            self._solver.changeColBounds(down, 0.0, 0.0)
        else:
            self._solver.changeColBounds(up, 0.0, 0.0)
            self._solver.changeColBounds(down, -change, -change)
        found = self._solve()
        self._solver.changeColBounds(up, 0.0, self._limit[column])
        self._solver.changeColBounds(down, 0.0, self._most_down[column])
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
