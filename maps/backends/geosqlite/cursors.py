"""A cursor that gives the failures of spatial functions their message back."""

from __future__ import annotations

from contextlib import contextmanager
from sqlite3 import NotSupportedError, OperationalError
from typing import TYPE_CHECKING, Any

from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from .sql_functions.failures import UnsupportedSpatialCallError, take_failure

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _spatial_failures_named() -> Iterator[None]:
    """Put the lost exception's message into the database error.

    Raises sqlite3's NotSupportedError or OperationalError, which Django translates.
    """
    try:
        yield
    except OperationalError as error:
        failure = take_failure()
        if failure is None or not str(error).startswith("user-defined"):
            raise
        if isinstance(failure, UnsupportedSpatialCallError):
            raise NotSupportedError(str(failure)) from failure
        raise OperationalError(f"Spatial function failed: {failure}") from failure


class SpatialCursor(SQLiteCursorWrapper):
    """Django's SQLite cursor; SQLite computes rows late, so fetching can fail too."""

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement."""
        with _spatial_failures_named():
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        """Run one statement for each set of parameters."""
        with _spatial_failures_named():
            return super().executemany(query, param_list)

    def fetchone(self) -> Any:
        """The next row, or None."""
        with _spatial_failures_named():
            return super().fetchone()

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows."""
        with _spatial_failures_named():
            return super().fetchmany(self.arraysize if size is None else size)

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        with _spatial_failures_named():
            return super().fetchall()

    def __next__(self) -> Any:
        """The next row of an iteration."""
        with _spatial_failures_named():
            return super().__next__()
