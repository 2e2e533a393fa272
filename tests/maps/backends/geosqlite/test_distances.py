"""Distances over the Earth against figures that can be checked by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest
from django.contrib.gis.db.models import functions as gis
from django.contrib.gis.geos import GEOSGeometry

from .databases import EMBEDDED, Shape

pytestmark = pytest.mark.usefixtures("embedded")

DEGREE = 6371008.7714150598 * math.pi / 180
BOX = "POLYGON ((10 -1, 12 -1, 12 1, 10 1, 10 -1), (10.5 -.5, 10.5 .5, 11.5 .5, 11.5 -.5, 10.5 -.5))"


def metres(one: str, other: str, *, spheroid: bool | None = None) -> float | None:
    rows = Shape.objects.using(EMBEDDED)
    rows.all().delete()
    rows.create(name="x", geom=GEOSGeometry(f"SRID=4326;{one}"))
    value = GEOSGeometry(f"SRID=4326;{other}")
    found = rows.annotate(d=gis.Distance("geom", value, spheroid=spheroid)).get().d
    return None if found is None else found.m


@pytest.mark.parametrize(
    ("one", "other", "degrees"),
    [
        ("POINT (0 0)", "POINT (1 0)", 1),
        ("POINT (179.5 0)", "POINT (-179.5 0)", 1),
        ("POINT (0 89)", "POINT (180 89)", 2),
        ("POINT (0 0)", "POINT (180 0)", 180),
        ("POINT (0 0)", BOX, 10),
        ("POINT (10.2 0)", BOX, 0),
        ("POINT (11 0)", BOX, 0.5),
        ("POINT (10 0)", BOX, 0),
        ("LINESTRING (9 0, 13 0)", BOX, 0),
        ("LINESTRING (0 0, 5 0)", "MULTIPOINT (3 2, 40 40)", 2),
        ("MULTIPOINT (0 0, 10 0)", "LINESTRING (12 -5, 12 5)", 2),
        ("LINESTRING (179 0, 179.5 0)", "POLYGON ((-179 -1, -178 -1, -178 1, -179 1, -179 -1))", 1.5),
    ],
)  # fmt: skip
def test_distance_on_the_sphere_is_degrees_of_arc(
    one: str, other: str, degrees: float
) -> None:
    expected = pytest.approx(degrees * DEGREE, abs=1e-3, rel=1e-5)
    assert metres(one, other) == expected
    assert metres(other, one) == expected


def test_distance_on_the_ellipsoid_is_the_known_one() -> None:
    # A degree of longitude on the equator: 6378137 m * pi / 180.
    known = 6378137 * math.pi / 180
    assert metres("POINT (0 0)", "POINT (1 0)", spheroid=True) == pytest.approx(known)
    assert metres("POINT (0 0)", "LINESTRING (1 -1, 1 1)", spheroid=True) == (
        pytest.approx(known)
    )


@pytest.mark.parametrize("spheroid", [None, True])
def test_distance_to_an_empty_geometry_is_null(spheroid: Any) -> None:
    assert metres("POINT (0 0)", "POLYGON EMPTY", spheroid=spheroid) is None
