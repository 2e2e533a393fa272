"""Triggers that refuse a change while a condition holds, and hold the round they ask about.

A constraint sees one row; freezing a round needs to see others (the round of an option,
the ballots of a round). SQLite loses the triggers of a table that a later migration
rebuilds: a migration that alters one of these tables must repeat its operations, and
the trigger tests fail until it does.
"""

from typing import Any

from maps.backends.triggers import AllowRows
from maps.backends.triggers import RefuseRows as RefuseAnyRows

__all__ = ["AllowRows", "RefuseRows"]


class RefuseRows(RefuseAnyRows):
    """The same; ``lock`` names a column of ``NEW`` that points to a round.

    PostgreSQL locks that row (shared) before asking, so that the answer still holds when
    the row is written.
    """

    def __init__(self, *, lock: str = "", **told: Any) -> None:
        super().__init__(**told)
        self.lock = lock

    def before_asking(self) -> str:
        """Lock the round."""
        if not self.lock:
            return ""
        return (
            f"PERFORM 1 FROM participation_round WHERE id = NEW.{self.lock} FOR SHARE; "
        )
