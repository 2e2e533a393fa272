"""The same lookup on the embedded back end and on PostGIS finds the same rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.measure import D
from django.db.models import Q, Value
from hypothesis import given, settings
from hypothesis import strategies as st

from .databases import EMBEDDED, POSTGIS, Plot, Shape
from .geometries import anything, empties, exact, geos, points, polygons, solid

pytestmark = [
    pytest.mark.postgis,
    pytest.mark.usefixtures("embedded", "postgis"),
]

LOOKUPS = (
    "bbcontains", "bboverlaps", "contained", "contains", "contains_properly",
    "coveredby", "covers", "crosses", "disjoint", "equals", "exact", "intersects",
    "left", "overlaps", "overlaps_above", "overlaps_below", "overlaps_left",
    "overlaps_right", "right", "same_as", "strictly_above", "strictly_below",
    "touches", "within",
)  # fmt: skip
rows_of_exact = st.lists(st.none() | exact, min_size=1, max_size=6)
rows_of_anything = st.lists(st.none() | anything, min_size=1, max_size=6)


def store(model: Any, rows: list[Any], srid: int) -> None:
    """The same rows in both databases, named by their position."""
    for alias in (EMBEDDED, POSTGIS):
        model.objects.using(alias).all().delete()
        model.objects.using(alias).bulk_create(
            model(name=str(number), geom=geos(row, srid))
            for number, row in enumerate(rows)
        )


def differences(
    model: Any, conditions: dict[str, Q]
) -> dict[str, tuple[list[str], list[str]]]:
    """The conditions on which the databases do not agree: embedded, PostGIS."""
    found = {
        name: (
            names_where(model, EMBEDDED, condition),
            names_where(model, POSTGIS, condition),
        )
        for name, condition in conditions.items()
    }
    return {name: both for name, both in found.items() if both[0] != both[1]}


def names_where(model: Any, alias: str, condition: Q) -> list[str]:
    """The names of the rows that a database finds."""
    rows = model.objects.using(alias).filter(condition)
    return sorted(rows.values_list("name", flat=True))


@settings(max_examples=60, deadline=None)
@given(rows=rows_of_exact, probe=exact)
def test_lookup_finds_the_rows_that_postgis_finds(rows: list[Any], probe: Any) -> None:
    store(Shape, rows, 4326)
    value = geos(probe)
    asked = {lookup: Q(**{f"geom__{lookup}": value}) for lookup in LOOKUPS}
    assert not differences(Shape, asked)


@settings(max_examples=50, deadline=None)
@given(rows=rows_of_exact, probe=exact)
def test_negated_lookup_finds_the_rows_that_postgis_finds(
    rows: list[Any], probe: Any
) -> None:
    store(Shape, rows, 4326)
    value = geos(probe)
    asked = {lookup: ~Q(**{f"geom__{lookup}": value}) for lookup in LOOKUPS}
    assert not differences(Shape, asked)


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(polygons, min_size=1, max_size=6), probe=points)
def test_point_in_polygon_is_that_of_postgis(rows: list[Any], probe: Any) -> None:
    store(Shape, rows, 4326)
    value = geos(probe)
    lookups = ("contains", "covers", "contains_properly", "intersects", "touches")
    asked = {lookup: Q(**{f"geom__{lookup}": value}) for lookup in lookups}
    assert not differences(Shape, asked)


@settings(max_examples=50, deadline=None)
@given(rows=rows_of_anything, probe=anything, distance=st.sampled_from([0, 0.5, 1, 2]))
def test_dwithin_finds_the_rows_that_postgis_finds(
    rows: list[Any], probe: Any, distance: float
) -> None:
    store(Plot, rows, 3857)
    value = geos(probe, 3857)
    asked = {
        "number": Q(geom__dwithin=(value, distance)),
        "measure": Q(geom__dwithin=(value, D(m=distance))),
        "expression": Q(geom__dwithin=(value, Value(distance) * 2)),
        "negated": ~Q(geom__dwithin=(value, distance)),
    }
    assert not differences(Plot, asked)


@settings(max_examples=50, deadline=None)
@given(
    rows=st.lists(st.none() | solid | empties, min_size=1, max_size=6),
    probe=solid | empties,
    km=st.integers(0, 700),
)
def test_distance_lookup_finds_the_rows_that_postgis_finds(
    rows: list[Any], probe: Any, km: int
) -> None:
    store(Shape, rows, 4326)
    # Off the round numbers, where the last decimal would decide.
    limit = D(m=km * 1000 + 123.4)
    asked = {
        lookup: Q(**{f"geom__{lookup}": (geos(probe), limit)})
        for lookup in ("distance_lt", "distance_lte", "distance_gt", "distance_gte")
    }
    assert not differences(Shape, asked)


@settings(max_examples=50, deadline=None)
@given(rows=rows_of_exact, probe=exact)
def test_relate_finds_the_rows_that_postgis_finds(rows: list[Any], probe: Any) -> None:
    store(Shape, rows, 4326)
    value = geos(probe)
    patterns = ("T*T***T**", "T*F**F***", "FF*FF****", "F***T****", "2********")
    asked = {pattern: Q(geom__relate=(value, pattern)) for pattern in patterns}
    assert not differences(Shape, asked)


@settings(max_examples=30, deadline=None)
@given(rows=rows_of_anything)
def test_lookup_without_value_finds_the_rows_that_postgis_finds(
    rows: list[Any],
) -> None:
    store(Shape, rows, 4326)
    asked = {
        "is null": Q(geom__isnull=True),
        "is empty": Q(geom__isempty=True),
        "is not empty": Q(geom__isempty=False),
        "is valid": Q(geom__isvalid=True),
    }
    assert not differences(Shape, asked)
