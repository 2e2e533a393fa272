"""Triggers that refuse a change while a condition holds, on both databases.

A constraint sees one row; freezing a round needs to see others (the round of an option,
the ballots of a round). SQLite loses the triggers of a table that a later migration
rebuilds: a migration that alters one of these tables must repeat its operations, and
the trigger tests fail until it does.
"""

from collections.abc import Sequence
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
