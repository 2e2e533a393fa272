"""What a clerk types from a ballot sheet, and the one way in which it is written down.

A clerk types what stands on the sheet, also where it cannot count: numbers of proposals
(``3 7 12``), ``0`` for a blank sheet, ``-`` for one that nobody can read. A number with
points, or with its place in an order, is ``3:5``. Spaces, commas, full stops and plus
signs all part two marks, and a star stands for the colon, so that the number pad alone is
enough. Whatever was typed, the same sheet always becomes the same text: two readings
agree when their texts do.
"""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum
from typing import Final

BLANK: Final = "0"
UNREADABLE: Final = "-"
#: No sheet gives more to one proposal; a longer number is a slip of the finger.
_MOST_POINTS = 1_000
#: ``x``, and what the same key and that of a dash give on other keyboards.
_TYPED_UNREADABLE = frozenset({"-", "–", "—", "x", "ء"})
_COLON = re.compile(r"\s*[:*=]\s*")
_BETWEEN = re.compile(r"[\s,;.+/،؛-]+")
_MARK = re.compile(r"(\d{1,4})(?::(\d{1,4}))?")


class Marking(StrEnum):
    """What a voter does on the sheet."""

    TICKS = "ticks"
    POINTS = "points"
    ORDER = "order"


class Fault(StrEnum):
    """Why a line cannot be what stands on any sheet: it was mistyped."""

    EMPTY = "empty"
    NO_MARK = "no-mark"
    NOT_ON_THE_BALLOT = "not-on-the-ballot"
    TWICE = "twice"
    POINTS_MISSING = "points-missing"
    POINTS_NOT_ASKED = "points-not-asked"
    MIXED = "mixed"


class MarksError(ValueError):
    """A line that was mistyped; ``mark`` is the part of it that cannot be."""

    def __init__(self, fault: Fault, mark: str = "") -> None:
        super().__init__(f"{fault}: {mark}" if mark else str(fault))
        self.fault, self.mark = fault, mark


def read_marks(typed: str, *, numbers: Collection[int], marking: Marking) -> str:
    """The line as it is kept. Digits of any script are read.

    Whether it is a good ballot is not asked here: too many marks, or points given twice
    over, are what the voter did. Raises MarksError for what no sheet can show.
    """
    text = _western_digits(typed).strip().lower()
    if not text:
        raise MarksError(Fault.EMPTY)
    if text in _TYPED_UNREADABLE:
        return UNREADABLE
    parts = [each for each in _BETWEEN.split(_COLON.sub(":", text)) if each]
    if parts == [BLANK]:
        return BLANK
    given: dict[int, int | None] = {}
    for part in parts:
        number, points = _mark(part, numbers)
        if number in given:
            raise MarksError(Fault.TWICE, str(number))
        given[number] = points
    if not given:
        raise MarksError(Fault.NO_MARK, text[:20])
    return _WRITTEN[marking](given) or BLANK


def choices_of(marks: str) -> list[int] | dict[int, int] | None:
    """What a kept line says: numbers, or each with its points or place.

    Empty for a blank sheet, None for one that nobody can read.
    """
    if marks == UNREADABLE:
        return None
    if marks == BLANK:
        return []
    if ":" not in marks:
        return [int(number) for number in marks.split()]
    pairs = (each.split(":") for each in marks.split())
    return {int(number): int(points) for number, points in pairs}


def _mark(part: str, numbers: Collection[int]) -> tuple[int, int | None]:
    found = _MARK.fullmatch(part)
    if found is None:
        raise MarksError(Fault.NO_MARK, part[:20])
    number, points = int(found[1]), None if found[2] is None else int(found[2])
    if number not in numbers:
        raise MarksError(Fault.NOT_ON_THE_BALLOT, str(number))
    if points is not None and points > _MOST_POINTS:
        raise MarksError(Fault.NO_MARK, part[:20])
    return number, points


def _ticks(given: dict[int, int | None]) -> str:
    for number, points in given.items():
        if points is not None:
            raise MarksError(Fault.POINTS_NOT_ASKED, f"{number}:{points}")
    return " ".join(str(number) for number in sorted(given))


def _points(given: dict[int, int | None]) -> str:
    for number, points in given.items():
        if points is None:
            raise MarksError(Fault.POINTS_MISSING, str(number))
    return " ".join(
        f"{number}:{given[number]}" for number in sorted(given) if given[number]
    )


def _order(given: dict[int, int | None]) -> str:
    """Numbers in the order typed, or with the places written; gaps are closed.

    Two in the same place stay so: that is a sheet which does not count.
    """
    without = [number for number, place in given.items() if place is None]
    if without and len(without) < len(given):
        raise MarksError(Fault.MIXED, str(without[0]))
    places = (
        {number: at for at, number in enumerate(given, start=1)}
        if without
        else {number: place for number, place in given.items() if place}
    )
    ranks = {
        place: at for at, place in enumerate(sorted(set(places.values())), start=1)
    }
    in_order = sorted(places, key=lambda number: (places[number], number))
    return " ".join(f"{number}:{ranks[places[number]]}" for number in in_order)


_WRITTEN: Final = {
    Marking.TICKS: _ticks,
    Marking.POINTS: _points,
    Marking.ORDER: _order,
}


def _western_digits(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text
    )
