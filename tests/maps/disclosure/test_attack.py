import importlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maps.disclosure import ContradictoryReleasesError, area_lattice, attack

from .lattices import YEAR_AND_SEX, all_tables, cases, small_cases

NAN = np.nan
COUNTRY = area_lattice([None, 0, 0, 0], [0, 1, 1, 1])


def test_a_single_hidden_cell_is_found_by_subtraction():
    found = attack(COUNTRY, [50, 20, 27, NAN], 5)

    assert (found.lower[3], found.upper[3]) == (3, 3)
    assert found.disclosed.tolist() == [3]
    assert found.failures([False, False, False, True]).tolist() == [3]


def test_two_small_cells_under_a_known_total_are_provably_small():
    found = attack(COUNTRY, [50, 46, NAN, NAN], 5)

    assert found.upper[2:].tolist() == [4, 4]
    assert found.disclosed.tolist() == [2, 3]


def test_a_small_cell_beside_a_large_hidden_one_is_safe():
    found = attack(COUNTRY, [50, 20, NAN, NAN], 5)

    assert found.ok
    assert (found.lower[2:].tolist(), found.upper[2:].tolist()) == ([0, 0], [30, 30])


def test_a_cell_known_to_be_empty_is_named_as_such():
    found = attack(COUNTRY, [20, 20, NAN, NAN], 5)

    assert found.known_empty.tolist() == [2, 3]
    assert found.ok


def test_a_large_cell_known_exactly_is_no_leak_but_reported():
    found = attack(area_lattice([None, 0], [0, 1]), [50, NAN], 5)

    assert found.ok
    assert found.recomputed.tolist() == [1]


def test_nothing_published_leaves_everything_open():
    found = attack(COUNTRY, [NAN] * 4, 5)

    assert found.ok
    assert np.isinf(found.upper).all()


def test_an_earlier_release_is_remembered():
    now, before = [50, 20, NAN, NAN], [NAN, NAN, 28, NAN]

    assert attack(COUNTRY, now, 5).ok
    assert attack(COUNTRY, now, 5, earlier=[before]).disclosed.tolist() == [3]


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ([50, 20, 20, 20], []),
        ([50, 60, NAN, NAN], []),
        ([50, NAN, NAN, NAN], [[51, NAN, NAN, NAN]]),
    ],
)
def test_numbers_that_cannot_all_be_true_are_refused(now, before):
    with pytest.raises(ContradictoryReleasesError):
        attack(COUNTRY, now, 5, earlier=before)


@settings(max_examples=80, deadline=None)
@given(small_cases(), st.randoms())
def test_bounds_are_those_of_all_tables(case, random):
    hidden = np.array([random.random() < 0.5 for _ in case.values], dtype=bool)
    shown = case.shown(hidden)
    most = int(case.counts.sum()) + 1

    found = attack(case.lattice, shown, case.threshold, exhaustive=True)

    sums = all_tables(case, shown, most)
    bounded = np.isfinite(found.upper)
    assert found.lower.tolist() == sums.min(axis=0).tolist()
    assert (found.upper == sums.max(axis=0))[bounded].all()
    assert (sums.max(axis=0) >= most)[~bounded].all()


@pytest.fixture(params=[20, 0])
def asked_alone(request, monkeypatch):
    """So few cells are asked one by one; with 0, tables for many at once come first."""
    attacking = importlib.import_module("maps.disclosure.attack")
    monkeypatch.setattr(attacking, "_FEW", request.param)


@pytest.mark.usefixtures("asked_alone")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cases(breakdowns=(None, YEAR_AND_SEX)), st.randoms())
def test_stopping_early_changes_no_verdict(case, random):
    hidden = np.array([random.random() < 0.6 for _ in case.values], dtype=bool)
    hidden |= ~case.lattice.listed

    quick = attack(case.lattice, case.shown(hidden), case.threshold)
    full = attack(case.lattice, case.shown(hidden), case.threshold, exhaustive=True)

    assert quick.disclosed.tolist() == full.disclosed.tolist()
    assert quick.known_empty.tolist() == full.known_empty.tolist()
