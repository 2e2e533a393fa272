"""Counts of returnees from a file, added up while it streams past.

Nothing of a row survives it: no name, telephone number, coordinate or identifier is
in the result, in a message, in a log or on disk (privacy.md, rule 1; for what a
finding may quote see :mod:`maps.imports.findings`).

What an empty count means.  In tracking files a location that was visited and has no
returnees says 0; an empty cell says that nobody asked or nobody knew.  So an empty
count is neither zero nor an error: the row is left out, with its reason counted,
and an area of nothing but such rows stays without a figure.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar

from django.utils.translation import gettext as _

from maps.imports.choices import NOTHING_CHOSEN, Choices
from maps.imports.columns import (
    RETURN_ROLES,
    EachRow,
    ReturnColumns,
    settled_columns,
)
from maps.imports.counting import Count, LeftOut, Tally
from maps.imports.findings import (
    FileRefusedError,
    Finding,
    FindingKind,
    FindingLog,
    Severity,
)
from maps.imports.gazetteer import Gazetteer, PlaceProposal, places_finding
from maps.imports.looking import (
    Candidate,
    Look,
    Recognised,
    Subject,
    chosen_table,
    look_at,
    recognised,
)
from maps.imports.matching import AND, match
from maps.imports.placing import Placer
from maps.imports.return_rows import ReturnRow, RowReader
from maps.imports.tables import MAX_BYTES, MAX_UNPACKED_BYTES, open_table

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping
    from datetime import date

    from maps.imports.code_spellings import CodeProposal
    from maps.imports.headings import Heading
    from maps.imports.locating import AreaLocator
    from maps.imports.progress import Progress
    from maps.imports.sources import Source

K = TypeVar("K", bound="Hashable")

_BATCH_ROWS = 16_384


@dataclass(frozen=True, slots=True)
class ReturnsFile(Generic[K]):
    """What a returns file adds up to.

    ``counts`` maps (area key, group code) to persons and households.  ``rows_read``
    counts rows that hold anything; each of them is counted, or is one of
    ``bad_rows``, or stands in ``left_out`` under its reason.  ``columns`` maps our
    fields to the headings that were taken for them, ``recognised`` says why;
    ``fingerprint`` is what a remembered mapping knows the headings by.
    ``differing`` counts rows by the area code they name and that of their point.
    ``code_proposals`` and ``place_proposals`` are for a person to confirm in
    ``Choices``; none of them was used.  ``choices`` are those that were.
    """

    counts: dict[tuple[K, str], Count] = field(default_factory=dict)
    rows_read: int = 0
    bad_rows: int = 0
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    recognised: tuple[Recognised, ...] = ()
    fingerprint: str = ""
    each_row: EachRow = EachRow.PLACE
    differing: Mapping[tuple[str, str], int] = field(default_factory=dict)
    code_proposals: tuple[CodeProposal, ...] = ()
    place_proposals: tuple[PlaceProposal, ...] = ()
    choices: Choices = NOTHING_CHOSEN

    @property
    def has_errors(self) -> bool:
        """Whether the file is refused or a row of it is bad."""
        return self.bad_rows > 0 or any(finding.is_error for finding in self.findings)

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file can be used, bad rows skipped or not."""
        return any(f.is_error and f.row is None for f in self.findings)


def read_returns(
    path: Source | str,
    *,
    locate: AreaLocator[K],
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    group: str | None = None,
    round_name: str | None = None,
    on: date | None = None,
    each_row: EachRow | None = None,
    choices: Choices = NOTHING_CHOSEN,
    gazetteer: Gazetteer | None = None,
    other_levels: Mapping[str, Collection[str]] = MappingProxyType({}),
    max_bytes: int = MAX_BYTES,
    max_unpacked: int = MAX_UNPACKED_BYTES,
    progress: Progress | None = None,
) -> ReturnsFile[K]:
    """Read a CSV or XLSX file of returns and add it up by area and group.

    :param locate: the areas of the level that returns are counted at.
    :param sheet: the worksheet, when several could be meant.
    :param columns: explicit headings by field; see ``RETURN_FIELDS``.
    :param group: RET, RDP, RRI or MIG: the group of a file that does not say; of a
        file that does, the one group to read.
    :param round_name: the round to read, of a file that holds several.
    :param on: a date in the reporting period to read, of a file with several.
    :param each_row: what a row stands for, when the file leaves it open.
    :param choices: what a person decided where guessing would be silent.
    :param gazetteer: names of the areas of ``locate``, to propose areas by.
    :param other_levels: codes of the areas of other levels, by a level's name, to say
        which one a file is of that has no area of this one.
    :param max_bytes: limit of the file, ``max_unpacked`` of a workbook's XML.
    :param progress: told after every few thousand rows how many are read.
    :raises ImportCancelledError: when ``progress`` does.
    """
    subject = _subject(columns, each_row)
    try:
        with open_table(path, max_bytes=max_bytes, max_unpacked=max_unpacked) as table:
            look = look_at(table, subject, sheet=sheet, columns=columns)
            candidate = chosen_table(look, table)
            heading = candidate.heading
            matching = match(heading, RETURN_ROLES, columns)
            matched = settled_columns(heading, matching, columns or {}, each_row)
            reading = _Reading(
                matched,
                locate,
                RowReader(
                    matched,
                    width=heading.width if table.cells_can_shift else None,
                    group=group,
                    on=on,
                    turn_axes=choices.turn_axes,
                    grid=choices.grid,
                ),
                choices,
            )
            for finding in (*table.findings, *look.findings):
                reading.log.add(finding)
            reading.read(
                table.rows(candidate.sheet), skip=heading.row, progress=progress
            )
            return reading.result(candidate, round_name, gazetteer, other_levels)
    except FileRefusedError as refusal:
        return ReturnsFile(findings=[refusal.finding])


def look_at_returns(
    path: Source | str,
    *,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    each_row: EachRow | None = None,
    max_bytes: int = MAX_BYTES,
    max_unpacked: int = MAX_UNPACKED_BYTES,
) -> Look:
    """The tables of a file that could hold returns; parameters as ``read_returns``.

    :raises FileRefusedError: the file cannot be read at all.
    """
    with open_table(path, max_bytes=max_bytes, max_unpacked=max_unpacked) as table:
        return look_at(
            table,
            _subject(columns, each_row),
            sheet=sheet,
            columns=columns,
            thorough=True,
        )


def _subject(columns: Mapping[str, str] | None, each_row: EachRow | None) -> Subject:
    return Subject(
        roles=RETURN_ROLES,
        check=lambda heading, matching: settled_columns(
            heading, matching, columns or {}, each_row
        ),
        counts=("individuals", "households", "household_size"),
        places=("code", "name", "latitude", "easting", "latlon"),
    )


class _Reading(Generic[K]):
    """One pass over the rows: read, place, add up."""

    def __init__(
        self,
        columns: ReturnColumns,
        locate: AreaLocator[K],
        reader: RowReader,
        choices: Choices,
    ) -> None:
        self.columns = columns
        self.locate = locate
        self.reader = reader
        self.log = FindingLog()
        self.left_out: Counter[LeftOut] = Counter()
        self.tally = Tally()
        self.placer = Placer(
            locate,
            quotes=columns.each_row is EachRow.PLACE,
            choices=choices,
        )
        self.rows_read = 0

    def read(
        self,
        rows: Iterator[tuple[object, ...]],
        *,
        skip: int,
        progress: Progress | None,
    ) -> None:
        numbered = enumerate(islice(rows, skip, None), start=skip + 1)
        while batch := list(islice(numbered, _BATCH_ROWS)):
            parsed = [
                row for number, cells in batch if (row := self._row(number, cells))
            ]
            for row, area in zip(
                parsed, self.placer.place(parsed, self.log), strict=True
            ):
                if area is not None:
                    self.tally.add(area, row)
            if progress is not None:
                # How many there are is not known before the last.
                progress(self.rows_read, None, bad=self.log.bad_rows)

    def _row(self, number: int, cells: tuple[object, ...]) -> ReturnRow | None:
        outcome = self.reader.read(number, cells)
        if outcome is None:
            return None
        self.rows_read += 1
        if isinstance(outcome, ReturnRow):
            return outcome
        if isinstance(outcome, LeftOut):
            self.left_out[outcome] += 1
        else:
            self.log.add_all_of_row(outcome)
        return None

    def result(
        self,
        candidate: Candidate,
        round_name: str | None,
        gazetteer: Gazetteer | None,
        other_levels: Mapping[str, Collection[str]],
    ) -> ReturnsFile[K]:
        grid = self.reader.points.grid
        self.placer.check()
        grid.check(self.placer.points_inside)
        if self.rows_read == 0:
            raise FileRefusedError(
                _("There is no row of data under the headings."),
                _("Check that the right sheet is named."),
            )
        self.reader.check(self.rows_read, self.left_out)
        totals = self.tally.totals(round_name, self.left_out)
        codes = self.placer.unplaced.code_proposals(self.locate)
        places = self.placer.unplaced.place_proposals(gazetteer)
        quotes = self.columns.each_row is EachRow.PLACE
        for finding in (
            *self.placer.notes(),
            *(proposal.finding(quotes=quotes) for proposal in codes),
            *([places_finding(places)] if places else []),
            *self.reader.notes(),
            *filter(None, [grid.question(self.locate.borders, is_needed=not totals)]),
            *self.tally.notes(),
        ):
            self.log.add(finding)
        if self.columns.each_row is not EachRow.PLACE:
            self.log.add(_listing_note(self.columns.each_row))
        if not totals:
            # A code that another level has as it stands is no other spelling here.
            level = self.placer.unplaced.other_level(other_levels, by_rule=not codes)
            self.log.add(self._nothing_counted(level))
        return ReturnsFile(
            counts={
                (self.locate.key(area), group): count
                for (area, group), count in totals.items()
            },
            rows_read=self.rows_read,
            bad_rows=self.log.bad_rows,
            left_out=dict(self.left_out),
            findings=self.log.kept,
            sheet=candidate.sheet,
            fingerprint=candidate.fingerprint,
            columns=_headings_used(self.columns, candidate.heading),
            recognised=recognised(
                candidate,
                {
                    **self.columns.by_field,
                    "code": self.columns.codes,
                    "name": self.columns.names,
                },
            ),
            each_row=self.columns.each_row,
            differing=self.placer.by_pair(),
            code_proposals=codes,
            place_proposals=places,
            choices=self.placer.choices,
        )

    def _nothing_counted(self, other_level: str | None) -> Finding:
        """An error on the whole file, beside those on its rows."""
        if other_level is not None:
            return Finding(
                FindingKind.FILE,
                _("The codes of the file are those of another level: %(level)s.")
                % {"level": other_level},
                _("Count by that level."),
                field="level",
            )
        if self.placer.misses:
            return Finding(
                FindingKind.FILE,
                _("No row could be given an area."),
                _("Load the areas of this file first, or name the column of codes."),
                field="code",
            )
        return Finding(
            FindingKind.FILE,
            _("No row of the file could be counted."),
            _("See why rows were left out; another column or group may be meant."),
        )


def _headings_used(columns: ReturnColumns, heading: Heading) -> dict[str, str]:
    used = {name: heading.label(column) for name, column in columns.by_field.items()}
    if columns.codes:
        used["code"] = AND.join(map(heading.label, columns.codes))
    if columns.names:
        used["name"] = AND.join(map(heading.label, columns.names))
    return used


def _listing_note(each_row: EachRow) -> Finding:
    message = (
        _("Each row was counted as one person.")
        if each_row is EachRow.PERSON
        else _("Each row was counted as one household of the size it gives.")
    )
    return Finding(
        FindingKind.FILE,
        message,
        _("If the file has a column of counts, name it with individuals=."),
        severity=Severity.NOTE,
    )
