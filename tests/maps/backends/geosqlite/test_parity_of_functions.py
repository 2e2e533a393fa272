"""The same function on the embedded back end and on PostGIS gives the same answer."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import shapely
from django.contrib.gis.db.models import Collect, Extent, GeometryField, MakeLine, Union
from django.contrib.gis.db.models import functions as gis
from django.contrib.gis.geos import GEOSGeometry
from django.contrib.gis.measure import MeasureBase
from django.db.models.functions import Cast
from hypothesis import example, given, settings
from hypothesis import strategies as st

from .databases import EMBEDDED, POSTGIS, Plot, Shape
from .geometries import (
    anything,
    empties,
    geos,
    lines,
    multipolygons,
    points,
    polygons,
    shape,
    solid,
    split_by_antimeridian,
)

pytestmark = [
    pytest.mark.postgis,
    pytest.mark.usefixtures("embedded", "postgis"),
]

ANGLE = 1e-9
METRES = 1e-3


def both_answers(model: Any, geometry: Any, srid: int, **asked: Any) -> dict[str, Any]:
    """For each annotation asked for: (embedded answer, PostGIS's answer)."""
    ours = answers_of(EMBEDDED, model, geometry, srid, asked)
    theirs = answers_of(POSTGIS, model, geometry, srid, asked)
    return {name: (ours[name], theirs[name]) for name in asked}


def answers_of(
    alias: str, model: Any, geometry: Any, srid: int, asked: dict[str, Any]
) -> dict[str, Any]:
    """One database's answers for a table with one row."""
    rows = model.objects.using(alias)
    rows.all().delete()
    rows.create(name="x", geom=geos(geometry, srid))
    answers: dict[str, Any] = rows.annotate(**asked).values(*asked).get()
    return answers


def is_same(one: Any, other: Any, tolerance: float) -> bool:
    """Whether two answers agree: geometries as sets of points, numbers nearly."""
    if one is None or other is None:
        return one is other
    if isinstance(one, GEOSGeometry):
        return is_same_shape(shape(one), shape(other), tolerance)
    if isinstance(one, MeasureBase):
        return is_same(one.standard, other.standard, tolerance)
    if isinstance(one, float):
        return one == pytest.approx(other, abs=tolerance, rel=tolerance)
    return bool(one == other)


def is_same_shape(one: Any, other: Any, tolerance: float) -> bool:
    if one.is_empty or other.is_empty:
        return one.is_empty and other.is_empty
    return (
        one.geom_type == other.geom_type
        and one.hausdorff_distance(other) <= tolerance
        and abs(one.area - other.area) <= tolerance * 100
    )


def differences(answers: dict[str, Any], tolerance: float = ANGLE) -> dict[str, Any]:
    """The annotations on which the databases do not agree."""
    return {n: (a, b) for n, (a, b) in answers.items() if not is_same(a, b, tolerance)}


@settings(max_examples=100, deadline=None)
@given(geometry=st.none() | anything)
def test_geometry_of_one_geometry_is_that_of_postgis(geometry: Any) -> None:
    answers = both_answers(
        Shape,
        geometry,
        4326,
        centroid=gis.Centroid("geom"),
        envelope=gis.Envelope("geom"),
        clockwise=gis.ForcePolygonCW("geom"),
        valid=gis.MakeValid("geom"),
        reverse=gis.Reverse("geom"),
        scale=gis.Scale("geom", 2, 3),
        translate=gis.Translate("geom", 1, -1),
        snapped=gis.SnapToGrid("geom", 0.7),
        snapped_from=gis.SnapToGrid("geom", 0.1, 0.2, 1, 1.5),
        from_text=gis.FromWKT(gis.AsWKT("geom"), srid=4326),
        from_bytes=gis.FromWKB(gis.AsWKB("geom"), srid=4326),
    )
    assert not differences(answers)


@settings(max_examples=50, deadline=None)
@given(geometry=solid)
def test_bounding_circle_and_inner_point_are_those_of_postgis(geometry: Any) -> None:
    # (PostGIS's circle may be one rounding error short of closed, which GEOS does not
    # read; hence its envelope.)
    answers = both_answers(
        Shape,
        geometry,
        4326,
        circle=gis.Envelope(gis.BoundingCircle("geom")),
        coarse=gis.Envelope(gis.BoundingCircle("geom", num_seg=4)),
        corners=gis.NumPoints(gis.BoundingCircle("geom", num_seg=4)),
    )
    assert not differences(answers, tolerance=1e-6)
    inner = both_answers(Shape, geometry, 4326, inner=gis.PointOnSurface("geom"))
    assert all(geometry.distance(shape(point)) < ANGLE for point in inner["inner"])


@settings(max_examples=50, deadline=None)
@given(geometry=st.none() | solid)
def test_transformation_is_that_of_postgis(geometry: Any) -> None:
    answers = both_answers(
        Shape,
        geometry,
        4326,
        mercator=gis.Transform("geom", 3857),
        equal_area=gis.Transform("geom", 6933),
        utm=gis.Transform("geom", 32631),
        area=gis.Area(gis.Transform("geom", 6933)),
    )
    assert not differences(answers, tolerance=1e-5)


@settings(max_examples=80, deadline=None)
@given(
    geometry=st.one_of(points, lines, polygons, multipolygons, empties),
    other=st.one_of(points, lines, polygons, multipolygons, empties),
)
def test_geometry_of_two_geometries_is_that_of_postgis(
    geometry: Any, other: Any
) -> None:
    value = geos(other)
    answers = both_answers(
        Shape,
        geometry,
        4326,
        difference=gis.Difference("geom", value),
        intersection=gis.Intersection("geom", value),
        sym_difference=gis.SymDifference("geom", value),
        union=gis.Union("geom", value),
    )
    assert not differences(answers)
    # The nearest point need not be the only one: compare how near it is.
    closest = both_answers(Shape, geometry, 4326, point=gis.ClosestPoint("geom", value))
    if geometry.is_empty or other.is_empty:
        assert not differences(closest)
    else:
        ours, theirs = (shape(point).distance(other) for point in closest["point"])
        assert ours == pytest.approx(theirs, abs=ANGLE)


@settings(max_examples=80, deadline=None)
@given(geometry=st.none() | solid, other=solid)
# Edges that lie apart on one meridian do not cross, whatever rounding says.
@example(
    geometry=shapely.box(1.5, 2, 4.5, 5) - shapely.box(2, 2.5, 3, 4.5),
    other=shapely.box(2, 1, 3, 2),
)
def test_distance_over_the_earth_is_that_of_postgis(geometry: Any, other: Any) -> None:
    value = geos(other)
    answers = both_answers(
        Shape,
        geometry,
        4326,
        sphere=gis.Distance("geom", value),
        reverse=gis.Distance(value, "geom"),
    )
    assert not differences(answers, tolerance=METRES)


@settings(max_examples=50, deadline=None)
@given(geometry=st.none() | solid, other=solid)
def test_distance_on_the_ellipsoid_is_that_of_postgis(
    geometry: Any, other: Any
) -> None:
    # PostGIS's ST_DistanceSpheroid measures from a point inside a polygon to its
    # edge; its geography type gives 0, as we do, so that is what to compare with.
    value = geos(other)
    geography = Cast("geom", GeometryField(srid=4326, geography=True))
    ours = {"metres": gis.Distance("geom", value, spheroid=True)}
    theirs = {"metres": gis.Distance(geography, value)}
    assert is_same(
        answers_of(EMBEDDED, Shape, geometry, 4326, ours)["metres"],
        answers_of(POSTGIS, Shape, geometry, 4326, theirs)["metres"],
        METRES,
    )


@settings(max_examples=50, deadline=None)
@given(geometry=st.none() | solid | empties)
def test_length_over_the_earth_is_that_of_postgis(geometry: Any) -> None:
    answers = both_answers(Shape, geometry, 4326, length=gis.Length("geom"))
    assert not differences(answers, tolerance=METRES)


@settings(max_examples=50, deadline=None)
@given(
    here=st.tuples(st.floats(170, 180), st.floats(-89, 89)),
    there=st.tuples(st.floats(-180, -170), st.floats(-89, 89)),
)
def test_distance_across_the_antimeridian_is_that_of_postgis(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    value = geos(shapely.Point(there))
    answers = both_answers(
        Shape,
        shapely.Point(here),
        4326,
        sphere=gis.Distance("geom", value),
        spheroid=gis.Distance("geom", value, spheroid=True),
    )
    assert not differences(answers, tolerance=METRES)


@settings(max_examples=50, deadline=None)
@given(geometry=solid, other=split_by_antimeridian)
def test_distance_from_a_shape_on_both_sides_of_the_antimeridian_is_that_of_postgis(
    geometry: Any, other: Any
) -> None:
    nearby = shapely.transform(
        geometry, lambda corners: corners + np.array([170.0, 0.0])
    )
    answers = both_answers(
        Shape, nearby, 4326, sphere=gis.Distance("geom", geos(other))
    )
    assert not differences(answers, tolerance=METRES)


@settings(max_examples=80, deadline=None)
@given(geometry=st.none() | anything, other=anything)
def test_measure_in_the_plane_is_that_of_postgis(geometry: Any, other: Any) -> None:
    answers = both_answers(
        Plot,
        geometry,
        3857,
        area=gis.Area("geom"),
        length=gis.Length("geom"),
        perimeter=gis.Perimeter("geom"),
        distance=gis.Distance("geom", geos(other, 3857)),
        points=gis.NumPoints("geom"),
        parts=gis.NumGeometries("geom"),
        empty=gis.IsEmpty("geom"),
        valid=gis.IsValid("geom"),
    )
    assert not differences(answers)


@settings(max_examples=50, deadline=None)
@given(line=lines, one=points, other=points)
def test_position_and_bearing_are_those_of_postgis(
    line: Any, one: Any, other: Any
) -> None:
    located = both_answers(Shape, line, 4326, at=gis.LineLocatePoint("geom", geos(one)))
    bearing = both_answers(Shape, one, 4326, bearing=gis.Azimuth("geom", geos(other)))
    ours, theirs = (line.interpolate(at, normalized=True) for at in located["at"])
    assert one.distance(ours) == pytest.approx(one.distance(theirs), abs=ANGLE)
    assert not differences(bearing)


@settings(max_examples=80, deadline=None)
@given(geometry=st.none() | solid)
def test_text_is_that_of_postgis(geometry: Any) -> None:
    answers = both_answers(
        Shape,
        geometry,
        4326,
        wkb=gis.AsWKB("geom"),
        wkt=gis.AsWKT("geom"),
        gml2=gis.AsGML("geom", version=2),
        gml3=gis.AsGML("geom", version=3),
        kml=gis.AsKML("geom"),
        svg=gis.AsSVG("geom"),
        svg_steps=gis.AsSVG("geom", relative=True, precision=2),
        geohash=gis.GeoHash("geom"),
        geohash_short=gis.GeoHash("geom", precision=6),
    )
    answers["wkb"] = tuple(raw and bytes(raw) for raw in answers["wkb"])
    assert not differences(answers)


@settings(max_examples=50, deadline=None)
@given(geometry=st.none() | solid)
def test_geojson_is_that_of_postgis(geometry: Any) -> None:
    answers = both_answers(
        Shape,
        geometry,
        4326,
        plain=gis.AsGeoJSON("geom"),
        short=gis.AsGeoJSON("geom", crs=True, precision=0),
        full=gis.AsGeoJSON("geom", bbox=True, crs=True, precision=3),
    )
    parsed = {
        name: tuple(text and json.loads(text) for text in both)
        for name, both in answers.items()
    }
    assert not differences(parsed)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.none() | anything, max_size=4))
def test_aggregate_is_that_of_postgis(rows: list[Any]) -> None:
    answers = []
    for alias in (EMBEDDED, POSTGIS):
        stored = Shape.objects.using(alias)
        stored.all().delete()
        stored.bulk_create(
            Shape(name=str(n), geom=geos(row)) for n, row in enumerate(rows)
        )
        # A slice keeps its order inside the aggregate; a whole table has none.
        in_order = stored.order_by("pk")[: len(rows) + 1]
        answers.append(
            in_order.aggregate(
                extent=Extent("geom"), union=Union("geom"), collected=Collect("geom")
            )
        )
    ours, theirs = answers
    assert ours["extent"] == theirs["extent"]
    assert is_same(ours["union"], theirs["union"], ANGLE)
    assert str(ours["collected"]) == str(theirs["collected"])


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(points, min_size=2, max_size=5))
def test_line_of_points_is_that_of_postgis(rows: list[Any]) -> None:
    made = []
    for alias in (EMBEDDED, POSTGIS):
        stored = Shape.objects.using(alias)
        stored.all().delete()
        stored.bulk_create(Shape(name=str(n), geom=geos(p)) for n, p in enumerate(rows))
        # A slice keeps its order inside the aggregate; a whole table has none.
        in_order = stored.order_by("pk")[: len(rows)]
        made.append(in_order.aggregate(line=MakeLine("geom"))["line"])
    assert made[0].coords == made[1].coords
