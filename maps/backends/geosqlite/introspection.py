"""Reading a spatial database back: geometry columns and R-trees, without their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.gis.gdal import OGRGeomType
from django.db.backends.sqlite3.introspection import (
    DatabaseIntrospection as SQLiteIntrospection,
)
from django.db.backends.sqlite3.introspection import FlexibleFieldLookupDict

from .geometry_columns import GEOMETRY_TYPES, parse_declaration
from .rtrees import PREFIX, rtree_name

if TYPE_CHECKING:
    from django.db.backends.base.introspection import FieldInfo, TableInfo
    from django.db.backends.utils import CursorWrapper

DEFAULT_SRID, DEFAULT_DIMENSION = 4326, 2


class SpatialFieldLookup(FlexibleFieldLookupDict):
    """Declared types to fields; all geometry goes to ``get_geometry_type``."""

    def __getitem__(self, key: str) -> Any:
        if parse_declaration(key) is not None:
            return "GeometryField"
        return super().__getitem__(key)


class DatabaseIntrospection(SQLiteIntrospection):
    """SQLite's introspection, for ``inspectdb`` and the tests of migrations."""

    data_types_reverse = SpatialFieldLookup()

    def get_table_list(self, cursor: CursorWrapper | None) -> list[TableInfo]:
        """Tables and views; not the R-trees and the tables behind them."""
        tables = super().get_table_list(cursor)
        return [table for table in tables if not table.name.startswith(PREFIX)]

    def get_geometry_type(
        self, table_name: str, description: FieldInfo
    ) -> tuple[str, dict[str, int]]:
        """A geometry column's field class and the arguments that are not default."""
        declared = parse_declaration(str(description.type_code))
        if declared is None:
            raise ValueError(
                f"{table_name}.{description.name} is no geometry column: "
                f"one of {', '.join(GEOMETRY_TYPES)} was expected"
            )
        params = {}
        if declared.srid != DEFAULT_SRID:
            params["srid"] = declared.srid
        if declared.dim != DEFAULT_DIMENSION:
            params["dim"] = declared.dim
        return OGRGeomType(declared.geom_type).django, params

    def get_constraints(
        self, cursor: CursorWrapper | None, table_name: str
    ) -> dict[str, dict[str, Any]]:
        """Constraints and indexes; an R-tree counts as an index of its column."""
        constraints: dict[str, dict[str, Any]] = super().get_constraints(
            cursor, table_name
        )
        prefix = rtree_name(table_name, "")
        if cursor is None:
            return constraints
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "AND substr(name, 1, length(%s)) = %s AND sql LIKE 'CREATE VIRTUAL%%'",
            [prefix, prefix],
        )
        for (name,) in cursor.fetchall():
            constraints[name] = {
                "columns": [name.removeprefix(prefix)],
                "primary_key": False,
                "unique": False,
                "foreign_key": None,
                "check": False,
                "index": True,
            }
        return constraints
