"""Sheets of rows from CSV or XLSX, streamed, bounded, and never executed.

Nothing is copied to disk: a returns file holds people's rows.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import re
import warnings
import zipfile
import zlib
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

import openpyxl
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from maps.imports.archives import check_archive, check_size
from maps.imports.findings import FileRefusedError, Finding, FindingKind, Severity
from maps.imports.hxl import SEARCH_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from maps.imports.values import Cell

#: Larger files are split at the source; a national round has 1 to 5 MB.
MAX_BYTES = 100_000_000
#: Unpacked XLSX: about two million cells' worth of XML for each 100 MB.
MAX_UNPACKED_BYTES = 500_000_000
#: As many rows as a spreadsheet can have, and more columns than any form has.
MAX_ROWS = 1_048_576
MAX_COLUMNS = 2_000

_DELIMITERS = (",", ";", "\t", "|")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_CHUNK = 1 << 20


class Uncalculated(Enum):
    """Stands in a cell for a formula whose value was never saved."""

    FORMULA = "formula"


class Table(Protocol):
    """An open file of one or more sheets, whose rows can be read more than once."""

    findings: list[Finding]

    @property
    def sheets(self) -> list[str]:
        """Names of the visible sheets; one empty name for CSV."""

    def rows(self, sheet: str) -> Iterator[tuple[Cell, ...]]:
        """Every row of a sheet in order, the first being row 1; cells may be fewer."""


@contextlib.contextmanager
def open_table(
    path: Path, *, max_bytes: int = MAX_BYTES, max_unpacked: int = MAX_UNPACKED_BYTES
) -> Iterator[Table]:
    """Open a CSV (or TSV) or XLSX file by what it contains.

    :param max_bytes: limit of the file, ``max_unpacked`` of its unpacked XML.
    :raises FileRefusedError: here or while rows are read.
    """
    check_size(path, max_bytes=max_bytes)
    with path.open("rb") as stream:
        head = stream.read(8_192)
    if head.startswith(_OLE_MAGIC):
        raise FileRefusedError(
            _("The file is an old .xls workbook, or protected by a password."),
            _("Save it as .xlsx without a password, or as CSV."),
        )
    if head.startswith(b"PK"):
        check_archive(path, max_bytes=max_unpacked)
        with contextlib.ExitStack() as stack:
            yield XlsxTable(path, stack)
        return
    if b"\0" in head and not head.startswith(_UTF16_MARKS):
        raise FileRefusedError(
            _("The file is neither a table of text nor a workbook."),
            _("Save it as .xlsx or as CSV in UTF-8."),
        )
    yield CsvTable(path)


def choose_sheet(table: Table, wanted: str | None, usable: list[str]) -> str:
    """The sheet to read: the one asked for, else the only usable one.

    :param usable: sheets whose columns are recognised.
    :raises FileRefusedError: unknown sheet, none usable, or several.
    """
    if wanted is not None:
        for name in table.sheets:
            if " ".join(name.split()).casefold() == " ".join(wanted.split()).casefold():
                return name
        raise FileRefusedError(
            _("There is no sheet of that name."),
            _("Sheets are: %(names)s.") % {"names": ", ".join(table.sheets)},
            field="sheet",
        )
    if len(table.sheets) == 1:
        return table.sheets[0]
    if len(usable) == 1:
        return usable[0]
    raise FileRefusedError(
        _("The workbook has several sheets that could be meant."),
        _("Name one with sheet=: %(names)s.")
        % {"names": ", ".join(usable or table.sheets)},
        field="sheet",
    )


class CsvTable:
    """Separated text: encoding and separator are found out from the content."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.encoding = _encoding_of(path)
        self.findings: list[Finding] = []
        if self.encoding in ("cp1252", "latin-1"):
            self.findings.append(
                Finding(
                    FindingKind.FILE,
                    _("The file is not in UTF-8; it was read as Latin-1 (%(name)s).")
                    % {"name": "Windows-1252" if self.encoding == "cp1252" else "ISO"},
                    _("If headings look wrong, save it as “CSV UTF-8”."),
                    severity=Severity.NOTE,
                )
            )
        self.delimiter = self._delimiter()

    @property
    def sheets(self) -> list[str]:
        """One sheet, without a name."""
        return [""]

    def rows(self, sheet: str) -> Iterator[tuple[Cell, ...]]:
        """Every record; a quoted line break does not start a new one."""
        yield from self._records(self.delimiter)

    def _records(self, delimiter: str) -> Iterator[tuple[str, ...]]:
        with self._path.open(encoding=self.encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=delimiter)
            try:
                for number, record in enumerate(reader, start=1):
                    _check_extent(number, len(record))
                    yield tuple(record)
            except csv.Error as error:
                raise FileRefusedError(
                    _("The text is not well-formed CSV (a quote left open, perhaps)."),
                    _("Open it in a spreadsheet and save it as CSV UTF-8."),
                ) from error

    def _delimiter(self) -> str:
        """The separator under which the first rows have the most columns."""

        def columns_under(delimiter: str) -> int:
            widths = [
                len(record) for record in islice(self._records(delimiter), SEARCH_ROWS)
            ]
            return max(widths, key=widths.count, default=0)

        return max(_DELIMITERS, key=columns_under)


class XlsxTable:
    """A workbook read as saved: no formula is worked out, no link is followed."""

    def __init__(self, path: Path, stack: contextlib.ExitStack) -> None:
        self._path = path
        self._stack = stack
        self._values = self._loaded(data_only=True)
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
        try:
            values = _plain_rows(self._values[sheet])
            if not self._has_formulas(sheet):
                yield from values
                return
            formulas = _plain_rows(self._loaded(data_only=False)[sheet])
            for row, written in zip(values, formulas, strict=False):
                yield tuple(map(_calculated, row, written))
        except _XLSX_ERRORS as error:
            raise _damaged_workbook() from error

    def _has_formulas(self, sheet: str) -> bool:
        """Look for formulas in the raw XML: most sheets have none, and reading a
        sheet twice to tell an empty cell from an unsaved formula costs double."""
        worksheet_path = self._values[sheet]._worksheet_path.lstrip("/")
        with (
            zipfile.ZipFile(self._path) as archive,
            archive.open(worksheet_path) as stream,
        ):
            tail = b""
            while chunk := stream.read(_CHUNK):
                if _FORMULA.search(tail + chunk):
                    return True
                tail = chunk[-64:]
        return False

    def _loaded(self, *, data_only: bool) -> Any:
        try:
            with warnings.catch_warnings():
                # About styles and extensions that openpyxl leaves out; we read values.
                warnings.simplefilter("ignore")
                workbook = openpyxl.load_workbook(
                    self._path, read_only=True, data_only=data_only, keep_links=False
                )
        except _XLSX_ERRORS as error:
            raise _damaged_workbook() from error
        self._stack.callback(workbook.close)
        return workbook


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
)
"""What openpyxl lets through when XML inside a workbook is not as it should be
(``SyntaxError`` is the base of the XML parser's own error)."""


def _plain_rows(worksheet: Any) -> Iterator[tuple[Cell, ...]]:
    # The declared extent is the sender's claim and may be a million empty rows.
    worksheet.reset_dimensions()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, row in enumerate(worksheet.iter_rows(values_only=True), start=1):
            _check_extent(number, len(row))
            yield row


def _calculated(value: Cell, written: Cell) -> Cell:
    is_formula = (
        isinstance(written, str) and written.startswith("=")
    ) or not isinstance(written, _PLAIN_TYPES)
    return Uncalculated.FORMULA if value is None and is_formula else value


#: openpyxl gives array and table formulas as objects of its own.
_PLAIN_TYPES = (str, int, float, bool, type(None))


def _check_extent(rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise FileRefusedError(
            _("The sheet has more than %(rows)d rows or %(columns)d columns.")
            % {"rows": MAX_ROWS, "columns": MAX_COLUMNS},
            _("Delete what is empty or not needed, or split the file."),
        )


def _encoding_of(path: Path) -> str:
    with path.open("rb") as stream:
        if stream.read(2) in _UTF16_MARKS:
            return "utf-16"
    for encoding in ("utf-8-sig", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    return "latin-1"


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _damaged_workbook() -> FileRefusedError:
    return FileRefusedError(
        _("The workbook is damaged or not a workbook."),
        _("Open it in a spreadsheet and save it again as .xlsx, or as CSV."),
    )
