"""Protect, attack, mend, certify: the whole way to a release.

The protection leads every small cell to 0 and to the threshold. A large cell that was
hidden along the way may come out with a lower bound of 1 … k − 1, a zero with an upper
one: harmless in truth, but an auditor without the true counts cannot know. The attack
names such cells, the protection goes on from where it was and mends them as well, so
that the audit of the public numbers alone is decisive.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .attack import Attack, attack
from .certificate import Certificate, certify
from .protection import Protection, protect

if TYPE_CHECKING:
    from .lattice import BoolArray, Lattice

_ROUNDS = 5


@dataclass(frozen=True, eq=False)
class Guarded:
    """A protection with both findings. Publish only when ``ok``."""

    protection: Protection
    certificate: Certificate
    attack: Attack

    @property
    def ok(self) -> bool:
        sensitive = self.protection.sensitive
        return (
            self.certificate.ok
            and self.attack.ok
            and not len(self.attack.failures(sensitive))
            and not (self.protection.zeros_covered and len(self.attack.known_empty))
        )

    @property
    def hidden(self) -> BoolArray:
        return self.protection.hidden


def guard(
    lattice: Lattice,
    counts: npt.ArrayLike,
    *,
    threshold: npt.ArrayLike,
    sensitive_extra: npt.ArrayLike | None = None,
    fixed_published: npt.ArrayLike | None = None,
    cover_zeros: bool = False,
) -> Guarded:
    """Protect the counts of the atoms (atoms,), then let both gates examine it.

    Arguments and errors are those of ``protect``. A result that is not ``ok`` must
    not be published; its findings say why, to the data steward only.
    """
    values = lattice.cell_values(counts)
    protect_on = partial(
        protect,
        lattice,
        counts,
        threshold=threshold,
        sensitive_extra=sensitive_extra,
        fixed_published=fixed_published,
        cover_zeros=cover_zeros,
    )
    protection = protect_on()
    seen = attack(lattice, _shown(values, protection), threshold)
    for _ in range(_ROUNDS):
        if seen.ok:
            break
        protection = protect_on(ambiguous=seen.disclosed, resume=protection)
        seen = attack(lattice, _shown(values, protection), threshold)
    return Guarded(protection, certify(lattice, counts, protection, threshold), seen)


def _shown(
    values: npt.NDArray[np.int64], protection: Protection
) -> npt.NDArray[np.float64]:
    return np.where(protection.hidden, np.nan, values.astype(np.float64))
