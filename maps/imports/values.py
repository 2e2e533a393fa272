"""A cell's text, count or date; and which values a finding may quote."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime
from enum import Enum
from typing import Final

from django.utils.translation import gettext as _

Cell = object

#: How tables of this field write "no figure".
MISSING: Final = frozenset(
    {
        "",
        "<na>",
        "-",
        "\N{EN DASH}",
        "\N{EM DASH}",
        "n/a",
        "na",
        "#n/a",
        "nan",
        "null",
        "none",
    }
)
#: More than any one row can stand for: the largest return movement on record is
#: smaller.  A telephone number that slipped into a column of counts is larger.
MAX_COUNT: Final = 50_000_000

_WHOLE = re.compile(r"\d+(?:\.0*)?")
#: Thousands set apart by a space or an apostrophe, which nobody writes before decimals.
_SET_APART = re.compile(r"\d{1,3}([ '\u2019\u2009\u202f])\d{3}(?:\1\d{3})*")
_CODE_SHAPE = re.compile(r"[A-Z]{2,3}[0-9]{1,8}(?:-[0-9]{1,4})?")
_BAND_SHAPE = re.compile(r"\d{1,3}(?:[-+]\d{0,3})?")
#: Words of groups and sexes; a list, because any other word may be a name.
_CODE_WORDS: Final = frozenset(
    [
        *("ret", "rdp", "rri", "mig", "ref", "asy", "oip", "idp", "ioc", "sta", "ooc"),
        *("hst", "poc", "all", "total", "both", "f", "m", "female", "male", "femme"),
        *("homme", "femmes", "hommes", "mujer", "hombre", "mujeres", "hombres"),
        *("ذكر", "أنثى", "ذكور", "إناث"),
    ]
)
_COUNT_SHAPE = re.compile(r"[-+]?[0-9]{1,6}(?:[.,][0-9]{1,3})?")
_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "jan",
            "feb",
            "mar",
            "apr",
            "may",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct",
            "nov",
            "dec",
        ],
        start=1,
    )
}


class BadValueError(ValueError):
    """A cell that cannot be what its column says; ``reason`` is a short code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def text_of(cell: Cell) -> str:
    """The cell as text, trimmed; a whole float loses its ``.0``, nothing is padded."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return ""
        if cell.is_integer():
            return str(int(cell))
    return str(cell).replace("\N{NO-BREAK SPACE}", " ").strip()


def is_missing(cell: Cell) -> bool:
    """Whether the cell says nothing: empty, or one of the usual marks for it."""
    return text_of(cell).casefold() in MISSING


def count_of(cell: Cell) -> int | None:
    """A count of people: whole, not negative; ``None`` when the cell says nothing.

    Points and commas between thousands are refused rather than guessed at: ``1.200``
    is 1,200 in one country and 1.2 in the next. Spaces and apostrophes (``1 200``, as
    French files have them) can be read in one way only.

    :raises BadValueError: ``negative``, ``fraction``, ``separator``, ``number``,
        ``large``.
    """
    if is_missing(cell):
        return None
    if isinstance(cell, bool | date):
        raise BadValueError("number")
    text = text_of(cell)
    if set_apart := _SET_APART.fullmatch(text):
        text = text.replace(set_apart[1], "")
    if _WHOLE.fullmatch(text):
        digits = text.split(".")[0]
        # Python refuses to convert thousands of digits, with another error.
        if len(digits) > 100 or int(digits) > MAX_COUNT:
            raise BadValueError("large")
        return int(digits)
    raise BadValueError(_why_not_a_count(text))


def _why_not_a_count(text: str) -> str:
    if re.fullmatch(r"[-\u2212]\d+([.,]\d*)?", text):
        return "negative"
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        return "separator"
    if re.fullmatch(r"\d*[.,]\d+", text):
        return "fraction"
    return "number"


def date_of(cell: Cell) -> date | None:
    """A date in ISO form or ``2019-Apr-30``, with ``-`` or ``/``; else ``None``."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    match = re.match(r"(\d{4})[-/](\d{1,2}|[A-Za-z]{3})[-/](\d{1,2})(?!\d)", text)
    if match is None:
        return None
    year, month, day = match.groups()
    month_number = int(month) if month.isdigit() else _MONTHS.get(month.casefold(), 0)
    try:
        return date(int(year), month_number, int(day))
    except ValueError:
        return None


def plain_name(cell: Cell) -> str:
    """A place's name: NFC, no control characters, single spaces."""
    text = unicodedata.normalize("NFC", text_of(cell))
    kept = (c if unicodedata.category(c) != "Cc" else " " for c in text)
    return " ".join("".join(kept).split())


def has_markup(name: str) -> bool:
    """Whether a name holds what a browser would take for a tag or an entity."""
    return re.search(r"<[A-Za-z/!?]|&#?\w+;", name) is not None


def quotable_code(cell: Cell) -> str:
    """The area code if it has a P-code's shape, else empty (see findings)."""
    text = text_of(cell)
    return text if _CODE_SHAPE.fullmatch(text) else ""


def quotable_count(cell: Cell) -> str:
    """The count if it is a short number, else empty (see findings)."""
    text = text_of(cell)
    return text if _COUNT_SHAPE.fullmatch(text) else ""


def quotable_word(cell: Cell) -> str:
    """A known word for a group or sex, or a band of ages, else empty."""
    text = text_of(cell)
    is_known = text.casefold() in _CODE_WORDS or _BAND_SHAPE.fullmatch(text)
    return text if is_known else ""


def kind_of(cell: Cell) -> str:
    """What kind of value a cell holds, said without the value itself."""
    if is_missing(cell):
        return _("empty")
    if isinstance(cell, bool):
        return _("yes or no")
    if isinstance(cell, Enum):
        return _("formula")
    if date_of(cell) is not None:
        return _("date")
    text = text_of(cell)
    if _WHOLE.fullmatch(text):
        return _("whole number")
    if re.fullmatch(r"[-\u2212]?\d+(?:[.,]\d+)*", text):
        return _("number with a sign, point or comma")
    return _("text")
