"""The first stage: which sheets of a file could be meant, and what is in them.

*Look* finds candidate tables, *match* (:mod:`maps.imports.matching`) gives their
headings roles, *read* (:mod:`maps.imports.returns`, ``population``) takes the rows.
The web wizard stops after each; the commands run through.

Sample rows are for a person to recognise a table by.  They show values only of
columns that can hold nothing personal and that have the shape of their role; of all
other cells they say the kind (see :func:`maps.imports.values.kind_of`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maps.imports.findings import FileRefusedError, Finding, FindingKind, Severity
from maps.imports.headings import Heading, find_heading, letter_of
from maps.imports.mappings import fingerprint_of
from maps.imports.matching import Matching, Role, match
from maps.imports.values import (
    is_missing,
    kind_of,
    quotable_code,
    quotable_count,
    quotable_word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from maps.imports.sheets import Table
    from maps.imports.values import Cell

#: Rows of a sheet that are looked at: enough to tell a list from its summary.
LOOK_ROWS: Final = 20_000
#: A sheet with this many times the rows of the next is the one that is meant.
_CLEARLY_MORE: Final = 1.5
SAMPLE_ROWS: Final = 5

#: Roles whose values may be shown if they have the shape of the role.
_SHOWN: Final = {
    "code": quotable_code,
    "individuals": quotable_count,
    "households": quotable_count,
    "persons": quotable_count,
    "year": quotable_count,
    "group": quotable_word,
    "sex": quotable_word,
    "age": quotable_word,
}


@dataclass(frozen=True)
class Subject:
    """What is looked for: the roles, and what a table needs to be read.

    ``check`` raises FileRefusedError where a table lacks something; ``counts`` and
    ``places`` are the roles of which a row that counts has one each.
    """

    roles: tuple[Role, ...]
    check: Callable[[Heading, Matching], object]
    counts: tuple[str, ...]
    places: tuple[str, ...]

    def is_usable(self, heading: Heading, columns: Mapping[str, str] | None) -> bool:
        """Whether a table under these headings can be read."""
        try:
            self.check(heading, match(heading, self.roles, columns))
        except FileRefusedError:
            return False
        return True


@dataclass(frozen=True)
class Candidate:
    """A sheet that could be meant.

    ``rows`` have a place and a count, at most ``LOOK_ROWS``.  ``lacks`` says why it
    cannot be read as it is, empty if it can.  ``labels`` are the headings, or
    letters where the row may be one of data.  ``samples`` are safe to show.
    """

    sheet: str
    heading: Heading = field(repr=False)
    matching: Matching
    rows: int
    lacks: str
    labels: tuple[str, ...] = ()
    samples: tuple[tuple[str, ...], ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether it can be read without a person's help."""
        return not self.lacks

    @property
    def has_points(self) -> bool:
        """Whether its rows have coordinates."""
        return bool(
            self.matching.chosen.keys() >= {"latitude", "longitude"}
            or "latlon" in self.matching.chosen
        )

    @property
    def fingerprint(self) -> str:
        """What a remembered mapping knows these headings by; empty if they are data."""
        return "" if self.heading.looks_like_data else fingerprint_of(self.heading)

    @property
    def why(self) -> str:
        """What speaks for the sheet, in a sentence."""
        text = (
            ngettext(
                "%(count)d row with a place and a count, coordinates too",
                "%(count)d rows with a place and a count, coordinates too",
                self.rows,
            )
            if self.has_points
            else ngettext(
                "%(count)d row with a place and a count",
                "%(count)d rows with a place and a count",
                self.rows,
            )
        )
        return text % {"count": self.rows}


@dataclass(frozen=True)
class Look:
    """The candidates of a file, best first, and the one that is meant, if clear."""

    candidates: tuple[Candidate, ...]
    chosen: Candidate | None = None
    findings: list[Finding] = field(default_factory=list)


def look_at(
    table: Table,
    subject: Subject,
    *,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    thorough: bool = False,
) -> Look:
    """Find the table that is meant: the one asked for, or the one with the content.

    Of several sheets that can be read the one is chosen that has coordinates where
    no other has, or clearly more rows with a place and a count: summaries repeat
    what the list of places says.

    :param thorough: count the rows even where there is nothing to choose.
    :raises FileRefusedError: unknown sheet.
    """
    names = [_named(table, sheet)] if sheet is not None else table.sheets
    limit = LOOK_ROWS if thorough or len(names) > 1 else SAMPLE_ROWS
    seen = [
        candidate
        for name in names
        if (candidate := _candidate(table, name, subject, columns, limit))
    ]
    ranked = sorted(seen, key=_rank, reverse=True)
    usable = [candidate for candidate in ranked if candidate.is_usable]
    if len(names) == 1:
        return Look(tuple(ranked), ranked[0] if ranked else None)
    if not usable or (len(usable) > 1 and not _is_clear(usable[0], usable[1])):
        return Look(tuple(ranked))
    findings = [_chosen_note(usable)] if len(usable) > 1 else []
    return Look(tuple(ranked), usable[0], findings)


def chosen_table(look: Look, table: Table) -> Candidate:
    """The candidate that is meant.

    :raises FileRefusedError: none has headings, or several could be meant.
    """
    if look.chosen is not None:
        return look.chosen
    if not look.candidates:
        raise FileRefusedError(
            _("No row of headings was found in the first 25 rows."),
            _("Put the headings into one row above the data."),
        )
    usable = [candidate for candidate in look.candidates if candidate.is_usable]
    raise FileRefusedError(
        _("The workbook has several sheets that could be meant."),
        _("Name the one to read: %(names)s.")
        % {
            "names": ", ".join(
                [f"{candidate.sheet} ({candidate.why})" for candidate in usable]
                or table.sheets
            )
        },
        field="sheet",
    )


def _named(table: Table, wanted: str) -> str:
    for name in table.sheets:
        if " ".join(name.split()).casefold() == " ".join(wanted.split()).casefold():
            return name
    raise FileRefusedError(
        _("There is no sheet of that name."),
        _("Sheets are: %(names)s.") % {"names": ", ".join(table.sheets)},
        field="sheet",
    )


def _candidate(
    table: Table,
    name: str,
    subject: Subject,
    columns: Mapping[str, str] | None,
    limit: int,
) -> Candidate | None:
    heading = find_heading(
        table.rows(name),
        lambda found: subject.is_usable(found, columns),
        table.merged(name),
    )
    if heading is None:
        return None
    try:
        matching = match(heading, subject.roles, columns)
        subject.check(heading, matching)
        lacks = ""
    except FileRefusedError as refusal:
        matching = match(heading, subject.roles)
        lacks = str(refusal)
    rows = islice(table.rows(name), heading.row, heading.row + limit)
    counted, samples = _looked_through(rows, matching, subject, heading)
    is_known = bool(matching.chosen) and not heading.looks_like_data
    labels = tuple(
        heading.label(column) if is_known else letter_of(column)
        for column in range(heading.width)
    )
    return Candidate(name, heading, matching, counted, lacks, labels, samples)


def _looked_through(
    rows: Iterable[Sequence[Cell]],
    matching: Matching,
    subject: Subject,
    heading: Heading,
) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """How many rows have a place and a count, and a few rows to show."""
    shown = {
        column: shape
        for role, shape in _SHOWN.items()
        for column in matching.chosen.get(role, ())
    }
    counts, places = (
        [c for role in roles for c in matching.chosen.get(role, ())]
        for roles in (subject.counts, subject.places)
    )
    counted = 0
    samples: list[tuple[str, ...]] = []
    for cells in rows:
        if all(map(is_missing, cells)):
            continue
        counted += _has_any(cells, counts) and _has_any(cells, places)
        if len(samples) < SAMPLE_ROWS:
            padded = (*cells, *(None,) * heading.width)[: heading.width]
            samples.append(
                tuple(
                    (column in shown and shown[column](cell)) or kind_of(cell)
                    for column, cell in enumerate(padded)
                )
            )
    return counted, tuple(samples)


def _has_any(cells: Sequence[Cell], columns: Sequence[int]) -> bool:
    return any(
        column < len(cells) and not is_missing(cells[column]) for column in columns
    )


def _rank(candidate: Candidate) -> tuple[bool, bool, int, int]:
    return (
        candidate.is_usable,
        candidate.has_points,
        candidate.rows,
        len(candidate.matching.chosen),
    )


def _is_clear(best: Candidate, second: Candidate) -> bool:
    if best.has_points and not second.has_points:
        return best.rows >= second.rows
    return best.rows >= _CLEARLY_MORE * max(1, second.rows)


def _chosen_note(usable: Sequence[Candidate]) -> Finding:
    return Finding(
        FindingKind.FILE,
        _("The sheet “%(sheet)s” was read: %(why)s.")
        % {"sheet": usable[0].sheet, "why": usable[0].why},
        _("If another is meant, name it: %(names)s.")
        % {"names": ", ".join(f"{c.sheet} ({c.why})" for c in usable[1:])},
        field="sheet",
        severity=Severity.NOTE,
    )


@dataclass(frozen=True, slots=True)
class Recognised:
    """A column that was taken for a role, or could be, and how sure that is.

    For people to read; made only of headings that were recognised.
    """

    role: str
    label: str
    confidence: float
    reason: str
    is_taken: bool


def recognised(
    candidate: Candidate, taken: Mapping[str, int | tuple[int, ...]]
) -> tuple[Recognised, ...]:
    """What was made of the headings, the columns taken first.

    :param taken: the columns that were in the end read, by role.
    """
    found: list[Recognised] = []
    for role, proposals in candidate.matching.proposals.items():
        columns = taken.get(role, ())
        columns = columns if isinstance(columns, tuple) else (columns,)
        found.extend(
            Recognised(
                role,
                candidate.heading.label(proposal.column),
                proposal.confidence,
                proposal.reason,
                proposal.column in columns,
            )
            for proposal in proposals
        )
    return tuple(sorted(found, key=lambda column: not column.is_taken))
