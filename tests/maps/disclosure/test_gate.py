import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

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

    assert found.disclosed.tolist() == [6]
    assert found.known_empty.tolist() == [10]
    assert found.lower[6] == found.upper[6] == 3


def test_the_same_counts_pass_once_protected():
    lattice = area_lattice(SYNTHETIC_PARENTS, SYNTHETIC_LEVELS)

    guarded = guard(lattice, leaky_counts(), threshold=5)

    assert guarded.ok
    assert guarded.protection.statistics.complementary <= 4


@settings(max_examples=60, deadline=None)
@given(cases(breakdowns=(None, YEAR_AND_SEX)), st.booleans())
def test_every_random_lattice_passes_both_gates(case, cover_zeros):
    guarded = guard(
        case.lattice, case.counts, threshold=case.threshold, cover_zeros=cover_zeros
    )

    assert guarded.certificate.ok
    assert guarded.attack.ok
    assert guarded.ok


@settings(max_examples=60, deadline=None)
@given(cases(breakdowns=(None, YEAR_AND_SEX)))
def test_protection_alone_already_satisfies_the_certificate_and_rule_three(case):
    protection = protect(case.lattice, case.counts, threshold=case.threshold)

    assert certify(case.lattice, case.counts, protection, case.threshold).ok
    found = attack(case.lattice, case.shown(protection.hidden), case.threshold)
    assert not len(found.failures(protection.sensitive))


@settings(max_examples=60, deadline=None)
@given(small_cases(), st.booleans())
def test_all_tables_show_zero_and_threshold_for_every_small_cell(case, cover_zeros):
    hidden = guard(
        case.lattice, case.counts, threshold=case.threshold, cover_zeros=cover_zeros
    ).hidden

    most = int(case.counts.sum()) + case.threshold
    sums = all_tables(case, case.shown(hidden), most)

    values, highest = case.values, sums.max(axis=0)
    sensitive = (values > 0) & (values < case.threshold)
    empty = (values == 0) & case.lattice.listed
    assert (sums.min(axis=0)[sensitive] == 0).all()
    assert (highest[sensitive] >= case.threshold).all()
    if cover_zeros:
        assert (highest[empty] >= case.threshold).all()
    else:
        assert ((highest[empty] == 0) | (highest[empty] >= case.threshold)).all()


@settings(max_examples=60, deadline=None)
@given(cases(breakdowns=(None, YEAR_AND_SEX)), st.randoms())
def test_cells_with_few_households_can_be_empty_too(case, random):
    few_households = np.array([random.random() < 0.2 for _ in case.values])
    few_households &= case.values > 0

    guarded = guard(
        case.lattice,
        case.counts,
        threshold=case.threshold,
        sensitive_extra=few_households,
    )

    assert guarded.ok
    assert guarded.hidden[few_households].all()
    assert not len(guarded.attack.failures(few_households))
