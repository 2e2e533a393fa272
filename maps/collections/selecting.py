"""Reading a collection: narrowed by place, time and properties, page by page.

Pages are cut by the last identifier seen, not by counting rows: a walk along the next
links meets every feature once, however long it takes and whatever is added meanwhile.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maps.collections.registry import Box, Collection, Feature

if TYPE_CHECKING:
    from django.contrib.gis.geos import Polygon

#: Features read from the database at once when all are wanted.
BATCH = 1_000
_TEN_MINUTES = 600


class UnknownPositionError(ValueError):
    """A page was asked for from an identifier that can be none of the collection's."""


@dataclass(frozen=True)
class Selection:
    """What to tell of a collection; everything unless narrowed.

    ``boxes`` are joined by *or* (a box across the antimeridian is two); ``filters``
    hold values of queryable columns by name.
    """

    boxes: "Sequence[Polygon]" = ()
    first: datetime.date | None = None
    last: datetime.date | None = None
    filters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FeaturePage:
    """Some features in order; the keys from which to go on, "" where there is no more."""

    features: list[Feature]
    matched: int
    next_after: str = ""
    previous_before: str = ""


def selected(collection: Collection, selection: Selection) -> QuerySet[Any]:
    """The rows of a collection that a selection leaves, in the order of their names."""
    rows = collection.rows()
    if selection.boxes:
        inside = Q()
        for box in selection.boxes:
            inside |= collection.within(box)
        rows = rows.filter(inside)
    if collection.during and (selection.first or selection.last):
        rows = rows.filter(collection.during(selection.first, selection.last))
    for column in collection.queryables:
        if column.name in selection.filters and column.where is not None:
            rows = rows.filter(column.where(selection.filters[column.name]))
    return rows.order_by(collection.identifier)


def read_page(
    collection: Collection,
    selection: Selection,
    *,
    limit: int,
    after: str = "",
    before: str = "",
) -> FeaturePage:
    """Up to ``limit`` features that follow ``after``, or that come before ``before``."""
    rows = selected(collection, selection)
    matched = rows.count()
    name = collection.identifier
    if before:
        rows = rows.filter(**{f"{name}__lt": _position(collection, before)})
        found = list(rows.order_by(f"-{name}")[: limit + 1])
        has_previous, has_next = len(found) > limit, True
        found = found[:limit][::-1]
    else:
        if after:
            rows = rows.filter(**{f"{name}__gt": _position(collection, after)})
        found = list(rows[: limit + 1])
        has_previous, has_next = bool(after), len(found) > limit
        found = found[:limit]
    if not found:
        return FeaturePage([], matched)
    return FeaturePage(
        collection.features(found),
        matched,
        str(getattr(found[-1], name)) if has_next else "",
        str(getattr(found[0], name)) if has_previous else "",
    )


def read_all(collection: Collection, selection: Selection) -> Iterator[Feature]:
    """Every selected feature in order, never more than a batch of them in memory."""
    rows = selected(collection, selection)
    name = collection.identifier
    batch = list(rows[:BATCH])
    while batch:
        yield from collection.features(batch)
        last = getattr(batch[-1], name)
        batch = list(rows.filter(**{f"{name}__gt": last})[:BATCH])


def read_one(collection: Collection, key: str) -> Feature | None:
    """The feature of that name, or None."""
    try:
        position = _position(collection, key)
    except UnknownPositionError:
        return None
    row = collection.rows().filter(**{collection.identifier: position}).first()
    return collection.features([row])[0] if row is not None else None


def extent_of(collection: Collection) -> Box | None:
    """The box around a collection, None while it is empty; remembered for ten minutes."""
    key = f"extent:{collection.key}"
    found: Box | str | None = cache.get(key, "unknown")
    if isinstance(found, str):
        found = collection.extent()
        cache.set(key, found, _TEN_MINUTES)
    return found


def _position(collection: Collection, key: str) -> Any:
    field = collection.rows().model._meta.get_field(collection.identifier)
    try:
        if "\x00" in key:
            raise UnknownPositionError(_("No feature has that name."))
        return field.to_python(key)
    except ValidationError as problem:
        raise UnknownPositionError(_("No feature has that name.")) from problem
