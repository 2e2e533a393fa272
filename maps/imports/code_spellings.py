"""Area codes that a file writes otherwise than the loaded areas: proposed rules.

``SOM2501`` for ``SO2501``, ``HT081107`` for ``HT0811-07``, ``101`` for ``0101`` or
``SS0101``.  A rule is proposed for all codes that it makes known, each to one area and
no area twice; it is applied only when a person confirms it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maps.imports.country_codes import are_of_different_countries, other_letters
from maps.imports.findings import Finding, FindingKind, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: More different codes than any country has areas of one level.
MAX_CODES: Final = 50_000
#: Rules that know fewer of a file's unknown codes are chance.
_LEAST_SHARE: Final = 0.5
_SURE_SHARE: Final = 0.9
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class CodeProposal:
    """One rule and the codes it would make known.

    ``codes`` maps the file's codes to those of areas; ``rows`` have them.
    ``confidence`` is between 0 and 1, ``reason`` translated.
    """

    codes: Mapping[str, str]
    rows: int
    confidence: float
    reason: str

    def finding(self, *, quotes: bool) -> Finding:
        """The proposal in a sentence.

        :param quotes: whether the file's own codes may be quoted (one row a place).
        """
        examples = ", ".join(
            f"{theirs} → {ours}" if quotes else ours
            for theirs, ours in list(self.codes.items())[:_NAMED]
        )
        return Finding(
            FindingKind.SOURCE,
            ngettext(
                "%(count)d unknown code, on %(rows)d rows, would be known: %(reason)s.",
                "%(count)d unknown codes, on %(rows)d rows, would be known: %(reason)s.",
                len(self.codes),
            )
            % {"count": len(self.codes), "rows": self.rows, "reason": self.reason},
            _("Confirm it if these are the same areas: %(examples)s.")
            % {"examples": examples},
            field="code",
            severity=Severity.NOTE,
        )


def propose_codes(
    unknown: Mapping[str, int], known: Iterable[str]
) -> tuple[CodeProposal, ...]:
    """Rules that make a file's unknown codes known, the surest first.

    :param unknown: rows by code.
    :param known: codes of the loaded areas of one level.
    """
    areas = list(known)
    left = {code: bare for code in unknown if (bare := _bare(code))}
    by_rule: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for name, key in _KEYS.items():
        index = _unique(areas, key)
        for code in list(left):
            ours = index.get(key(left[code]))
            if ours is None:
                continue
            prefixes = (_letters(left[code]), _letters(_bare(ours)))
            if are_of_different_countries(*prefixes):
                continue
            # A file of many countries follows one rule, not one for each.
            rule = (name, "", "") if name == "letters" else (name, *prefixes)
            by_rule[rule][code] = ours
            del left[code]
    proposals = [
        _proposal(rule, codes, unknown)
        for rule, codes in by_rule.items()
        if len(set(codes.values())) == len(codes)
    ]
    return tuple(
        sorted(
            (p for p in proposals if p is not None),
            key=lambda proposal: (-proposal.confidence, -proposal.rows),
        )
    )


def _bare(code: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", code.upper())


def _letters(bare: str) -> str:
    found = re.match(r"[A-Z]*", bare)
    return found[0] if found else ""


def _with_other_letters(bare: str) -> str:
    """The code with its country's two letters, wherever it has three."""
    letters = _letters(bare)
    two = letters if len(letters) == 2 else other_letters(letters)
    return f"{two}{bare[len(letters) :]}" if two else bare


def _without_zeros(bare: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", bare)


def _digits(bare: str) -> str:
    return bare[len(_letters(bare)) :]


#: From tight to loose: the first that knows a code is the rule for it.
_KEYS: Final[dict[str, Callable[[str], str]]] = {
    "marks": lambda bare: bare,
    "letters": _with_other_letters,
    "zeros": _without_zeros,
    "letters and zeros": lambda bare: _without_zeros(_with_other_letters(bare)),
    "prefix": _digits,
    "prefix and zeros": lambda bare: _without_zeros(_digits(bare)),
}
_CONFIDENCE: Final = {
    "marks": 0.98,
    "letters": 0.95,
    "zeros": 0.85,
    "letters and zeros": 0.8,
    "prefix": 0.75,
    "prefix and zeros": 0.7,
}


def _unique(areas: list[str], key: Callable[[str], str]) -> dict[str, str]:
    """Codes by key, of the keys that only one area has."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in areas:
        if value := key(_bare(code)):
            found[value].append(code)
    return {value: codes[0] for value, codes in found.items() if len(codes) == 1}


def _proposal(
    rule: tuple[str, str, str], codes: dict[str, str], unknown: Mapping[str, int]
) -> CodeProposal | None:
    name = rule[0]
    begin = sorted({(_letters(_bare(c)), _letters(_bare(o))) for c, o in codes.items()})
    theirs = {letters for letters, _ours in begin}
    share = len(codes) / sum(_letters(_bare(code)) in theirs for code in unknown)
    if share < _LEAST_SHARE:
        return None
    certain = _CONFIDENCE[name] * (1 if share >= _SURE_SHARE else share)
    return CodeProposal(
        dict(sorted(codes.items())),
        sum(unknown[code] for code in codes),
        round(certain, 2),
        _reason(name, begin),
    )


def _reason(name: str, begin: list[tuple[str, str]]) -> str:
    theirs, ours = begin[0]
    if name == "marks":
        return _("they differ only in capitals, blanks, dashes and points")
    if name == "zeros":
        return _("they differ only in leading zeros, which spreadsheets drop")
    if len(begin) > 1:
        return _("countries have two letters in the one and three in the other")
    if not theirs:
        return _("they lack the letters %(ours)s") % {"ours": ours}
    return _("they begin with %(theirs)s where the loaded areas have %(ours)s") % {
        "theirs": theirs,
        "ours": ours or "–",
    }
