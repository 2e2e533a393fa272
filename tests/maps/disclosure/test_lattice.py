import numpy as np
import pytest

from maps.disclosure import LatticeError, area_lattice

COUNTRY = [None, 0, 0, 1, 1]
LEVELS = [0, 1, 1, 2, 2]


def test_cells_are_sums_of_the_leaves_below():
    lattice = area_lattice(COUNTRY, LEVELS)

    assert lattice.cell_values([7, 2, 3]).tolist() == [12, 5, 7, 2, 3]
    assert lattice.atom_area.tolist() == [2, 3, 4]
    assert lattice.cell_level.tolist() == LEVELS


def test_groups_are_never_added_up():
    lattice = area_lattice(COUNTRY, LEVELS, n_groups=2)
    own = np.array([[0, 0], [0, 0], [7, 70], [2, 20], [3, 30]])

    values = lattice.cell_values(lattice.atom_counts(own)).reshape(5, 2)

    assert values.tolist() == [[12, 120], [5, 50], [7, 70], [2, 20], [3, 30]]
    assert len(set(lattice.atom_components)) == 2


def test_a_breakdown_may_show_totals():
    lattice = area_lattice([None], [0], breakdown=[[1, 0], [0, 1], [1, 1]])

    assert lattice.cell_values([2, 5]).tolist() == [2, 5, 7]


def test_a_remainder_counts_towards_its_area_and_is_never_listed():
    lattice = area_lattice(
        COUNTRY, LEVELS, remainders=[False, True, True, False, False]
    )

    values = lattice.cell_values(lattice.atom_counts([0, 4, 7, 2, 3]))

    assert values.tolist() == [16, 9, 7, 2, 3, 4]
    assert lattice.listed.tolist() == [True] * 5 + [False]


def test_an_undeclared_remainder_is_refused():
    with pytest.raises(LatticeError, match=r"\[1\] have counts of their own"):
        area_lattice(COUNTRY, LEVELS).atom_counts([0, 4, 7, 2, 3])


def test_counts_of_another_breakdown_are_refused():
    with pytest.raises(LatticeError, match="2 slices"):
        area_lattice([None], [0]).atom_counts([[1, 2]])


def test_forest_without_a_common_root():
    lattice = area_lattice([None, None, 1], [0, 0, 1])

    assert lattice.cell_values([3, 4]).tolist() == [3, 4, 4]


def test_no_areas_at_all():
    assert area_lattice([], []).cell_values([]).tolist() == []


@pytest.mark.parametrize(
    ("parents", "levels"),
    [
        ([1, 0], [0, 1]),
        ([0], [0]),
        ([None, 5], [0, 1]),
        ([None, 0], [0, 0]),
        ([None], []),
    ],
    ids=["circle", "own parent", "parent unknown", "same level", "too few levels"],
)
def test_broken_trees_are_refused(parents, levels):
    with pytest.raises(LatticeError):
        area_lattice(parents, levels)


@pytest.mark.parametrize("counts", [[1, 2], [1, 2, -3], [1, 2, 0.5]])
def test_impossible_counts_are_refused(counts):
    with pytest.raises(LatticeError):
        area_lattice(COUNTRY, LEVELS).cell_values(counts)
