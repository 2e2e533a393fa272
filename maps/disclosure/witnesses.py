"""The book of witnesses: alternative tables, and the cells still without proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

if TYPE_CHECKING:
    from .lattice import BoolArray, IntArray


class WitnessBook:
    """Collects whole movements of atoms and ticks off the cells that they serve.

    ``need_zero`` and ``need_high`` (cells,) are the cells for which a table with 0,
    with at least the threshold, has not been found yet.
    """

    def __init__(self, values: IntArray, thresholds: IntArray) -> None:
        self._values = values
        self._thresholds = thresholds
        self._atoms: list[IntArray] = []
        self._by: list[IntArray] = []
        self.need_zero: BoolArray = np.zeros(len(values), dtype=np.bool_)
        self.need_high: BoolArray = np.zeros(len(values), dtype=np.bool_)

    def __len__(self) -> int:
        return len(self._atoms)

    def enter(
        self, atoms: IntArray, by: IntArray, cells: IntArray, change: IntArray
    ) -> None:
        """Add a witness that moves ``atoms`` ``by``, and so ``cells`` by ``change``."""
        moving = np.flatnonzero(by)
        self._atoms.append(atoms[moving].astype(np.int32))
        self._by.append(by[moving].astype(np.int32))
        reached = self._values[cells] + change
        self.need_zero[cells[reached == 0]] = False
        self.need_high[cells[reached >= self._thresholds[cells]]] = False

    def table(self, n_atoms: int) -> sp.csr_matrix:
        """All witnesses as one csr of whole differences, witnesses × atoms."""
        starts = np.cumsum([0] + [len(atoms) for atoms in self._atoms])
        none = np.zeros(0, dtype=np.int32)
        return sp.csr_matrix(
            (
                np.concatenate([none, *self._by]),
                np.concatenate([none, *self._atoms]),
                starts,
            ),
            shape=(len(self), n_atoms),
        )
