"""The three tables of a Pabulib file, cut out of its text.

The format (pabulib.org/format): parts headed ``META``, ``PROJECTS`` and ``VOTES``, each a
table with a header row, semicolons between cells and quotes as in CSV.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from participation.tally.findings import Finding, Issue, PabulibError

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = ("META", "PROJECTS", "VOTES")
HEADING_INSIDE = re.compile(r"^(?:META|PROJECTS|VOTES)\s*$", re.MULTILINE)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Row(NamedTuple):
    """A row of one part: its first line, and its cells as long as the header."""

    part: str
    line: int
    cells: list[str]


@dataclass(slots=True)
class Header:
    """The columns of a part, by lower-case name, and the line they stand in.

    ``width`` is the number of cells up to the last named column.
    """

    line: int
    columns: dict[str, int] = field(default_factory=dict)
    width: int = 0


class Tables:
    """Reads the rows of all parts once, in order, and notes faults of form."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.faults: list[Finding] = []
        self.headers: dict[str, Header] = {}

    def rows(self) -> Iterator[Row]:
        """Yield the rows under each header. Raises ``PabulibError`` if undecodable."""
        part = ""
        header: Header | None = None
        for line, cells in self._raw_rows():
            heading = cells[0].strip().upper()
            if heading in PARTS and not any(cells[1:]):
                part, header = heading, None
                if part in self.headers:
                    # Its rows may have other columns; the fault is said, they are not read.
                    self._fault(line, Issue.PART_REPEATED, part)
                    part = "?"
            elif not part:
                self._fault(line, Issue.BEFORE_PARTS, cells[0], "META")
                part = "?"
            elif part in PARTS and header is None:
                header = self._header(part, line, cells)
            elif header is not None:
                yield self._row(part, header, line, cells)
        for missing in PARTS:
            if missing not in self.headers:
                self._fault(0, Issue.PART_MISSING, missing)

    def _header(self, part: str, line: int, cells: list[str]) -> Header:
        header = self.headers.setdefault(part, Header(line))
        for place, cell in enumerate(cells):
            name = cell.strip().lower()
            if name and header.columns.setdefault(name, place) != place:
                self._fault(line, Issue.COLUMN_REPEATED, name)
        header.width = max(header.columns.values(), default=-1) + 1
        return header

    def _row(self, part: str, header: Header, line: int, cells: list[str]) -> Row:
        width = header.width
        if part == "META":
            cells = [cells[0], ";".join(cells[1:])]
        elif len(cells) != width:
            if any(cells[width:]):
                self._fault(line, Issue.ROW_TOO_LONG, cells[width], f"{width} cells")
            cells.extend([""] * (width - len(cells)))
        return Row(part, line, cells)

    def _raw_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the first line and the cells of every row that is not blank."""
        data = self._data.removeprefix(BYTE_ORDER_MARK)
        text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
        reader = csv.reader(text, delimiter=";")
        line = 1
        try:
            for cells in reader:
                if reader.line_num > line:
                    self._check_quotes(line, cells)
                if any(cells) and any(map(str.strip, cells)):
                    yield line, cells
                line = reader.line_num + 1
        except UnicodeDecodeError as error:
            raise PabulibError([_undecodable(data)]) from error
        except csv.Error as error:
            self._fault(line, Issue.TABLE, str(error))

    def _check_quotes(self, line: int, cells: list[str]) -> None:
        if any(HEADING_INSIDE.search(cell) for cell in cells):
            self._fault(line, Issue.QUOTE)

    def _fault(
        self, line: int, issue: Issue, value: str = "", expected: str = ""
    ) -> None:
        self.faults.append(Finding(line, issue, value, expected))


def _undecodable(data: bytes) -> Finding:
    """Say where ``data`` stops being UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start : error.start + 1].hex()
        return Finding(line, Issue.ENCODING, f"byte 0x{byte}", "UTF-8")
    raise AssertionError("decoding failed in part and not as a whole")
