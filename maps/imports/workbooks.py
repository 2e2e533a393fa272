"""XLSX workbooks, streamed: read as saved, bounded, and never executed."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from functools import cached_property
from itertools import count, zip_longest
from typing import TYPE_CHECKING, Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import (
    BUILTIN_FORMATS,
    is_date_format,
    is_timedelta_format,
)
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from maps.imports.findings import FileRefusedError, Finding
from maps.imports.hxl import SEARCH_ROWS
from maps.imports.sheets import MAX_COLUMNS, Span, Uncalculated, check_extent

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Iterator

    from maps.imports.sources import Source
    from maps.imports.values import Cell

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s+ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})\d{1,7}[\"']"
)
#: More bytes than either of the patterns can match.
_LONGEST_MATCH = 128
_STYLES = "xl/styles.xml"
_CHUNK = 1 << 20


class XlsxTable:
    """A workbook read as saved: no formula is worked out, no link is followed."""

    cells_can_shift = False

    def __init__(self, path: Source, stack: contextlib.ExitStack) -> None:
        """Open the workbook; ``stack`` closes it."""
        self._path = path
        self._stack = stack
        self._values = self._loaded(data_only=True)
        self._has_formula: dict[str, bool] = {}
        self.findings: list[Finding] = []

    @property
    def sheets(self) -> list[str]:
        """Names of the visible worksheets."""
        return [
            sheet.title
            for sheet in self._values.worksheets
            if sheet.sheet_state == "visible"
        ]

    def rows(self, sheet: str) -> Iterator[tuple[Cell, ...]]:
        """Every row; a formula gives its saved value, or ``Uncalculated``."""
        rows = (
            self._calculated_rows(sheet)
            if self._has_formulas(sheet)
            else _rows(self._values[sheet], values_only=True)
        )
        for number in count(1):
            try:
                padded = next(rows, None)
            except _XLSX_ERRORS as error:
                raise _damaged_workbook() from error
            if padded is None:
                return
            row = _without_tail(padded)
            check_extent(number, len(row))
            yield row

    def _calculated_rows(self, sheet: str) -> Iterator[tuple[Cell, ...]]:
        formulas = _rows(self._written[sheet], values_only=True)
        for cells, written in zip(
            _rows(self._values[sheet], values_only=False), formulas, strict=False
        ):
            yield tuple(
                _calculated(cell, formula)
                for cell, formula in zip_longest(cells, written)
            )

    def merged(self, sheet: str) -> list[Span]:
        """Merged cells among the first rows; openpyxl does not stream them."""
        spans: list[Span] = []
        for found in self._matches(sheet, _MERGED):
            left, top, right = found[1], int(found[2]), found[3]
            span = Span(top, _column(left), _column(right))
            if top <= SEARCH_ROWS and span.right > span.left:
                spans.append(span)
            if len(spans) == MAX_COLUMNS:
                break
        return spans

    @cached_property
    def _written(self) -> Any:
        """The workbook as written, opened only if a sheet has formulas."""
        return self._loaded(data_only=False)

    def _has_formulas(self, sheet: str) -> bool:
        """Look for formulas in the raw XML.

        Most sheets have none, and reading a sheet twice, to tell an empty cell from
        a formula that was never worked out, costs double.
        """
        if sheet not in self._has_formula:
            found = next(self._matches(sheet, _FORMULA), None)
            self._has_formula[sheet] = found is not None
        return self._has_formula[sheet]

    def _matches(
        self, sheet: str, pattern: re.Pattern[bytes]
    ) -> Iterator[re.Match[bytes]]:
        """What a pattern finds in a sheet's raw XML, a piece at a time."""
        worksheet_path = self._values[sheet]._worksheet_path.lstrip("/")
        try:
            with (
                self._path.open("rb") as octets,
                zipfile.ZipFile(octets) as archive,
                archive.open(worksheet_path) as stream,
            ):
                held = b""
                while chunk := stream.read(_CHUNK):
                    held += chunk
                    done = 0
                    for found in pattern.finditer(held):
                        yield found
                        done = found.end()
                    held = held[max(done, len(held) - _LONGEST_MATCH) :]
        except _XLSX_ERRORS as error:
            raise _damaged_workbook() from error

    def _loaded(self, *, data_only: bool) -> Any:
        """Open for reading values, leaving out what values do not need.

        ``openpyxl.load_workbook`` also builds every named style, of which workbooks
        that were copied together hold tens of thousands: half a minute for nothing.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                octets = self._stack.enter_context(self._path.open("rb"))
                reader = ExcelReader(
                    octets, read_only=True, data_only=data_only, keep_links=False
                )
                self._stack.callback(reader.archive.close)
                reader.read_manifest()
                reader.read_strings()
                reader.read_workbook()
                workbook: Any = reader.wb
                dates, durations = _date_styles(reader.archive)
                workbook._date_formats = dates
                workbook._timedelta_formats = durations
                reader.read_worksheets()
        except _XLSX_ERRORS as error:
            raise _damaged_workbook() from error
        return workbook


def _rows(worksheet: Any, *, values_only: bool) -> Iterator[tuple[Any, ...]]:
    # The declared extent is the sender's claim and may be a million empty rows.
    worksheet.reset_dimensions()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield from worksheet.iter_rows(values_only=values_only)


def _date_styles(archive: zipfile.ZipFile) -> tuple[set[int], set[int]]:
    """Indices of the cell styles that show dates, and durations.

    Without them a cell that says ``5 January`` would read as a count of 44,931.
    """
    formats = dict(BUILTIN_FORMATS)
    dates: set[int] = set()
    durations: set[int] = set()
    if _STYLES not in archive.namelist():
        return dates, durations
    index = -1
    inside = False
    with archive.open(_STYLES) as stream:
        for event, element in iterparse(stream, events=("start", "end")):
            name = element.tag.rpartition("}")[2]
            if name == "cellXfs":
                inside = event == "start"
            elif event == "start" and name == "numFmt":
                formats[int(element.get("numFmtId"))] = element.get("formatCode")
            elif event == "start" and name == "xf" and inside:
                index += 1
                shown_as = formats.get(int(element.get("numFmtId", 0)))
                if is_date_format(shown_as):
                    dates.add(index)
                if is_timedelta_format(shown_as):
                    durations.add(index)
            if event == "end":
                element.clear()
    return dates, durations


_XLSX_ERRORS = (
    InvalidFileException,
    DefusedXmlException,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    EOFError,
    OSError,
    RuntimeError,
)
"""What openpyxl lets through when a workbook is not as it should be (``SyntaxError``
is the base of the XML parser's own error, ``RuntimeError`` of what zipfile says of
packing and encryption that it does not know)."""


def _column(letters: bytes) -> int:
    """0 for A, 26 for AA."""
    return column_index_from_string(letters.decode()) - 1


def _without_tail(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The row without the empty cells at its end: formatting alone makes thousands."""
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]


def _calculated(cell: Any, written: Cell) -> Cell:
    """The cell's saved value; ``Uncalculated`` for a formula without one.

    ``str`` without a value is how a formula's empty text is saved.
    """
    value: Cell = None if cell is None else cell.value
    if value is not None or cell is None or cell.data_type == "str":
        return value
    is_formula = (
        isinstance(written, str) and written.startswith("=")
    ) or not isinstance(written, _PLAIN_TYPES)
    return Uncalculated.FORMULA if is_formula else None


#: openpyxl gives array and table formulas as objects of its own.
_PLAIN_TYPES = (str, int, float, bool, type(None))


def _damaged_workbook() -> FileRefusedError:
    return FileRefusedError(
        _("The workbook is damaged or not a workbook."),
        _("Open it in a spreadsheet and save it again as .xlsx, or as CSV."),
    )
