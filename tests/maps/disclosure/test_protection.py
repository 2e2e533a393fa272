import numpy as np
import pytest
from hypothesis import given, settings

from maps.disclosure import (
    LatticeError,
    UnprotectableCellsError,
    area_lattice,
    guard,
    protect,
)

from .lattices import YEAR_AND_SEX, cases

# A country of two districts with three communities each.
PARENTS = [None, 0, 0, 1, 1, 1, 2, 2, 2]
LEVELS = [0, 1, 1, 2, 2, 2, 2, 2, 2]


def country(**options):
    return area_lattice(PARENTS, LEVELS, **options)


def test_nothing_is_hidden_where_nothing_is_small():
    protection = protect(country(), [10, 20, 30, 40, 50, 60], threshold=10)

    assert not protection.hidden.any()
    assert protection.statistics.complementary == 0


def test_one_small_community_takes_one_neighbour_with_it():
    protection = protect(country(), [3, 20, 30, 40, 50, 60], threshold=10)

    assert np.flatnonzero(protection.hidden).tolist() == [3, 4]
    assert protection.sensitive.tolist() == [False] * 3 + [True] + [False] * 5
    assert protection.statistics.people_lost == pytest.approx(20 / 609)


def test_two_small_communities_that_come_to_the_threshold_protect_each_other():
    protection = protect(country(), [4, 7, 30, 40, 50, 60], threshold=10)

    assert np.flatnonzero(protection.hidden).tolist() == [3, 4]


def test_a_small_district_takes_a_district_and_one_of_its_communities_with_it():
    guarded = guard(country(), [1, 2, 3, 40, 50, 60], threshold=10)

    assert guarded.ok
    assert np.flatnonzero(guarded.hidden).tolist() == [1, 2, 3, 4, 5, 6]


def test_a_district_without_any_returnee_may_be_known_to_be_empty():
    guarded = guard(country(), [0, 0, 0, 40, 50, 60], threshold=10)

    assert guarded.ok
    assert np.flatnonzero(guarded.hidden).tolist() == [1, 3, 4, 5]
    assert guarded.attack.known_empty.tolist() == [1, 3, 4, 5]


def test_an_empty_district_is_covered_on_request():
    guarded = guard(country(), [0, 0, 0, 40, 50, 60], threshold=10, cover_zeros=True)

    assert guarded.ok
    assert np.flatnonzero(guarded.hidden).tolist() == [1, 2, 3, 4, 5, 6]
    assert not len(guarded.attack.known_empty)


@pytest.mark.parametrize("counts", [[0] * 6, [1, 0, 2, 0, 0, 4]], ids=["none", "few"])
def test_a_country_below_the_threshold_is_hidden_altogether(counts):
    guarded = guard(country(), counts, threshold=10)

    assert guarded.ok
    assert guarded.hidden.all()


def test_a_single_area_with_few_returnees():
    guarded = guard(area_lattice([None], [0]), [3], threshold=5)

    assert guarded.ok
    assert guarded.hidden.all()


def test_no_areas_need_no_protection():
    assert guard(area_lattice([], []), [], threshold=5).ok


def test_trees_without_a_common_root_are_protected_apart():
    forest = area_lattice([None, None, 0, 0, 1, 1], [0, 0, 1, 1, 1, 1])

    guarded = guard(forest, [3, 40, 50, 60], threshold=5)

    assert guarded.ok
    assert np.flatnonzero(guarded.hidden).tolist() == [2, 3]


def test_groups_protect_themselves():
    lattice = area_lattice([None, 0, 0, 0], [0, 1, 1, 1], n_groups=2)
    own = [[0, 0], [3, 30], [40, 50], [60, 70]]

    guarded = guard(lattice, lattice.atom_counts(own), threshold=5)

    assert guarded.ok
    hidden = guarded.hidden.reshape(4, 2)
    assert not hidden[:, 1].any()
    assert hidden[:, 0].tolist() == [False, True, True, False]


def test_a_community_may_lie_directly_under_the_country():
    lattice = area_lattice([None, 0, 1, 1, 0], [0, 1, 2, 2, 2])

    guarded = guard(lattice, [20, 30, 2], threshold=5)

    assert guarded.ok
    assert guarded.hidden[4]


def test_a_small_remainder_cannot_be_worked_out_by_subtraction():
    lattice = country(remainders=[False, True, True] + [False] * 6)
    own = [0, 3, 0, 20, 30, 40, 40, 50, 60]

    guarded = guard(lattice, lattice.atom_counts(own), threshold=10)

    assert guarded.ok
    assert guarded.attack.lower[9] == 0
    assert guarded.attack.upper[9] >= 10
    assert guarded.hidden[[1, 3, 4, 5]].sum() == 1


def test_an_empty_remainder_is_not_used_as_cover():
    lattice = country(remainders=[False, True, True] + [False] * 6)
    exact = country()
    own = np.array([0, 0, 0, 3, 20, 30, 40, 50, 60])

    hidden = guard(lattice, lattice.atom_counts(own), threshold=10).hidden[:9]

    assert hidden.tolist() == guard(exact, own[3:], threshold=10).hidden.tolist()


def test_the_smallest_suitable_neighbour_is_hidden():
    protection = protect(country(), [3, 200, 30, 40, 50, 60], threshold=10)

    assert np.flatnonzero(protection.hidden).tolist() == [3, 5]


def test_what_is_published_for_good_stays_published():
    published = np.zeros(9, dtype=bool)
    published[4] = True

    guarded = guard(
        country(), [3, 20, 30, 40, 50, 60], threshold=10, fixed_published=published
    )

    assert guarded.ok
    assert np.flatnonzero(guarded.hidden).tolist() == [3, 5]


def test_a_cell_that_history_gives_away_is_refused_by_name():
    published = np.ones(9, dtype=bool)
    published[3] = False

    with pytest.raises(UnprotectableCellsError) as refused:
        protect(
            country(), [3, 20, 30, 40, 50, 60], threshold=10, fixed_published=published
        )

    assert refused.value.cells == (3,)


def test_a_small_cell_that_was_published_before_is_refused_by_name():
    with pytest.raises(UnprotectableCellsError) as refused:
        protect(
            country(),
            [3, 20, 30, 40, 50, 60],
            threshold=10,
            fixed_published=[False] * 3 + [True] + [False] * 5,
        )

    assert refused.value.cells == (3,)


def test_a_threshold_that_protects_nobody_is_refused():
    with pytest.raises(ValueError, match="protects nobody"):
        protect(country(), [1] * 6, threshold=1)


def test_a_mask_of_another_lattice_is_refused():
    with pytest.raises(ValueError, match="9 cells"):
        protect(country(), [1] * 6, threshold=5, sensitive_extra=[True])


def test_counts_of_another_lattice_are_refused():
    with pytest.raises(LatticeError):
        protect(country(), [1] * 9, threshold=5)


@settings(max_examples=30, deadline=None)
@given(cases(breakdowns=(None, YEAR_AND_SEX)))
def test_the_same_counts_are_protected_in_the_same_way(case):
    first = protect(case.lattice, case.counts, threshold=case.threshold)
    second = protect(case.lattice, case.counts, threshold=case.threshold)

    assert first.hidden.tolist() == second.hidden.tolist()
    assert (first.witnesses != second.witnesses).nnz == 0
    assert first.statistics == second.statistics


@settings(max_examples=50, deadline=None)
@given(cases(breakdowns=(None, YEAR_AND_SEX)))
def test_small_cells_zeros_and_remainders_are_always_hidden(case):
    protection = protect(case.lattice, case.counts, threshold=case.threshold)

    assert protection.hidden[case.values < case.threshold].all()
    assert protection.hidden[~case.lattice.listed].all()
