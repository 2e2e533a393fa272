"""Borders are made fit to store, and measured where areas keep their size."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from shapely.geometry import MultiPolygon, Polygon, box

from maps.imports.geometry import UnusableGeometryError, area_km2, borders_of, snapped

DEGREES = CRS("EPSG:4326")


@given(st.floats(-80, 79), st.floats(-179, 178))
def test_area_on_the_ground_shrinks_with_latitude_as_on_a_globe(south, west):
    measured = area_km2(box(west, south, west + 1, south + 1))
    # On a sphere of the authalic radius; the ellipsoid differs by under 1 %.
    sphere = (
        6371.0072**2
        * math.radians(1)
        * (math.sin(math.radians(south + 1)) - math.sin(math.radians(south)))
    )
    assert measured == pytest.approx(sphere, rel=0.01)


points = st.tuples(st.floats(-170, 170), st.floats(-80, 80))


def encloses_next_to_nothing(polygon: Polygon) -> bool:
    """Whether repair leaves less than a square metre, or cannot be done."""
    try:
        left = shapely.make_valid(
            snapped(polygon), method="structure", keep_collapsed=False
        )
        return left.area < 1e-10 or not left.is_valid
    except shapely.errors.GEOSException:
        return True


@given(st.lists(points, min_size=3, max_size=12).map(Polygon))
def test_borders_are_valid_multipolygons_or_refused(polygon):
    try:
        borders = borders_of(polygon, DEGREES)
    except UnusableGeometryError as error:
        refusal = error.reason
        assert (refusal, encloses_next_to_nothing(polygon)) == ("collapsed", True)
        return
    assert isinstance(borders.geometry, MultiPolygon)
    assert borders.geometry.is_valid
    assert borders.area_km2 > 0


def test_borders_that_are_valid_are_left_as_they_are():
    square = box(30, 10, 31, 11)
    borders = borders_of(square, DEGREES)
    assert borders.repaired == ""
    assert list(borders.geometry.geoms) == [square]


def test_borders_keep_their_holes_when_repaired():
    hole = [(30.2, 10.2), (30.8, 10.2), (30.8, 10.8), (30.2, 10.8)]
    doubled = Polygon(
        [(30, 10), (31, 10), (31, 11), (30, 11), (30, 11), (30, 10)], [hole]
    )
    spike = Polygon(
        [(30, 10), (31, 10), (32, 10), (31, 10), (31, 11), (30, 11)], [hole]
    )
    assert borders_of(doubled, DEGREES).geometry.area == pytest.approx(0.64)
    repaired = borders_of(spike, DEGREES)
    assert repaired.geometry.area == pytest.approx(0.64)
    assert repaired.repaired


def test_borders_of_nested_collections_keep_all_polygons():
    nested = shapely.from_wkt(
        "GEOMETRYCOLLECTION(POINT(0 0),"
        "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((2 0,3 0,3 1,2 1,2 0))),"
        "POLYGON((4 0,5 0,5 1,4 1,4 0)))"
    )
    assert borders_of(nested, DEGREES).geometry.area == pytest.approx(3)


@pytest.mark.parametrize(
    ("geometry", "crs", "reason"),
    [
        (None, "EPSG:4326", "empty"),
        (shapely.Point(1, 1), "EPSG:4326", "kind"),
        (box(179, 0, 181, 1), "EPSG:4326", "range"),
        (box(10, 120, 11, 121), "EPSG:4326", "swapped"),
        (box(10, 200, 11, 201), "EPSG:4326", "range"),
        (box(1e12, 1e12, 2e12, 2e12), "EPSG:32636", "range"),
        (Polygon([(0, 0), (1, 1), (2, 2)]), "EPSG:4326", "collapsed"),
    ],
)
def test_borders_that_cannot_be_stored_say_why(geometry, crs, reason):
    with pytest.raises(UnusableGeometryError) as refused:
        borders_of(geometry, CRS(crs))
    assert refused.value.reason == reason


def test_borders_stay_east_first_whatever_the_axis_order_of_the_crs():
    # EPSG:4258 is defined with latitude first; files store it longitude first.
    borders = borders_of(box(30, 10, 31, 11), CRS("EPSG:4258"))
    assert borders.geometry.bounds == pytest.approx((30, 10, 31, 11), abs=1e-5)
