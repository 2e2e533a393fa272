"""Complementary suppression by witnesses.

For each cell that needs it, a small programme finds another table of whole numbers
which agrees with all that stays published and in which the cell is 0, and one in
which it is at least k; the published cells that have to move are hidden too. The
tables found are kept as *witnesses*: proof, for a gate that needs no solver, that
the published numbers do not give the cell away.

Zeros are hidden behind the same symbol. By rule 3 it is no leak if one of them can be
told to be zero (nothing but zeros is left of a sum); to deny that too costs about one
safe cell in a hundred, and far more where a whole group is absent from a region, so it
is asked for by ``cover_zeros``. What a zero may never show is an upper bound of
1 … k − 1: to an auditor, who sees only public numbers, that looks like a leak.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .search import Search

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import scipy.sparse as sp

    from .lattice import BoolArray, Lattice


class UnprotectableCellsError(ValueError):
    """Some cells cannot be protected by hiding what may still be hidden.

    ``cells`` are their indices: as confidential as the counts themselves.
    """

    def __init__(self, cells: Sequence[int]) -> None:
        self.cells = tuple(cells)
        super().__init__(
            f"{len(self.cells)} cells cannot be protected: {list(self.cells[:20])}"
        )


@dataclass(frozen=True)
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
    whole differences from the true counts. Confidential but for ``hidden``.

    ``zeros_covered``: true zeros are proved to be able to reach the threshold too.
    """

    hidden: BoolArray
    witnesses: sp.csr_matrix
    sensitive: BoolArray
    zeros_covered: bool
    statistics: Statistics


def protect(
    lattice: Lattice,
    counts: npt.ArrayLike,
    *,
    threshold: npt.ArrayLike,
    sensitive_extra: npt.ArrayLike | None = None,
    fixed_published: npt.ArrayLike | None = None,
    cover_zeros: bool = False,
    ambiguous: npt.ArrayLike | None = None,
    resume: Protection | None = None,
) -> Protection:
    """Choose the cells to hide so that no cell of 1 … threshold − 1 can be known.

    ``counts``           true counts of the atoms (atoms,)
    ``threshold``        of all cells, or of each (cells,)
    ``sensitive_extra``  further sensitive cells (cells,), for example fewer than
                         five households although enough persons
    ``fixed_published``  cells (cells,) that earlier releases have made public and
                         that cannot be hidden any more
    ``cover_zeros``      let true zeros pass for the threshold or more as well
    ``ambiguous``        indices of hidden cells, not sensitive, whose bounds an attack
                         found to look like a leak; they are led to 0, zeros to the
                         threshold
    ``resume``           an earlier result to go on from (same counts)

    Raises UnprotectableCellsError, LatticeError for impossible counts, ValueError
    for a threshold below 2.
    """
    thresholds = np.broadcast_to(
        np.asarray(threshold, dtype=np.int64), (lattice.n_cells,)
    )
    if (thresholds < 2).any():
        raise ValueError("A threshold below 2 protects nobody.")
    extra, fixed = _mask(lattice, sensitive_extra), _mask(lattice, fixed_published)
    values = lattice.cell_values(counts)
    small = values < thresholds
    sensitive = _with_twins(lattice, (small & (values > 0)) | extra) & (values > 0)
    exposed = np.flatnonzero(sensitive & fixed)
    if len(exposed):
        raise UnprotectableCellsError(exposed.tolist())
    primary = _with_twins(lattice, small | extra | ~lattice.listed) & ~fixed
    search = Search(lattice, np.asarray(counts), thresholds, primary, fixed)
    listed = lattice.listed
    search.book.need_zero |= sensitive
    search.book.need_high |= small & primary & ((values > 0) | (listed & cover_zeros))
    if ambiguous is not None:
        doubtful = np.zeros(lattice.n_cells, dtype=np.bool_)
        doubtful[np.asarray(ambiguous, dtype=np.int64)] = True
        search.book.need_zero |= doubtful & (values > 0)
        search.book.need_high |= doubtful & small
    if resume is not None:
        search.take_up(resume.hidden, resume.witnesses)
    unprotected = search.hide()
    if unprotected:
        raise UnprotectableCellsError(unprotected)
    hidden = search.hidden
    return Protection(
        hidden,
        search.book.table(lattice.n_atoms),
        sensitive,
        cover_zeros,
        _statistics(search, primary, sensitive),
    )


def _mask(lattice: Lattice, given: npt.ArrayLike | None) -> BoolArray:
    if given is None:
        return np.zeros(lattice.n_cells, dtype=np.bool_)
    mask = np.asarray(given, dtype=np.bool_)
    if mask.shape != (lattice.n_cells,):
        raise ValueError(f"A mask of {lattice.n_cells} cells is needed.")
    return mask


def _with_twins(lattice: Lattice, cells: BoolArray) -> BoolArray:
    """The cells, and those whose twin is among them."""
    return cells | ((lattice.twins >= 0) & cells[lattice.twins])


def _statistics(search: Search, primary: BoolArray, sensitive: BoolArray) -> Statistics:
    listed, values = search.lattice.listed, search.values
    safe = listed & ~primary
    lost = safe & search.hidden
    return Statistics(
        cells=int(listed.sum()),
        sensitive=int((sensitive & listed).sum()),
        complementary=int(lost.sum()),
        safe_lost=float(lost.sum() / max(1, safe.sum())),
        people_lost=float(values[lost].sum() / max(1, values[listed].sum())),
        witnesses=len(search.book),
        programmes=search.programmes,
        whole_number_searches=search.whole_number_searches,
    )
