"""Columns that say how many: persons and households, all of them and no part."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from maps.imports.folding import stem
from maps.imports.proposing import (
    BY_HEADING,
    BY_LOOSE_WORDS,
    BY_PART,
    BY_TAG,
    BY_WORDS,
    Proposal,
    exactly,
)
from maps.imports.vocabulary import HOUSEHOLDS, NEUTRAL, PERSONS, RETURNEE_STEMS

if TYPE_CHECKING:
    from maps.imports.headings import Heading
    from maps.imports.hxl import Tag

_TAG_PARTS = frozenset(
    {"f", "m", "i", "infants", "children", "adolescents", "adults", "elderly"}
    | {"abroad", "disabled"}
)
#: Of two equal candidates the one that says "total" is meant.
_TOTAL_LEAD: Final = 0.01
_TOTALS: Final = frozenset(map(stem, ("total", "totals", "totale", "اجمالي", "مجموع")))


def individuals_columns(heading: Heading) -> list[Proposal]:
    """Columns of returned persons.

    In order: HDX HAPI's ``population``; an HXL tag; words for returnee and person;
    for returnee alone; for person alone.  Parts of the count are proposed too, with
    little confidence.
    """
    hapi = _hapi_population(heading)
    tags = _tagged_counts(heading, of_households=False)
    if hapi or tags:
        return hapi or tags
    return _worded(
        heading,
        PERSONS,
        both=_("words for returnees and persons"),
        returnee_alone=_("a word for returnees, of persons presumably"),
        kind_alone=_("a word for persons, of returnees presumably"),
    )


def households_columns(heading: Heading) -> list[Proposal]:
    """Columns of returned households."""
    tags = _tagged_counts(heading, of_households=True)
    return tags or _worded(
        heading,
        HOUSEHOLDS,
        both=_("words for returnees and households"),
        returnee_alone="",
        kind_alone=_("a word for households, of returnees presumably"),
    )


def _hapi_population(heading: Heading) -> list[Proposal]:
    """HDX HAPI calls the count ``population``, beside a ``population_group``."""
    if ("population", "group") not in heading.words:
        return []
    return exactly("population")(heading)


def _worded(
    heading: Heading,
    kind: frozenset[str],
    *,
    both: str,
    returnee_alone: str,
    kind_alone: str,
) -> list[Proposal]:
    found: list[Proposal] = []
    for column, split in enumerate(heading.stems):
        returnee, of_kind = _has_returnee(split), bool(split & kind)
        confidence, reason = {
            (True, True): (BY_HEADING, both),
            (True, False): (BY_WORDS, returnee_alone),
            (False, True): (BY_LOOSE_WORDS, kind_alone),
        }.get((returnee, of_kind), (0.0, ""))
        if not reason:
            continue
        proposal = Proposal(column, confidence, reason)
        narrowing = [w for w in heading.words[column] if not _is_neutral(stem(w), kind)]
        if not narrowing:
            found.append(_led(proposal, split))
        elif returnee and of_kind:
            part = _("it may be a part only: “%(words)s”") % {
                "words": " ".join(narrowing)
            }
            found.append(replace(proposal, confidence=BY_PART, reason=part))
    return found


def _led(proposal: Proposal, split: frozenset[str]) -> Proposal:
    if not split & _TOTALS:
        return proposal
    return replace(proposal, confidence=proposal.confidence + _TOTAL_LEAD)


def _is_neutral(word: str, kind: frozenset[str]) -> bool:
    """Whether a word does not narrow a count down to a part.

    So ``Estimated # of returnee individuals (total)`` is whole, and ``… individuals
    from abroad`` is not.
    """
    return bool(
        word in NEUTRAL
        or word in kind
        or word.startswith(RETURNEE_STEMS)
        or re.fullmatch(r"r?\d+", word)
    )


def _has_returnee(split: frozenset[str]) -> bool:
    return any(word.startswith(RETURNEE_STEMS) for word in split)


def _tagged_counts(heading: Heading, *, of_households: bool) -> list[Proposal]:
    return [
        Proposal(column, BY_TAG, _("HXL tag %(tag)s") % {"tag": tag})
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
