"""What an open table offers, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from maps.imports.findings import FileRefusedError, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maps.imports.values import Cell

#: As many rows as a spreadsheet can have, and more columns than any form has.
MAX_ROWS = 1_048_576
MAX_COLUMNS = 2_000


class Uncalculated(Enum):
    """Stands in a cell for a formula whose value was never saved."""

    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Span:
    """Cells of one row merged into one: rows from 1, columns from 0, both included."""

    top: int
    left: int
    right: int


class Table(Protocol):
    """An open file of one or more sheets, whose rows can be read more than once."""

    findings: list[Finding]
    #: Whether a row with more cells than headings has them in the wrong columns.
    cells_can_shift: bool

    @property
    def sheets(self) -> list[str]:
        """Names of the visible sheets; one empty name for CSV."""

    def rows(self, sheet: str) -> Iterator[tuple[Cell, ...]]:
        """Every row of a sheet in order, the first being row 1; cells may be fewer."""

    def merged(self, sheet: str) -> list[Span]:
        """Cells merged over several columns in the first rows of a sheet."""


def check_extent(rows: int, columns: int) -> None:
    """Refuse a sheet larger than a spreadsheet can be.

    :raises FileRefusedError: then.
    """
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise FileRefusedError(
            _("The sheet has more than %(rows)d rows or %(columns)d columns.")
            % {"rows": MAX_ROWS, "columns": MAX_COLUMNS},
            _("Delete what is empty or not needed, or split the file."),
        )
