"""XLSX workbooks, streamed: read as saved, bounded, and never executed."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from itertools import count
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
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, WorkSheetParser

from maps.imports.findings import FileRefusedError, Finding
from maps.imports.hxl import SEARCH_ROWS
from maps.imports.plain_xml import elements
from maps.imports.sheets import MAX_COLUMNS, Span, Uncalculated, check_extent

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from maps.imports.sources import Source
    from maps.imports.values import Cell

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s+ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})\d{1,7}[\"']"
)
#: More bytes than the pattern can match.
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
        self._values = self._loaded()
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
        rows = _padded_rows(self._values[sheet])
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

    def _loaded(self) -> Any:
        """Open for reading values, leaving out what values do not need.

        ``openpyxl.load_workbook`` also builds every named style, of which workbooks
        that were copied together hold tens of thousands: half a minute for nothing.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                octets = self._stack.enter_context(self._path.open("rb"))
                reader = ExcelReader(
                    octets, read_only=True, data_only=True, keep_links=False
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


class _Rows(WorkSheetParser):
    """A sheet's cells as they were saved; a formula that never was worked out says so.

    Rows are all that is asked of a sheet, so openpyxl reads cells and nothing else.
    """

    def numbered(
        self, elements: Iterator[Element]
    ) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Number and cells of every row that the file has."""
        for element in elements:
            if element.tag == ROW_TAG:
                yield self.parse_row(element)  # type: ignore[arg-type]
                element.clear()

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """As openpyxl does; ``str`` is how a formula's empty text is saved."""
        cell: dict[str, Any] = super().parse_cell(element)
        if (
            cell["value"] is None
            and cell["data_type"] != "str"
            and element.find(FORMULA_TAG) is not None
        ):
            cell["value"] = Uncalculated.FORMULA
        return cell


def _padded_rows(worksheet: Any) -> Iterator[tuple[Cell, ...]]:
    """Every row from the first, with the rows and cells that the file leaves out.

    The declared extent is not asked: it is the sender's claim and may be a million
    empty rows.
    """
    book = worksheet.parent
    parser = _Rows(
        worksheet._worksheet_path,
        worksheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )
    done = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, cells in parser.numbered(elements(worksheet._get_source)):
            if number > done:
                yield from (() for _missing in range(number - done - 1))
                yield _padded(cells)
                done = number


def _padded(cells: list[dict[str, Any]]) -> tuple[Cell, ...]:
    """Values by column, the first being A; ``None`` between them."""
    if not cells:
        return ()
    row: list[Cell] = [None] * max(cell["column"] for cell in cells)
    for cell in cells:
        row[cell["column"] - 1] = cell["value"]
    return tuple(row)


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


def _damaged_workbook() -> FileRefusedError:
    return FileRefusedError(
        _("The workbook is damaged or not a workbook."),
        _("Open it in a spreadsheet and save it again as .xlsx, or as CSV."),
    )
