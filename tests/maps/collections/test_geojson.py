"""GeoJSON as RFC 7946 wants it, in any reference system."""

import datetime
import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.collections import Feature
from maps.collections.geojson import Drawing, feature_text
from maps.ogcapi.reference_systems import EQUAL_AREA, WEB_MERCATOR, WGS84

#: A square with a hole, both wound the wrong way.
CLOCKWISE = shapely.Polygon(
    [(0, 0), (0, 4), (4, 4), (4, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]]
)
POINT = shapely.Point(12.3456789, -0.00000004)


def drawn(shape, **how):
    return json.loads(Drawing(**how).text(shape))


def test_outer_rings_run_against_the_clock_and_holes_with_it():
    outer, hole = drawn(CLOCKWISE)["coordinates"]

    assert shapely.LinearRing(outer).is_ccw
    assert not shapely.LinearRing(hole).is_ccw


def test_a_place_has_six_decimals_and_no_minus_zero():
    assert Drawing().text(POINT) == '{"type":"Point","coordinates":[12.345679,0.0]}'


def test_epsg_4326_writes_latitude_first():
    shape = drawn(shapely.Point(20, 10), project=WGS84.project)

    assert shape["coordinates"] == [10.0, 20.0]


@pytest.mark.parametrize("system", [WEB_MERCATOR, EQUAL_AREA])
def test_the_poles_have_a_place_in_every_system(system):
    [x, y] = drawn(shapely.Point(180, 90), project=system.project, decimals=2)[
        "coordinates"
    ]

    assert abs(x) < 2.1e7
    assert abs(y) < 2.1e7


def test_a_thing_without_a_place_has_a_null_geometry():
    feature = Feature("a", None, {"day": datetime.date(2026, 9, 30), "name": 'Ma"ro'})

    told = json.loads(feature_text(feature, "https://here.example", Drawing()))

    assert told == {
        "type": "Feature",
        "id": "a",
        "geometry": None,
        "properties": {"day": "2026-09-30", "name": 'Ma"ro', "page": None},
    }


@given(
    st.lists(
        st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=5
    )
)
def test_the_same_shape_is_written_the_same_however_often(places):
    shapes = [shapely.Point(place) for place in places]
    drawing = Drawing()

    written = [drawing.text(shape) for shape in shapes * 2]

    assert written == [Drawing().text(shape) for shape in shapes * 2]
