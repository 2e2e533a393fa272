"""Degrees as people write them: decimal, with minutes and seconds, with letters.

``10.5``, ``10,5``, ``١٠٫٥``, ``10°30'00" N``, ``N 10 30.5``, ``10.5 Norte``, ``١٠٫٥ ش``.
The letters are those of English, French, Spanish and Arabic; ``O`` is *ouest* and
*oeste*.  A letter also says which of the two coordinates it is.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from maps.imports.folding import folded
from maps.imports.values import is_missing, text_of

if TYPE_CHECKING:
    from maps.imports.values import Cell


class Axis(StrEnum):
    """Which of the two coordinates a value is."""

    LATITUDE = "latitude"
    LONGITUDE = "longitude"


@dataclass(frozen=True, slots=True)
class Angle:
    """Degrees within ±180, and which axis its letter names (``None`` without one)."""

    degrees: float
    axis: Axis | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A latitude and a longitude; ``is_turned`` if letters put them right."""

    latitude: float
    longitude: float
    is_turned: bool = False


#: Sign and axis by letter and word.  Sheen begins both north and east in Arabic:
#: its sign is certain, its axis is not.
_SIDES: Final[dict[str, tuple[int, Axis | None]]] = {
    **dict.fromkeys(("n", "north", "nord", "norte", "شمال", "شمالا"), (1, Axis.LATITUDE)),
    **dict.fromkeys(("s", "south", "sud", "sur", "ج", "جنوب", "جنوبا"), (-1, Axis.LATITUDE)),
    **dict.fromkeys(("e", "east", "est", "este", "ق", "شرق", "شرقا"), (1, Axis.LONGITUDE)),
    **dict.fromkeys(
        ("w", "o", "west", "ouest", "oeste", "غ", "غرب", "غربا"), (-1, Axis.LONGITUDE)
    ),
    "ش": (1, None),
}  # fmt: skip
_SIDE: Final = "|".join(sorted(_SIDES, key=len, reverse=True))
_NUMBER: Final = r"\d{1,3}(?:[.,]\d*)?"
_ANGLE: Final = re.compile(
    rf"(?P<before>{_SIDE})?\s*(?P<sign>[-+])?\s*(?P<degrees>{_NUMBER})\s*°?"
    rf"(?:(?<=[°\s])\s*(?P<minutes>{_NUMBER})\s*'?"
    rf"(?:(?<=['\s])\s*(?P<seconds>{_NUMBER})\s*\"?)?)?"
    rf"\s*(?P<after>{_SIDE})?\.?"
)
_MARKS: Final = str.maketrans(
    {
        **dict.fromkeys("º˚", "°"),
        **dict.fromkeys("′’‘`´ʹ", "'"),
        **dict.fromkeys("″”“ʺ", '"'),
        **dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}", "-"),
        "\N{ARABIC DECIMAL SEPARATOR}": ".",
        "\N{ARABIC COMMA}": ",",
        "\N{ARABIC SEMICOLON}": ";",
    }
)


def angle_of(cell: Cell) -> Angle | None:
    """The angle that a cell holds; ``None`` when absent or not to be understood."""
    if isinstance(cell, bool | date) or is_missing(cell):
        return None
    if isinstance(cell, int | float):
        return _within(float(cell), None)
    found = _ANGLE.fullmatch(_plain(text_of(cell)))
    if found is None or (found["before"] and found["after"]):
        return None
    parts = [float((found[p] or "0").replace(",", ".")) for p in _PARTS]
    if parts[1] >= 60 or parts[2] >= 60:
        return None
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    side = found["before"] or found["after"]
    if side is None:
        return _within(-degrees if found["sign"] == "-" else degrees, None)
    sign, axis = _SIDES[side]
    if found["sign"] == "-" and sign > 0:
        return None
    return _within(sign * degrees, axis)


def position_of(latitude: Cell, longitude: Cell) -> Position | None:
    """The point of two cells; ``None`` unless both are understood and fit together."""
    return _position(angle_of(latitude), angle_of(longitude))


def position_in(cell: Cell) -> Position | None:
    """The point that one cell holds, latitude first unless letters say otherwise.

    Also a survey tool's ``lat lon altitude accuracy``, and ``POINT (lon lat)``.
    """
    text = _plain(text_of(cell)).strip("()[] ")
    drawn = re.fullmatch(r"point\s*z?\s*\(?\s*(\S+)\s+(\S+)(?:\s+\S+)?", text)
    if drawn:
        return position_of(drawn[2], drawn[1])
    for halves in _halves(text):
        position = position_of(*halves)
        if position is not None:
            return position
    return None


_PARTS: Final = ("degrees", "minutes", "seconds")


def _halves(text: str) -> list[tuple[str, str]]:
    """The ways to part a text into two coordinates, the most certain first."""
    found: list[tuple[str, str]] = []
    for pattern in (r"\s*[;|/]\s*", r"\s*,\s+"):
        parts = re.split(pattern, text)
        if len(parts) == 2:
            found.append((parts[0], parts[1]))
    lettered = re.fullmatch(rf"(.*\d\W*(?:{_SIDE}))[\s,]*([-+\d].*)", text)
    if lettered:
        found.append((lettered[1], lettered[2]))
    numbers = re.split(r"\s+", text)
    if len(numbers) in (2, 3, 4) and all(
        re.fullmatch(r"[-+]?\d+(?:[.,]\d+)?", number) for number in numbers
    ):
        found.append((numbers[0], numbers[1]))
    if text.count(",") == 1:
        first, _comma, second = text.partition(",")
        if "." in first and "." in second:
            found.append((first, second))
    return found


def _position(first: Angle | None, second: Angle | None) -> Position | None:
    if first is None or second is None:
        return None
    if first.axis is second.axis is not None:
        return None
    is_turned = first.axis is Axis.LONGITUDE or second.axis is Axis.LATITUDE
    if is_turned:
        first, second = second, first
    # 0° 0° lies in the sea and is how devices write that they have no fix.
    if first.degrees == 0 and second.degrees == 0:
        return None
    return Position(first.degrees, second.degrees, is_turned)


def _within(degrees: float, axis: Axis | None) -> Angle | None:
    """Up to 180 for both: swapped axes are found out by where points fall."""
    if not math.isfinite(degrees) or abs(degrees) > 180:
        return None
    return Angle(degrees, axis)


def _plain(text: str) -> str:
    """One kind of each mark, digits as 0 to 9, lower case without accents."""
    marked = unicodedata.normalize("NFC", text).translate(_MARKS).replace("''", '"')
    return folded(marked).replace("\N{NO-BREAK SPACE}", " ").strip()
