"""Disclosure control: what may be published so that nobody can work back.

Arrays in, arrays out. ``protect`` chooses what to hide, ``certify`` and ``attack``
check it by two programs that share no code with it; ``guard`` runs all three.
"""

from .attack import Attack, attack
from .certificate import Certificate, certify
from .equations import ContradictoryReleasesError
from .gate import Guarded, guard
from .lattice import Lattice, LatticeError, area_lattice
from .protection import Protection, Statistics, UnprotectableCellsError, protect

__all__ = [
    "Attack",
    "Certificate",
    "ContradictoryReleasesError",
    "Guarded",
    "Lattice",
    "LatticeError",
    "Protection",
    "Statistics",
    "UnprotectableCellsError",
    "area_lattice",
    "attack",
    "certify",
    "guard",
    "protect",
]
