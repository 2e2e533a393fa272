"""The database wrapper: Django's for SQLite, with spatial functions on each connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteDatabaseWrapper

from .cursors import SpatialCursor
from .features import DatabaseFeatures
from .introspection import DatabaseIntrospection
from .operations import DatabaseOperations
from .schema import DatabaseSchemaEditor
from .sql_functions import register_spatial_functions

if TYPE_CHECKING:
    from sqlite3 import Connection


class DatabaseWrapper(SQLiteDatabaseWrapper):
    """One connection to a spatial SQLite database."""

    SchemaEditorClass = DatabaseSchemaEditor
    features_class = DatabaseFeatures
    introspection_class = DatabaseIntrospection
    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """Connect, and register the functions that queries and triggers call."""
        connection: Connection = super().get_new_connection(conn_params)
        register_spatial_functions(connection)
        # The triggers of the R-trees call functions of ours, which an SQLite built
        # to distrust its schema would refuse.
        connection.execute("PRAGMA trusted_schema = ON")
        return connection

    def create_cursor(self, name: str | None = None) -> SpatialCursor:
        """A cursor that says what went wrong inside a spatial function."""
        return self.connection.cursor(factory=SpatialCursor)
