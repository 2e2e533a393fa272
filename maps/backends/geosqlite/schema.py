"""Schema changes: checked geometry columns, and R-trees that follow their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.gis.db.models import GeometryField
from django.db.backends.sqlite3.schema import (
    DatabaseSchemaEditor as SQLiteSchemaEditor,
)

from .adapter import GeometryAdapter
from .geometry_columns import check_condition
from .rtrees import drop_trigger_statements, reconcile, rtree_name

if TYPE_CHECKING:
    from django.db.models import Field, Model


class DatabaseSchemaEditor(SQLiteSchemaEditor):
    """Django's editor for SQLite; R-trees are brought into line after each change.

    At once and not at the end, because the same migration may go on to query.
    Scripts (``sqlmigrate``) show no R-trees: those are made from what the database
    then holds.
    """

    _is_remaking = False

    def quote_value(self, value: object) -> str:
        """A default value as a literal of SQL."""
        if isinstance(value, GeometryAdapter):
            return f"X'{value.ewkb.hex()}'"
        return super().quote_value(value)

    def column_sql(
        self, model: type[Model], field: Field[Any, Any], include_default: bool = False
    ) -> tuple[str | None, list[Any] | None]:
        """A column's definition, with the check on type, dimension and SRID."""
        sql, params = super().column_sql(model, field, include_default)
        if sql is not None and isinstance(field, GeometryField):
            condition = check_condition(field, self.quote_name(field.column))
            sql = f"{sql} CHECK ({condition})"
        return sql, params

    def create_model(self, model: type[Model]) -> None:
        """Create a table and its R-trees."""
        super().create_model(model)
        self._reconcile_rtrees()

    def delete_model(self, model: type[Model], handle_autom2m: bool = True) -> None:
        """Drop a table and its R-trees."""
        super().delete_model(model, handle_autom2m=handle_autom2m)
        self._reconcile_rtrees()

    def add_field(self, model: type[Model], field: Field[Any, Any]) -> None:
        """Add a column, with its R-tree if it is spatial."""
        super().add_field(model, field)
        self._reconcile_rtrees()

    def remove_field(self, model: type[Model], field: Field[Any, Any]) -> None:
        """Drop a column and its R-tree: triggers first, or SQLite keeps the column."""
        if isinstance(field, GeometryField):
            name = rtree_name(model._meta.db_table, field.column)
            for statement in drop_trigger_statements(name, self.quote_name):
                self.execute(statement, None)
        super().remove_field(model, field)
        self._reconcile_rtrees()

    def alter_field(
        self,
        model: type[Model],
        old_field: Field[Any, Any],
        new_field: Field[Any, Any],
        strict: bool = False,
    ) -> None:
        """Alter or rename a column, the key included."""
        super().alter_field(model, old_field, new_field, strict)
        self._reconcile_rtrees()

    def alter_db_table(
        self, model: type[Model], old_db_table: str, new_db_table: str
    ) -> None:
        """Rename a table; its R-trees take the new name."""
        super().alter_db_table(model, old_db_table, new_db_table)
        self._reconcile_rtrees()

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        """Catch up with raw SQL that the migration may have run."""
        if exc_type is None:
            self._reconcile_rtrees()
        super().__exit__(exc_type, exc_value, traceback)

    def _remake_table(self, model: type[Model], *args: Any, **kwargs: Any) -> None:
        """Build the R-trees once, for the table in its final place."""
        was_remaking, self._is_remaking = self._is_remaking, True
        try:
            super()._remake_table(model, *args, **kwargs)
        finally:
            self._is_remaking = was_remaking
        self._reconcile_rtrees()

    def _reconcile_rtrees(self) -> None:
        if self._is_remaking or self.collect_sql:
            return
        if not self.connection.features.has_rtree:
            return
        with self.connection.cursor() as cursor:
            reconcile(cursor, lambda sql: self.execute(sql, None), self.quote_name)
