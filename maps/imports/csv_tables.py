"""Separated text, streamed: encoding and separator found out from the content."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from maps.imports.findings import FileRefusedError, Finding, FindingKind, Severity
from maps.imports.hxl import SEARCH_ROWS
from maps.imports.sheets import Span, check_extent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maps.imports.sources import Source
    from maps.imports.values import Cell

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_DELIMITERS = (",", ";", "\t", "|")
_CHUNK = 1 << 20


class CsvTable:
    """Separated text: encoding and separator are found out from the content."""

    #: A separator within a text moves the cells after it into other columns.
    cells_can_shift = True

    def __init__(self, path: Source) -> None:
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

    def merged(self, sheet: str) -> list[Span]:
        """None: text has no merged cells."""
        return []

    def _records(self, delimiter: str) -> Iterator[tuple[str, ...]]:
        with (
            self._path.open("rb") as octets,
            io.TextIOWrapper(octets, encoding=self.encoding, newline="") as stream,
        ):
            reader = csv.reader(stream, delimiter=delimiter)
            try:
                for number, record in enumerate(reader, start=1):
                    check_extent(number, len(record))
                    yield tuple(record)
            except (csv.Error, UnicodeError) as error:
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


def _encoding_of(path: Source) -> str:
    with path.open("rb") as stream:
        if stream.read(2) in UTF16_MARKS:
            return "utf-16"
    for encoding in ("utf-8-sig", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    return "latin-1"


def _decodes(path: Source, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
