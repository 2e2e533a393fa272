"""Disclosure control: what may be published so that nobody can work back.

Arrays in, arrays out. ``protect`` chooses what to hide, ``certify`` and ``attack``
check it by two programs that share no code with it; ``guard`` runs all three.
"""

from .attack import Attack, attack
from .breakdowns import shown_breakdown
from .certificate import Certificate, certify
from .equations import ContradictoryReleasesError
from .gate import Guarded, guard
from .history import (
    History,
    of_tables,
    with_differences,
    with_rises_and_falls,
)
from .lattice import Lattice, LatticeError, area_lattice
from .measures import with_households
from .parts import ShownParts, UnsafePartsError, shown_parts, shown_votes
from .protection import Protection, Statistics, UnprotectableCellsError, protect
from .zones import (
    LevelPrice,
    merge_areas,
    price_by_level,
    propose_zones,
    remember_zones,
)

__all__ = [
    "Attack",
    "Certificate",
    "ContradictoryReleasesError",
    "Guarded",
    "History",
    "Lattice",
    "LatticeError",
    "LevelPrice",
    "Protection",
    "ShownParts",
    "Statistics",
    "UnprotectableCellsError",
    "UnsafePartsError",
    "area_lattice",
    "attack",
    "certify",
    "guard",
    "merge_areas",
    "of_tables",
    "price_by_level",
    "propose_zones",
    "protect",
    "remember_zones",
    "shown_breakdown",
    "shown_parts",
    "shown_votes",
    "with_differences",
    "with_households",
    "with_rises_and_falls",
]
