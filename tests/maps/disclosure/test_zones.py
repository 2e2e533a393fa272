"""Areas shown together: what stays public, what it costs, what must not follow from it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.disclosure import (
    LatticeError,
    UnprotectableCellsError,
    area_lattice,
    attack,
    guard,
    merge_areas,
    price_by_level,
    propose_zones,
    remember_zones,
    with_households,
)

from .lattices import YEAR_AND_SEX, all_tables, cases, small_cases

# A country of three districts with two communities each.
PARENTS = [None, 0, 0, 0, 1, 1, 2, 2, 3, 3]
LEVELS = [0, 1, 1, 1, 2, 2, 2, 2, 2, 2]


def country(**options):
    return area_lattice(PARENTS, LEVELS, **options)


def zoned(case, random):
    """A case in which some sisters, drawn at random, are put together."""
    return merge_areas(case.lattice, some_zones(case, random))


def some_zones(case, random):
    """Some sisters of each parent, drawn at random."""
    sisters: dict[tuple[int, int], list[int]] = {}
    levels = dict(zip(case.lattice.cell_area, case.lattice.cell_level, strict=True))
    for area, parent in enumerate(case.lattice.area_parents.tolist()):
        sisters.setdefault((parent, int(levels[area])), []).append(area)
    return [
        sorted(random.sample(each, random.randint(2, len(each))))
        for each in sisters.values()
        if len(each) > 1
    ]


def test_a_zone_is_the_sum_of_its_members_and_takes_their_place():
    lattice = merge_areas(country(), [[1, 2]])

    values = lattice.cell_values([1, 2, 3, 4, 50, 60])

    assert values.tolist() == [120, 3, 7, 110, 1, 2, 3, 4, 50, 60, 10]
    assert np.flatnonzero(~lattice.listed).tolist() == [1, 2]
    assert lattice.area_parents[[1, 2, 3, 10]].tolist() == [10, 10, 0, 0]
    assert (lattice.cell_area[10], lattice.cell_level[10]) == (10, 1)


def test_families_go_through_the_zone():
    lattice = merge_areas(country(breakdown=YEAR_AND_SEX), [[4, 5]])

    values = lattice.cell_values(np.arange(1, 13))

    assert (lattice.families @ values == values[lattice.family_sums]).all()
    assert set(lattice.cell_group[lattice.cell_area == 10]) == {0, 1, 2}


def test_a_zone_shows_what_its_members_could_not():
    counts = [1, 2, 3, 4, 50, 60]
    alone = guard(country(), counts, threshold=5)

    together = guard(merge_areas(country(), [[1, 2]]), counts, threshold=5)

    assert together.ok
    assert alone.hidden[[1, 2, 4, 5, 6, 7]].sum() == 6
    assert np.flatnonzero(~together.hidden).tolist() == [0, 3, 8, 9, 10]


def test_a_member_cannot_be_worked_out_by_its_parts():
    counts = np.array([1, 2, 30, 40, 50, 60])

    guarded = guard(merge_areas(country(), [[1, 2]]), counts, threshold=5)

    assert guarded.ok
    assert guarded.attack.lower[1] == 0
    assert guarded.attack.upper[1] >= 5
    assert guarded.hidden[[6, 7]].any()


def test_a_zone_too_small_is_hidden_like_any_area():
    guarded = guard(merge_areas(country(), [[1, 2]]), [1, 0, 2, 0, 50, 60], threshold=5)

    assert guarded.ok
    assert guarded.hidden[10]


@pytest.mark.parametrize(
    "zones",
    [[[1]], [[1, 1]], [[1, 4]], [[4, 6]], [[1, 2], [2, 3]], [[3, 99]], [[-1, 1]]],
    ids=["one", "twice", "levels", "parents", "two zones", "unknown", "negative"],
)
def test_zones_that_are_no_sisters_are_refused(zones):
    with pytest.raises(LatticeError):
        merge_areas(country(), zones)


def test_no_zones_leave_the_lattice_as_it_is():
    lattice = country()

    assert merge_areas(lattice, []) is lattice


def test_price_counts_zones_and_what_was_given_up():
    lattice = merge_areas(country(), [[1, 2]])
    hidden = np.zeros(lattice.n_cells, dtype=bool)
    hidden[[1, 2, 4, 5]] = True

    prices = price_by_level(lattice, [1, 2, 3, 4, 50, 60], hidden)

    assert [(p.level, p.cells, p.hidden, p.merged) for p in prices] == [
        (0, 1, 0, 0),
        (1, 2, 0, 2),
        (2, 6, 2, 0),
    ]
    assert [(p.people, p.people_hidden) for p in prices] == [
        (120, 0),
        (120, 0),
        (120, 3),
    ]


def test_a_dark_district_is_offered_the_smallest_sisters_that_suffice():
    lattice, counts = country(), [1, 2, 3, 4, 50, 60]
    hidden = guard(lattice, counts, threshold=5).hidden

    assert propose_zones(lattice, hidden, level=1) == [[1, 2]]


def test_only_neighbours_are_offered_where_it_is_known_who_touches_whom():
    lattice, counts = country(), [1, 2, 3, 4, 50, 60]
    hidden = guard(lattice, counts, threshold=5).hidden

    proposed = propose_zones(lattice, hidden, level=1, neighbours=[(1, 3), (2, 3)])

    assert proposed == [[1, 3]]


def test_nothing_is_offered_where_nothing_is_dark_or_no_sister_touches():
    lattice = country()
    shown = np.zeros(lattice.n_cells, dtype=bool)

    assert propose_zones(lattice, shown, level=1) == []
    assert propose_zones(lattice, ~shown, level=1, neighbours=[]) == []


def test_hidden_sisters_that_touch_are_one_zone_however_many_they_need():
    lattice = country()
    hidden = np.ones(lattice.n_cells, dtype=bool)

    proposed = propose_zones(lattice, hidden, level=1, neighbours=[(1, 2), (2, 3)])

    assert proposed == [[1, 2, 3]]


def test_a_proposal_makes_more_public_than_it_takes():
    lattice, counts = country(), [1, 2, 3, 4, 50, 60]
    alone = guard(lattice, counts, threshold=5)

    merged = merge_areas(lattice, propose_zones(lattice, alone.hidden, level=1))
    together = guard(merged, counts, threshold=5)

    before = price_by_level(lattice, counts, alone.hidden)[1]
    after = price_by_level(merged, counts, together.hidden)[1]
    assert after.people_hidden < before.people_hidden


@settings(max_examples=60, deadline=None)
@given(cases(breakdowns=(None, YEAR_AND_SEX)), st.randoms())
def test_every_random_zoning_passes_both_gates(case, random):
    lattice = zoned(case, random)
    values = lattice.cell_values(case.counts)

    guarded = guard(lattice, case.counts, threshold=case.threshold)

    assert guarded.ok
    assert guarded.hidden[~lattice.listed].all()
    assert (lattice.families @ values == values[lattice.family_sums]).all()


@settings(max_examples=60, deadline=None)
@given(small_cases(), st.randoms())
def test_all_tables_leave_members_of_zones_in_the_dark(case, random):
    case.lattice = zoned(case, random)

    guarded = guard(case.lattice, case.counts, threshold=case.threshold)

    sums = all_tables(
        case, case.shown(guarded.hidden), int(case.counts.sum()) + case.threshold
    )
    sensitive = (case.values > 0) & (case.values < case.threshold)
    assert (sums.min(axis=0)[sensitive] == 0).all()
    assert (sums.max(axis=0)[sensitive] >= case.threshold).all()


def test_an_earlier_figure_of_a_member_protects_the_other_by_refusal():
    lattice = merge_areas(country(), [[1, 2]])
    published = np.full(lattice.n_cells, np.nan)
    published[[0, 10]] = [120, 20]
    before = np.full(lattice.n_cells, np.nan)
    before[2] = 17

    found = attack(lattice, published, 5, earlier=[before])

    assert found.disclosed.tolist() == [1, 4, 5]


def test_a_zone_of_before_is_a_sum_that_is_shown_no_more():
    lattice = remember_zones(country(breakdown=YEAR_AND_SEX), [[1, 2], [2, 3]])

    values = lattice.cell_values(np.arange(1, 13))

    at = {
        (int(area), int(column)): value
        for area, column, value in zip(
            lattice.cell_area, lattice.cell_group, values, strict=True
        )
    }
    assert all(at[10, each] == at[1, each] + at[2, each] for each in range(3))
    assert all(at[11, each] == at[2, each] + at[3, each] for each in range(3))
    assert not lattice.listed[30:].any()
    assert lattice.area_parents[[10, 11]].tolist() == [0, 0]


def test_a_zone_of_before_stays_beside_the_zones_of_now():
    lattice = remember_zones(merge_areas(country(), [[1, 2]]), [[2, 3]])

    values = lattice.cell_values([1, 2, 3, 4, 50, 60])

    assert values[[10, 11]].tolist() == [10, 117]
    assert lattice.listed[[10, 11]].tolist() == [True, False]
    assert lattice.area_parents[[10, 11]].tolist() == [0, 0]


def test_households_of_a_zone_of_before_are_hidden_with_its_persons():
    lattice = remember_zones(with_households(country()), [[1, 2]])

    persons, homes = lattice.n_cells - 2, lattice.n_cells - 1

    assert lattice.twins[[persons, homes]].tolist() == [homes, persons]


def test_a_zone_shows_the_columns_that_its_members_would():
    lattice = country(n_groups=2)
    lattice = replace(lattice, listed=lattice.listed & (lattice.cell_group == 0))

    merged = merge_areas(lattice, [[1, 2]])

    assert merged.listed[-2:].tolist() == [True, False]


@settings(max_examples=60, deadline=None)
@given(small_cases(), st.randoms(), st.booleans())
def test_all_tables_keep_members_in_the_dark_after_a_later_release(
    case, random, is_zoned_first
):
    zones = some_zones(case, random)
    merged, beside = (
        merge_areas(case.lattice, zones),
        remember_zones(case.lattice, zones),
    )
    one, other = (merged, beside) if is_zoned_first else (beside, merged)
    k = case.threshold
    first = guard(one, case.counts, threshold=k)
    public = one.listed & ~first.hidden
    try:
        second = guard(other, case.counts, threshold=k, fixed_published=public)
    except UnprotectableCellsError:
        return
    case.lattice = beside
    hidden = first.hidden & second.hidden

    sums = all_tables(case, case.shown(hidden), int(case.counts.sum()) + k)

    assert second.ok
    sensitive = (case.values > 0) & (case.values < k)
    assert (sums.min(axis=0)[sensitive] == 0).all()
    assert (sums.max(axis=0)[sensitive] >= k).all()
    found = attack(beside, case.shown(hidden), k)
    assert found.ok
