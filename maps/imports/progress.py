"""How far an import has come, told while it runs; and the way to stop it."""

from typing import Protocol


class ImportCancelledError(Exception):
    """Somebody stopped the import; what was read is forgotten, nothing is stored."""


class Progress(Protocol):
    """Called now and then; to stop the import it raises ImportCancelledError."""

    def __call__(self, done: int, total: int | None, *, bad: int = 0) -> None:
        """Take note that ``done`` rows are read, of ``total`` if that is known.

        ``bad`` of them have an error.
        """
