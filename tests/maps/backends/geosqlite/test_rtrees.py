"""The R-tree follows every write, and never changes an answer."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import Point
from django.db import connections, transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Value
from hypothesis import given, settings
from hypothesis import strategies as st

from .databases import EMBEDDED, Shape
from .geometries import anything, geos, solid

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("embedded")
shapes = Shape.objects.using(EMBEDDED)
here = Point(1, 1, srid=4326)
there = Point(9, 9, srid=4326)


@pytest.fixture(autouse=True)
def empty_table(embedded: Any) -> Iterator[None]:
    shapes.all().delete()
    yield
    shapes.all().delete()


def names_at(point: Point) -> list[str]:
    found = shapes.filter(geom__intersects=point).order_by("name")
    return list(found.values_list("name", flat=True))


def indexed_keys(connection: Any) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute('SELECT id FROM "rtree:parity_shape:geom"')
        return {key for (key,) in cursor.fetchall()}


def test_lookup_searches_the_rtree(embedded: Any) -> None:
    plan = shapes.filter(geom__intersects=here).explain()
    assert "VIRTUAL TABLE INDEX" in plan
    assert "SCAN parity_shape" not in plan


def test_created_row_is_found() -> None:
    shapes.create(name="a", geom=here)
    assert names_at(here) == ["a"]


def test_moved_row_is_found_only_at_its_new_place() -> None:
    row = shapes.create(name="a", geom=here)
    row.geom = there
    row.save()
    assert (names_at(here), names_at(there)) == ([], ["a"])


def test_update_of_a_queryset_moves_rows() -> None:
    shapes.create(name="a", geom=here)
    shapes.update(geom=there)
    assert (names_at(here), names_at(there)) == ([], ["a"])


def test_bulk_update_moves_rows() -> None:
    row = shapes.create(name="a", geom=here)
    row.geom = there
    shapes.bulk_update([row], ["geom"])
    assert (names_at(here), names_at(there)) == ([], ["a"])


def test_upsert_moves_the_row_that_it_updates() -> None:
    row = shapes.create(name="a", geom=here)
    shapes.bulk_create(
        [Shape(pk=row.pk, name="b", geom=there)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "geom"],
    )
    assert (names_at(here), names_at(there)) == ([], ["b"])


def test_replaced_row_is_found_only_at_its_new_place(embedded: Any) -> None:
    row = shapes.create(name="a", geom=here)
    adapter = embedded.ops.Adapter(there)
    with embedded.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO parity_shape (id, name, geom) VALUES (%s, 'b', %s)",
            [row.pk, adapter],
        )
    assert (names_at(here), names_at(there)) == ([], ["b"])


def test_geometry_set_to_null_leaves_the_rtree(embedded: Any) -> None:
    shapes.create(name="a", geom=here)
    shapes.update(geom=None)
    assert indexed_keys(embedded) == set()
    shapes.update(geom=here)
    assert names_at(here) == ["a"]


def test_changed_key_takes_its_box_along(embedded: Any) -> None:
    row = shapes.create(name="a", geom=here)
    shapes.update(id=row.pk + 1000)
    assert indexed_keys(embedded) == {row.pk + 1000}
    assert names_at(here) == ["a"]


def test_deleted_row_leaves_the_rtree(embedded: Any) -> None:
    shapes.create(name="a", geom=here)
    shapes.all().delete()
    assert indexed_keys(embedded) == set()


def test_rolled_back_write_leaves_no_trace(embedded: Any) -> None:
    with transaction.atomic(using=EMBEDDED):
        shapes.create(name="a", geom=here)
        transaction.set_rollback(True, using=EMBEDDED)
    assert indexed_keys(embedded) == set()


def test_null_geometry_is_neither_hit_nor_missed_as_an_annotation() -> None:
    from_lookup: Any = Shape._meta.get_field("geom").get_lookup("intersects")
    shapes.create(name="null")
    shapes.create(name="far", geom=there)
    shapes.create(name="near", geom=here)
    value = Value(here, output_field=GeometryField(srid=4326))
    hit = ExpressionWrapper(from_lookup(F("geom"), value), BooleanField())
    asked = shapes.annotate(hit=hit)
    assert dict(asked.values_list("name", "hit")) == {
        "null": None,
        "far": False,
        "near": True,
    }
    assert [row.name for row in asked.filter(hit=False)] == ["far"]


INDEXED = (
    "bbcontains", "bboverlaps", "contained", "contains", "contains_properly",
    "coveredby", "covers", "crosses", "intersects", "overlaps", "touches", "within",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.none() | anything, max_size=8),
    moves=st.lists(st.tuples(st.integers(0, 7), st.none() | anything), max_size=5),
    probe=solid,
    distance=st.sampled_from([0, 0.5, 0.7]),
)
def test_rtree_never_changes_an_answer(
    rows: list[Any], moves: list[Any], probe: Any, distance: float
) -> None:
    shapes.all().delete()
    shapes.bulk_create(Shape(name=str(n), geom=geos(row)) for n, row in enumerate(rows))
    for number, geometry in moves:
        shapes.filter(name=str(number)).update(geom=geos(geometry))
    value = geos(probe)
    asked: dict[str, Any] = {f"geom__{lookup}": value for lookup in INDEXED}
    asked["geom__dwithin"] = (value, distance)
    for lookup, argument in asked.items():
        found = shapes.filter(**{lookup: argument})
        assert "rtree:" in sql_of(found)
        with rtrees_unused():
            plain = shapes.filter(**{lookup: argument})
            assert "rtree:" not in sql_of(plain)
            row_by_row = set(plain)
        assert set(found) == row_by_row


def sql_of(rows: Any) -> str:
    sql, _ = rows.query.get_compiler(using=EMBEDDED).as_sql()
    return str(sql)


@contextmanager
def rtrees_unused() -> Iterator[None]:
    """Queries are compiled as for an SQLite without R-trees."""
    features: Any = connections[EMBEDDED].features
    features.has_rtree = False
    try:
        yield
    finally:
        features.has_rtree = True
