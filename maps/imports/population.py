"""Resident population from a table: area, year, persons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maps.imports.counting import LeftOut
from maps.imports.findings import FileRefusedError, Finding, FindingKind, FindingLog
from maps.imports.gazetteer import place_key
from maps.imports.looking import (
    Candidate,
    Look,
    Recognised,
    Subject,
    chosen_table,
    look_at,
    recognised,
)
from maps.imports.matching import AND, Matching, Role, match, refuse_if_open
from maps.imports.place_columns import (
    UNSTATED,
    code_columns,
    code_proposals,
    name_proposals,
)
from maps.imports.proposing import BY_TAG, Finder, Proposal, either, exactly, tagged
from maps.imports.sheets import Uncalculated
from maps.imports.tables import MAX_BYTES, MAX_UNPACKED_BYTES, open_table
from maps.imports.values import (
    BadValueError,
    Cell,
    count_of,
    date_of,
    is_missing,
    kind_of,
    plain_name,
    quotable_code,
    quotable_count,
    text_of,
)
from maps.imports.vocabulary import is_total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from maps.imports.headings import Heading
    from maps.imports.sheets import Table
    from maps.imports.sources import Source

#: The years that the database takes.
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class PopulationRow:
    """Residents of an area in a year; ``code`` is text, leading zeros kept.

    ``names`` are those of the area and of areas around it, one for every column of
    names, finest first; without a code they are all that says which area is meant.
    """

    row: int
    code: str
    year: int
    persons: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PopulationFile:
    """Good rows of a population table, and findings on the others."""

    rows: list[PopulationRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows_read: int = 0
    bad_rows: int = 0
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
    sheet: str = ""
    recognised: tuple[Recognised, ...] = ()
    fingerprint: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """The headings that were taken, by role."""
        used: dict[str, str] = {}
        for column in self.recognised:
            if column.is_taken:
                earlier = used.get(column.role)
                used[column.role] = AND.join(filter(None, [earlier, column.label]))
        return used

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
    code: int | None
    names: tuple[int, ...]
    persons: int
    year: int | None


def read_population(
    path: Source | str,
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
    are left out and counted; they are not zero.  So are lines that sum others.

    :param level: which of several code columns; the finest when left out.
    :param year: the year of a table that does not say.
    :param columns: explicit headings by field: code, name, year, persons.
    """
    subject = _subject(level)
    try:
        with open_table(path, max_bytes=max_bytes, max_unpacked=max_unpacked) as table:
            look = look_at(table, subject, sheet=sheet, columns=columns)
            candidate = chosen_table(look, table)
            heading = candidate.heading
            matching = match(heading, subject.roles, columns)
            matched = _settled(heading, matching)
            if matched.year is None and year is None:
                raise FileRefusedError(
                    _("Nothing says of which year the figures are."),
                    _("Give the year, or name its column."),
                    field="year",
                )
            for finding in look.findings:
                table.findings.append(finding)
            return _read(table, candidate, matched, year)
    except FileRefusedError as refusal:
        return PopulationFile(findings=[refusal.finding])


def look_at_population(
    path: Source | str,
    *,
    level: int | None = None,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
    max_unpacked: int = MAX_UNPACKED_BYTES,
) -> Look:
    """The tables of a file that could hold residents; parameters as above.

    :raises FileRefusedError: the file cannot be read at all.
    """
    with open_table(path, max_bytes=max_bytes, max_unpacked=max_unpacked) as table:
        return look_at(
            table, _subject(level), sheet=sheet, columns=columns, thorough=True
        )


def population_roles(level: int | None = None) -> tuple[Role, ...]:
    """The roles of a table of residents.

    :param level: which of several code columns; the finest when left out.
    """
    return (
        Role("code", gettext_lazy("area code"), _codes(level)),
        Role("name", gettext_lazy("area name"), name_proposals, several=True),
        Role(
            "year",
            gettext_lazy("year"),
            either(
                exactly("year", "reference year", "ref year", "date"),
                exactly("annee", "annee de reference", "ano", "سنه", "السنه", "العام"),
                tagged("date", "year"),
                tagged("date"),
            ),
        ),
        Role("persons", gettext_lazy("residents"), _persons),
    )


def _subject(level: int | None) -> Subject:
    return Subject(
        roles=population_roles(level),
        check=_settled,
        counts=("persons",),
        places=("code", "name"),
    )


def _settled(heading: Heading, matching: Matching) -> _Columns:
    for role in population_roles():
        refuse_if_open(matching, heading, role)
    code, persons = matching.column("code"), matching.column("persons")
    names = matching.chosen.get("name", ())
    has_place = code is not None or bool(names)
    if not has_place or persons is None:
        raise FileRefusedError(
            _("No column is recognised as area code.")
            if not has_place
            else _("No column is recognised as the number of residents."),
            _('Name the columns, for example code="adm2_pcode", persons="T_TL".'),
            field="persons" if has_place else "code",
        )
    return _Columns(code, names, persons, matching.column("year"))


def _codes(level: int | None) -> Finder:
    """The one code column: of the level asked for, else the finest."""

    def find(heading: Heading) -> list[Proposal]:
        levels = code_columns(heading)
        if level is not None:
            stated = [c for c, of_level in levels.items() if of_level == level]
            unstated = [c for c, of_level in levels.items() if of_level == UNSTATED]
            meant = (stated or unstated)[:1]
        else:
            meant = list(levels)[:1]
        return [p for p in code_proposals(heading) if p.column in meant]

    return find


_PERSONS_HEADINGS = (
    "t tl", "total population", "population total", "population", "pop", "residents",
    "persons", "poblacion", "poblacion total", "total poblacion", "habitantes",
    "population totale", "habitants", "nombre d habitants", "عدد السكان", "السكان",
    "اجمالي السكان",
)  # fmt: skip


def _persons(heading: Heading) -> list[Proposal]:
    """The column of all residents; COD-PS calls it ``T_TL``."""
    tags = [
        Proposal(column, BY_TAG, _("HXL tag %(tag)s") % {"tag": tag})
        for column, tag in enumerate(heading.tags)
        if tag is not None
        and tag.name == "population"
        and tag.attributes <= {"total", "ind", "num", "all", "t"}
    ]
    return tags or exactly(*_PERSONS_HEADINGS)(heading)


def _read(
    table: Table, candidate: Candidate, columns: _Columns, year: int | None
) -> PopulationFile:
    name, heading = candidate.sheet, candidate.heading
    log = FindingLog()
    for finding in table.findings:
        log.add(finding)
    rows: dict[tuple[str, int], PopulationRow] = {}
    left_out: Counter[LeftOut] = Counter()
    rows_read = 0
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
        if isinstance(row, LeftOut):
            left_out[row] += 1
        elif (key := (row.code or place_key(row.names), row.year)) in rows:
            log.add(repeated(row))
        else:
            rows[key] = row
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
        fingerprint=candidate.fingerprint,
        recognised=recognised(
            candidate,
            {
                "code": () if columns.code is None else columns.code,
                "name": columns.names,
                "persons": columns.persons,
                "year": () if columns.year is None else columns.year,
            },
        ),
    )


class _BadRowError(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def _row(
    number: int, cells: Sequence[Cell], columns: _Columns, year: int | None
) -> PopulationRow | LeftOut:
    def bad(field: str, message: str, remedy: str, value: Cell = None) -> _BadRowError:
        return _BadRowError(
            Finding(
                FindingKind.VALUE,
                message,
                remedy,
                number,
                field,
                quotable_count(value),
                value_kind="" if value is None else kind_of(value),
            )
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

    code = "" if columns.code is None else text_of(cell(columns.code))
    code = "" if is_missing(code) or is_total(code) else code
    names = tuple(plain_name(cell(column)) for column in columns.names)
    if not code and any(map(is_total, names if any(names) else cells)):
        return LeftOut.TOTAL_ROW
    try:
        persons = count_of(cell(columns.persons))
    except BadValueError as error:
        raise bad(
            "persons",
            _("The number of residents is not a whole number of 0 or more."),
            _("Write digits only, for example 1200."),
            cell(columns.persons),
        ) from error
    if persons is None:
        return LeftOut.EMPTY_COUNT
    if not code and not any(names):
        raise bad("code", _("There is no area code."), _("Give the area's P-code."))
    of_year = year if columns.year is None else _year_of(cell(columns.year))
    if of_year is None or not FIRST_YEAR <= of_year <= LAST_YEAR:
        raise bad("year", _("The year is not a year."), _("Write it like 2021."))
    return PopulationRow(number, code, of_year, persons, names)


def _year_of(cell: Cell) -> int | None:
    day = date_of(cell)
    if day is not None:
        return day.year
    text = text_of(cell)
    return int(text) if len(text) == 4 and text.isdecimal() else None


def repeated(row: PopulationRow) -> Finding:
    """An area that has a figure for the year already."""
    return Finding(
        FindingKind.ROW,
        _("The area has two figures for the year %(year)d.") % {"year": row.year},
        _("Keep one of them."),
        row.row,
        "code",
        quotable_code(row.code),
    )
