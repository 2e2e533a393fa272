"""A first choice of complementary cells, all at once.

Where a published sum has hidden parts that come to less than the threshold together,
one more of its parts must be hidden, whatever else is done. One hidden cell can serve
several such sums: a community's quarter stands in the sum of its district and in that
of its year. Choosing the fewest (then the smallest) cells that serve all needy sums
is a covering programme, small and nearly always solved in whole numbers at once. What
it leaves open, the search for witnesses finds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linprog

if TYPE_CHECKING:
    from .lattice import BoolArray, IntArray, Lattice

_BY_SIZE = 0.1


def covering_cells(
    lattice: Lattice,
    values: IntArray,
    thresholds: IntArray,
    *,
    hidden: BoolArray,
    needs: BoolArray,
    fixed: BoolArray,
) -> IntArray:
    """Published cells to hide so that each needy sum gets a large hidden part.

    ``needs`` marks the hidden cells that want protection, ``fixed`` the cells that
    cannot be hidden. A needy sum without a part that may be hidden is passed over.
    """
    parts = lattice.families
    shown_sum = ~hidden[lattice.family_sums]
    together = parts @ np.where(hidden, values, 0)
    wanting = parts @ (hidden & needs).astype(np.int64) > 0
    choice = ~hidden & ~fixed & (values >= thresholds)
    choices = _as_pairs(parts.multiply(choice).tocsr(), lattice.twins, fixed)
    able = np.diff(choices.indptr) > 0
    needy = np.flatnonzero(
        shown_sum & wanting & (together < thresholds[lattice.family_sums]) & able
    )
    if not len(needy):
        return np.zeros(0, dtype=np.int64)
    serve = choices[needy]
    company = _company(
        choices, shown_sum & (parts @ hidden.astype(np.int64) == 0), serve
    )
    rows = sp.vstack([serve, company], format="csr")
    least = np.repeat([1.0, 0.0], [serve.shape[0], company.shape[0]])
    columns = np.unique(rows.indices)
    found = linprog(
        1.0 + _BY_SIZE * np.log1p(values[columns]),
        A_ub=-rows.tocsc()[:, columns],
        b_ub=-least,
        bounds=(0, 1),
        method="highs-ds",
    )
    return columns[found.x >= 0.5] if found.success else np.zeros(0, dtype=np.int64)


def _as_pairs(
    choices: sp.csr_matrix, twins: IntArray, fixed: BoolArray
) -> sp.csr_matrix:
    """Twins are hidden together, so they are one choice: that of the first."""
    cell = np.arange(len(twins))
    one = np.where((twins >= 0) & ~fixed[twins], np.minimum(cell, twins), cell)
    return (
        choices
        if (one == cell).all()
        else sp.csr_matrix(
            (choices.data, one[choices.indices], choices.indptr), shape=choices.shape
        )
    )


def _company(
    choices: sp.csr_matrix, unhidden: BoolArray, serve: sp.csr_matrix
) -> sp.csr_matrix:
    """Rows that say: a cell hidden alone among the parts of a sum is no help."""
    candidates = np.zeros(choices.shape[1], dtype=np.bool_)
    candidates[serve.indices] = True
    family, cell = choices.multiply(unhidden[:, None]).multiply(candidates).nonzero()
    own = sp.csr_matrix(
        (np.full(len(cell), 2.0), (np.arange(len(cell)), cell)),
        shape=(len(cell), choices.shape[1]),
    )
    return (choices[family] - own).tocsr()
