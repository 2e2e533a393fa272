"""What happens to raw counts when what they belong to is deleted: nothing is read."""

from typing import Any

from django.db.models import ProtectedError, QuerySet


def stand_in_the_way(
    collector: Any, field: Any, counts: QuerySet[Any], using: str
) -> None:
    """Let nothing be deleted that has raw counts, reading none of them.

    Django's own PROTECT reads the counts, which the site's login may not.
    """
    if counts.exists():
        raise ProtectedError("Raw return counts belong to it.", set())


def go_along(collector: Any, field: Any, counts: QuerySet[Any], using: str) -> None:
    """Delete staged counts with what they belong to, reading none of them."""
    collector.fast_deletes.append(counts)


# Django then calls them without having looked.
stand_in_the_way.lazy_sub_objs = True  # type: ignore[attr-defined]
go_along.lazy_sub_objs = True  # type: ignore[attr-defined]
