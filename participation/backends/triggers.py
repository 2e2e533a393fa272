"""Triggers that refuse a change while a condition holds, on both databases.

A constraint sees one row; freezing a round needs to see others (the round of an option,
the ballots of a round). SQLite loses the triggers of a table that a later migration
rebuilds: a migration that alters one of these tables must repeat its operations, and
the trigger tests fail until it does.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.migrations.operations.base import Operation

from maps.backends import triggers


class RefuseRows(triggers.RefuseRows):
    """The same of rows that belong to a round.

    ``lock`` names a column of ``NEW`` that points to a round whose row PostgreSQL locks
    (shared) before asking, so that the answer still holds when the row is written.
    ``of_rows`` is a condition on the row alone: of others nothing is asked and for them
    nothing is locked, so that many can be written at once.
    """

    def __init__(self, *, lock: str = "", of_rows: str = "", **of_all: Any) -> None:
        super().__init__(**of_all)
        self.lock, self.of_rows = lock, of_rows

    def without(self) -> "AllowRows":
        """The operation that drops these triggers again."""
        return AllowRows(self)

    def _sqlite_condition(self) -> str:
        when = super()._sqlite_condition()
        return f"({self.of_rows}) AND ({when})" if self.of_rows else when

    def _postgresql_trigger(self, rows: str = "") -> str:
        if self.of_rows:
            rows = f"WHEN ({self.of_rows}) "
        return super()._postgresql_trigger(rows)

    def _postgresql_function(self, first: str = "") -> str:
        if self.lock:
            first += (
                "PERFORM 1 FROM participation_round "
                f"WHERE id = NEW.{self.lock} FOR SHARE; "
            )
        return super()._postgresql_function(first)


class RefuseInserted(RefuseRows):
    """The database refuses what one INSERT adds, and asks once for all its rows.

    On PostgreSQL: ``when`` is asked as the rows are there, which it finds in ``added``.
    SQLite has no triggers but for each row, and asks of each before it is there.
    """

    def __init__(
        self, *, table: str, name: str, when: Mapping[str, str], message: str
    ) -> None:
        super().__init__(
            table=table, name=name, events=["INSERT"], when=when, message=message
        )

    def _postgresql_trigger(self, rows: str = "") -> str:
        return (
            f"CREATE TRIGGER {self.name} AFTER INSERT ON {self.table} "
            "REFERENCING NEW TABLE AS added "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}()"
        )


class SqliteIndex(Operation):
    """An index for what a trigger counts on SQLite, row by row.

    PostgreSQL counts once for all rows, and an index on a state of rows would there be
    written again with each change of it.
    """

    reversible = True

    def __init__(self, *, table: str, name: str, columns: str, where: str) -> None:
        self.table, self.name, self.columns, self.where = table, name, columns, where

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models look the same with and without the index."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Create the index."""
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE INDEX {self.name} ON {self.table} ({self.columns}) "
                f"WHERE {self.where}",
                params=None,
            )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the index."""
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP INDEX {self.name}")

    def describe(self) -> str:
        """What `migrate` prints."""
        return f"Index {self.columns} of {self.table} where {self.where}, on SQLite"


class AllowRows(Operation):
    """Drop the triggers of a ``RefuseRows``, before its tables are made anew."""

    reversible = True

    def __init__(self, refused: RefuseRows) -> None:
        self.refused = refused

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models look the same with and without the trigger."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the triggers."""
        self.refused.database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Create them again."""
        self.refused.database_forwards(app_label, schema_editor, to_state, from_state)

    def describe(self) -> str:
        """What `migrate` prints."""
        return f"Drop: {self.refused.describe()}"


class WithTriggersAside(Operation):
    """Do operations on tables whose triggers SQLite would lose, or trip over.

    It makes a table anew for nearly every change. Triggers that name one of ``tables``
    are dropped for that long, and made again as they were; PostgreSQL needs none of it.
    """

    reversible = True

    def __init__(self, *operations: Operation, tables: Sequence[str]) -> None:
        self.operations, self.tables = operations, tables

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models change as by the operations."""
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Do them one after the other."""
        with self._aside(schema_editor):
            for operation in self.operations:
                after = from_state.clone()
                operation.state_forwards(app_label, after)
                operation.database_forwards(app_label, schema_editor, from_state, after)
                from_state = after

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Undo them, the last one first."""
        states = [to_state]
        for operation in self.operations:
            after = states[-1].clone()
            operation.state_forwards(app_label, after)
            states.append(after)
        with self._aside(schema_editor):
            for number in reversed(range(len(self.operations))):
                self.operations[number].database_backwards(
                    app_label, schema_editor, states[number + 1], states[number]
                )

    def describe(self) -> str:
        """What `migrate` prints."""
        return "; ".join(operation.describe() for operation in self.operations)

    @contextmanager
    def _aside(self, schema_editor: Any) -> Iterator[None]:
        if schema_editor.connection.vendor == "postgresql":
            yield
            return
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            kept = {
                name: sql
                for name, sql in cursor.fetchall()
                if any(table in sql for table in self.tables)
            }
        for name in kept:
            schema_editor.execute(f'DROP TRIGGER "{name}"', params=None)
        yield
        for sql in kept.values():
            schema_editor.execute(sql, params=None)
