"""The second gate: an attacker who knows all that was ever published, and nothing else.

Written apart from the protection, so that a fault there is not repeated here. What is
known: which areas add up to which, every published number, and that counts are whole
and not negative. For each hidden cell the attacker computes the interval in which it
must lie.

How an interval is judged, without the true counts (k is the threshold):

* 0 < upper < k: a leak. Rule 3 forbids it for small cells; the protection keeps true
  zeros from showing it too, because an observer cannot tell "0 … 3, truly 0" from
  "0 … 3, truly 2".
* upper = 0: known to be empty. No leak by rule 3, which asks nothing of zeros; listed
  apart, for a release that promises to cover zeros.
* 0 < lower < k ≤ upper: a leak. Were the cell small, 0 would be ruled out. A hidden
  large cell could come to this harmlessly, but the auditor cannot see that it is
  large, so the protection keeps such cells from arising.
* lower ≥ k: no leak. Someone knows that a large number is large; such a cell was
  hidden to protect another. (Should it be sensitive for another reason, for example
  too few households, only ``failures`` with the steward's mask can tell.)
* 0 … k or more: as it should be.

Remainders and differences between two tables (never listed) are judged by their lower
bound only: that nobody was recorded without a finer place, or that a figure did not
change, is no secret; that one to k − 1 were, or that it changed by so few, is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from .equations import (
    Array,
    ContradictoryReleasesError,
    Equations,
    Index,
    equations_of,
    takes_away,
)
from .solver import new_solver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lattice import BoolArray, Lattice

_WHOLE = 1e-6
_NODES = 5_000
#: So few cells are sooner asked one by one.
_FEW = 20
#: Cells that a table must settle for another such table to be tried.
_WORTHWHILE = 2


@dataclass(frozen=True, eq=False)
class Attack:
    """What the attacker knows of each cell.

    ``lower``, ``upper``  bounds (cells,); both the value where published. Unless the
                          attack was exhaustive, ``upper`` is only proved to reach the
                          threshold where it is at or above it.
    ``disclosed``         hidden cells that leak, judged without the true counts
    ``known_empty``       hidden cells that are known to be 0
    ``recomputed``        hidden cells of threshold or more that are exactly known
    """

    lower: Array
    upper: Array
    hidden: BoolArray
    disclosed: Index
    known_empty: Index
    recomputed: Index
    threshold: npt.ArrayLike
    programmes: int

    @property
    def ok(self) -> bool:
        return not len(self.disclosed)

    def failures(self, sensitive: npt.ArrayLike) -> Index:
        """Sensitive cells (steward's mask, cells) for which 0 or ≥ k is ruled out."""
        mask = np.asarray(sensitive, dtype=np.bool_)
        return np.flatnonzero(
            mask
            & (
                (self.lower > 0)
                | (self.upper < np.asarray(self.threshold))
                | ~self.hidden
            )
        )


def attack(
    lattice: Lattice,
    published: npt.ArrayLike,
    threshold: npt.ArrayLike,
    *,
    earlier: Sequence[npt.ArrayLike] = (),
    exhaustive: bool = False,
) -> Attack:
    """Bound every hidden cell by what is public.

    ``published``  values (cells,), nan where hidden
    ``threshold``  of all cells, or of each (cells,)
    ``earlier``    further vectors that were published of the same counts
    ``exhaustive`` compute exact bounds also for cells already seen to be safe

    Raises ContradictoryReleasesError when no table agrees with what was published.
    """
    seen = np.asarray(published, dtype=np.float64)
    hidden = np.isnan(seen)
    known = _all_known(seen, earlier)
    equations = equations_of(lattice.memberships, known)
    targets = np.flatnonzero(hidden)
    limits = np.broadcast_to(np.asarray(threshold, np.float64), seen.shape)
    bounds = _Bounds(
        lattice.memberships[targets],
        equations,
        np.full(len(targets), np.inf) if exhaustive else limits[targets],
        lattice.bonds,
    )
    lower, upper = seen.copy(), seen.copy()
    lower[targets], upper[targets] = bounds.compute()
    return _judged(lattice, lower, upper, hidden, limits, bounds.programmes)


def _all_known(seen: Array, earlier: Sequence[npt.ArrayLike]) -> Array:
    known = seen.copy()
    for vector in earlier:
        before = np.asarray(vector, dtype=np.float64)
        both = ~np.isnan(known) & ~np.isnan(before)
        if (known[both] != before[both]).any():
            raise ContradictoryReleasesError("Two releases differ in a published cell.")
        known = np.where(np.isnan(known), before, known)
    return known


def _judged(
    lattice: Lattice,
    lower: Array,
    upper: Array,
    hidden: BoolArray,
    threshold: Array,
    programmes: int,
) -> Attack:
    may_be_narrow = lattice.remainders | takes_away(lattice.memberships)
    narrow = (upper > 0) & (upper < threshold) & (~may_be_narrow | (lower > 0))
    not_zero = (lower > 0) & (lower < threshold)
    exact = lower == upper
    return Attack(
        lower=lower,
        upper=upper,
        hidden=hidden,
        disclosed=np.flatnonzero(hidden & (narrow | not_zero)),
        known_empty=np.flatnonzero(hidden & lattice.listed & (upper == 0)),
        recomputed=np.flatnonzero(hidden & exact & (lower >= threshold)),
        threshold=threshold,
        programmes=programmes,
    )


class _Bounds:
    """Bounds of the target cells, added up over the independent systems."""

    def __init__(
        self,
        targets: sp.csr_matrix,
        equations: Equations,
        enough: Array,
        bonds: sp.csr_matrix,
    ) -> None:
        """``enough`` (targets,): from where on the greatest value does not matter."""
        self.equations = equations
        self.enough = enough
        self.bonds = equations.bonds_on_unknowns(bonds)
        self.least = np.asarray(targets @ equations.known, dtype=np.float64)
        self.most = self.least.copy()
        self.base = self.least.copy()
        self.parts = targets.astype(np.float64).tocsc()[:, equations.free]
        self.unknowns = np.diff(self.parts.tocsr().indptr)
        self.programmes = 0

    def compute(self) -> tuple[Array, Array]:
        for atoms, rows, bonds in self.equations.systems(self.bonds):
            part = self.parts[:, atoms]
            cells = np.unique(part.indices).astype(np.int64)
            if len(cells):
                self._add(atoms, rows, bonds, cells, part.tocsr()[cells])
        return self.least, self.most

    def _add(
        self,
        atoms: Index,
        rows: Index,
        bonds: Index,
        cells: Index,
        part: sp.csr_matrix,
    ) -> None:
        plain = not len(bonds) and not (part.data < 0).any()
        if plain and not len(rows):
            self.most[cells] = np.inf
            return
        if plain and len(rows) == 1:
            total = self.equations.totals[rows[0]]
            whole = np.diff(part.indptr) == len(atoms)
            self.least[cells] += np.where(whole, total, 0.0)
            self.most[cells] += total
            return
        # A cell may stop early only if this system holds all that is unknown of it.
        alone = self.unknowns[cells] == np.diff(part.indptr)
        enough = np.where(alone, self.enough[cells] - self.base[cells], np.inf)
        stop_low = alone & (self.base[cells] == 0) & np.isfinite(self.enough[cells])
        system = _System(
            self.equations.sums[rows].tocsc()[:, atoms],
            self.equations.totals[rows],
            self.bonds.matrix[bonds].tocsc()[:, atoms],
            self.bonds.least[bonds],
        )
        least, most = system.bounds(part, enough, stop_low)
        self.programmes += system.solved
        self.least[cells] += least
        self.most[cells] += most


def _unsettled(
    sign: float, least: Array, most: Array, enough: Array, stop_low: BoolArray
) -> Index:
    """Cells of which one table could say all that is asked, and none has yet."""
    if sign > 0:
        return np.flatnonzero(stop_low & (least > 0))
    return np.flatnonzero(np.isfinite(enough) & (most < enough))


class _System:
    """One independent system of equations, loaded in the solver."""

    def __init__(
        self, sums: sp.csc_matrix, totals: Array, bonds: sp.csc_matrix, least: Array
    ) -> None:
        rows = sp.vstack([sums, bonds], format="csc")
        self.n_atoms = sums.shape[1]
        self.solved = 0
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = rows.shape
        model.col_cost_ = np.zeros(self.n_atoms)
        model.col_lower_ = np.zeros(self.n_atoms)
        model.col_upper_ = np.full(self.n_atoms, highspy.kHighsInf)
        model.row_lower_ = np.concatenate([totals, least])
        model.row_upper_ = np.concatenate(
            [totals, np.full(len(least), highspy.kHighsInf)]
        )
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = rows.indptr
        model.a_matrix_.index_ = rows.indices
        model.a_matrix_.value_ = rows.data
        self.solver = new_solver({"presolve": "off", "mip_max_nodes": _NODES})
        self.solver.passModel(model)

    def bounds(
        self, part: sp.csr_matrix, enough: Array, stop_low: BoolArray
    ) -> tuple[Array, Array]:
        """Least and greatest value of each row of ``part`` (cells × atoms).

        ``stop_low``: a table with 0 ends the search below; ``enough``: a table with
        this much ends the search above.
        """
        least, most = self._seen_together(part, enough, stop_low)
        for cell in range(part.shape[0]):
            row = slice(part.indptr[cell], part.indptr[cell + 1])
            weights = np.zeros(self.n_atoms)
            weights[part.indices[row]] = part.data[row]
            for sign in (1.0, -1.0):
                if sign > 0 and stop_low[cell] and least[cell] <= 0:
                    continue
                if sign < 0 and most[cell] >= enough[cell]:
                    continue
                bound, table = self._extreme(weights, sign, enough[cell])
                if table is not None:
                    values = part @ table
                    np.minimum(least, values, out=least)
                    np.maximum(most, values, out=most)
                (least if sign > 0 else most)[cell] = bound
        return least, most

    def _seen_together(
        self, part: sp.csr_matrix, enough: Array, stop_low: BoolArray
    ) -> tuple[Array, Array]:
        """Values that whole tables show of many cells at once, before any is asked alone.

        A table in which a random mixture of the unsettled cells is least (or greatest)
        settles dozens of them for the price of one question. It goes on for as long as
        a table settles more than the one cell that it would if asked alone.
        """
        least = np.full(part.shape[0], np.inf)
        most = np.full(part.shape[0], -np.inf)
        random = np.random.default_rng(0)
        for sign in (1.0, -1.0):
            while True:
                left = _unsettled(sign, least, most, enough, stop_low)
                if len(left) <= _FEW:
                    break
                weights = random.random(len(left)) @ part[left]
                _bound, table = self._extreme(weights, sign, np.inf)
                if table is not None:
                    values = part @ table
                    np.minimum(least, values, out=least)
                    np.maximum(most, values, out=most)
                after = _unsettled(sign, least, most, enough, stop_low)
                if len(left) - len(after) < _WORTHWHILE:
                    break
        return least, most

    def _extreme(
        self, weights: Array, sign: float, enough: float
    ) -> tuple[float, Array | None]:
        """The bound of a sum of atoms in whole numbers, and a table that shows it.

        From above, a whole table with ``enough`` will do in place of the bound.
        """
        every = np.arange(self.n_atoms, dtype=np.int32)
        self.solver.changeColsCost(self.n_atoms, every, sign * weights)
        self.solver.run()
        self.solved += 1
        status = self.solver.getModelStatus()
        if status in (
            highspy.HighsModelStatus.kUnbounded,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            return -sign * np.inf, None
        if status != highspy.HighsModelStatus.kOptimal:
            raise ContradictoryReleasesError("No table has the published sums.")
        table = np.array(self.solver.getSolution().col_value)
        if np.abs(table - np.round(table)).max() <= _WHOLE:
            whole = np.round(table)
            return float(weights @ whole), whole
        return self._whole_extreme(
            weights, -enough if sign < 0 else -np.inf, sign, every
        )

    def _whole_extreme(
        self, weights: Array, target: float, sign: float, every: npt.NDArray[np.int32]
    ) -> tuple[float, Array | None]:
        integer = np.full(len(every), highspy.HighsVarType.kInteger)
        self.solver.changeColsIntegrality(len(every), every, integer)
        self.solver.setOptionValue("objective_target", target)
        self.solver.run()
        self.solver.setOptionValue("objective_target", -np.inf)
        feasible = self.solver.getInfo().primal_solution_status == 2
        table = np.round(self.solver.getSolution().col_value) if feasible else None
        if table is not None and sign * (weights @ table) <= target:
            bound = float(weights @ table)
        else:
            proved = sign * self.solver.getInfo().mip_dual_bound
            bound = float(
                np.ceil(proved - _WHOLE) if sign > 0 else np.floor(proved + _WHOLE)
            )
        real = np.full(len(every), highspy.HighsVarType.kContinuous)
        self.solver.changeColsIntegrality(len(every), every, real)
        return bound, table
