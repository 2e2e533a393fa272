"""Humanitarian Exchange Language: hashtags with attributes in a row of their own.

Read with tolerance: older files write blanks between attributes, capital letters,
and attributes in any order (``#adm1 +pcode``, ``#Affected+Ind+Returnees``).
Source: HXL standard 1.1 (hxlstandard.org), as summed up in domain.md section 6.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAG = re.compile(r"\s*#\s*([a-z][a-z0-9_]*)((?:\s*\+\s*[a-z][a-z0-9_]*)*)\s*", re.I)

#: The standard looks for the row of tags in the first 25 rows.
SEARCH_ROWS = 25


@dataclass(frozen=True, slots=True)
class Tag:
    """``#name+attribute+…`` in lower case, attributes without order."""

    name: str
    attributes: frozenset[str]

    def __str__(self) -> str:
        return "+".join((f"#{self.name}", *sorted(self.attributes)))


def parse_tag(text: str) -> Tag | None:
    """The tag a cell holds, or ``None``."""
    match = _TAG.fullmatch(text)
    if match is None:
        return None
    attributes = re.findall(r"[a-z][a-z0-9_]*", match[2].lower())
    return Tag(match[1].lower(), frozenset(attributes))


def is_tag_row(cells: Sequence[str]) -> bool:
    """Whether a row is one of tags: some, and nothing but tags and blanks."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(parse_tag(cell) is not None for cell in filled)
