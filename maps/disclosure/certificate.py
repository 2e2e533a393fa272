"""The first gate: check the witnesses without any solver.

Shares no code with the search that found them. A witness counts only if it is whole,
leaves no atom negative and changes nothing that is published; a cell counts as
protected only if such witnesses take it to 0 and to the threshold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import scipy.sparse as sp

    from .lattice import BoolArray, IntArray, Lattice
    from .protection import Protection

_AT_ONCE = 2_000


@dataclass(frozen=True, eq=False)
class Certificate:
    """The finding. All of it but ``ok`` is for the data steward only.

    ``shown_small``      published although sensitive, or 0 < value < threshold
    ``unmarked``         sensitive by value, yet not marked as such
    ``unproved_zero``    sensitive cells that no valid witness takes to 0
    ``unproved_high``    hidden small cells that none takes to the threshold; zeros
                         only where the protection says that it covers them
    ``invalid``          rows of ``witnesses`` that are not valid tables
    """

    ok: bool
    shown_small: IntArray
    unmarked: IntArray
    unproved_zero: IntArray
    unproved_high: IntArray
    invalid: IntArray


def certify(
    lattice: Lattice,
    counts: npt.ArrayLike,
    protection: Protection,
    threshold: npt.ArrayLike,
) -> Certificate:
    """Verify a protection against the true counts of the atoms (atoms,).

    ``threshold`` is one for all cells, or one for each (cells,).
    """
    true = np.asarray(counts, dtype=np.int64)
    values = np.asarray(lattice.memberships @ true, dtype=np.int64)
    small = values < np.asarray(threshold)
    by_value = small & (values > 0)
    sensitive = by_value | protection.sensitive
    hidden = protection.hidden
    emptied, most, invalid = _reach(lattice, true, values, protection)
    shown = (sensitive | lattice.remainders) & ~hidden
    unmarked = by_value & ~protection.sensitive
    low = sensitive & ~emptied
    covered = lattice.listed & protection.zeros_covered
    high = small & hidden & (by_value | covered) & (most < np.asarray(threshold))
    return Certificate(
        ok=not (
            shown.any() or unmarked.any() or low.any() or high.any() or len(invalid)
        ),
        shown_small=np.flatnonzero(shown),
        unmarked=np.flatnonzero(unmarked),
        unproved_zero=np.flatnonzero(low),
        unproved_high=np.flatnonzero(high),
        invalid=invalid,
    )


def _reach(
    lattice: Lattice, true: IntArray, values: IntArray, protection: Protection
) -> tuple[BoolArray, IntArray, IntArray]:
    """Whether valid witnesses take each cell to 0, and how high."""
    published = lattice.memberships[~protection.hidden]
    emptied, most = values == 0, values.copy()
    invalid: list[IntArray] = []
    for start in range(0, protection.witnesses.shape[0], _AT_ONCE):
        moves = protection.witnesses[start : start + _AT_ONCE].tocsr()
        valid = _valid(moves, true, published, lattice.bonds)
        invalid.append(start + np.flatnonzero(~valid))
        moved = (lattice.memberships @ moves[valid].T.astype(np.int64)).tocoo()
        reached = values[moved.row] + moved.data
        emptied[moved.row[reached == 0]] = True
        np.maximum.at(most, moved.row, reached)
    return emptied, most, np.concatenate([np.zeros(0, np.int64), *invalid])


def _valid(
    moves: sp.csr_matrix,
    true: IntArray,
    published: sp.csr_matrix,
    bonds: sp.csr_matrix,
) -> BoolArray:
    row = np.repeat(np.arange(moves.shape[0]), np.diff(moves.indptr))
    good = np.ones(moves.shape[0], dtype=np.bool_)
    good[row[moves.data != np.round(moves.data)]] = False
    good[row[true[moves.indices] + moves.data < 0]] = False
    moved = (moves @ bonds.T).tocoo()
    good[moved.row[moved.data + (bonds @ true)[moved.col] < 0]] = False
    changed = abs(published @ moves.T).sum(axis=0)
    good[np.asarray(changed).ravel() != 0] = False
    return good
