"""Whole tables near a known one, for an attacker in systems whose vertices are fractions.

A three-way table (areas × periods × sexes) has vertices that are no whole numbers, and
the search for whole ones over all of it may take for ever. But what an attacker has to
show is only that *some* whole table reaches 0, or the threshold: it may differ from a
known one in a few cells around. All others are held still, so the search is small, and
whatever it finds is a table of the whole system.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import highspy
import numpy as np

from .solver import new_solver

if TYPE_CHECKING:
    import numpy.typing as npt
    import scipy.sparse as sp

    from .equations import Array, Index

#: How many atoms may change, the smallest search first.
SIZES: Final = (60, 240, 1_000)
_NODES: Final = 50
_WHOLE: Final = 1e-6


class Nearby:
    """Searches in one system: ``rows`` · x between ``low`` and ``high``, x ≥ 0, whole."""

    def __init__(self, rows: sp.csc_matrix, low: Array, high: Array) -> None:
        """``rows`` (csc, rows × atoms); ``low`` and ``high`` (rows,)."""
        self._by_atom = rows
        self._by_row = rows.tocsr()
        self._length = np.diff(self._by_row.indptr)
        self._low = low
        self._high = high
        self._solver = new_solver({"mip_max_nodes": _NODES})

    def reaching(
        self, table: Array, weights: Array, sign: float, wanted: float
    ) -> Array | None:
        """A whole table in which ``weights`` · x is ``wanted`` or beyond.

        ``table``  a whole table of the system (atoms,), to start from
        ``sign``   1 to come down to ``wanted``, -1 to come up to it

        None where none was found: that says nothing of whether there is one.
        """
        atoms = np.flatnonzero(weights)
        for size in SIZES:
            around = self._around(atoms, size)
            found = self._within(around, table, weights, sign, wanted)
            if found is not None or len(around) == len(table):
                return found
        return None

    def _around(self, atoms: Index, size: int) -> Index:
        """Up to ``size`` atoms that share sums with some, or with those that do.

        Short sums first: in long ones everybody meets.
        """
        inside = np.zeros(self._by_atom.shape[1], dtype=np.bool_)
        inside[atoms] = True
        seen = np.zeros(self._by_row.shape[0], dtype=np.bool_)
        edge = atoms
        while len(edge) and inside.sum() < size:
            touched = np.unique(self._by_atom[:, edge].indices)
            touched = touched[~seen[touched]]
            before = inside.copy()
            for row in touched[np.argsort(self._length[touched], kind="stable")]:
                seen[row] = True
                start, stop = self._by_row.indptr[row : row + 2]
                inside[self._by_row.indices[start:stop]] = True
                if inside.sum() >= size:
                    break
            edge = np.flatnonzero(inside & ~before)
        return np.flatnonzero(inside)

    def _within(
        self,
        atoms: Index,
        table: Array,
        weights: Array,
        sign: float,
        wanted: float,
    ) -> Array | None:
        """The same where only ``atoms`` may change."""
        part = self._by_atom[:, atoms]
        touched = np.unique(part.indices)
        part = part.tocsr()[touched].tocsc()
        held = self._by_row[touched] @ table - part @ table[atoms]
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = part.shape
        model.col_cost_ = sign * weights[atoms]
        model.col_lower_ = np.zeros(len(atoms))
        model.col_upper_ = np.full(len(atoms), highspy.kHighsInf)
        model.row_lower_ = self._low[touched] - held
        model.row_upper_ = self._high[touched] - held
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = part.indptr
        model.a_matrix_.index_ = part.indices
        model.a_matrix_.value_ = part.data
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(atoms)
        self._solver.passModel(model)
        still = float(weights @ table) - float(weights[atoms] @ table[atoms])
        self._solver.setOptionValue("objective_target", sign * (wanted - still))
        self._solver.run()
        if self._solver.getInfo().primal_solution_status != _FEASIBLE:
            return None
        values = np.round(self._solver.getSolution().col_value)
        found = table.copy()
        found[atoms] = values
        reached = sign * float(weights @ found) <= sign * wanted + _WHOLE
        return found if reached and self._holds(part, values, held, touched) else None

    def _holds(
        self,
        part: sp.csc_matrix,
        values: npt.NDArray[np.float64],
        held: Array,
        touched: Index,
    ) -> bool:
        """Whether the rounded values still have the published sums."""
        sums = part @ values + held
        return bool(
            (values >= 0).all()
            and (sums >= self._low[touched] - _WHOLE).all()
            and (sums <= self._high[touched] + _WHOLE).all()
        )


_FEASIBLE: Final = 2
