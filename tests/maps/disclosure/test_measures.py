"""Persons and households together: hidden alike, and no table with empty households."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.disclosure import (
    LatticeError,
    area_lattice,
    attack,
    certify,
    guard,
    merge_areas,
    protect,
    with_households,
)

from .lattices import YEAR_AND_SEX, Case, all_tables, cases

NAN = np.nan
PLAIN = area_lattice([None, 0, 0, 0], [0, 1, 1, 1])
BOTH = with_households(PLAIN)
K = np.repeat([10, 5], 4)


def test_cells_come_twice_and_are_twins():
    values = BOTH.cell_values([10, 20, 30, 2, 4, 6])

    assert values.tolist() == [60, 10, 20, 30, 12, 2, 4, 6]
    assert BOTH.twins.tolist() == [4, 5, 6, 7, 0, 1, 2, 3]
    assert BOTH.cell_group.tolist() == [0] * 4 + [1] * 4


def test_more_households_than_persons_are_refused():
    with pytest.raises(LatticeError, match="more households than persons"):
        BOTH.cell_values([10, 20, 30, 2, 21, 6])


def test_a_figure_hidden_in_one_measure_is_hidden_in_the_other():
    guarded = guard(BOTH, [40, 60, 80, 2, 12, 16], threshold=K)

    assert guarded.ok
    persons, households = guarded.hidden.reshape(2, 4)
    assert persons.tolist() == households.tolist() == [False, True, True, False]


def test_few_persons_and_few_households_can_be_none_and_enough():
    guarded = guard(BOTH, [3, 60, 80, 1, 12, 16], threshold=K)

    assert guarded.ok
    lower, upper = guarded.attack.lower, guarded.attack.upper
    assert (lower[[1, 5]] == 0).all()
    assert (upper[[1, 5]] >= K[[1, 5]]).all()


def test_an_attacker_knows_that_a_household_has_a_member():
    shown = [60, NAN, NAN, 30, 12, NAN, 9, NAN]

    alone = attack(PLAIN, shown[:4], 5)
    together = attack(BOTH, shown, 5, exhaustive=True)

    assert alone.ok
    assert together.upper[1] == 21
    assert together.lower[2] == 9


def test_a_witness_of_households_without_members_is_invalid():
    counts = [3, 60, 80, 1, 12, 16]
    protection = protect(BOTH, counts, threshold=K)
    moves = protection.witnesses.toarray()
    moves[0] = [-3, 3, 0, 0, 0, 0]
    object.__setattr__(protection, "witnesses", type(protection.witnesses)(moves))

    assert certify(BOTH, counts, protection, K).invalid.tolist() == [0]


@st.composite
def families_at_home(draw, lattice):
    """Persons and households of each atom, never more of these than of those."""
    few = st.one_of(st.just(0), st.integers(0, 4), st.integers(0, 12))
    n = lattice.n_atoms // 2
    persons = draw(st.lists(few, min_size=n, max_size=n))
    households = [draw(st.integers(0, most)) for most in persons]
    return np.array(persons + households, dtype=np.int64)


@settings(max_examples=40, deadline=None)
@given(st.data(), cases(max_areas=6, breakdowns=(None, YEAR_AND_SEX)))
def test_every_random_lattice_passes_both_gates_in_both_measures(data, case):
    lattice = with_households(case.lattice)
    counts = data.draw(families_at_home(lattice))
    half = case.lattice.n_cells
    limits = np.repeat([case.threshold + 2, case.threshold], half)

    guarded = guard(lattice, counts, threshold=limits)

    assert guarded.ok
    assert (guarded.hidden[:half] == guarded.hidden[half:]).all()


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from([[None, 0, 0], [None, 0, 0, 0], [None, None]]))
def test_all_tables_of_both_measures_show_zero_and_the_threshold(data, parents):
    levels = [0 if parent is None else 1 for parent in parents]
    lattice = with_households(area_lattice(parents, levels))
    n = lattice.n_atoms // 2
    persons = data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    households = [data.draw(st.integers(0, most)) for most in persons]
    counts = np.array(persons + households)
    limits = np.repeat([3, 2], lattice.n_cells // 2)
    case = Case(lattice, counts, 3)

    hidden = guard(lattice, counts, threshold=limits).hidden

    # Room for the threshold beside everybody, and for everybody in one place.
    most = [sum(persons) + 3] * n
    most += [max(sum(households), min(sum(households) + 2, 4))] * n
    if np.prod([limit + 1 for limit in most]) > 200_000:
        return
    sums = all_tables(case, case.shown(hidden), most)
    sensitive = (case.values > 0) & (case.values < limits)
    assert (sums.min(axis=0)[sensitive] == 0).all()
    assert (sums.max(axis=0) >= limits)[sensitive].all()


def test_zones_hold_both_measures():
    lattice = merge_areas(BOTH, [[1, 2]])

    values = lattice.cell_values([10, 20, 30, 2, 4, 6])

    assert values[8:].tolist() == [30, 6]
    assert lattice.twins[8:].tolist() == [9, 8]
