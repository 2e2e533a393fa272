import numpy as np
from hypothesis import given, settings

from maps.disclosure import area_lattice, attack, certify, guard, protect

from .lattices import YEAR_AND_SEX, all_tables, cases, small_cases

SYNTHETIC_PARENTS = [None] + [0] * 3 + [1 + i // 4 for i in range(12)]
SYNTHETIC_LEVELS = [0] + [1] * 3 + [2] * 12


def leaky_counts():
    """A region whose single small community its published sisters give away."""
    return np.array([20, 31, 3, 18, 9, 14, 0, 25, 40, 2, 4, 17])


def test_hiding_small_cells_alone_is_caught():
    lattice = area_lattice(SYNTHETIC_PARENTS, SYNTHETIC_LEVELS)
    values = lattice.cell_values(leaky_counts())
    primary_only = np.where(values < 5, np.nan, values)

    found = attack(lattice, primary_only, 5)

    assert {6, 10} <= set(found.disclosed.tolist())
    assert found.lower[6] == found.upper[6] == 3


def test_the_same_counts_pass_once_protected():
    lattice = area_lattice(SYNTHETIC_PARENTS, SYNTHETIC_LEVELS)

    guarded = guard(lattice, leaky_counts(), threshold=5)

    assert guarded.ok
    assert guarded.protection.statistics.complementary <= 4


@settings(max_examples=200, deadline=None)
@given(cases(breakdowns=(None, YEAR_AND_SEX)))
def test_every_random_lattice_passes_both_gates(case):
    guarded = guard(case.lattice, case.counts, threshold=case.threshold)

    assert guarded.certificate.ok
    assert guarded.attack.ok
    assert guarded.ok


@settings(max_examples=150, deadline=None)
@given(cases(breakdowns=(None, YEAR_AND_SEX)))
def test_protection_alone_already_satisfies_the_certificate_and_rule_three(case):
    protection = protect(case.lattice, case.counts, threshold=case.threshold)

    assert certify(case.lattice, case.counts, protection, case.threshold).ok
    found = attack(case.lattice, case.shown(protection.hidden), case.threshold)
    assert not len(found.failures(protection.sensitive))


@settings(max_examples=100, deadline=None)
@given(small_cases())
def test_all_tables_show_zero_and_threshold_for_every_small_cell(case):
    hidden = guard(case.lattice, case.counts, threshold=case.threshold).hidden

    most = int(case.counts.sum()) + case.threshold
    sums = all_tables(case, case.shown(hidden), most)

    values = case.values
    sensitive = (values > 0) & (values < case.threshold)
    empty = (values == 0) & case.lattice.listed
    assert (sums.min(axis=0)[sensitive] == 0).all()
    assert (sums.max(axis=0)[sensitive | empty] >= case.threshold).all()
