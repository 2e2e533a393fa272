"""Columns that say where: codes, names and points of places.

A table has several of codes and of names, from the country to the village.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from maps.imports.proposing import (
    BY_HEADING,
    BY_TAG,
    BY_WORDS,
    FROM,
    Finder,
    Proposal,
    either,
    exactly,
    of_words,
    spelt_like,
    tagged,
)
from maps.imports.vocabulary import (
    CODES,
    COUNTRIES,
    EASTINGS,
    ELSEWHERE,
    GRID_NEUTRAL,
    GRIDS,
    LATITUDES,
    LEVEL_NEUTRAL,
    LEVELS,
    LONGITUDES,
    NAMES,
    NEUTRAL,
    NORTHINGS,
    POINT_NEUTRAL,
    ZONES,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from maps.imports.headings import Heading
    from maps.imports.hxl import Tag

_PCODE = re.compile(
    r"(?:.*\s)?p ?codes? ?\d?(?: adm(?:in)? ?\d)?|adm(?:in)? ?\d? ?p?codes?"
)
_NUMBERED_NAME = re.compile(
    r"adm(?:in)? ?\d ?(?:names?)?\d?(?: [a-z]{2})?"
    r"|(?:names?|nom|nombre) adm(?:in)? ?\d"
)
_LEVEL = re.compile(r"adm(?:in)? ?(\d)|p ?codes? ?(?:adm(?:in)? ?)?(\d)")

#: The level of a column whose heading does not state one.
UNSTATED: Final = -1


def code_columns(heading: Heading) -> dict[int, int]:
    """Area code columns, finest first, each with the level it states (-1: none).

    By the level in heading or tag; without one from the right, because tables list
    areas from coarse to fine.
    """
    by_tag = _tagged_levels(heading, lambda tag: "code" in tag.attributes)
    by_words = {
        column: _stated_level(column, heading)
        for column in range(heading.width)
        if _is_code(column, heading)
    }
    return _finest_first(by_tag or by_words or _hapi_country(heading))


def name_columns(heading: Heading) -> dict[int, int]:
    """Columns of area names, finest first, each with the level it states."""
    by_tag = _tagged_levels(
        heading, lambda tag: "name" in tag.attributes or not tag.attributes
    )
    by_words = {
        column: _stated_level(column, heading)
        for column in range(heading.width)
        if _is_name(column, heading)
    }
    return _finest_first(by_tag or by_words)


def code_proposals(heading: Heading) -> list[Proposal]:
    """The code columns as proposals, finest first."""
    return _proposals(heading, code_columns(heading), _("words for a code of areas"))


def name_proposals(heading: Heading) -> list[Proposal]:
    """The columns of area names as proposals, finest first."""
    return _proposals(heading, name_columns(heading), _("words for a name of areas"))


latitudes: Finder = either(
    tagged("geo", "lat"),
    exactly("latitude", "lat", "gps latitude", "geo lat", "gps lat", "latitud", "y"),
    of_words(LATITUDES, POINT_NEUTRAL),
    spelt_like(LATITUDES),
)
longitudes: Finder = either(
    tagged("geo", "lon"),
    exactly(
        "longitude", "lon", "long", "lng", "gps longitude", "geo lon", "gps lon",
        "gps long", "longitud", "x",
    ),
    of_words(LONGITUDES, POINT_NEUTRAL),
    spelt_like(LONGITUDES),
)  # fmt: skip
points: Finder = either(
    tagged("geo", "latlon"),
    tagged("geo", "coord"),
    exactly(
        "latlon", "lat lon", "lat long", "geopoint", "gps", "coordinates",
        "gps coordinates", "coordonnees", "coordonnees gps", "coordenadas",
        "coordenadas gps", "احداثيات", "الاحداثيات",
    ),
)  # fmt: skip


eastings: Finder = either(
    tagged("geo", "easting"),
    exactly("easting", "utm x", "x utm", "utm e", "utm easting", "utm este"),
    of_words(EASTINGS, GRID_NEUTRAL),
)
northings: Finder = either(
    tagged("geo", "northing"),
    exactly("northing", "utm y", "y utm", "utm n", "utm northing", "utm norte"),
    of_words(NORTHINGS, GRID_NEUTRAL),
)


def zones(heading: Heading) -> list[Proposal]:
    """The column of UTM zones; the word alone may be a district's."""
    return [
        Proposal(column, BY_WORDS, _("words for a zone of UTM"))
        for column, split in enumerate(heading.stems)
        if split & ZONES and split & GRIDS and split <= ZONES | GRIDS | GRID_NEUTRAL
    ]


def _is_code(column: int, heading: Heading) -> bool:
    split = heading.stems[column]
    if split & ELSEWHERE:
        return False
    if _PCODE.fullmatch(" ".join(heading.words[column])):
        return True
    return bool(
        split & CODES
        and split & (LEVELS | COUNTRIES)
        and split <= CODES | LEVELS | COUNTRIES | LEVEL_NEUTRAL | NEUTRAL
    )


def _is_name(column: int, heading: Heading) -> bool:
    split = heading.stems[column]
    if split & ELSEWHERE or split & CODES:
        return False
    if _NUMBERED_NAME.fullmatch(" ".join(heading.words[column])):
        return True
    return bool(
        split & (LEVELS | COUNTRIES)
        and split <= NAMES | LEVELS | COUNTRIES | LEVEL_NEUTRAL
    )


def _stated_level(column: int, heading: Heading) -> int:
    """The digit in ``admin2 pcode``; -1 when the heading states no level."""
    if heading.stems[column] & COUNTRIES:
        return 0
    match = _LEVEL.search(" ".join(heading.words[column]))
    return int(match[1] or match[2]) if match else UNSTATED


def _tagged_levels(heading: Heading, is_meant: Callable[[Tag], bool]) -> dict[int, int]:
    levels: dict[int, int] = {}
    for column, tag in enumerate(heading.tags):
        if tag is None or tag.attributes & FROM or not is_meant(tag):
            continue
        if tag.name == "country":
            levels[column] = 0
        elif found := re.fullmatch(r"adm(\d?)", tag.name):
            levels[column] = int(found[1] or UNSTATED)
    return levels


def _hapi_country(heading: Heading) -> dict[int, int]:
    """HAPI's returnees are in the country that they had left: the *origin*."""
    return {p.column: 0 for p in exactly("origin location code")(heading)}


def _finest_first(levels: dict[int, int]) -> dict[int, int]:
    ordered = sorted(levels, key=lambda column: (levels[column], column))[::-1]
    return {column: levels[column] for column in ordered}


def _proposals(heading: Heading, levels: dict[int, int], why: str) -> list[Proposal]:
    found: list[Proposal] = []
    for column, level in levels.items():
        tag = heading.tags[column]
        reason = _("HXL tag %(tag)s") % {"tag": tag} if tag else why
        if level != UNSTATED:
            reason = _("%(reason)s, level %(level)d") % {
                "reason": reason,
                "level": level,
            }
        stated = BY_HEADING if level != UNSTATED else BY_WORDS
        found.append(Proposal(column, BY_TAG if tag else stated, reason))
    return found
