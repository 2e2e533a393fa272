"""Resident population from a table: area, year, persons."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from maps.imports.findings import FileRefusedError, Finding, FindingKind, FindingLog
from maps.imports.headings import Heading, find_heading
from maps.imports.place_codes import code_columns
from maps.imports.recognising import chosen_columns, either, exactly, only, tagged
from maps.imports.sheets import Table, Uncalculated, choose_sheet
from maps.imports.tables import MAX_BYTES, MAX_UNPACKED_BYTES, open_table
from maps.imports.values import (
    BadValueError,
    Cell,
    count_of,
    date_of,
    is_missing,
    quotable_code,
    quotable_count,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Fields that an explicit mapping may name.
POPULATION_FIELDS = ("code", "year", "persons")

#: The years that the database takes.
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class PopulationRow:
    """Residents of an area in a year; ``code`` is text, leading zeros kept."""

    row: int
    code: str
    year: int
    persons: int


@dataclass(frozen=True, slots=True)
class PopulationFile:
    """Good rows of a population table, and findings on the others."""

    rows: list[PopulationRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows_read: int = 0
    bad_rows: int = 0
    left_out: int = 0
    sheet: str = ""

    @property
    def has_errors(self) -> bool:
        """Whether the file is refused or a row of it is bad."""
        return self.bad_rows > 0 or self.is_refused

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file can be used, bad rows skipped or not."""
        return any(f.is_error and f.row is None for f in self.findings)


@dataclass(frozen=True, slots=True)
class _Columns:
    code: int
    persons: int
    year: int | None


def read_population(
    path: Path | str,
    *,
    level: int | None = None,
    year: int | None = None,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
    max_unpacked: int = MAX_UNPACKED_BYTES,
) -> PopulationFile:
    """Read residents by area and year from CSV or XLSX, plain or HXL-tagged.

    Reads OCHA's COD-PS layout too (``ADM2_PCODE``, ``T_TL``).  Rows without a figure
    are left out and counted; they are not zero.

    :param level: which of several code columns; the finest when left out.
    :param year: the year of a table that does not say.
    :param columns: explicit headings by field: code, year, persons.
    """
    try:
        with open_table(
            Path(path), max_bytes=max_bytes, max_unpacked=max_unpacked
        ) as table:
            name, heading = _sheet_and_heading(table, sheet, columns, level)
            matched = _match(heading, columns, level)
            if matched.year is None and year is None:
                raise FileRefusedError(
                    _("Nothing says of which year the figures are."),
                    _("Give the year, or name its column."),
                    field="year",
                )
            return _read(table, name, heading, matched, year)
    except FileRefusedError as refusal:
        return PopulationFile(findings=[refusal.finding])


def _sheet_and_heading(
    table: Table,
    sheet: str | None,
    columns: Mapping[str, str] | None,
    level: int | None,
) -> tuple[str, Heading]:
    def is_recognised(heading: Heading) -> bool:
        try:
            _match(heading, columns, level)
        except FileRefusedError:
            return False
        return True

    headings = {
        name: find_heading(table.rows(name), is_recognised) for name in table.sheets
    }
    usable = [
        name for name, h in headings.items() if h is not None and is_recognised(h)
    ]
    name = choose_sheet(table, sheet, usable)
    heading = headings[name]
    if heading is None:
        raise FileRefusedError(
            _("No row of headings was found in the first 25 rows."),
            _("Put the headings into one row above the data."),
        )
    return name, heading


def _match(
    heading: Heading, columns: Mapping[str, str] | None, level: int | None
) -> _Columns:
    chosen = chosen_columns(heading, columns or {}, fields=POPULATION_FIELDS)
    code = chosen.get("code", _code(heading, level))
    persons = chosen.get("persons", _persons(heading))
    if code is None or persons is None:
        raise FileRefusedError(
            _("No column is recognised as area code.")
            if code is None
            else _("No column is recognised as the number of residents."),
            _('Name the columns, for example code="adm2_pcode", persons="T_TL".'),
            field="code" if code is None else "persons",
        )
    return _Columns(code, persons, chosen.get("year", _year(heading)))


def _code(heading: Heading, level: int | None) -> int | None:
    levels = code_columns(heading)
    if level is None:
        return next(iter(levels), None)
    stated = [column for column, of_level in levels.items() if of_level == level]
    return stated[0] if stated else next((c for c in levels if levels[c] < 0), None)


_year = either(
    exactly("year", "reference year", "ref year", "annee", "ano", "date"),
    tagged("date", "year"),
    tagged("date"),
)

_PERSONS_HEADINGS = (
    "t tl", "total population", "population total", "population", "pop", "residents",
    "persons", "poblacion", "poblacion total", "population totale",
)  # fmt: skip


def _persons(heading: Heading) -> int | None:
    """The column of all residents; COD-PS calls it ``T_TL``."""
    tags = [
        column
        for column, tag in enumerate(heading.tags)
        if tag is not None
        and tag.name == "population"
        and tag.attributes <= {"total", "ind", "num", "all", "t"}
    ]
    if tags:
        return only(heading, tags, field="persons")
    return exactly(*_PERSONS_HEADINGS)(heading)


def _read(
    table: Table, name: str, heading: Heading, columns: _Columns, year: int | None
) -> PopulationFile:
    log = FindingLog()
    for finding in table.findings:
        log.add(finding)
    rows: dict[tuple[str, int], PopulationRow] = {}
    rows_read = left_out = 0
    for number, cells in enumerate(
        islice(table.rows(name), heading.row, None), start=heading.row + 1
    ):
        if all(is_missing(cell) for cell in cells):
            continue
        rows_read += 1
        try:
            row = _row(number, cells, columns, year)
        except _BadRowError as bad:
            log.add(bad.finding)
            continue
        if row is None:
            left_out += 1
        elif (row.code, row.year) in rows:
            log.add(_repeated(row))
        else:
            rows[row.code, row.year] = row
    if rows_read == 0:
        raise FileRefusedError(
            _("There is no row of data under the headings."),
            _("Check that the right sheet is named."),
        )
    return PopulationFile(
        rows=list(rows.values()),
        findings=log.kept,
        rows_read=rows_read,
        bad_rows=log.bad_rows,
        left_out=left_out,
        sheet=name,
    )


class _BadRowError(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def _row(
    number: int, cells: Sequence[Cell], columns: _Columns, year: int | None
) -> PopulationRow | None:
    def bad(field: str, message: str, remedy: str, value: str = "") -> _BadRowError:
        return _BadRowError(
            Finding(FindingKind.VALUE, message, remedy, number, field, value)
        )

    def cell(column: int) -> Cell:
        value = cells[column] if column < len(cells) else None
        if isinstance(value, Uncalculated):
            raise bad(
                "persons",
                _("The cell is a formula whose value was not saved."),
                _("Open the file in a spreadsheet, save it, and load it again."),
            )
        return value

    try:
        persons = count_of(cell(columns.persons))
    except BadValueError as error:
        raise bad(
            "persons",
            _("The number of residents is not a whole number of 0 or more."),
            _("Write digits only, for example 1200."),
            quotable_count(cell(columns.persons)),
        ) from error
    if persons is None:
        return None
    code = text_of(cell(columns.code))
    if is_missing(code):
        raise bad("code", _("There is no area code."), _("Give the area's P-code."))
    of_year = year if columns.year is None else _year_of(cell(columns.year))
    if of_year is None or not FIRST_YEAR <= of_year <= LAST_YEAR:
        raise bad("year", _("The year is not a year."), _("Write it like 2021."))
    return PopulationRow(number, code, of_year, persons)


def _year_of(cell: Cell) -> int | None:
    day = date_of(cell)
    if day is not None:
        return day.year
    text = text_of(cell)
    return int(text) if len(text) == 4 and text.isdecimal() else None


def _repeated(row: PopulationRow) -> Finding:
    return Finding(
        FindingKind.ROW,
        _("The area has two figures for the year %(year)d.") % {"year": row.year},
        _("Keep one of them."),
        row.row,
        "code",
        quotable_code(row.code),
    )
