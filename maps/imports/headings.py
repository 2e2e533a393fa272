"""Where a sheet's headings are: under titles and legends, merged, beside HXL tags."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from maps.imports.folding import stem, words_of
from maps.imports.hxl import SEARCH_ROWS, Tag, is_tag_row, parse_tag
from maps.imports.sheets import Span, Uncalculated
from maps.imports.values import is_missing, quotable_code, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from maps.imports.values import Cell

#: Between the parts of a heading that stands under a wider one.
JOINT = " / "

_NUMBER = re.compile(r"[-+(]?\d[\d\s.,:/()-]*")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Heading:
    """Headings and tags by column, each possibly empty; data starts after ``row``.

    ``assumed`` are the columns that were put under a wider heading because the cell
    above them is blank, without the file saying how far that heading reaches.
    """

    headers: tuple[str, ...]
    tags: tuple[Tag | None, ...]
    row: int
    assumed: frozenset[int] = field(default=frozenset())

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.headers)

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """Every heading as lower-case words without accents and punctuation."""
        return tuple(words_of(header) for header in self.headers)

    @cached_property
    def stems(self) -> tuple[frozenset[str], ...]:
        """The same words without plural endings."""
        return tuple(frozenset(map(stem, split)) for split in self.words)

    def label(self, column: int) -> str:
        """The heading of a column as people see it, else its tag, else its letter."""
        tag = self.tags[column]
        plain = " ".join(self.headers[column].split())
        return plain or (str(tag) if tag else letter_of(column))

    @property
    def looks_like_data(self) -> bool:
        """Whether a cell holds a number, as a row of data does and headings do not."""
        return any(
            _NUMBER.fullmatch(header) and not _YEAR.fullmatch(header)
            for header in self.headers
        )


def letter_of(column: int) -> str:
    """The letters a spreadsheet shows over a column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_of(letters: str) -> int | None:
    """The column under a spreadsheet's letters, ``None`` if they are none."""
    if not re.fullmatch(r"[A-Z]{1,3}", letters):
        return None
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def find_heading(
    rows: Iterable[Sequence[Cell]],
    is_recognised: Callable[[Heading], bool],
    merged: Iterable[Span] = (),
) -> Heading | None:
    """Find the headings in the first 25 rows, as the HXL standard does.

    A row of HXL tags settles it: the headings are above it, or below when it comes
    first.  Else the first row that ``is_recognised`` accepts, together with rows of
    wider headings above it; else the first with two filled cells.  ``None`` for a
    sheet without any.

    :param merged: ranges of cells that the file says are one.
    """
    first = [tuple(map(_text, row)) for row in islice(rows, SEARCH_ROWS + 2)]
    stack = _Stack(first, list(merged))
    for number, row in enumerate(first[:SEARCH_ROWS], start=1):
        if is_tag_row(row):
            return _tagged(first, number, stack)
    # A row of wide headings can be recognised alone, as if each were over one column
    # only: so the row below it is tried first.
    plain = [
        heading
        for number, row in enumerate(first[:SEARCH_ROWS], start=1)
        if sum(map(bool, row)) >= 2
        for heading in (stack.joined(number + 1), stack.plain(number))
        if heading is not None
    ]
    return next(filter(is_recognised, plain), plain[0] if plain else None)


class _Stack:
    """The first rows of a sheet, of which some head groups of columns below them."""

    def __init__(self, first: list[tuple[str, ...]], merged: list[Span]) -> None:
        self.first = first
        self.merged = merged

    def plain(self, number: int) -> Heading:
        """A row as it stands; cells with a heading above or below them are doubtful.

        ``Individuals`` alone could be of anybody when a wider heading is above it.
        """
        row = self.first[number - 1]
        stacks = filter(None, (self.joined(number), self.joined(number + 1)))
        doubtful = {
            column
            for stacked in stacks
            for column, text in enumerate(row)
            if text and stacked.headers[column] != text
        }
        return Heading(row, (None,) * len(row), number, frozenset(doubtful))

    def joined(self, number: int) -> Heading | None:
        """The row's headings under those above, ``None`` if none is above it."""
        if not 2 <= number <= len(self.first) or not _heads(self.first[number - 1 :]):
            return None
        top = number
        while top > 1 and _is_row_of_groups(
            self.first[top - 2], self.first[top - 1], self.first[number - 1]
        ):
            top -= 1
        if top == number:
            return None
        width = max(map(len, self.first[top - 1 : number]))
        parts = [_padded(self.first[number - 1], width)]
        assumed: set[int] = set()
        for above in range(number - 1, top - 1, -1):
            group, guessed = self._spread(above, parts[0])
            parts.insert(0, group)
            assumed |= guessed
        headers = tuple(
            JOINT.join(filter(None, column)) for column in zip(*parts, strict=True)
        )
        return Heading(headers, (None,) * width, number, frozenset(assumed))

    def _spread(
        self, number: int, below: tuple[str, ...]
    ) -> tuple[tuple[str, ...], set[int]]:
        """Each heading of a row in all columns it stands over, and what is guessed.

        Where the file merges cells it is known; else a heading goes on until the
        next one.
        """
        over = list(_padded(self.first[number - 1], len(below)))
        spans = [span for span in self.merged if span.top == number]
        for span in spans:
            for column in range(span.left, min(span.right + 1, len(over))):
                over[column] = over[span.left]
        guessed: set[int] = set()
        for column in range(1, 0 if spans else len(over)):
            if not over[column] and below[column] and over[column - 1]:
                over[column] = over[column - 1]
                guessed.add(column)
        return tuple(over), guessed


def _is_row_of_groups(
    upper: tuple[str, ...], lower: tuple[str, ...], lowest: tuple[str, ...]
) -> bool:
    """Whether a row heads groups of columns, and is no title over the whole table.

    A title fills one cell, above or left of the first heading.
    """
    groups = [column for column, text in enumerate(upper) if text]
    own = [column for column, text in enumerate(lower) if text]
    if not groups or len(own) < 2 or any(map(_NUMBER.fullmatch, upper)):
        return False
    leftmost = next(column for column, text in enumerate(lowest) if text)
    return not set(own) <= set(groups) and (len(groups) > 1 or groups[0] > leftmost)


def _heads(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether the first row is headings: without values, over columns of numbers."""
    own, below = rows[0], rows[1:]
    if any(_NUMBER.fullmatch(text) or _is_value(text) for text in own):
        return False
    return any(
        own[column]
        for row in below
        for column, text in enumerate(row[: len(own)])
        if _NUMBER.fullmatch(text)
    )


def _is_value(text: str) -> bool:
    return bool(text) and (is_missing(text) or quotable_code(text) != "")


def _tagged(first: list[tuple[str, ...]], number: int, stack: _Stack) -> Heading:
    row = first[number - 1]
    last = number
    above = Heading((), (), number)
    if number > 1:
        above = stack.joined(number - 1) or stack.plain(number - 1)
    elif len(first) > 2 and _heads(first[1:]):
        above, last = stack.plain(2), 2
    width = max(above.width, len(row))
    cells = _padded(row, width)
    tags = tuple(map(parse_tag, cells))
    # A plain word between the tags heads its column.
    headers = tuple(
        head or ("" if tag else cell)
        for head, tag, cell in zip(
            _padded(above.headers, width), tags, cells, strict=True
        )
    )
    return Heading(headers, tags, last, above.assumed)


def _padded(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*row, *("",) * (width - len(row)))


def _text(cell: Cell) -> str:
    return "" if isinstance(cell, Uncalculated) else text_of(cell)
