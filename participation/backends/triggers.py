"""Triggers that refuse a change while a condition holds, on both databases.

A constraint sees one row; freezing a round needs to see others (the round of an option,
the ballots of a round). SQLite loses the triggers of a table that a later migration
rebuilds: a migration that alters one of these tables must repeat its operations, and
the trigger tests fail until it does.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.migrations.operations.base import Operation

EVENTS = ("INSERT", "UPDATE", "DELETE")


class RefuseRows(Operation):
    """The database refuses events on rows of a table while ``when`` is true.

    ``when`` is an SQL expression on OLD and NEW that both databases understand;
    ``lock`` names a column of ``NEW`` that points to a round whose row PostgreSQL locks
    (shared) before asking, so that the answer still holds when the row is written.
    """

    reversible = True

    def __init__(
        self,
        *,
        table: str,
        name: str,
        events: Sequence[str],
        when: str,
        message: str,
        lock: str = "",
    ) -> None:
        if not set(events) <= set(EVENTS):
            raise ValueError(f"unknown events: {events}")
        self.table, self.name, self.events = table, name, tuple(events)
        self.when, self.message, self.lock = when, message, lock

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models look the same with and without the trigger."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Create the triggers."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(self._postgresql_function(), params=None)
            schema_editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE {' OR '.join(self.events)} "
                f"ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}()",
                params=None,
            )
            return
        for event in self.events:
            schema_editor.execute(
                f"CREATE TRIGGER {self.name}_{event.lower()} BEFORE {event} "
                f"ON {self.table} FOR EACH ROW WHEN {self.when} "
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
            f"$$ BEGIN {lock}IF {self.when} THEN RAISE EXCEPTION '{self.message}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {row}; END $$"
        )


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
