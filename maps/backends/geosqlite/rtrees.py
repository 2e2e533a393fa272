"""R-trees: one virtual table beside each geometry column, kept by triggers.

An R-tree only ever rejects: a row that it lets through is still asked the real
question.  Rows whose geometry is NULL or empty are not in it, and match no lookup
that uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .geometry_columns import parse_declaration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.utils import CursorWrapper
    from django.db.models import Field, Model

PREFIX = "rtree:"
VERBS = ("insert", "update", "delete")
INTEGER_TYPES = {"integer", "bigint", "smallint"}


@dataclass(frozen=True)
class IndexedColumn:
    """A geometry column that has, or should have, an R-tree."""

    table: str
    column: str
    key: str

    @property
    def name(self) -> str:
        """The R-tree's table."""
        return rtree_name(self.table, self.column)


def rtree_name(table: str, column: str) -> str:
    """The name of the R-tree of a column; a colon cannot make two columns clash."""
    return f"{PREFIX}{table}:{column}"


def is_indexable_key(key_type: str) -> bool:
    """Whether a primary key of this declared type can be the id in an R-tree."""
    return key_type.lower().split(" ")[0] in INTEGER_TYPES


def has_rtree(field: Field[object, object], key_type: str | None) -> bool:
    """Whether a field's column has an R-tree, if migrations made its table."""
    model: type[Model] = field.model
    return (
        bool(getattr(field, "spatial_index", False))
        and model._meta.managed
        and key_type is not None
        and is_indexable_key(key_type)
    )


def reconcile(
    cursor: CursorWrapper,
    execute: Callable[[str], None],
    quote: Callable[[str], str],
) -> None:
    """Make the R-trees those that the tables ask for: no more, no fewer.

    A table that was remade or renamed lost its triggers or its R-tree's name; its
    R-tree is dropped and built again from the rows.  ``execute`` runs one statement.
    """
    wanted = {column.name: column for column in _columns_to_index(cursor)}
    complete = _complete_rtrees(cursor, wanted)
    for name in sorted(_existing_rtrees(cursor) - complete):
        for statement in drop_statements(name, quote):
            execute(statement)
    for name in sorted(set(wanted) - complete):
        for statement in create_statements(wanted[name], quote):
            execute(statement)


def create_statements(
    indexed: IndexedColumn, quote: Callable[[str], str]
) -> Iterator[str]:
    """SQL that builds an R-tree from the rows, then the triggers that keep it."""
    rtree, table = quote(indexed.name), quote(indexed.table)
    key, column = quote(indexed.key), quote(indexed.column)

    def fill(prefix: str, source: str) -> str:
        geometry = f"{prefix}{column}"
        sides = ", ".join(
            f"ST_{side}({geometry})" for side in ("XMin", "XMax", "YMin", "YMax")
        )
        row = f"SELECT {prefix}{key}, {sides}{source}"
        is_placed = f"ST_XMin({geometry}) IS NOT NULL"
        return f"INSERT OR REPLACE INTO {rtree} {row} WHERE {is_placed}"

    # Quoted names only.
    forget = f"DELETE FROM {rtree} WHERE id = OLD.{key}"  # noqa: S608
    remember = fill("NEW.", "")
    bodies = {
        "insert": ("INSERT", f"{remember};"),
        "update": (f"UPDATE OF {key}, {column}", f"{forget}; {remember};"),
        "delete": ("DELETE", f"{forget};"),
    }
    yield f"CREATE VIRTUAL TABLE {rtree} USING rtree(id, xmin, xmax, ymin, ymax)"
    yield fill("", f" FROM {table}")
    for verb, (event, body) in bodies.items():
        trigger = quote(f"{indexed.name}:{verb}")
        yield f"CREATE TRIGGER {trigger} AFTER {event} ON {table} BEGIN {body} END"


def drop_statements(name: str, quote: Callable[[str], str]) -> Iterator[str]:
    """SQL that takes away an R-tree, its triggers first."""
    yield from drop_trigger_statements(name, quote)
    yield f"DROP TABLE IF EXISTS {quote(name)}"


def drop_trigger_statements(name: str, quote: Callable[[str], str]) -> Iterator[str]:
    """SQL that takes away the triggers of an R-tree."""
    for verb in VERBS:
        yield f"DROP TRIGGER IF EXISTS {quote(f'{name}:{verb}')}"


def _columns_to_index(cursor: CursorWrapper) -> list[IndexedColumn]:
    """The indexed geometry columns of all tables with an integer key."""
    cursor.execute(
        "SELECT t.name, c.name, c.type, k.name, k.type FROM sqlite_master t "
        "JOIN pragma_table_info(t.name) c JOIN pragma_table_info(t.name) k "
        "WHERE t.type = 'table' AND t.sql LIKE '%(_%,_)%' "
        "AND t.sql NOT LIKE 'CREATE VIRTUAL TABLE%' "
        "AND k.pk = 1 AND c.type LIKE '%(%,_)'"
    )
    found = []
    for table, column, declared, key, key_type in cursor.fetchall():
        geometry = parse_declaration(declared)
        if geometry and geometry.is_indexed and is_indexable_key(key_type):
            found.append(IndexedColumn(table, column, key))
    return found


def _existing_rtrees(cursor: CursorWrapper) -> set[str]:
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'rtree:%' "
        "AND sql LIKE 'CREATE VIRTUAL TABLE%'"
    )
    return {name for (name,) in cursor.fetchall()}


def _complete_rtrees(
    cursor: CursorWrapper, wanted: dict[str, IndexedColumn]
) -> set[str]:
    """The wanted R-trees that exist with all triggers, on the right table."""
    cursor.execute(
        "SELECT name, tbl_name FROM sqlite_master "
        "WHERE type = 'trigger' AND name LIKE 'rtree:%'"
    )
    triggers = dict(cursor.fetchall())
    return {
        name
        for name in _existing_rtrees(cursor) & set(wanted)
        if all(triggers.get(f"{name}:{verb}") == wanted[name].table for verb in VERBS)
    }
