"""Where a sheet's headings are: under a title, above or below a row of HXL tags."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from maps.imports.hxl import SEARCH_ROWS, Tag, is_tag_row, parse_tag
from maps.imports.sheets import Uncalculated
from maps.imports.values import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from maps.imports.values import Cell


@dataclass(frozen=True)
class Heading:
    """Headings and tags by column, each possibly empty; data starts after ``row``."""

    headers: tuple[str, ...]
    tags: tuple[Tag | None, ...]
    row: int

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.headers)

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """Every heading as lower-case words without accents and punctuation."""
        return tuple(words_of(header) for header in self.headers)

    def label(self, column: int) -> str:
        """The heading of a column as people see it, else its tag."""
        tag = self.tags[column]
        plain = " ".join(self.headers[column].split())
        return plain or (str(tag) if tag else "")


def find_heading(
    rows: Iterable[Sequence[Cell]], is_recognised: Callable[[Heading], bool]
) -> Heading | None:
    """Find the headings in the first 25 rows, as the HXL standard does.

    A row of HXL tags settles it: the row above holds the headings.  Else the first
    row that ``is_recognised`` accepts; else the first with two filled cells.
    ``None`` for a sheet without any.
    """
    first = [tuple(map(_text, row)) for row in islice(rows, SEARCH_ROWS)]
    for number, row in enumerate(first, start=1):
        if is_tag_row(row):
            return _tagged(first, number)
    plain = [
        Heading(row, (None,) * len(row), number)
        for number, row in enumerate(first, start=1)
        if sum(map(bool, row)) >= 2
    ]
    return next(filter(is_recognised, plain), plain[0] if plain else None)


def words_of(header: str) -> tuple[str, ...]:
    """``"Estimated  # of returneeHHs "`` gives ``("estimated", "of", "returnee", "hhs")``."""
    split_case = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    decomposed = unicodedata.normalize("NFKD", split_case.casefold())
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return tuple(re.findall(r"[^\W_]+", bare))


def _tagged(first: list[tuple[str, ...]], number: int) -> Heading:
    above = first[number - 2] if number > 1 else ()
    width = max(len(above), len(first[number - 1]))
    tags = _padded(first[number - 1], width)
    return Heading(_padded(above, width), tuple(map(parse_tag, tags)), number)


def _padded(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*row, *("",) * (width - len(row)))


def _text(cell: Cell) -> str:
    return "" if isinstance(cell, Uncalculated) else text_of(cell)
