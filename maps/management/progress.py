"""A line on the terminal that says how far a command has come."""

import time
from typing import Self

from django.core.management.base import OutputWrapper

#: Seconds between two updates: often enough to see, seldom enough to cost nothing.
_PACE = 0.2


class ProgressLine:
    """Rewrites one line of ``stream`` when that is a terminal, and is silent if not."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._stream = stream
        self._shows = stream.isatty()
        self._shown_at = 0.0
        self._width = 0

    def __call__(self, done: int, total: int | None, *, bad: int = 0) -> None:
        """Show how many rows are read, and how many of them are bad."""
        now = time.monotonic()
        if self._shows and now - self._shown_at >= _PACE:
            self._shown_at = now
            self._rewrite(
                f"{done:,} rows read"
                + (f" of {total:,}" if total else "")
                + (f", {bad:,} bad" if bad else "")
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        """Leave the line to what comes next."""
        if self._width:
            self._rewrite("")

    def _rewrite(self, text: str) -> None:
        blanks = " " * (self._width - len(text))
        self._stream.write(f"\r{text}{blanks}\r{text}", ending="")
        self._stream.flush()
        self._width = len(text)
