"""A stock published twice: neither table, nor their difference, gives anybody away."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.disclosure import (
    UnprotectableCellsError,
    area_lattice,
    attack,
    guard,
    of_tables,
    protect,
    with_differences,
    with_households,
)

from .lattices import Case, all_tables

K = 5
# A country of two districts of three communities each.
PARENTS = [None, 0, 0, 1, 1, 1, 2, 2, 2]
LEVELS = [0, 1, 1, 2, 2, 2, 2, 2, 2]
COUNTRY = area_lattice(PARENTS, LEVELS)
FIRST = np.array([3, 20, 30, 40, 50, 60])


def corrected(lattice, tables, threshold=K):
    """Publish each table after the other; the last one's history and its gates."""
    shown = []
    for at in range(len(tables)):
        history, counts = with_differences(lattice, tables[: at + 1])
        known = np.zeros(history.lattice.n_cells, dtype=bool)
        for table, published in enumerate(shown):
            known |= history.known(table, published)
        guarded = guard(
            history.lattice, counts, threshold=threshold, fixed_published=known
        )
        shown.append(~guarded.hidden[: lattice.n_cells])
    return history, counts, guarded, known


def test_places_that_nobody_counted_anew_are_shared():
    history = of_tables(COUNTRY, [[False, True] + [False] * 4])

    assert history.lattice.n_atoms == 7
    assert history.cell_of[0].tolist() == [9, 10, 2, 3, 11, 5, 6, 7, 8]
    assert history.counts([FIRST, [3, 25, 30, 40, 50, 60]]).tolist() == [
        *[3, 25, 30, 40, 50, 60],
        20,
    ]


def test_a_correction_of_many_is_shown():
    second = FIRST + np.array([0, 0, 0, 0, 0, 40])

    _history, _counts, guarded, _known = corrected(COUNTRY, [FIRST, second])

    assert guarded.ok
    assert np.flatnonzero(guarded.hidden[:9]).tolist() == [3, 4]


def test_a_figure_that_changed_by_few_is_not_shown_again():
    second = FIRST + np.array([0, 0, 0, 0, 0, 2])

    _history, _counts, guarded, _known = corrected(COUNTRY, [FIRST, second])

    assert guarded.ok
    assert guarded.hidden[[0, 2, 8]].all()
    assert not guarded.hidden[[1, 5, 6, 7]].any()


def test_a_small_place_counted_anew_does_not_show_what_it_was():
    """Its district's two totals would give the old count away by subtraction."""
    second = FIRST + np.array([57, 0, 0, 0, 0, 0])
    before = protect(COUNTRY, FIRST, threshold=K)

    alone = protect(COUNTRY, second, threshold=K)
    history, _counts, guarded, _known = corrected(COUNTRY, [FIRST, second])

    shown = np.full(history.lattice.n_cells, np.nan)
    values = COUNTRY.cell_values(FIRST)
    shown[history.cell_of[0]] = np.where(before.hidden, np.nan, values)
    own = np.where(alone.hidden, np.nan, COUNTRY.cell_values(second))
    shown[:9] = np.where(np.isnan(own), shown[:9], own)
    careless = attack(history.lattice, shown, K)
    assert history.cell_of[0][3] in careless.disclosed.tolist()
    assert guarded.ok
    assert guarded.attack.lower[history.cell_of[0][3]] == 0


def test_a_correction_that_history_gives_away_is_refused():
    pair = area_lattice([None, 0], [0, 1])
    history, counts = with_differences(pair, [[40], [42]])
    known = history.known(0, [True, True])

    guarded = guard(history.lattice, counts, threshold=K, fixed_published=known)

    assert guarded.hidden[:2].all()
    everything = known | (np.arange(len(known)) < 2)
    with pytest.raises(UnprotectableCellsError):
        guard(history.lattice, counts, threshold=K, fixed_published=everything)


def test_three_tables_are_compared_each_with_each():
    tables = [
        FIRST,
        FIRST + np.array([0, 0, 0, 0, 0, 30]),
        FIRST + np.array([0, 0, 0, 0, 0, 2]),
    ]

    _history, _counts, guarded, _known = corrected(COUNTRY, tables)

    assert guarded.ok
    assert guarded.hidden[8]


def test_households_are_corrected_with_persons():
    both = with_households(area_lattice([None, 0, 0, 0], [0, 1, 1, 1]))
    tables = [[40, 60, 80, 8, 12, 16], [70, 60, 80, 10, 12, 16]]

    _history, _counts, guarded, _known = corrected(both, tables)

    assert guarded.ok
    assert guarded.hidden[[1, 5]].all()


@st.composite
def two_tables(draw):
    parents = draw(st.sampled_from([[None, 0, 0], [None, 0, 0, 0]]))
    lattice = area_lattice(parents, [0 if p is None else 1 for p in parents])
    n = lattice.n_atoms
    few = st.integers(0, 5)
    first = draw(st.lists(few, min_size=n, max_size=n))
    second = list(first)
    for place in draw(st.sets(st.integers(0, n - 1), min_size=1, max_size=4 - n + 1)):
        second[place] = draw(few)
    return lattice, [first, second]


@settings(max_examples=60, deadline=None)
@given(two_tables(), st.integers(2, 3))
def test_all_pairs_of_tables_leave_every_small_count_and_change_open(case, threshold):
    lattice, tables = case
    try:
        history, counts, guarded, known = corrected(lattice, tables, threshold)
    except UnprotectableCellsError:
        return

    assert guarded.ok
    joint = Case(history.lattice, counts, threshold)
    most = max(map(sum, tables)) + threshold
    sums = all_tables(joint, joint.shown(guarded.hidden), most)
    sensitive = (joint.values > 0) & (joint.values < threshold)
    assert (~guarded.hidden[known]).all()
    assert (sums == 0).any(axis=0)[sensitive].all()
    assert (sums.max(axis=0) >= threshold)[sensitive].all()


@settings(max_examples=60, deadline=None)
@given(two_tables(), st.randoms())
def test_bounds_over_two_tables_are_those_of_all_pairs(case, random):
    lattice, tables = case
    history, counts = with_differences(lattice, tables)
    joint = Case(history.lattice, counts, 2)
    hidden = np.array([random.random() < 0.5 for _ in joint.values], dtype=bool)
    hidden[lattice.n_cells * 2 :] = True
    hidden[(joint.lattice.memberships.min(axis=1).toarray() < 0).ravel()] = True
    most = max(map(sum, tables)) + 1

    found = attack(history.lattice, joint.shown(hidden), 2, exhaustive=True)

    sums = all_tables(joint, joint.shown(hidden), most)
    low, high = np.isfinite(found.lower), np.isfinite(found.upper)
    assert (found.lower == sums.min(axis=0))[low].all()
    assert (found.upper == sums.max(axis=0))[high].all()
