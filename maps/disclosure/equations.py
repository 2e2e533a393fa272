"""What the attacker writes down first: the published sums as equations, tidied up.

From each published sum the published parts are subtracted, sums of nothing fix their
atoms at zero, sums of one atom fix it. What is left falls into many small systems
that share no atom. Nothing here knows of thresholds, hidden values or protection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]


class ContradictoryReleasesError(ValueError):
    """The published numbers cannot all be true of one table of counts."""


@dataclass(frozen=True, eq=False)
class Bonds:
    """``matrix`` (csr, bonds × free atoms) · x ≥ ``least``."""

    matrix: sp.csr_matrix
    least: Array


@dataclass(frozen=True, eq=False)
class Equations:
    """``sums`` (csr, equations × free atoms, 0/1) · x = ``totals``, x ≥ 0, with the
    atoms ``free`` unknown and all others at their value in ``known``."""

    sums: sp.csr_matrix
    totals: Array
    free: Index
    known: Array

    def bonds_on_unknowns(self, bonds: sp.csr_matrix) -> Bonds:
        """What sums of atoms (bonds × atoms) that are not negative say of the unknown.

        Raises ContradictoryReleasesError where known atoms alone make one negative.
        """
        least = -(bonds @ self.known)
        matrix = bonds.tocsc()[:, self.free].tocsr()
        asked = np.diff(matrix.indptr) > 0
        if (least[~asked] > 0).any():
            raise ContradictoryReleasesError("A published part exceeds its whole.")
        # With nothing to be taken away and nothing owed, a bond says x ≥ 0.
        used = np.flatnonzero(asked & (takes_away(matrix) | (least > 0)))
        return Bonds(matrix[used].astype(np.float64), least[used])

    def systems(self, bonds: Bonds) -> Iterator[tuple[Index, Index, Index]]:
        """(positions in ``free``, equations, bonds) of each independent system."""
        n, n_sums = len(self.free), len(self.totals)
        if not n:
            return
        touching = sp.vstack([self.sums, abs(bonds.matrix)], format="csr")
        links = sp.bmat(
            [[sp.csr_matrix((n, n)), touching.T], [touching, None]], format="csr"
        )
        _, label = connected_components(links, directed=False)
        order = np.argsort(label[:n], kind="stable")
        rows = np.argsort(label[n:], kind="stable")
        starts = np.flatnonzero(np.r_[True, np.diff(label[order]) > 0])
        row_label = label[n:][rows]
        for start, stop in zip(starts, np.r_[starts[1:], n], strict=True):
            mine = label[order[start]]
            first, last = np.searchsorted(row_label, [mine, mine + 1])
            own = rows[first:last]
            yield order[start:stop], own[own < n_sums], own[own >= n_sums] - n_sums


def takes_away(sums: sp.csr_matrix) -> npt.NDArray[np.bool_]:
    """Which of the sums take something away."""
    entries = sums.tocoo()
    found = np.zeros(sums.shape[0], dtype=np.bool_)
    found[entries.row[entries.data < 0]] = True
    return found


def equations_of(memberships: sp.csr_matrix, published: Array) -> Equations:
    """The tidied equations of a published vector (cells,), nan where hidden.

    Raises ContradictoryReleasesError when no table of non-negative whole numbers
    can have these sums (as far as tidying finds out).
    """
    rows = np.flatnonzero(~np.isnan(published))
    sums = memberships[rows].astype(np.float64).tocsr()
    sums.sort_indices()
    totals = published[rows].astype(np.float64)
    known = np.zeros(memberships.shape[1])
    free = np.arange(memberships.shape[1])
    while True:
        sums, totals = _without_published_parts(sums, totals)
        settled, values = _settled(sums, totals)
        if not settled.any():
            return Equations(sums, totals, free, known)
        known[free[settled]] = values[settled]
        totals = totals - sums @ values
        free = free[~settled]
        sums = sums.tocsc()[:, ~settled].tocsr()


def _settled(sums: sp.csr_matrix, totals: Array) -> tuple[npt.NDArray[np.bool_], Array]:
    """Atoms fixed by one equation alone, and their values (0 for all others)."""
    if (totals < 0).any():
        raise ContradictoryReleasesError("A published sum is less than its parts.")
    size = np.diff(sums.indptr)
    settled = np.zeros(sums.shape[1], dtype=np.bool_)
    values = np.zeros(sums.shape[1])
    alone = np.flatnonzero(size == 1)
    atoms = sums.indices[sums.indptr[alone]]
    settled[atoms] = True
    values[atoms] = totals[alone]
    nothing = sums[np.flatnonzero((totals == 0) & (size > 0))].indices
    settled[nothing] = True
    values[nothing] = 0.0
    return settled, values


def _without_published_parts(
    sums: sp.csr_matrix, totals: Array
) -> tuple[sp.csr_matrix, Array]:
    """Subtract from each sum disjoint sums within it; drop repetitions."""
    sums, totals = _distinct(sums, totals)
    size = np.diff(sums.indptr)
    shared = (sums @ sums.T).tocsr()
    taken = np.zeros(sums.shape[1], dtype=np.bool_)
    pieces: list[npt.NDArray[np.int32]] = []
    rests = totals.copy()
    for row in range(sums.shape[0]):
        atoms = sums.indices[sums.indptr[row] : sums.indptr[row + 1]]
        others = shared.indices[shared.indptr[row] : shared.indptr[row + 1]]
        overlap = shared.data[shared.indptr[row] : shared.indptr[row + 1]]
        within = others[(overlap == size[others]) & (others != row)]
        for part in within[np.argsort(-size[within], kind="stable")]:
            piece = sums.indices[sums.indptr[part] : sums.indptr[part + 1]]
            if not taken[piece].any():
                taken[piece] = True
                rests[row] -= totals[part]
        pieces.append(atoms[~taken[atoms]] if len(within) else atoms)
        taken[atoms] = False
    length = np.array([len(piece) for piece in pieces], dtype=np.int64)
    if (rests[length == 0] != 0).any():
        raise ContradictoryReleasesError("Published parts do not add up to their sum.")
    joined = np.concatenate([np.zeros(0, np.int32), *pieces])
    starts = np.concatenate([[0], np.cumsum(length)])
    rest = sp.csr_matrix((np.ones(len(joined)), joined, starts), shape=sums.shape)
    return _distinct(rest[length > 0], rests[length > 0])


def _distinct(sums: sp.csr_matrix, totals: Array) -> tuple[sp.csr_matrix, Array]:
    first: dict[bytes, int] = {}
    for row in range(sums.shape[0]):
        atoms = sums.indices[sums.indptr[row] : sums.indptr[row + 1]].tobytes()
        if totals[first.setdefault(atoms, row)] != totals[row]:
            raise ContradictoryReleasesError("One sum was published with two values.")
    rows = np.fromiter(first.values(), dtype=np.int64, count=len(first))
    keep = rows[np.diff(sums.indptr)[rows] > 0]
    return sums[keep], totals[keep]
