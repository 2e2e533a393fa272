"""Many proofs from one programme.

Once the covering cells are hidden, nearly every small cell can be moved without any
further hiding. One table can then take many cells to 0 or to the threshold at once, so
a sweep asks for tables that serve as many as they can, until what is left is better
asked for one by one. Falls seldom stand in each other's way. Rises do: within a
published sum they share what is hidden of it, so each table asks only for as many as
find room in all their sums.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from .solver import new_solver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .lattice import IntArray

FloatArray = npt.NDArray[np.float64]

_WHOLE = 1e-6
_RANKS = 6
_STEP = 4.0


class Sweep:
    """The hidden atoms of one neighbourhood and the published sums over them.

    ``sums`` is published cells × these atoms; ``high`` and ``zero`` (atoms,) say how
    far each still has to rise, to fall, to be served (0: not asked); ``bonds`` as
    ``bonds_over`` gives them.
    """

    def __init__(
        self,
        sums: sp.csr_matrix,
        counts: IntArray,
        high: IntArray,
        zero: IntArray,
        bonds: tuple[sp.csr_matrix, IntArray],
    ) -> None:
        bound, slack = bonds
        self.solved = 0
        self._counts = counts.astype(np.float64)
        self._high, self._zero = high.astype(np.float64), zero.astype(np.float64)
        self._random = np.random.default_rng(len(counts))
        n = len(counts)
        self._every = np.arange(2 * n, dtype=np.int32)
        by_atom = sums.tocsc()
        self._sums_of = np.split(by_atom.indices, by_atom.indptr[1:-1])
        self._room = np.asarray(sums @ self._counts)
        even = np.zeros(sums.shape[0])
        rows = sp.vstack([sums, bound]) if len(slack) else sums
        matrix = sp.hstack([rows, -rows], format="csc")
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.col_cost_ = np.zeros(2 * n)
        model.col_lower_ = np.zeros(2 * n)
        model.col_upper_ = np.zeros(2 * n)
        model.row_lower_ = np.concatenate([even, -slack])
        model.row_upper_ = np.concatenate(
            [even, np.full(len(slack), highspy.kHighsInf)]
        )
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data.astype(np.float64)
        self._solver = new_solver({"presolve": "off"})
        self._solver.passModel(model)

    def tables(self) -> Iterator[IntArray]:
        """Whole movements (atoms,), each serving several atoms still asked for.

        Rises first, then falls. A direction ends when fewer than two more atoms can
        be served together, or when the corner found is fractional.
        """
        nobody = np.zeros(len(self._counts))
        while (moved := self._solve(self._high_with_room(), nobody)) is not None:
            served = (self._high > 0) & (moved >= self._high)
            if served.sum() < 2:
                break
            self._high[served] = 0.0
            yield moved
        while (moved := self._solve(nobody, self._zero)) is not None:
            served = (self._zero > 0) & (-moved >= self._zero)
            if served.sum() < 2:
                break
            self._zero[served] = 0.0
            yield moved

    def _high_with_room(self) -> FloatArray:
        """Rises asked for, left out where those before them fill one of their sums."""
        room = self._room.copy()
        chosen = np.zeros(len(self._high))
        for atom in self._random.permutation(np.flatnonzero(self._high)).tolist():
            rows = self._sums_of[atom]
            left = room[rows] - self._counts[atom] - self._high[atom]
            if (left >= 0).all():
                room[rows] = left
                chosen[atom] = self._high[atom]
        return chosen

    def _solve(self, rise: FloatArray, fall: FloatArray) -> IntArray | None:
        reward = np.concatenate([self._reward(rise), self._reward(fall)])
        if not reward.any():
            return None
        upper = np.concatenate(
            [np.where(rise > 0, rise, highspy.kHighsInf), self._counts]
        )
        n = len(self._every)
        self._solver.changeColsCost(n, self._every, -reward)
        self._solver.changeColsBounds(n, self._every, np.zeros(n), upper)
        self._solver.run()
        self.solved += 1
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = np.array(self._solver.getSolution().col_value)
        moved = values[: n // 2] - values[n // 2 :]
        whole = np.round(moved)
        if np.abs(moved - whole).max(initial=0.0) > _WHOLE:
            return None
        return whole.astype(np.int64)

    def _reward(self, distance: FloatArray) -> FloatArray:
        """Steeply unequal, so that some are served in full and not all in part."""
        reward = np.zeros(len(distance))
        asked = np.flatnonzero(distance > 0)
        rank = self._random.permutation(len(asked)) % _RANKS
        reward[asked] = _STEP**-rank / distance[asked]
        return reward


def distinct_sums(sums: sp.csr_matrix) -> sp.csr_matrix:
    """The sums without repetitions and without empty ones."""
    first: dict[bytes, int] = {}
    for row in range(sums.shape[0]):
        start, stop = sums.indptr[row], sums.indptr[row + 1]
        if stop > start:
            first.setdefault(sums.indices[start:stop].tobytes(), row)
    return sums[sorted(first.values())]
