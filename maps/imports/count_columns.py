"""Columns that say how many: persons and households, all of them and no part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from maps.imports.recognising import exactly, only
from maps.imports.vocabulary import HOUSEHOLDS, NEUTRAL, PERSONS, RETURNEE_STEMS

if TYPE_CHECKING:
    from maps.imports.headings import Heading
    from maps.imports.hxl import Tag

_TAG_PARTS = frozenset(
    {"f", "m", "i", "infants", "children", "adolescents", "adults", "elderly"}
    | {"abroad", "disabled"}
)


def individuals_column(heading: Heading) -> int | None:
    """The column of returned persons.

    In order: HDX HAPI's ``population``; an HXL tag; words for returnee and person;
    for returnee alone; for person alone.

    :raises FileRefusedError: several of one rank.
    """
    column = _hapi_population(heading)
    if column is not None:
        return column
    tagged = _tagged_counts(heading, of_households=False)
    if tagged:
        return only(heading, tagged, field="individuals")
    whole = _unnarrowed(heading, PERSONS)
    ranks = (
        [c for c, split in whole if _has_returnee(split) and split & PERSONS],
        [c for c, split in whole if _has_returnee(split)],
        [c for c, split in whole if split & PERSONS],
    )
    best = next(filter(None, ranks), None)
    return only(heading, best, field="individuals") if best else None


def households_column(heading: Heading) -> int | None:
    """The column of returned households.

    :raises FileRefusedError: several of one rank.
    """
    tagged = _tagged_counts(heading, of_households=True)
    if tagged:
        return only(heading, tagged, field="households")
    whole = [pair for pair in _unnarrowed(heading, HOUSEHOLDS) if pair[1] & HOUSEHOLDS]
    ranks = ([c for c, split in whole if _has_returnee(split)], [c for c, _ in whole])
    best = next(filter(None, ranks), None)
    return only(heading, best, field="households") if best else None


def _hapi_population(heading: Heading) -> int | None:
    """HDX HAPI calls the count ``population``, beside a ``population_group``."""
    if ("population", "group") not in heading.words:
        return None
    return exactly("population")(heading)


def _unnarrowed(heading: Heading, kind: frozenset[str]) -> list[tuple[int, set[str]]]:
    """Columns whose heading holds nothing that narrows the count to a part.

    So ``Estimated # of returnee individuals (total)`` is one, and ``… individuals
    from abroad`` is not.
    """
    return [
        (column, set(split))
        for column, split in enumerate(heading.words)
        if not set(split) <= NEUTRAL
        and all(
            word in NEUTRAL
            or word in kind
            or word.startswith(RETURNEE_STEMS)
            or re.fullmatch(r"r?\d+", word)
            for word in split
        )
    ]


def _has_returnee(split: set[str]) -> bool:
    return any(word.startswith(RETURNEE_STEMS) for word in split)


def _tagged_counts(heading: Heading, *, of_households: bool) -> list[int]:
    return [
        column
        for column, tag in enumerate(heading.tags)
        if tag is not None and _is_count(tag, of_households=of_households)
    ]


def _is_count(tag: Tag, *, of_households: bool) -> bool:
    """``#affected+returnees+ind`` and kin: all of them, in no sex or age band."""
    if tag.name not in ("affected", "population"):
        return False
    if not tag.attributes & {"returnees", "returnee"}:
        return False
    if tag.attributes & _TAG_PARTS or any("age" in a for a in tag.attributes):
        return False
    return bool(tag.attributes & {"hh", "households"}) == of_households
