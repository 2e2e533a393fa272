"""The form of a collection, and the list of those that rooms have registered."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    import shapely
    from django.contrib.gis.geos import Polygon
    from django_stubs_ext import StrOrPromise

Scalar = str | int | float | datetime.date | None
Kind = Literal["string", "integer", "number", "date", "uri"]
#: West, south, east, north in degrees.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Feature:
    """One public thing with its place.

    ``key`` is its name in addresses and never changes; ``geometry`` is in longitude
    and latitude, None where the place is not told; ``page`` is the path of the page
    where people read about it, "" where there is none.
    """

    key: str
    geometry: "shapely.Geometry | None"
    values: Mapping[str, Scalar]
    page: str = ""


@dataclass(frozen=True)
class Column:
    """One property of a collection's features.

    ``name`` is the same in every language and file. ``where`` turns a value into a
    condition and makes the property one to filter by; ``codes`` is the closed list of
    its values in words; ``hxl`` the hashtag of the humanitarian exchange language.
    """

    name: str
    title: "StrOrPromise"
    kind: Kind = "string"
    hxl: str = ""
    where: Callable[[Any], Q] | None = None
    codes: "Mapping[Any, StrOrPromise]" = field(default_factory=dict)

    @property
    def is_queryable(self) -> bool:
        """Whether a collection can be narrowed by it."""
        return self.where is not None

    @property
    def is_figure(self) -> bool:
        """Whether its values are figures that stand below each other."""
        return self.kind in ("integer", "number") and not self.codes


@dataclass(frozen=True)
class Collection:
    """Features of one kind.

    ``rows`` are all that everybody may see. ``identifier`` is the field whose value
    names a feature: unique and unchanging, so that pages of features can be walked
    while others are added. ``features`` reads a batch of rows in a fixed number of
    queries. ``within`` says which rows lie in a box, ``during`` which in a period of
    days (None for an open end). ``order`` sorts collections in lists.
    """

    key: str
    title: "StrOrPromise"
    description: "StrOrPromise"
    geometry_type: Literal["Point", "MultiPolygon"]
    columns: tuple[Column, ...]
    identifier: str
    rows: Callable[[], QuerySet[Any]]
    features: Callable[[Sequence[Any]], list[Feature]]
    within: "Callable[[Polygon], Q]"
    extent: Callable[[], Box | None]
    order: int
    during: Callable[[datetime.date | None, datetime.date | None], Q] | None = None

    @property
    def queryables(self) -> tuple[Column, ...]:
        """Properties to filter by."""
        return tuple(column for column in self.columns if column.is_queryable)


def equals(lookup: str) -> Callable[[Any], Q]:
    """A condition that a field has a value."""
    return lambda value: Q(**{lookup: value})


def overlaps(
    starts: str, ends: str, *, end_counts: bool = True
) -> Callable[[datetime.date | None, datetime.date | None], Q]:
    """A condition that the days between two fields meet a period of days.

    What has no beginning or no end is open there. ``end_counts`` is whether the last
    day still belongs to the feature.
    """

    def condition(first: datetime.date | None, last: datetime.date | None) -> Q:
        found = Q()
        if last is not None:
            found &= Q(**{f"{starts}__lte": last}) | Q(**{f"{starts}__isnull": True})
        if first is not None:
            reaches = "gte" if end_counts else "gt"
            found &= Q(**{f"{ends}__{reaches}": first}) | Q(**{f"{ends}__isnull": True})
        return found

    return condition


_collections: dict[str, Collection] = {}


def register(added: Collection) -> None:
    """Add (or replace) a collection."""
    _collections[added.key] = added


def public_collections() -> list[Collection]:
    """All collections, in order."""
    return sorted(_collections.values(), key=lambda each: each.order)


def collection(key: str) -> Collection | None:
    """One collection, or None."""
    return _collections.get(key)
