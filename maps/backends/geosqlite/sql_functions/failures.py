"""What a spatial function may raise, and how the message gets past SQLite.

SQLite forgets the exception of a function written in Python and says only
"user-defined function raised exception".  The registry therefore leaves the
exception here, and the cursor (``geosqlite.cursors``) picks it up in the same thread.
"""

from __future__ import annotations

import threading


class SpatialFunctionError(Exception):
    """A spatial function was asked something that has no answer."""


class UnsupportedSpatialCallError(SpatialFunctionError):
    """PostGIS may have an answer to this; this back end does not."""


class _LastFailure(threading.local):
    failure: Exception | None = None


_last = _LastFailure()


def remember_failure(failure: Exception) -> None:
    """Keep the exception that a function is about to lose to SQLite."""
    _last.failure = failure


def take_failure() -> Exception | None:
    """The exception last kept in this thread, once; None when there is none."""
    failure, _last.failure = _last.failure, None
    return failure
