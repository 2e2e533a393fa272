"""A row's area: by code as text, or by point, the same on every run."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from maps.imports.locating import NOWHERE, AreaLocator, LocatableArea
from tests.maps.imports.conftest import SQUARES


def test_locator_finds_points_and_leaves_the_others(squares):
    found = squares.keys_at([30.5, 31.5, 99.0, math.nan], [10.5, 10.5, 10.5, 10.5])
    assert found == ["AA01", "AA02", None, None]


def test_locator_gives_a_point_on_a_border_to_one_area_always():
    areas = [LocatableArea(c, c, g) for c, g in SQUARES.items()]
    for order in (areas, areas[::-1]):
        assert AreaLocator(order).keys_at([31.0], [10.5]) == ["AA01"]


def test_locator_prefers_the_smaller_of_overlapping_areas():
    town, region = box(0, 0, 1, 1), box(0, 0, 9, 9)
    locator = AreaLocator([LocatableArea(1, "R", region), LocatableArea(2, "T", town)])
    assert locator.keys_at([0.5, 5], [0.5, 5]) == [2, 1]


@pytest.mark.parametrize(
    ("code", "key"), [("01", "zero"), (" 01 ", "zero"), ("1", "one"), ("aa", "low")]
)
def test_locator_compares_codes_as_text(code, key):
    locator = AreaLocator(
        [
            LocatableArea("zero", "01"),
            LocatableArea("one", "1"),
            LocatableArea("low", "AA"),
        ]
    )
    assert locator.key(locator.index_of_code(code)) == key


def test_locator_does_not_know_a_longer_code_by_its_prefix(squares):
    assert squares.index_of_code("AA0101") == NOWHERE


def test_locator_refuses_two_areas_of_one_code():
    with pytest.raises(ValueError, match="same code"):
        AreaLocator([LocatableArea(1, "A"), LocatableArea(2, "a")])


def test_locator_knows_areas_without_borders_by_code_only():
    locator = AreaLocator(
        [LocatableArea(1, "B"), LocatableArea(2, "A", box(0, 0, 1, 1))]
    )
    assert locator.key(locator.index_of_code("B")) == 1
    assert locator.keys_at([0.5, 2.0], [0.5, 2.0]) == [2, None]


def test_locator_without_areas_finds_nothing():
    assert AreaLocator[int]([]).keys_at([1.0], [1.0]) == [None]


@given(st.floats(29, 34), st.floats(9, 12))
def test_locator_agrees_with_the_squares(lon, lat):
    locator = AreaLocator(LocatableArea(c, c, g) for c, g in SQUARES.items())
    (found,) = locator.keys_at([lon], [lat])
    inside = 30 <= lon <= 33 and 10 <= lat <= 11
    assert (found is not None) == inside
    if found is not None:
        west, _south, east, _north = SQUARES[found].bounds
        assert west <= lon <= east
