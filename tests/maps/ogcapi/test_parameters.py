"""Questions are read strictly: what does not read is refused, never guessed."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.collections.areas import AREAS
from maps.ogcapi.parameters import (
    LARGEST_LIMIT,
    InvalidParameterError,
    boxes_of,
    items_query,
)
from maps.ogcapi.reference_systems import (
    CRS84,
    EQUAL_AREA,
    REFERENCE_SYSTEMS,
    WEB_MERCATOR,
    WGS84,
)


def asked(**parameters):
    return items_query(
        AREAS,
        {name.replace("_", "-"): [text] for name, text in parameters.items()},
    )


@pytest.mark.parametrize(
    "question",
    [
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "abc"},
        {"limit": "1.5"},
        {"limit": "٣"},
        {"limit": ""},
        {"offset": "10"},
        {"colour": "red"},
        {"bbox": "1,2,3"},
        {"bbox": "1,2,3,x"},
        {"bbox": "1,2,nan,4"},
        {"bbox": "1,2,inf,4"},
        {"bbox": "1,5,3,4"},
        {"bbox": ""},
        {"bbox": "1,2,3,4", "bbox_crs": "EPSG:4326"},
        {"crs": "http://www.opengis.net/def/crs/EPSG/0/9999"},
        {"datetime": ""},
        {"datetime": ".."},
        {"datetime": "/"},
        {"datetime": "../.."},
        {"datetime": "yesterday"},
        {"datetime": "2026-13-01"},
        {"datetime": "2026-01-01T00:00:00"},
        {"datetime": "2026-02-01/2026-01-01"},
        {"datetime": "2026-01-01/2026-02-01/2026-03-01"},
        {"level": "seven"},
        {"level": "9"},
        {"pcode": "A\x00B"},
        {"after": "1", "before": "9"},
    ],
)
def test_a_question_that_does_not_read_is_refused(question):
    with pytest.raises(InvalidParameterError):
        asked(**question)


def test_a_parameter_given_twice_is_refused():
    with pytest.raises(InvalidParameterError):
        items_query(AREAS, {"level": ["1", "2"]})


@pytest.mark.parametrize(
    ("text", "limit"),
    [("1", 1), ("250", 250), ("1001", LARGEST_LIMIT), ("9" * 400, LARGEST_LIMIT)],
)
def test_a_limit_beyond_the_largest_is_the_largest(text, limit):
    assert asked(limit=text).limit == limit


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-09-30", "2026-09-30", "2026-09-30"),
        ("2026-09-30T23:30:00-02:00", "2026-10-01", "2026-10-01"),
        ("2026-09-30t00:00:00z", "2026-09-30", "2026-09-30"),
        ("2026-01-01/..", "2026-01-01", None),
        ("2026-01-01T00:00:00Z/", "2026-01-01", None),
        ("../2026-01-01", None, "2026-01-01"),
        ("/2026-01-01", None, "2026-01-01"),
        ("2025-01-01/2026-01-01", "2025-01-01", "2026-01-01"),
    ],
)
def test_times_are_days_and_intervals_with_open_ends(text, first, last):
    selection = asked(datetime=text).selection

    assert (selection.first, selection.last) == tuple(
        day and datetime.date.fromisoformat(day) for day in (first, last)
    )


def test_a_level_is_a_number_of_the_list():
    assert asked(level="2").selection.filters == {"level": 2}


def test_a_box_across_the_antimeridian_is_two():
    assert boxes_of((177.0, -20.0, -178.0, -15.0), CRS84) == [
        (177.0, -20.0, 180.0, -15.0),
        (-180.0, -20.0, -178.0, -15.0),
    ]


def test_a_box_with_heights_is_read_without_them():
    assert boxes_of((1, 2, -50, 3, 4, 900), CRS84) == [(1, 2, 3, 4)]


def test_epsg_4326_has_latitude_first_and_crs84_last():
    assert boxes_of((10, 20, 11, 22), WGS84) == [(20, 10, 22, 11)]
    assert boxes_of((20, 10, 22, 11), CRS84) == [(20, 10, 22, 11)]


def test_a_box_of_metres_lies_where_its_degrees_lie():
    [(west, south, east, north)] = boxes_of(
        (0, 0, 111_319.49, 111_325.14), WEB_MERCATOR
    )

    assert (west, south) == pytest.approx((0, 0))
    assert (east, north) == pytest.approx((1, 1), abs=1e-4)


@pytest.mark.parametrize("system", [WEB_MERCATOR, EQUAL_AREA])
def test_a_box_of_metres_upside_down_is_refused(system):
    with pytest.raises(InvalidParameterError):
        boxes_of((10, 0, 0, 10), system)


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=4, max_size=4),
    st.sampled_from(sorted(REFERENCE_SYSTEMS)),
)
def test_every_box_is_refused_or_lies_on_the_earth(numbers, uri):
    try:
        boxes = boxes_of(numbers, REFERENCE_SYSTEMS[uri])
    except InvalidParameterError:
        return
    for west, south, east, north in boxes:
        assert -180 <= west <= 180
        assert -180 <= east <= 180
        assert -90 <= south <= north <= 90
        assert west <= east


@given(st.text(max_size=40))
def test_any_text_as_a_time_is_read_or_refused(text):
    try:
        selection = asked(datetime=text).selection
    except InvalidParameterError:
        return
    assert selection.first or selection.last
