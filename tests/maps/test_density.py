import pytest

from maps.density import per_1000_residents, per_km2


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
