"""Databases for the tests of the spatial back end."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError

from .databases import (
    create_tables,
    embedded_database,
    postgresql_address,
    temporary_postgis_database,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="package", autouse=True)
def databases_reachable(django_db_blocker: Any) -> Iterator[None]:
    """These tests bring databases of their own; the one in the settings stays unused."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="package")
def embedded(databases_reachable: None) -> Iterator[Any]:
    """The back end under test, with the tables of the test models."""
    with embedded_database() as connection:
        create_tables(connection)
        yield connection


@pytest.fixture(scope="package")
def postgis(databases_reachable: None) -> Iterator[Any]:
    """A temporary PostGIS database with the same tables."""
    if postgresql_address() is None:
        pytest.skip("DATABASE_URL is not PostgreSQL: comparison with PostGIS left out")
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(temporary_postgis_database())
        except OperationalError:
            if "DATABASE_URL" in os.environ:
                raise
            pytest.skip("no PostgreSQL on this machine and no DATABASE_URL: no PostGIS")
        create_tables(connection)
        yield connection
