"""The grid answers as GEOS does, point by point, borders and vertices included."""

import pickle

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from maps.imports import grids
from maps.imports.grids import NOWHERE, AreaGrid
from tests.maps.imports.coverages import coverages, telling_points

SEEDS = st.integers(0, 2**32)


def by_geos(areas, x, y):
    """The first area that each point touches, every pair put to GEOS."""
    found = np.full(len(x), NOWHERE)
    usable = np.isfinite(x) & np.isfinite(y)
    for index in reversed(range(len(areas))):
        touched = np.zeros(len(x), dtype=bool)
        touched[usable] = shapely.intersects(
            areas[index], shapely.points(x[usable], y[usable])
        )
        found[touched] = index
    return found


@settings(deadline=None)
@given(coverages(), SEEDS)
def test_grid_answers_as_geos_on_coverages(areas, seed):
    x, y = telling_points(areas, seed)
    assert AreaGrid(areas).locate(x, y).tolist() == by_geos(areas, x, y).tolist()


@settings(deadline=None)
@given(coverages(), coverages(), SEEDS)
def test_grid_answers_as_geos_where_areas_overlap(areas, others, seed):
    both = areas + others
    x, y = telling_points(both, seed)
    assert AreaGrid(both).locate(x, y).tolist() == by_geos(both, x, y).tolist()


@settings(max_examples=25, deadline=None)
@given(coverages(), SEEDS)
def test_grid_counts_as_a_spatial_join_does(areas, seed):
    x, y = telling_points(areas, seed)
    frame = gpd.GeoDataFrame({"area": range(len(areas))}, geometry=areas, crs=4326)
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=4326)
    joined = gpd.sjoin(points, frame, predicate="intersects").sort_values("area")
    counted = joined[~joined.index.duplicated()].groupby("area").size()

    found = AreaGrid(areas).locate(x, y)
    area, count = np.unique(found[found != NOWHERE], return_counts=True)

    assert dict(zip(area.tolist(), count.tolist(), strict=True)) == counted.to_dict()


@pytest.mark.parametrize("prepared", [1, 20])
def test_grid_that_cannot_prepare_all_areas_at_once_answers_the_same(
    prepared, monkeypatch
):
    areas = [box(i, j, i + 1, j + 1).segmentize(0.3) for i in (0, 1) for j in (0, 1)]
    random = np.random.default_rng(3)
    x, y = random.uniform(-0.1, 2.1, 5_000), random.choice([0, 0.999, 1, 1.001], 5_000)
    monkeypatch.setattr(grids, "_PREPARED", prepared)
    monkeypatch.setattr(grids, "_EDGES", 7)
    assert AreaGrid(areas).locate(x, y).tolist() == by_geos(areas, x, y).tolist()


def test_a_hole_is_nowhere_and_its_rim_is_in_the_area():
    ring = Polygon(box(0, 0, 10, 10).exterior, [box(4, 4, 6, 6).exterior])
    found = AreaGrid([ring]).locate(np.array([5, 4, 1, 11.0]), np.array([5, 5, 1, 1.0]))
    assert found.tolist() == [NOWHERE, 0, 0, NOWHERE]


def test_an_enclave_in_its_own_country_belongs_to_it_and_the_first_wins():
    outer = MultiPolygon([box(0, 0, 3, 3), box(8, 8, 9, 9)])
    grid = AreaGrid([box(1, 1, 2, 2), outer])
    x = np.array([1.5, 1.0, 0.5, 8.5, 5.0])
    assert grid.locate(x, x).tolist() == [0, 0, 1, 1, NOWHERE]


def test_a_grid_of_nothing_holds_nothing():
    for areas in ([], [None], [Polygon()]):
        found = AreaGrid(areas).locate(np.array([1.0, np.nan]), np.array([1.0, 1.0]))
        assert found.tolist() == [NOWHERE, NOWHERE]


def test_no_points_are_placed_nowhere():
    assert AreaGrid([box(0, 0, 1, 1)]).locate(np.empty(0), np.empty(0)).size == 0


def test_a_grid_that_was_sent_elsewhere_answers_the_same():
    areas = [box(0, 0, 1, 1), None, box(1, 0, 2, 1)]
    grid = AreaGrid(areas)
    x, y = np.array([0.5, 1.0, 1.5, 3.0]), np.full(4, 0.5)
    sent = pickle.loads(pickle.dumps(grid))  # noqa: S301 - made here
    assert sent.locate(x, y).tolist() == grid.locate(x, y).tolist() == [0, 0, 2, -1]
