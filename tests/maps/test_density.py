import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.density import per_1000_residents, per_km2, symmetric_edges, thirds

known_or_not = st.lists(
    st.one_of(st.none(), st.floats(min_value=0, max_value=1e6)), max_size=40
)


def test_density_is_returnees_over_square_kilometres():
    assert per_km2(150, 60.0) == 2.5


def test_density_is_returnees_per_thousand_residents():
    assert per_1000_residents(30, 12_000) == 2.5


@pytest.mark.parametrize("density", [per_km2, per_1000_residents])
def test_density_of_a_hidden_count_is_unknown(density):
    assert density(None, 100) is None


@pytest.mark.parametrize("density", [per_km2, per_1000_residents])
@pytest.mark.parametrize("whole", [None, 0, 0.0])
def test_density_without_denominator_is_unknown_not_zero(density, whole):
    assert density(12, whole) is None


@pytest.mark.parametrize("density", [per_km2, per_1000_residents])
def test_density_of_nobody_is_zero(density):
    assert density(0, 100) == 0


@pytest.mark.parametrize(("persons", "whole"), [(-1, 100), (1, -100)])
def test_density_refuses_negative_numbers(persons, whole):
    with pytest.raises(ValueError, match="never negative"):
        per_km2(persons, whole)


@given(known_or_not)
def test_thirds_rise_with_the_values_and_skip_what_is_unknown(values):
    (low, high), classes = thirds(values)

    assert low <= high
    for value, number in zip(values, classes, strict=True):
        if value is None:
            assert number is None
        else:
            assert number == 1 + (value > low) + (value > high)


def test_thirds_part_many_zeros_from_the_rest():
    _edges, classes = thirds([0, 0, 0, 0, 0, 2, 3, 8, 9])

    assert classes == [1, 1, 1, 1, 1, 2, 2, 3, 3]


def test_thirds_are_of_about_the_same_number():
    _edges, classes = thirds([float(number) for number in range(9)])

    assert [classes.count(each) for each in (1, 2, 3)] == [3, 3, 3]


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=40))
def test_edges_of_a_change_rise_and_are_at_most_three(differences):
    edges = symmetric_edges(differences)

    assert edges == sorted(set(edges))
    assert len(edges) <= 3
    assert all(edge > 0 for edge in edges)


def test_no_change_has_no_edges():
    assert symmetric_edges([0.0, None, 0.0]) == []
