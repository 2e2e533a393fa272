"""Columns of area codes: several in one table, from the country to the village."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from maps.imports.recognising import FROM, exactly
from maps.imports.vocabulary import ELSEWHERE

if TYPE_CHECKING:
    from maps.imports.headings import Heading
    from maps.imports.hxl import Tag

_PLACE_CODE = re.compile(
    r"(?:.*\s)?p ?codes?"
    r"|adm(?:in)? ?\d? ?p?codes?"
    r"|(?:area|state|county|payam|province|region|district|governorate|department"
    r"|departamento|departement|municipality|municipio|commune|ward|lga|woreda) code"
)


def code_columns(heading: Heading) -> dict[int, int]:
    """Area code columns, finest first, each with the level it states (-1: none).

    By the level in heading or tag; without one from the right, because tables list
    areas from coarse to fine.
    """
    by_tag = {
        column: level
        for column, tag in enumerate(heading.tags)
        if tag is not None and (level := _tag_level(tag)) is not None
    }
    by_words = {
        column: _stated_level(" ".join(split))
        for column, split in enumerate(heading.words)
        if _is_place_code(split)
    }
    levels = by_tag or by_words or _hapi_country(heading)
    finest_first = sorted(levels, key=lambda column: (levels[column], column))[::-1]
    return {column: levels[column] for column in finest_first}


def _is_place_code(split: tuple[str, ...]) -> bool:
    return not set(split) & ELSEWHERE and bool(_PLACE_CODE.fullmatch(" ".join(split)))


def _stated_level(header: str) -> int:
    """The digit in ``admin2 pcode``; -1 when the heading states no level."""
    match = re.search(r"adm(?:in)? ?(\d)|pcode (?:adm(?:in)? ?)?(\d)", header)
    return int(match[1] or match[2]) if match else -1


def _tag_level(tag: Tag) -> int | None:
    if "code" not in tag.attributes or tag.attributes & FROM:
        return None
    if tag.name == "country":
        return 0
    match = re.fullmatch(r"adm(\d)", tag.name)
    return int(match[1]) if match else None


def _hapi_country(heading: Heading) -> dict[int, int]:
    """HAPI's returnees are in the country that they had left: the *origin*."""
    column = exactly("origin location code")(heading)
    return {} if column is None else {column: 0}
