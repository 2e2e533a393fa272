"""Humanitarian Exchange Language: hashtags with attributes in a row of their own.

Read with tolerance: older files write blanks between attributes, capital letters,
and attributes in any order (``#adm1 +pcode``, ``#Affected+Ind+Returnees``), and the
tags of 2014, which had no attributes (``#adm1_id``, ``#lat_deg``).
Source: HXL standard 1.1 (hxlstandard.org), as summed up in domain.md section 6.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAG = re.compile(r"\s*#\s*([a-z][a-z0-9_]*)((?:\s*\+\s*[a-z][a-z0-9_]*)*)\s*", re.I)

#: The standard looks for the row of tags in the first 25 rows.
SEARCH_ROWS = 25
#: The share of filled cells that are tags in a row of tags: some write a plain word
#: over a column that no tag fits.
_LEAST_TAGS = 0.5

#: Ways to say "code of a place" that came before ``+code``.
_CODES: Final = frozenset({"pcode", "pcodes", "v_pcode", "v_pcodes", "id"})
_OLD_ENDINGS: Final = {
    "_id": "code",
    "_code": "code",
    "_pcode": "code",
    "_name": "name",
}
_OLD_POINTS: Final = {
    **dict.fromkeys(("lat_deg", "lat", "latitude"), "lat"),
    **dict.fromkeys(("lon_deg", "lon", "long_deg", "longitude"), "lon"),
}


@dataclass(frozen=True, slots=True)
class Tag:
    """``#name+attribute+…`` in lower case, attributes without order."""

    name: str
    attributes: frozenset[str]

    def __str__(self) -> str:
        return "+".join((f"#{self.name}", *sorted(self.attributes)))


def parse_tag(text: str) -> Tag | None:
    """The tag a cell holds, in today's spelling, or ``None``."""
    match = _TAG.fullmatch(text)
    if match is None:
        return None
    attributes = frozenset(re.findall(r"[a-z][a-z0-9_]*", match[2].lower()))
    return _in_todays_spelling(match[1].lower(), attributes)


def is_tag_row(cells: Sequence[str]) -> bool:
    """Whether a row is one of tags: at least half of its filled cells are."""
    filled = [cell for cell in cells if cell.strip()]
    tags = sum(parse_tag(cell) is not None for cell in filled)
    return tags > 0 and tags >= _LEAST_TAGS * len(filled)


def _in_todays_spelling(name: str, attributes: frozenset[str]) -> Tag:
    if name in _OLD_POINTS:
        return Tag("geo", attributes | {_OLD_POINTS[name]})
    for ending, attribute in _OLD_ENDINGS.items():
        if name.endswith(ending) and re.match(r"adm\d|country|loc", name):
            return Tag(name.removesuffix(ending), attributes | {attribute})
    if name == "adm0":
        name = "country"
    if re.fullmatch(r"adm\d?|country|loc", name) and attributes & _CODES:
        attributes |= {"code"}
    return Tag(name, attributes)
