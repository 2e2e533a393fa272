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
from .zones import LevelPrice, merge_areas, price_by_level, propose_zones

__all__ = [
    "Attack",
    "Certificate",
    "ContradictoryReleasesError",
    "Guarded",
    "Lattice",
    "LatticeError",
    "LevelPrice",
    "Protection",
    "Statistics",
    "UnprotectableCellsError",
    "area_lattice",
    "attack",
    "certify",
    "guard",
    "merge_areas",
    "price_by_level",
    "propose_zones",
    "protect",
]
