"""Database triggers that both databases need, written once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.migrations.operations.base import Operation

EVENTS = ("INSERT", "UPDATE", "DELETE")


class ForbidRowChanges(Operation):
    """Rows of a table are written once: the database refuses UPDATE and DELETE.

    Code alone could forget; a trigger cannot. Works on SQLite and PostgreSQL.
    """

    reversible = True

    def __init__(self, table: str, name: str, message: str) -> None:
        self.table, self.name, self.message = table, name, message

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models look the same with and without the trigger."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Create the triggers."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{self.message}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE UPDATE OR DELETE ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
            )
            return
        for verb in ("update", "delete"):
            schema_editor.execute(
                f"CREATE TRIGGER {self.name}_{verb} BEFORE {verb.upper()} "
                f"ON {self.table} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the triggers."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {self.name} ON {self.table}")
            schema_editor.execute(f"DROP FUNCTION {self.name}()")
            return
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {self.name}_{verb}")

    def describe(self) -> str:
        """What `migrate` prints."""
        return f"Make the rows of {self.table} unchangeable"


class AllowRowChanges(ForbidRowChanges):
    """Take the triggers away, for a migration that alters the table.

    SQLite alters a table by writing it anew, and loses its triggers with the old one:
    so they are dropped before and, by ``ForbidRowChanges``, created again after.
    """

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the triggers."""
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Create the triggers."""
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate` prints."""
        return f"Let the rows of {self.table} be altered"


class RefuseRows(Operation):
    """The database refuses events on rows of a table while ``when`` is true.

    ``when`` is an SQL expression on OLD and NEW that both databases understand, or one
    for each of them by vendor.
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
    ) -> None:
        if not set(events) <= set(EVENTS):
            raise ValueError(f"unknown events: {events}")
        self.table, self.name, self.events = table, name, tuple(events)
        self.when = (
            {"postgresql": when, "sqlite": when} if isinstance(when, str) else when
        )
        self.message = message

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
        for event in self.events:
            schema_editor.execute(
                f"CREATE TRIGGER {self.name}_{event.lower()} BEFORE {event} "
                f"ON {self.table} FOR EACH ROW WHEN {self._sqlite_condition()} "
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

    def _sqlite_condition(self) -> str:
        return self.when["sqlite"]

    def _postgresql_trigger(self, rows: str = "") -> str:
        """The trigger; ``rows`` is a clause that lets it ask of some rows only."""
        return (
            f"CREATE TRIGGER {self.name} BEFORE {' OR '.join(self.events)} "
            f"ON {self.table} FOR EACH ROW {rows}EXECUTE FUNCTION {self.name}()"
        )

    def _postgresql_function(self, first: str = "") -> str:
        """The function of the trigger; ``first`` is a statement done before it asks."""
        row = "OLD" if self.events == ("DELETE",) else "NEW"
        return (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {first}IF {self.when['postgresql']} "
            f"THEN RAISE EXCEPTION '{self.message}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {row}; END $$"
        )
