"""What a reader has to say about a file: the finding, and how findings are kept.

Privacy rule of every finding (privacy.md, rule 1).  A finding goes to a screen and
to a log, so it names the row by number and the field by our own name for it, and
quotes a value only when all of these hold:

* the file has one row a place, not one row a person or household;
* the field is an area code, a count, a population group, a year or a period:
  never a name, a telephone number, a coordinate or a column that we do not read;
* the value has the *shape* of that field (see :mod:`maps.imports.values`), because
  a shifted column puts a name or a telephone number under the heading of a count.

Headings are quoted only when they were recognised, because a file without a
heading row has a person's data in its first row.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Findings kept in full; beyond it they are only counted, so that a hostile file
#: of a million bad rows cannot fill the memory or the screen.
MAX_FINDINGS = 500


class FindingKind(StrEnum):
    """What the finding is about, and so how much of the file it spoils."""

    FILE = "file"
    ROW = "row"
    VALUE = "value"
    SOURCE = "source"


class Severity(StrEnum):
    """An error keeps its row (or the file) from being stored; a note does not."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a file.

    ``row`` is the row's number as a spreadsheet shows it (the heading is row 1; for
    geographic files the first feature is 1), ``None`` for the file as a whole.
    ``field`` is our name of the field.  ``value`` is empty unless the privacy rule
    of this module allows quoting it; ``value_kind`` says what kind of value it is
    ("text", "date"), which gives nothing away.  ``message`` says what is wrong and ``remedy``
    what to do, both translated.
    """

    kind: FindingKind
    message: str
    remedy: str = ""
    row: int | None = None
    field: str = ""
    value: str = ""
    severity: Severity = Severity.ERROR
    value_kind: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it keeps something from being stored."""
        return self.severity is Severity.ERROR


class FileRefusedError(Exception):
    """The file as a whole cannot be read; carries the finding that says why."""

    def __init__(self, message: str, remedy: str = "", *, field: str = "") -> None:
        super().__init__(message)
        self.finding = Finding(FindingKind.FILE, message, remedy, field=field)


@dataclass(slots=True)
class RowNumbers:
    """Counts rows and remembers the numbers of the first few, to name them."""

    limit: int = 12
    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        """Count one row."""
        self.count += 1
        if len(self.first) < self.limit:
            self.first.append(number)

    def __str__(self) -> str:
        more = "…" if self.count > len(self.first) else ""
        return ", ".join(map(str, self.first)) + more


@dataclass(slots=True)
class FindingLog:
    """Collects findings: the first ``limit`` in full, the others by number only."""

    limit: int = MAX_FINDINGS
    kept: list[Finding] = field(default_factory=list)
    bad_rows: int = 0
    unkept: Counter[Severity] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        """Keep or count one finding; errors that name a row count as a bad row."""
        if finding.is_error and finding.row is not None:
            self.bad_rows += 1
        self._keep(finding)

    def add_all_of_row(self, findings: list[Finding]) -> None:
        """Findings of one and the same row: at most one bad row."""
        if any(finding.is_error for finding in findings):
            self.bad_rows += 1
        for finding in findings:
            self._keep(finding)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.kept)

    def _keep(self, finding: Finding) -> None:
        # A finding on the whole file is never dropped: it is what a reader needs most.
        if finding.row is None or len(self.kept) < self.limit:
            self.kept.append(finding)
        else:
            self.unkept[finding.severity] += 1
