"""Telephone numbers, addresses of mail and coordinates in a text that all will read.

Pure, and a helper only: what it finds is shown to whoever wrote the text and to whoever
decides about it. It refuses nothing, and it does not know names.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["coordinates", "email", "telephone"]

#: The shortest and longest numbers that are dialled somewhere (ITU-T E.164 ends at 15).
LEAST_DIGITS, MOST_DIGITS = 7, 15

# Repetitions are bounded, or of signs that cannot follow them: no text takes long.
_EMAIL: Final = re.compile(
    r"[^\s@<>(),;:\"]{1,64}@[^\s@<>(),;:\"]{1,255}\.[^\W\d_]{2,}"
)
#: Three decimals are a hundred metres. A comma before three figures is a thousand.
_DEGREES: Final = r"[+-]?\d{1,3}(?:\.\d{3,}|,\d{4,})"
_COORDINATES: Final = re.compile(
    # 34.0209, -6.8416 · 34°01'15"N · the open location code 8FQ5+WXC
    rf"(?<![\d.]){_DEGREES}°?\s?[NSEWnsew]?[\s,;/]{{1,3}}{_DEGREES}"
    r"|\d{1,3}\s?°\s?\d{1,2}"
    r"|\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b"
)
_NUMBER: Final = re.compile(r"(?<!\d)(?:\+|\(\+?)?\d(?:[ ().\-/]{0,3}\d)+")
_DATE: Final = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    r"|(?:19|20)\d\d[ ]?[-/][ ]?(?:19|20)\d\d"
)
#: Marks of direction and thin spaces, which text copied from a telephone is full of.
_UNSEEN: Final = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufeff"
)


@dataclass(frozen=True)
class Contact:
    """A stretch of a text, ``text[start:end]``, and what it looks like."""

    kind: Kind
    start: int
    end: int


def find_contacts(text: str) -> list[Contact]:
    """What looks like a way to reach or find somebody, from the text's beginning on.

    Stretches do not overlap. Figures of every script count; dates do not.
    """
    plain, places = _plain(text)
    found: list[Contact] = []
    for kind, start, end in _matches(plain):
        stretch = Contact(kind, places[start], places[end - 1] + 1)
        if all(
            stretch.end <= each.start or stretch.start >= each.end for each in found
        ):
            found.append(stretch)
    return sorted(found, key=lambda each: each.start)


def stretches(text: str) -> list[tuple[str, Kind | None]]:
    """The whole text in pieces: each with what it looks like, or None where it is prose."""
    pieces: list[tuple[str, Kind | None]] = []
    at = 0
    for each in find_contacts(text):
        pieces += [
            (text[at : each.start], None),
            (text[each.start : each.end], each.kind),
        ]
        at = each.end
    pieces.append((text[at:], None))
    return [piece for piece in pieces if piece[0]]


def _matches(plain: str) -> Iterator[tuple[Kind, int, int]]:
    """Matches, surest first."""
    for match in _EMAIL.finditer(plain):
        yield "email", match.start(), match.end()
    for match in _COORDINATES.finditer(plain):
        yield "coordinates", match.start(), match.end()
    for match in _NUMBER.finditer(plain):
        digits = sum(each.isdigit() for each in match[0])
        is_dialled = LEAST_DIGITS <= digits <= MOST_DIGITS
        if is_dialled and not _DATE.fullmatch(match[0]):
            yield "telephone", match.start(), match.end()


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with plain figures, spaces and hyphens, and where each sign stood."""
    kept = [
        (_plain_sign(sign), place)
        for place, sign in enumerate(text)
        if sign not in _UNSEEN
    ]
    return "".join(sign for sign, _at in kept), [place for _sign, place in kept]


def _plain_sign(sign: str) -> str:
    """One sign for one: ٣ is 3, a narrow space a space, every hyphen and dash a hyphen."""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    category = unicodedata.category(sign)
    if category == "Zs":
        return " "
    if category == "Pd" or sign == "−":
        return "-"
    return {"٫": ".", "،": ",", "＠": "@", "＋": "+"}.get(sign, sign)
