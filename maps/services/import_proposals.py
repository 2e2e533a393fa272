"""Spellings of codes and names that a file has otherwise: told, confirmed, used.

What is told is kept with the job; so it quotes the file's own codes and names only
where a row is a place. A proposal is known again by a keyed mark: with the same file
and the same areas, reading proposes the same.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.utils.crypto import salted_hmac

from maps.imports.choices import Choices
from maps.imports.code_spellings import CodeProposal
from maps.imports.gazetteer import PlaceProposal
from maps.imports.residents import Residents
from maps.imports.returns import ReturnsFile
from maps.imports.unplaced import confirmed_codes

#: Names that a person is asked about at a time, those on most rows first.
MOST_PLACES: Final = 100
_EXAMPLES: Final = 3


def proposals_told(
    file: ReturnsFile[Any] | Residents, *, quotes: bool
) -> dict[str, Any]:
    """What was proposed for a file, fit for JSON.

    ``quotes``: whether the file's own codes and names may be told (one row a place).
    """
    return {
        "codes": [_code_told(p, quotes=quotes) for p in file.code_proposals],
        "places": [
            _place_told(p, quotes=quotes) for p in file.place_proposals[:MOST_PLACES]
        ],
    }


def with_confirmed(
    choices: Choices, file: ReturnsFile[Any] | Residents, answers: Mapping[str, Any]
) -> Choices:
    """The choices together with the proposals that a person has confirmed since."""
    marks = answers.get("marks", [])
    chosen = answers.get("places", {})
    codes = confirmed_codes(p for p in file.code_proposals if _mark(p.codes) in marks)
    places = {
        proposal.key: code
        for proposal in file.place_proposals
        if (code := chosen.get(_mark(proposal.key)))
        in {candidate.code for candidate in proposal.candidates}
    }
    return replace(
        choices,
        codes={**choices.codes, **codes},
        places={**choices.places, **places},
    )


def _code_told(proposal: CodeProposal, *, quotes: bool) -> dict[str, Any]:
    examples = list(proposal.codes.items())[:_EXAMPLES]
    return {
        "mark": _mark(proposal.codes),
        "count": len(proposal.codes),
        "sure": round(100 * proposal.confidence),
        "reason": proposal.reason,
        "examples": [f"{theirs} → {ours}" for theirs, ours in examples]
        if quotes
        else [],
    }


def _place_told(proposal: PlaceProposal, *, quotes: bool) -> dict[str, Any]:
    return {
        "mark": _mark(proposal.key),
        "name": proposal.key if quotes else "",
        "rows": proposal.rows if quotes else None,
        "is_sure": proposal.is_sure,
        "candidates": [
            {
                "code": candidate.code,
                "name": candidate.name,
                "sure": round(100 * candidate.score),
                "reason": candidate.reason,
            }
            for candidate in proposal.candidates
        ],
    }


def _mark(what: str | Mapping[str, str]) -> str:
    text = what if isinstance(what, str) else repr(sorted(what.items()))
    return salted_hmac("maps.proposal", text, algorithm="sha256").hexdigest()[:20]
