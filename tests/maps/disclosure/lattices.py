"""Small random lattices, and brute force over all tables that agree with them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from maps.disclosure import Lattice, area_lattice

YEAR_AND_SEX = np.array([[1, 0], [0, 1], [1, 1]])


@dataclass
class Case:
    lattice: Lattice
    counts: np.ndarray
    threshold: int

    @property
    def values(self):
        return self.lattice.cell_values(self.counts)

    def shown(self, hidden):
        return np.where(hidden, np.nan, self.values.astype(float))


@st.composite
def forests(draw, max_areas=7):
    """(parents, levels) of a forest with leaves at uneven depths."""
    n = draw(st.integers(1, max_areas))
    parents: list[int | None] = []
    levels: list[int] = []
    for area in range(n):
        parent = draw(st.none() | st.integers(0, area - 1)) if area else None
        parents.append(parent)
        jump = draw(st.integers(1, 2))
        levels.append(0 if parent is None else levels[parent] + jump)
    return parents, levels


@st.composite
def cases(draw, max_areas=7, max_count=12, max_groups=2, breakdowns=(None,)):
    parents, levels = draw(forests(max_areas))
    remainders = draw(
        st.lists(st.booleans(), min_size=len(parents), max_size=len(parents))
    )
    breakdown = draw(st.sampled_from(breakdowns))
    lattice = area_lattice(
        parents,
        levels,
        n_groups=draw(st.integers(1, max_groups)),
        remainders=remainders,
        breakdown=breakdown,
    )
    few = st.one_of(st.just(0), st.integers(0, 4), st.integers(0, max_count))
    counts = draw(st.lists(few, min_size=lattice.n_atoms, max_size=lattice.n_atoms))
    return Case(lattice, np.array(counts, dtype=np.int64), draw(st.integers(2, 5)))


def all_tables(case: Case, published: np.ndarray, most: int | list[int]) -> np.ndarray:
    """Cell values (tables × cells) of every table of atoms 0 … most that agrees with
    what was published, and keeps to the bonds. ``most`` is of all atoms, or of each."""
    lattice = case.lattice
    limits = [most] * lattice.n_atoms if isinstance(most, int) else most
    tables = np.array(
        list(itertools.product(*(range(limit + 1) for limit in limits))),
        dtype=np.int64,
    )
    tables = tables[(tables @ lattice.bonds.toarray().T >= 0).all(axis=1)]
    sums = tables @ lattice.memberships.toarray().T
    known = ~np.isnan(published)
    return sums[(sums[:, known] == published[known]).all(axis=1)]


def small_cases(most_tables=60_000):
    """Cases small enough to write down all tables with the same total."""

    def is_small(case):
        box = int(case.counts.sum()) + case.threshold + 1
        return box**case.lattice.n_atoms <= most_tables

    return cases(
        max_areas=4, max_count=4, max_groups=1, breakdowns=(None, YEAR_AND_SEX)
    ).filter(is_small)
