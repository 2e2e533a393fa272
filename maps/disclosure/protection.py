"""Complementary suppression by witnesses.

For each cell that needs it, a small programme finds another table of whole numbers
which agrees with all that stays published and in which the cell is 0, and one in
which it is at least k; the published cells that have to move are hidden too. The
tables found are kept as *witnesses*: proof, for a gate that needs no solver, that
the published numbers do not give the cell away.

What is asked for is stronger than rule 3 demands: cells that are truly 0 must also
be able to reach k. An auditor who sees only public numbers cannot tell a hidden 0
from a hidden 3; if zeros were left out, "at most 4" would be read off some hidden
cells and the audit could not say whether that is a leak.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from .neighbourhoods import Neighbourhoods
from .programme import FloatArray, Programme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lattice import BoolArray, IntArray, Lattice

_CACHED = 150


class UnprotectableCellsError(ValueError):
    """Some cells cannot be protected by hiding what may still be hidden.

    ``cells`` are their indices: as confidential as the counts themselves.
    """

    def __init__(self, cells: Sequence[int]) -> None:
        self.cells = tuple(cells)
        super().__init__(
            f"{len(self.cells)} cells cannot be protected: {list(self.cells[:20])}"
        )


@dataclass(frozen=True, eq=False)
class Statistics:
    """What the protection took. ``people_lost``: share of the atoms' sum of all safe
    listed cells, level by level added up, that was hidden as complementary."""

    cells: int
    sensitive: int
    complementary: int
    safe_lost: float
    people_lost: float
    witnesses: int
    programmes: int
    whole_number_searches: int


@dataclass(frozen=True, eq=False)
class Protection:
    """``hidden`` and ``sensitive`` (cells,); ``witnesses`` csr, witnesses × atoms:
    whole differences from the true counts. Confidential but for ``hidden``."""

    hidden: BoolArray
    witnesses: sp.csr_matrix
    sensitive: BoolArray
    statistics: Statistics


def protect(
    lattice: Lattice,
    counts: npt.ArrayLike,
    *,
    threshold: int,
    sensitive_extra: npt.ArrayLike | None = None,
    fixed_published: npt.ArrayLike | None = None,
    ambiguous: npt.ArrayLike | None = None,
    resume: Protection | None = None,
) -> Protection:
    """Choose the cells to hide so that no cell of 1 … threshold − 1 can be known.

    ``counts``           true counts of the atoms (atoms,)
    ``sensitive_extra``  further sensitive cells (cells,), for example fewer than
                         five households although enough persons
    ``fixed_published``  cells (cells,) that earlier releases have made public and
                         that cannot be hidden any more
    ``ambiguous``        indices of hidden cells that an attack found bounded away
                         from 0 by less than the threshold; they are led to 0 too
    ``resume``           an earlier result to go on from (same counts)

    Raises UnprotectableCellsError, LatticeError for impossible counts, ValueError
    for a threshold below 2.
    """
    if threshold < 2:
        raise ValueError("A threshold below 2 protects nobody.")
    search = _Search(
        lattice,
        np.asarray(counts),
        threshold,
        _mask(lattice, sensitive_extra),
        _mask(lattice, fixed_published),
    )
    if resume is not None:
        search.take_up(resume)
    if ambiguous is not None:
        search.to_zero[np.asarray(ambiguous, dtype=np.int64)] = True
    return search.run()


def _mask(lattice: Lattice, given: npt.ArrayLike | None) -> BoolArray:
    if given is None:
        return np.zeros(lattice.n_cells, dtype=np.bool_)
    mask = np.asarray(given, dtype=np.bool_)
    if mask.shape != (lattice.n_cells,):
        raise ValueError(f"A mask of {lattice.n_cells} cells is needed.")
    return mask


class _Search:
    """The state of one protection: what is hidden, and what is witnessed so far."""

    def __init__(
        self,
        lattice: Lattice,
        counts: npt.NDArray[np.generic],
        threshold: int,
        extra: BoolArray,
        fixed: BoolArray,
    ) -> None:
        self.lattice = lattice
        self.threshold = threshold
        self.values = lattice.cell_values(counts)
        self.counts = counts.astype(np.int64)
        small = self.values < threshold
        self.sensitive = (small & (self.values > 0)) | extra
        exposed = np.flatnonzero(self.sensitive & fixed)
        if len(exposed):
            raise UnprotectableCellsError(exposed.tolist())
        self.fixed = fixed
        self.primary = (small | extra | ~lattice.listed) & ~fixed
        self.hidden = self.primary.copy()
        # A remainder of zero stays zero: an attacker may know that it does.
        self.movable = self._movable_atoms()
        self.to_zero = self.sensitive.copy()
        self.to_threshold = small & self.hidden & (lattice.listed | self.sensitive)
        self.cost = 1.0 + np.log1p(self.values.astype(np.float64))
        self.by_atom = lattice.memberships.tocsc()
        self.nearby = Neighbourhoods(lattice)
        self.loaded: dict[tuple[int, int], Programme] = {}
        self.found: list[tuple[IntArray, IntArray]] = []
        self.programmes = self.whole_number_searches = 0

    def _movable_atoms(self) -> BoolArray:
        unlisted = self.lattice.memberships[~self.lattice.listed & (self.values == 0)]
        movable = np.ones(self.lattice.n_atoms, dtype=np.bool_)
        movable[unlisted.indices] = False
        return movable

    def take_up(self, earlier: Protection) -> None:
        """Begin with what an earlier search hid and witnessed."""
        self.hidden |= earlier.hidden
        moves = earlier.witnesses
        for row in range(moves.shape[0]):
            part = slice(moves.indptr[row], moves.indptr[row + 1])
            self.found.append((moves.indices[part], moves.data[part]))
        self.to_zero[:] = self.to_threshold[:] = False

    def run(self) -> Protection:
        unprotected = [
            cell
            for cell in self._in_order()
            if not (self._reach_threshold(cell) and self._reach_zero(cell))
        ]
        self._forget_programmes()
        if unprotected:
            raise UnprotectableCellsError(unprotected)
        return Protection(
            self.hidden, self._witnesses(), self.sensitive, self._statistics()
        )

    def _in_order(self) -> list[int]:
        """Wide cells first (they settle many narrow ones), then place by place."""
        matrix = self.lattice.memberships
        cells = np.flatnonzero(self.to_zero | self.to_threshold)
        size = np.diff(matrix.indptr)[cells]
        cells, size = cells[size > 0], size[size > 0]
        first = matrix.indices[matrix.indptr[cells]]
        return cells[np.lexsort((self.values[cells], first, -size))].tolist()

    def _reach_threshold(self, cell: int) -> bool:
        if not self.to_threshold[cell]:
            return True
        return self._move(cell, int(self.threshold - self.values[cell]))

    def _reach_zero(self, cell: int) -> bool:
        if not self.to_zero[cell]:
            return True
        return self._move(cell, -int(self.values[cell]))

    def _move(self, cell: int, change: int) -> bool:
        for key, atoms in self.nearby.around(cell):
            programme = self._programme(key, atoms[self.movable[atoms]])
            if programme is None:
                continue
            movement = programme.move(cell, change)
            if movement is not None:
                self._accept(programme, movement)
                return True
        return False

    def _programme(self, key: tuple[int, int], atoms: IntArray) -> Programme | None:
        if not len(atoms):
            return None
        if key not in self.loaded:
            if len(self.loaded) >= _CACHED:
                self._forget_programmes()
            cost: FloatArray = np.where(self.hidden, 0.0, self.cost)
            self.loaded[key] = Programme(
                self.by_atom, self.counts, atoms, cost, self.fixed
            )
        return self.loaded[key]

    def _forget_programmes(self) -> None:
        for programme in self.loaded.values():
            self.programmes += programme.solved
            self.whole_number_searches += programme.whole_number_searches
        self.loaded.clear()

    def _accept(self, programme: Programme, movement: IntArray) -> None:
        """Hide what moves, keep the witness, and tick off all cells that it serves."""
        moving = np.flatnonzero(movement)
        self.found.append((programme.atoms[moving], movement[moving]))
        change = programme.rows @ movement
        cells = programme.cells
        for cell in cells[(change != 0) & ~self.hidden[cells]].tolist():
            self.hidden[cell] = True
            for other in self.loaded.values():
                other.set_cost(cell, -self.cost[cell])
        reached = self.values[cells] + change
        self.to_threshold[cells[reached >= self.threshold]] = False
        self.to_zero[cells[reached == 0]] = False

    def _witnesses(self) -> sp.csr_matrix:
        shape = (len(self.found), self.lattice.n_atoms)
        if not self.found:
            return sp.csr_matrix(shape, dtype=np.int64)
        starts = np.cumsum([0] + [len(atoms) for atoms, _ in self.found])
        return sp.csr_matrix(
            (
                np.concatenate([moved for _, moved in self.found]),
                np.concatenate([atoms for atoms, _ in self.found]),
                starts,
            ),
            shape=shape,
        )

    def _statistics(self) -> Statistics:
        listed = self.lattice.listed
        safe = listed & ~self.primary
        lost = safe & self.hidden
        return Statistics(
            cells=int(listed.sum()),
            sensitive=int((self.sensitive & listed).sum()),
            complementary=int(lost.sum()),
            safe_lost=float(lost.sum() / max(1, safe.sum())),
            people_lost=float(
                self.values[lost].sum() / max(1, self.values[listed].sum())
            ),
            witnesses=len(self.found),
            programmes=self.programmes,
            whole_number_searches=self.whole_number_searches,
        )
