"""Triggers that refuse a change while a condition holds, on both databases.

A constraint sees one row; freezing a round needs to see others (the round of an option,
the ballots of a round). SQLite loses the triggers of a table that a later migration
rebuilds: a migration that alters one of these tables must repeat its operations, and
the trigger tests fail until it does.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.migrations.operations.base import Operation

EVENTS = ("INSERT", "UPDATE", "DELETE")


class RefuseRows(Operation):
    """The database refuses events on rows of a table while ``when`` is true.

    ``when`` is an SQL expression on OLD and NEW that both databases understand, or one
    for each of them by vendor. ``lock`` names a column of ``NEW`` that points to a round
    whose row PostgreSQL locks (shared) before asking, so that the answer still holds when
    the row is written. ``of_rows`` is a condition on the row alone: of others nothing is
    asked and for them nothing is locked, so that many can be written at once.
    """

    reversible = True

    def __init__(
        self,
        *,
        table: str,
        name: str,
        events: Sequence[str],
        when: str | Mapping[str, str],
        message: str,
        lock: str = "",
        of_rows: str = "",
    ) -> None:
        if not set(events) <= set(EVENTS):
            raise ValueError(f"unknown events: {events}")
        self.table, self.name, self.events = table, name, tuple(events)
        self.when = (
            {"postgresql": when, "sqlite": when} if isinstance(when, str) else when
        )
        self.message, self.lock, self.of_rows = message, lock, of_rows

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models look the same with and without the trigger."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Create the triggers."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(self._postgresql_function(), params=None)
            schema_editor.execute(self._postgresql_trigger(), params=None)
            return
        when = self.when["sqlite"]
        if self.of_rows:
            when = f"({self.of_rows}) AND ({when})"
        for event in self.events:
            schema_editor.execute(
                f"CREATE TRIGGER {self.name}_{event.lower()} BEFORE {event} "
                f"ON {self.table} FOR EACH ROW WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
                params=None,
            )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the triggers."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {self.name} ON {self.table}")
            schema_editor.execute(f"DROP FUNCTION {self.name}()")
            return
        for event in self.events:
            schema_editor.execute(f"DROP TRIGGER {self.name}_{event.lower()}")

    def describe(self) -> str:
        """What `migrate` prints."""
        return f"Refuse {', '.join(self.events)} on {self.table}: {self.message}"

    def without(self) -> "AllowRows":
        """The operation that drops these triggers again."""
        return AllowRows(self)

    def _postgresql_trigger(self) -> str:
        rows = f"WHEN ({self.of_rows}) " if self.of_rows else ""
        return (
            f"CREATE TRIGGER {self.name} BEFORE {' OR '.join(self.events)} "
            f"ON {self.table} FOR EACH ROW {rows}EXECUTE FUNCTION {self.name}()"
        )

    def _postgresql_function(self) -> str:
        lock = ""
        if self.lock:
            lock = (
                "PERFORM 1 FROM participation_round "
                f"WHERE id = NEW.{self.lock} FOR SHARE; "
            )
        row = "OLD" if self.events == ("DELETE",) else "NEW"
        return (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {lock}IF {self.when['postgresql']} "
            f"THEN RAISE EXCEPTION '{self.message}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {row}; END $$"
        )


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

    def _postgresql_trigger(self) -> str:
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
