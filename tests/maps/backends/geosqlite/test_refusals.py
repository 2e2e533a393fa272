"""What the back end cannot answer rightly it refuses, and says why."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.db import models
from django.contrib.gis.db.models import functions as gis
from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.contrib.gis.measure import D
from django.db import DatabaseError, IntegrityError, NotSupportedError
from django.db.models import FloatField, Func
from django.db.models.functions import Cast

from maps.backends.geosqlite.geometry_columns import check_condition

from .databases import EMBEDDED, Globe, Shape

pytestmark = pytest.mark.usefixtures("embedded")
shapes = Shape.objects.using(EMBEDDED)
point = Point(1, 1, srid=4326)


@pytest.mark.parametrize("measure", [gis.Area, gis.Perimeter])
def test_measure_of_degrees_is_refused(measure: Any) -> None:
    with pytest.raises(NotSupportedError, match=r"Transform\(\) to a projected system"):
        shapes.annotate(measure=measure("geom")).first()


@pytest.mark.parametrize("function", ["ST_Area", "ST_Length", "ST_Perimeter"])
def test_raw_measure_of_degrees_is_refused(function: str) -> None:
    shapes.create(name="x", geom=Polygon.from_bbox((0, 0, 1, 1)))
    measure = Func("geom", function=function, output_field=FloatField())
    with pytest.raises(NotSupportedError, match="geographic coordinates"):
        shapes.annotate(measure=measure).last()


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        (gis.GeometryDistance("geom", point), "operator of PostGIS"),
        (gis.MemSize("geom"), "MemSize"),
        (
            Cast("geom", models.GeometryField(srid=4326, geography=True)),
            "Cast to a geometry field",
        ),
    ],
)
def test_function_of_postgis_alone_is_refused(expression: Any, message: str) -> None:
    with pytest.raises(NotSupportedError, match=message):
        shapes.annotate(answer=expression).first()


@pytest.mark.parametrize("lookup", ["intersects", "covers", "coveredby", "bboverlaps"])
def test_planar_answer_for_a_geography_field_is_refused(lookup: str) -> None:
    rows = Globe.objects.using(EMBEDDED)
    with pytest.raises(NotSupportedError, match="geography=True"):
        rows.filter(**{f"geom__{lookup}": point}).first()


def test_raster_field_is_refused(embedded: Any) -> None:
    with pytest.raises(NotSupportedError, match="Raster"):
        embedded.ops.geo_db_type(models.RasterField())


def test_metres_for_dwithin_on_degrees_are_refused_as_on_postgis() -> None:
    with pytest.raises(ValueError, match="degree units"):
        shapes.filter(geom__dwithin=(point, D(km=1))).first()


def test_failure_inside_a_function_is_named() -> None:
    shapes.create(name="x", geom=point)
    with pytest.raises(DatabaseError, match="999999"):
        shapes.annotate(moved=gis.Transform("geom", 999999)).last()


def test_failure_while_fetching_is_named(embedded: Any) -> None:
    adapter = embedded.ops.Adapter(point)
    with embedded.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(i) AS (VALUES (300) UNION ALL SELECT i - 1 FROM n "
            "WHERE i > -1) SELECT ST_DWithin(%s, %s, i) FROM n",
            [adapter, adapter],
        )
        with pytest.raises(DatabaseError, match="less than zero"):
            cursor.fetchall()


def test_point_that_the_target_system_cannot_show_is_refused() -> None:
    shapes.create(name="pole", geom=Point(0, 95, srid=4326))
    with pytest.raises(DatabaseError, match="outside what SRID 3857 can show"):
        shapes.annotate(moved=gis.Transform("geom", 3857)).last()


def test_geometries_of_two_systems_are_not_compared(embedded: Any) -> None:
    one = embedded.ops.Adapter(point)
    other = embedded.ops.Adapter(Point(1, 1, srid=3857))
    with embedded.cursor() as cursor, pytest.raises(DatabaseError, match="mixed SRID"):
        cursor.execute("SELECT ST_Intersects(%s, %s)", [one, other])


def test_error_of_sqlite_itself_is_left_alone(embedded: Any) -> None:
    with embedded.cursor() as cursor, pytest.raises(DatabaseError, match="no such"):
        cursor.execute("SELECT * FROM nowhere")


@pytest.mark.parametrize(
    "geometry",
    [
        Point(1, 1, 5, srid=3857),
        Point(1, 1, srid=4326),
        LineString((0, 0), (1, 1), srid=3857),
    ],
    ids=["heights", "other SRID", "other type"],
)
def test_column_takes_only_what_it_declares(embedded: Any, geometry: Any) -> None:
    condition = check_condition(models.PointField(srid=3857), '"geom"')
    with embedded.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS declared")
        cursor.execute(f"CREATE TABLE declared (geom CHECK ({condition}))")
        with pytest.raises(IntegrityError):
            cursor.execute(
                "INSERT INTO declared VALUES (%s)", [embedded.ops.Adapter(geometry)]
            )
        cursor.execute("DROP TABLE declared")


def test_text_is_no_geometry(embedded: Any) -> None:
    with embedded.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute("INSERT INTO parity_shape (name, geom) VALUES ('x', 'POINT')")


def test_value_in_another_system_is_transformed_on_the_way_in() -> None:
    metres = GEOSGeometry("SRID=3857;POINT (111319.49079327357 0)")
    row = shapes.create(name="moved", geom=metres)
    stored = shapes.get(pk=row.pk).geom
    assert stored is not None
    assert stored.srid == 4326
    assert stored.coords == pytest.approx((1.0, 0.0))
