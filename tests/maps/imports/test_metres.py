"""Points in metres: recognised, proposed by where they fall, used when confirmed."""

import pytest
from pyproj import Transformer
from shapely.geometry import box

from maps.imports.choices import Choices
from maps.imports.locating import AreaLocator, LocatableArea
from maps.imports.metres import metres_of, system_of_zone
from maps.imports.returns import read_returns

#: Two districts around Juba, in UTM zone 36 north.
AREAS = AreaLocator(
    [
        LocatableArea("west", "SS01", box(31.0, 4.0, 31.5, 5.5)),
        LocatableArea("east", "SS02", box(31.5, 4.0, 32.5, 5.5)),
    ]
)
ROWS = [(31.2, 4.8, 40), (31.4, 5.1, 55), (32.0, 4.9, 70)]
TO_UTM = Transformer.from_crs("EPSG:4326", "EPSG:32636", always_xy=True)
COUNTED = {("west", "RRI"): 95, ("east", "RRI"): 70}


def rows(*more):
    return [
        [*(round(metres) for metres in TO_UTM.transform(lon, lat)), *more, persons]
        for lon, lat, persons in ROWS
    ]


def counts(result):
    return {key: count.individuals for key, count in result.counts.items()}


def read(path, grid=""):
    return read_returns(path, locate=AREAS, group="RRI", choices=Choices(grid=grid))


@pytest.mark.parametrize(
    "headings",
    [
        ("Easting", "Northing"),
        ("UTM X", "UTM Y"),
        ("X", "Y"),
        ("abscisse (m)", "ordonnée (m)"),
        ("coordenada este (m)", "coordenada norte (m)"),
        ("شرقيات", "شماليات"),
        ("longitude", "latitude"),
    ],
)
def test_metres_are_recognised_and_their_system_proposed(write_csv, headings):
    path = write_csv([*headings, "individuals"], *rows())

    asked = read(path)
    [question] = [f for f in asked.findings if "metres of a grid" in f.message]

    assert counts(asked) == {}, "nobody has said which grid"
    assert "EPSG:32636 (WGS 84 / UTM zone 36N): 100 % inside" in question.remedy
    assert counts(read(path, "EPSG:32636")) == COUNTED


def test_the_zone_of_every_row_is_used_when_a_person_says_so(write_csv):
    path = write_csv(["easting", "northing", "UTM zone", "individuals"], *rows("36 N"))

    asked = read(path)

    assert counts(asked) == {}
    assert any("EPSG:32636)" in f.remedy and "UTM" in f.remedy for f in asked.findings)
    assert counts(read(path, "utm")) == COUNTED


def test_codes_count_while_nobody_has_said_the_system(write_csv):
    path = write_csv(["adm2 pcode", "easting", "northing", "individuals"], *coded())

    asked = read(path)

    assert counts(asked) == {("east", "RRI"): 165}
    assert not asked.has_errors


def coded():
    return [["SS02", *row] for row in rows()]


def test_a_system_that_puts_the_points_elsewhere_is_refused(write_csv):
    path = write_csv(["easting", "northing", "individuals"], *rows())

    result = read(path, "EPSG:32633")

    assert result.is_refused
    assert "only 0 % of the points lie in" in result.findings[0].message


@pytest.mark.parametrize("system", ["EPSG:4326", "EPSG:999999", "anything"])
def test_what_is_no_system_of_metres_is_refused(write_csv, system):
    path = write_csv(["easting", "northing", "individuals"], *rows())

    assert read(path, system).is_refused


def test_degrees_are_read_as_before(write_csv):
    path = write_csv(["longitude", "latitude", "individuals"], *ROWS)

    assert counts(read(path)) == counts(read(path, "EPSG:32636")) == COUNTED


@pytest.mark.parametrize(
    ("zone", "system"),
    [
        ("36N", "EPSG:32636"),
        ("36 n", "EPSG:32636"),
        ("UTM zone 36N", "EPSG:32636"),
        ("36P", "EPSG:32636"),
        ("36S", "EPSG:32736"),
        ("36M", "EPSG:32736"),
        ("36", ""),
        ("61N", ""),
        ("North", ""),
        (None, ""),
    ],
)
def test_zones_as_people_write_them(zone, system):
    assert system_of_zone(zone) == system


@pytest.mark.parametrize(
    ("cell", "metres"),
    [
        (344_000, 344_000.0),
        ("344 000,5", 344_000.5),
        ("531000 m", 531_000.0),
        (31.2, None),
        ("", None),
        (True, None),
        ("x", None),
        (float("nan"), None),
    ],
)
def test_metres_are_numbers_that_are_no_degrees(cell, metres):
    assert metres_of(cell) == metres
