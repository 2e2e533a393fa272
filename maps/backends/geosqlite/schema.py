"""Schema changes: checked geometry columns, and R-trees that follow their tables."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from django.contrib.gis.db.models import GeometryField
from django.db.backends.sqlite3.schema import (
    DatabaseSchemaEditor as SQLiteSchemaEditor,
)

from .adapter import GeometryAdapter
from .geometry_columns import check_condition
from .rtrees import drop_trigger_statements, reconcile, rtree_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Field, Model

    from .features import DatabaseFeatures


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
    ) -> tuple[str, list[Any]] | tuple[None, None]:
        """A column's definition, with the check on type, dimension and SRID."""
        definition = super().column_sql(model, field, include_default)
        if definition[0] is None or not isinstance(field, GeometryField):
            return definition
        condition = check_condition(field, self.quote_name(field.column))
        return f"{definition[0]} CHECK ({condition})", definition[1]

    def create_model(self, model: type[Model]) -> None:
        """Create a table and its R-trees."""
        super().create_model(model)
        self._reconcile_rtrees()

    def delete_model(self, model: type[Model], handle_autom2m: bool = True) -> None:
        """Drop a table and its R-trees."""
        super().delete_model(model, handle_autom2m)  # type: ignore[call-arg]
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
        """Alter or rename a column, the key included.

        A change of dimension forces the stored geometries into the new one.
        """
        new_dim = _changed_dimension(old_field, new_field)
        if new_dim is None:
            super().alter_field(model, old_field, new_field, strict)
        else:
            with self._checks_suspended():
                super().alter_field(model, old_field, new_field, strict)
                self._force_dimension(model, new_field, new_dim)
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

    @contextmanager
    def _checks_suspended(self) -> Iterator[None]:
        """Rows pass that a check would refuse; the block has to put them right."""
        self.execute("PRAGMA ignore_check_constraints = ON", None)
        try:
            yield
        finally:
            self.execute("PRAGMA ignore_check_constraints = OFF", None)

    def _force_dimension(
        self, model: type[Model], field: Field[Any, Any], dim: int
    ) -> None:
        table = self.quote_name(model._meta.db_table)
        column = self.quote_name(field.column)
        # Quoted names only.
        forced = f"UPDATE {table} SET {column} = ST_Force{dim}D({column})"  # noqa: S608
        self.execute(forced, None)

    def _remake_table(self, model: type[Model], *args: Any, **kwargs: Any) -> None:
        """Build the R-trees once, for the table in its final place."""
        was_remaking, self._is_remaking = self._is_remaking, True
        try:
            super()._remake_table(model, *args, **kwargs)  # type: ignore[misc]
        finally:
            self._is_remaking = was_remaking
        self._reconcile_rtrees()

    def _reconcile_rtrees(self) -> None:
        if self._is_remaking or self.collect_sql:
            return
        features = cast("DatabaseFeatures", self.connection.features)
        if not features.has_rtree:
            return
        with self.connection.cursor() as cursor:
            reconcile(cursor, lambda sql: self.execute(sql, None), self.quote_name)


def _changed_dimension(
    old_field: Field[Any, Any], new_field: Field[Any, Any]
) -> int | None:
    """The new number of dimensions (2 or 3) if it changes, else None."""
    if not isinstance(old_field, GeometryField):
        return None
    if not isinstance(new_field, GeometryField) or old_field.dim == new_field.dim:
        return None
    return int(new_field.dim)
