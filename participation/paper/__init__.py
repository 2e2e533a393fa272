"""Paper ballots without a database: what is typed, which are read twice, who erred."""

from participation.paper.comparing import Agreement, agree, differing
from participation.paper.marks import (
    BLANK,
    UNREADABLE,
    Fault,
    Marking,
    MarksError,
    choices_of,
    read_marks,
)
from participation.paper.sampling import (
    LONGEST_SEED,
    SHORTEST_SEED,
    SeedError,
    draw_sheets,
    read_seed,
)

__all__ = [
    "BLANK",
    "LONGEST_SEED",
    "SHORTEST_SEED",
    "UNREADABLE",
    "Agreement",
    "Fault",
    "Marking",
    "MarksError",
    "SeedError",
    "agree",
    "choices_of",
    "differing",
    "draw_sheets",
    "read_marks",
    "read_seed",
]
