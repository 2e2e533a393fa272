"""The query of an address: read strictly, as the standard asks.

What is unknown or does not read is refused with words that say what to write instead;
nothing is guessed.
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext as _

from maps.collections import Box, Collection, Column
from maps.collections.selecting import Selection
from maps.enums import SRID
from maps.ogcapi.reference_systems import CRS84, REFERENCE_SYSTEMS, ReferenceSystem

DEFAULT_LIMIT = 100
LARGEST_LIMIT = 1_000
#: Of every address; only the views ask for it.
FORMAT = "f"
_OPEN = ("", "..")


class InvalidParameterError(ValueError):
    """A parameter that is unknown or does not read; the message says what to write."""


@dataclass(frozen=True)
class ItemsQuery:
    """What an address of items asks for."""

    selection: Selection
    crs: ReferenceSystem
    limit: int
    after: str
    before: str


def known_parameters(collection: Collection) -> list[str]:
    """The parameters of a collection's items."""
    names = ["bbox", "bbox-crs", "crs", "limit", "after", "before", FORMAT]
    if collection.during is not None:
        names.append("datetime")
    return names + [column.name for column in collection.queryables]


def items_query(
    collection: Collection, asked: Mapping[str, Sequence[str]]
) -> ItemsQuery:
    """Read the query of a collection's items; raise InvalidParameterError."""
    given = once_each(asked, known_parameters(collection))
    after, before = given.get("after", ""), given.get("before", "")
    if after and before:
        raise InvalidParameterError(_("Give after or before, not both."))
    first, last = _period(given["datetime"]) if "datetime" in given else (None, None)
    return ItemsQuery(
        selection=Selection(
            boxes=_boxes(given),
            first=first,
            last=last,
            filters={
                column.name: _value(column, given[column.name])
                for column in collection.queryables
                if column.name in given
            },
        ),
        crs=reference_system(given.get("crs"), "crs"),
        limit=_limit(given.get("limit")),
        after=after,
        before=before,
    )


def once_each(
    asked: Mapping[str, Sequence[str]], known: Sequence[str]
) -> dict[str, str]:
    """Parameters with their one value; raise InvalidParameterError for others."""
    given = {}
    for name, values in asked.items():
        if name not in known:
            raise InvalidParameterError(
                _("There is no parameter %(name)s. Known are: %(known)s.")
                % {"name": name, "known": ", ".join(known)}
            )
        if len(values) != 1 or "\x00" in values[0]:
            raise InvalidParameterError(
                _("Give the parameter %(name)s once.") % {"name": name}
            )
        given[name] = values[0]
    return given


def reference_system(uri: str | None, name: str) -> ReferenceSystem:
    """The system of that address, CRS84 for none; raise InvalidParameterError."""
    if uri is None:
        return CRS84
    if uri not in REFERENCE_SYSTEMS:
        raise InvalidParameterError(
            _("%(name)s must be one of: %(known)s.")
            % {"name": name, "known": ", ".join(REFERENCE_SYSTEMS)}
        )
    return REFERENCE_SYSTEMS[uri]


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdecimal()) or int(text[:9]) < 1:
        raise InvalidParameterError(
            _("limit must be a whole number from 1 to %(most)s.")
            % {"most": LARGEST_LIMIT}
        )
    # More than the largest is not an error (part 1, requirement fc-limit).
    return min(int(text[:9]), LARGEST_LIMIT)


def _value(column: Column, text: str) -> Any:
    if column.codes:
        found = next((code for code in column.codes if str(code) == text), None)
        if found is None:
            raise InvalidParameterError(
                _("%(name)s must be one of: %(known)s.")
                % {"name": column.name, "known": ", ".join(map(str, column.codes))}
            )
        return found
    return text


def _boxes(given: Mapping[str, str]) -> list[Polygon]:
    system = reference_system(given.get("bbox-crs"), "bbox-crs")
    if "bbox" not in given:
        return []
    return [Polygon.from_bbox(box) for box in boxes_of(_numbers(given["bbox"]), system)]


def boxes_of(numbers: Sequence[float], system: ReferenceSystem) -> list[Box]:
    """One box in degrees, or two where it crosses the antimeridian.

    Raises InvalidParameterError for a box that is upside down or outside the system.
    """
    box = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    is_projected = system.epsg != SRID
    if is_projected and (box[0] > box[2] or box[1] > box[3]):
        raise InvalidParameterError(_("bbox: the lower left corner comes first."))
    west, south, east, north = system.box_in_degrees(box)
    if not all(map(math.isfinite, (west, south, east, north))):
        raise InvalidParameterError(_("bbox lies outside its reference system."))
    if south > north:
        raise InvalidParameterError(_("bbox: the lower left corner comes first."))
    south, north = (min(max(side, -90.0), 90.0) for side in (south, north))
    west, east = (min(max(side, -180.0), 180.0) for side in (west, east))
    if west > east:
        return [(west, south, 180.0, north), (-180.0, south, east, north)]
    return [(west, south, east, north)]


def _numbers(text: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in (4, 6) or not all(map(math.isfinite, numbers)):
        raise InvalidParameterError(
            _("bbox must be four or six numbers separated by commas.")
        )
    return numbers


def _period(text: str) -> tuple[datetime.date | None, datetime.date | None]:
    """The first and last day of an instant or interval; None for an open end."""
    parts = text.split("/")
    if len(parts) == 1:
        day = _day(text)
        return day, day
    if len(parts) != 2 or all(part in _OPEN for part in parts):
        raise _wrong_time()
    first, last = (None if part in _OPEN else _day(part) for part in parts)
    if first and last and first > last:
        raise InvalidParameterError(_("datetime: the earlier end comes first."))
    return first, last


def _day(text: str) -> datetime.date:
    """The day of a date or of a moment (RFC 3339), in universal time."""
    try:
        if len(text) == 10:
            return datetime.date.fromisoformat(text)
        moment = datetime.datetime.fromisoformat(text.upper())
        if moment.tzinfo is None:
            raise _wrong_time()
        return moment.astimezone(datetime.UTC).date()
    except (ValueError, OverflowError) as problem:
        raise _wrong_time() from problem


def _wrong_time() -> InvalidParameterError:
    return InvalidParameterError(
        _(
            "datetime must be a day or a moment, or two of them with / between, of "
            "which one may be left open with two dots: 2026-09-30, "
            "2026-01-01T00:00:00Z/.."
        )
    )
