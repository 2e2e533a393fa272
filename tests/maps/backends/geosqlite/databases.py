"""Databases of these tests' own, beside the one in the settings."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.apps.registry import Apps
from django.contrib.gis.db import models
from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Iterator

EMBEDDED = "embedded_spatial"
POSTGIS = "parity_postgis"
LOCAL_POSTGRESQL = "postgres://postgres@127.0.0.1:5432/test"
WITHOUT_INDEXES = "-c enable_indexscan=off -c enable_bitmapscan=off"
"""With an index PostGIS finds no empty geometry, without one it does: it depends on
the planner.  These tests want one answer."""

_isolated = Apps()


class Shape(models.Model):
    """Any geometry in degrees."""

    name = models.CharField(max_length=20)
    geom = models.GeometryField(srid=4326, null=True)

    objects: models.Manager[Shape] = models.Manager()

    class Meta:
        apps = _isolated
        app_label = "parity"

    def __str__(self) -> str:
        return self.name


class Plot(models.Model):
    """Any geometry in metres."""

    name = models.CharField(max_length=20)
    geom = models.GeometryField(srid=3857, null=True)

    objects: models.Manager[Plot] = models.Manager()

    class Meta:
        apps = _isolated
        app_label = "parity"

    def __str__(self) -> str:
        return self.name


class Globe(models.Model):
    """A geometry on the curved Earth; only its SQL is looked at."""

    geom = models.GeometryField(srid=4326, geography=True)

    objects: models.Manager[Globe] = models.Manager()

    class Meta:
        apps = _isolated
        app_label = "parity"

    def __str__(self) -> str:
        return str(self.geom)


MODELS = (Shape, Plot)


def postgresql_address() -> str | None:
    """DATABASE_URL if that is PostgreSQL, the local server if it is unset, else None."""
    address = os.environ.get("DATABASE_URL", LOCAL_POSTGRESQL)
    return address if address.startswith("postgres") else None


@contextmanager
def added_connection(alias: str, **settings: Any) -> Iterator[Any]:
    """A database known to Django under an alias for as long as the block lasts."""
    configured = connections.configure_settings({"default": {}, alias: settings})
    connections.settings[alias] = configured[alias]
    connection = connections[alias]
    try:
        yield connection
    finally:
        connection.close()
        del connections[alias]
        del connections.settings[alias]


@contextmanager
def embedded_database(alias: str = EMBEDDED, name: str = ":memory:") -> Iterator[Any]:
    """An empty database on the back end under test."""
    with added_connection(
        alias, ENGINE="maps.backends.geosqlite", NAME=name
    ) as connection:
        yield connection


@contextmanager
def temporary_postgis_database() -> Iterator[Any]:
    """A new PostGIS database on the configured server, dropped afterwards."""
    address = urlsplit(postgresql_address() or "")
    server = {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "USER": address.username or "",
        "PASSWORD": address.password or "",
        "HOST": address.hostname or "",
        "PORT": str(address.port or ""),
        "OPTIONS": {"options": WITHOUT_INDEXES},
    }
    name = f"geosqlite_parity_{os.getpid()}"
    with added_connection(
        "parity_server", NAME=address.path.removeprefix("/"), **server
    ) as connection:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            with added_connection(POSTGIS, NAME=name, **server) as postgis:
                with postgis.cursor() as cursor:
                    cursor.execute("CREATE EXTENSION IF NOT EXISTS postgis")
                yield postgis
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}"')


def create_tables(connection: Any) -> None:
    """The tables of the models above."""
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
