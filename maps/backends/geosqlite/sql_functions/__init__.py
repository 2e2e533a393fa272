"""The spatial functions of PostGIS, written in Python, for one SQLite connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

# Imported for what they add to the registry, not for their names.
from . import (  # noqa: F401
    aggregates,
    boxes,
    constructive,
    measures,
    placement,
    predicates,
    serialisation,
    vector_markup,
)
from .registry import AGGREGATES, SCALARS

if TYPE_CHECKING:
    from sqlite3 import Connection


def register_spatial_functions(connection: Connection) -> None:
    """Make every spatial function and aggregate known to a connection.

    All are deterministic: SQLite may call one once for the constants of a query.
    """
    for name, function in SCALARS.items():
        connection.create_function(name, -1, function, deterministic=True)
    for name, aggregate in AGGREGATES.items():
        connection.create_aggregate(name, 1, aggregate)
