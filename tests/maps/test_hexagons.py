"""Hexagons know only what is published, and share it by area."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.hexagons import hexagons_over, main_area, overlaps_of, surface

KM = 1_000
#: Four square areas of 10 km in two rows.
AREAS = np.array(
    [
        shapely.box(x * KM, y * KM, (x + 10) * KM, (y + 10) * KM)
        for y in (0, 10)
        for x in (0, 10)
    ]
)
densities = st.lists(
    st.one_of(st.none(), st.floats(min_value=0, max_value=1e4)), min_size=4, max_size=4
)


def overlaps(width: float = 3 * KM):
    return overlaps_of(hexagons_over(shapely.total_bounds(AREAS), width), AREAS)


def test_hexagons_cover_every_area_once():
    found = overlaps()

    for index, area in enumerate(AREAS):
        covered = found.km2[found.area == index].sum()
        assert covered == pytest.approx(area.area / KM**2)


@given(densities)
def test_people_are_shared_out_and_none_is_added(per_km2):
    found = overlaps()
    values = surface(found, [value or 0.0 for value in per_km2])

    land = np.bincount(found.hexagon, weights=found.km2, minlength=found.count)
    drawn = sum(
        value * km2
        for value, km2 in zip(values, land, strict=True)
        if value is not None
    )
    assert drawn == pytest.approx(sum((value or 0.0) * 100 for value in per_km2))


@given(densities)
def test_hexagon_stays_between_the_densities_it_touches(per_km2):
    found = overlaps()
    for at, value in enumerate(surface(found, per_km2)):
        touched = [per_km2[int(area)] for area in found.area[found.hexagon == at]]
        known = [each for each in touched if each is not None]
        if value is not None:
            assert min(known) - 1e-6 <= value <= max(known) + 1e-6


def test_hexagon_mostly_in_hidden_areas_is_not_shown():
    found = overlaps()
    values = surface(found, [None, 5.0, 5.0, 5.0])

    for at, value in enumerate(values):
        mine = found.hexagon == at
        hidden = found.km2[mine & (found.area == 0)].sum()
        assert (value is None) == (hidden >= found.km2[mine].sum() / 2)


def test_main_area_is_where_most_of_a_hexagon_lies():
    found = overlaps()

    for at, main in enumerate(main_area(found)):
        mine = found.hexagon == at
        if not mine.any():
            assert main is None
            continue
        largest = found.area[mine][found.km2[mine].argmax()]
        assert found.km2[mine & (found.area == main)].sum() == pytest.approx(
            found.km2[mine & (found.area == largest)].sum()
        )


def test_hexagon_without_width_is_refused():
    with pytest.raises(ValueError, match="width"):
        hexagons_over((0, 0, 1, 1), 0)
