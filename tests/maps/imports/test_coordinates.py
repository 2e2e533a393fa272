"""Coordinates are read as people write them, and put right only by their letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.imports.choices import Choices, WhenTheyDiffer
from maps.imports.coordinates import Angle, Axis, Position, angle_of, position_in
from maps.imports.returns import read_returns
from tests.maps.imports.outcomes import errors, individuals, notes

LAT, LON = Axis.LATITUDE, Axis.LONGITUDE


@pytest.mark.parametrize(
    ("cell", "degrees", "axis"),
    [
        ("10.5", 10.5, None),
        ("10,5", 10.5, None),
        (10, 10.0, None),
        ("-0.25", -0.25, None),
        ("\N{MINUS SIGN}10,5", -10.5, None),
        ("١٠٫٥", 10.5, None),
        ("۱۰٫۵", 10.5, None),
        ("10°30'N", 10.5, LAT),
        ("10° 30′ 36″ N", 10.51, LAT),
        ("10º30’36” S", -10.51, LAT),
        ("N 10 30.6", 10.51, LAT),
        ("10 30 36", 10.51, None),
        ("10°30'36''", 10.51, None),
        ("30.5 W", -30.5, LON),
        ("30,5° O", -30.5, LON),
        ("30.5 Ouest", -30.5, LON),
        ("30.5 Este", 30.5, LON),
        ("10.5 Norte", 10.5, LAT),
        ("١٠٫٥ ش", 10.5, None),
        ("١٠٫٥° ج", -10.5, LAT),
        ("٣٠٫٥ شرقاً", 30.5, LON),
        ("٣٠٫٥ غ", -30.5, LON),
        ("-10.5 S", -10.5, LAT),
    ],
)
def test_angle_is_read_however_it_is_written(cell, degrees, axis):
    angle = angle_of(cell)
    assert angle is not None
    assert angle.degrees == pytest.approx(degrees, abs=1e-9)
    assert angle.axis is axis


@pytest.mark.parametrize(
    "cell",
    ["", "nan", "inf", "181", "1.234,5", True, "north", "-10.5 N", "10°75'", "10°10'61\"",
     "N 10 S", "10.5 Nyandeng", "0912345678", "10512345"],
)  # fmt: skip
def test_angle_that_is_doubtful_is_none(cell):
    assert angle_of(cell) is None


@given(st.floats(-180, 180, allow_nan=False))
def test_angle_of_degrees_minutes_and_seconds_is_the_same(degrees):
    whole = abs(degrees)
    minutes = (whole - int(whole)) * 60
    seconds = (minutes - int(minutes)) * 60
    text = f"{int(whole)}° {int(minutes)}' {min(seconds, 59.9999):.4f}\""
    angle = angle_of(("-" if degrees < 0 else "") + text)
    assert angle is not None
    assert angle.degrees == pytest.approx(degrees, abs=1e-6)


@given(st.text(max_size=30))
def test_angle_of_any_text_is_none_or_within_the_world(text):
    angle = angle_of(text)
    assert angle is None or isinstance(angle, Angle)
    assert angle is None or abs(angle.degrees) <= 180
    position = position_in(text)
    assert position is None or isinstance(position, Position)


@pytest.mark.parametrize(
    "cell",
    ["10.5,30.5", "10.5, 30.5", "10,5; 30,5", "10.5 30.5", "10.5 30.5 0 0",
     "(10.5, 30.5)", "10°30'N 30°30'E", "10°30' N, 30°30' E", "30°30'E 10°30'N",
     "10.5N30.5E", "POINT (30.5 10.5)", "10,5 / 30,5", "١٠٫٥، ٣٠٫٥"],
)  # fmt: skip
def test_point_in_one_cell_is_read(cell):
    position = position_in(cell)
    assert position is not None
    assert (position.latitude, position.longitude) == (10.5, 30.5)


@pytest.mark.parametrize("cell", ["", "10,5,30,5", "10.5", "0 0", "a b", "10N 30S"])
def test_point_in_one_cell_that_is_doubtful_is_none(cell):
    assert position_in(cell) is None


def test_returns_are_placed_by_degrees_minutes_and_letters(squares, write_csv):
    path = write_csv(
        ["Latitud", "Longitud", "retornados"],
        ["10°30'00\" N", "30°30'00\" E", 4],
        ["10° 30,5' N", "31° 30,5' E", 6],
        separator=";",
    )
    assert individuals(read_returns(path, locate=squares)) == {"AA01": 4, "AA02": 6}


def test_returns_are_read_by_their_letters_where_columns_are_exchanged(
    squares, write_csv
):
    path = write_csv(
        ["latitude", "longitude", "returnees"],
        ["30.5 E", "10.5 N", 4],
        ["10.5 N", "31.5 E", 6],
    )
    result = read_returns(path, locate=squares, group="RRI")
    assert individuals(result) == {"AA01": 4, "AA02": 6}
    (note,) = notes(result)
    assert note.startswith("1 row has latitude and longitude in each other’s place")
    assert "(row 2)" in note


def test_returns_say_which_coordinates_cannot_be_read(squares, write_csv):
    path = write_csv(
        ["pcode", "lat", "lon", "returnees"],
        ["AA01", "36N 451234", "1161234", 4],
        ["AA01", "", "", 4],
        ["AA01", "0", "0", 4],
    )
    result = read_returns(path, locate=squares, group="RRI")
    assert individuals(result) == {"AA01": 12}
    assert notes(result) == ["1 row has coordinates that cannot be read (row 2)."]


def test_returns_with_exchanged_axes_are_read_when_a_person_says_so(squares, write_csv):
    rows = [["30.5 10.5", 1], ["31.5 10.5", 2], ["32.5 10.5", 3]]
    path = write_csv(["geopoint", "returnees"], *rows)
    refused = read_returns(path, locate=squares)
    assert errors(refused) == ["Latitude and longitude are swapped."]
    told = read_returns(path, locate=squares, choices=Choices(turn_axes=True))
    assert individuals(told) == {"AA01": 1, "AA02": 2, "AA03": 3}


def test_single_points_that_are_exchanged_are_named_and_not_used(squares, write_csv):
    rows = [["AA01", "10.5", "30.5", 1]] * 9
    path = write_csv(
        ["pcode", "lat", "lon", "returnees"], *rows, ["AA01", "31.5", "10.5", 5]
    )
    result = read_returns(path, locate=squares, group="RRI")
    assert individuals(result) == {"AA01": 14}
    (note,) = notes(result)
    assert note.endswith("with latitude and longitude exchanged (row 11).")


@pytest.mark.parametrize(
    ("rule", "counts", "said"),
    [
        (WhenTheyDiffer.CODE, {"AA01": 15}, "The codes were kept."),
        (WhenTheyDiffer.POINT, {"AA01": 4, "AA02": 11}, "The points were taken."),
    ],
)
def test_returns_go_where_a_person_decides(squares, write_csv, rule, counts, said):
    path = write_csv(
        ["pcode", "lat", "lon", "returnees"],
        ["AA01", "10.5", "30.5", 4],
        ["AA01", "10.5", "31.5", 6],
        ["AA01", "10.5", "31.6", 5],
    )
    result = read_returns(
        path, locate=squares, group="RRI", choices=Choices(when_they_differ=rule)
    )
    assert individuals(result) == counts
    assert result.differing == {("AA01", "AA02"): 2}
    assert notes(result)[0].endswith(f"(rows 3, 4). {said}")
    assert "AA01 → AA02 (2)" in result.findings[0].remedy


def test_returns_that_differ_are_bad_rows_when_a_person_refuses_them(
    squares, write_csv
):
    path = write_csv(
        ["pcode", "lat", "lon", "returnees"],
        ["AA01", "10.5", "30.5", 4],
        ["AA01", "10.5", "31.5", 6],
    )
    result = read_returns(
        path,
        locate=squares,
        choices=Choices(when_they_differ=WhenTheyDiffer.REFUSE),
    )
    assert (result.bad_rows, individuals(result)) == (1, {"AA01": 4})
    assert errors(result) == [
        "The point lies in AA02, another area than the code names."
    ]
