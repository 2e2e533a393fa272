"""Files, copies, threads and transactions."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.gis.geos import Point, Polygon
from django.db import connections

from .databases import EMBEDDED, Shape, create_tables, embedded_database

if TYPE_CHECKING:
    from pathlib import Path

here = Point(1, 1, srid=4326)
FILED = "filed_spatial"


def fill(alias: str) -> None:
    Shape.objects.using(alias).bulk_create(
        Shape(name=str(n), geom=Polygon.from_bbox((n, n, n + 2, n + 2)))
        for n in range(50)
    )


def names_at(alias: str, point: Point) -> list[str]:
    rows = Shape.objects.using(alias).filter(geom__intersects=point)
    return sorted(rows.values_list("name", flat=True))


@pytest.mark.usefixtures("databases_reachable")
def test_file_keeps_its_geometries_and_rtrees(tmp_path: Path) -> None:
    path = str(tmp_path / "homeground.sqlite3")
    with embedded_database(FILED, path) as connection:
        create_tables(connection)
        fill(FILED)
    with embedded_database(FILED, path):
        assert names_at(FILED, here) == ["0", "1"]


@pytest.mark.usefixtures("databases_reachable")
def test_copy_made_by_sqlite_answers_alike(tmp_path: Path) -> None:
    path = str(tmp_path / "copy.sqlite3")
    with embedded_database(FILED) as connection:
        create_tables(connection)
        fill(FILED)
        target = sqlite3.connect(path)
        connection.connection.backup(target)
        target.close()
    with embedded_database(FILED, path):
        assert names_at(FILED, here) == ["0", "1"]


@pytest.mark.usefixtures("databases_reachable")
def test_threads_with_connections_of_their_own_get_the_same_answers(
    tmp_path: Path, django_db_blocker: Any
) -> None:
    path = str(tmp_path / "threads.sqlite3")
    answers: list[list[str]] = []

    def ask() -> None:
        try:
            answers.extend(names_at(FILED, here) for _ in range(20))
        finally:
            connections[FILED].close()

    with embedded_database(FILED, path) as connection:
        create_tables(connection)
        fill(FILED)
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [["0", "1"]] * 80


@pytest.mark.usefixtures("embedded")
def test_lock_for_update_is_accepted_as_on_sqlite() -> None:
    rows = Shape.objects.using(EMBEDDED)
    rows.all().delete()
    assert list(rows.select_for_update()) == []
