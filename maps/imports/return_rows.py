"""One row of a returns file, read and checked; the reader keeps none of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maps.enums import Breakdown, PopulationGroup
from maps.imports import vocabulary
from maps.imports.columns import EachRow, ReturnColumns
from maps.imports.counting import LeftOut
from maps.imports.findings import (
    FileRefusedError,
    Finding,
    FindingKind,
    Severity,
)
from maps.imports.parts import age_of, sex_of
from maps.imports.row_points import PointReader, plain_cell
from maps.imports.sheets import Uncalculated
from maps.imports.values import (
    BadValueError,
    Cell,
    count_of,
    date_of,
    is_missing,
    kind_of,
    quotable_count,
    text_of,
)

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence
    from datetime import date

GROUPS = frozenset(PopulationGroup.values)
#: HAPI's codes of people who have not returned: good rows, of another subject.
OTHER_GROUPS = frozenset(
    {"REF", "ASY", "OIP", "IDP", "IOC", "STA", "OOC", "HST", "POC", "ALL"}
)


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """What counting needs of a row, for the moment of counting.

    ``codes`` finest first, ``names`` too, one for every column; ``lon`` and ``lat`` NaN without a usable point;
    ``parts`` are its persons by sex, or by age where it has no sex;
    ``household_id`` a hash.  ``occasion`` is (round, period), ``detail`` whether
    (sex, age) are everybody's.
    """

    number: int
    codes: tuple[str, ...]
    lon: float
    lat: float
    group: str
    individuals: int
    households: int | None
    household_id: int | None
    occasion: tuple[str, str]
    detail: tuple[bool, bool]
    names: tuple[str, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def has_point(self) -> bool:
        """Whether there is a usable point."""
        return not math.isnan(self.lon)


class _BadCellError(Exception):
    """A cell that spoils its row."""

    def __init__(
        self, field: str, message: str, remedy: str, cell: Cell = None
    ) -> None:
        super().__init__(message)
        self.field, self.message, self.remedy, self.cell = field, message, remedy, cell


class _LeaveOutError(Exception):
    """A good row that is not to be counted."""

    def __init__(self, reason: LeftOut) -> None:
        super().__init__(reason)
        self.reason = reason


class RowReader:
    """Reads rows one by one by their columns."""

    def __init__(
        self,
        columns: ReturnColumns,
        *,
        width: int | None = None,
        group: str | None = None,
        on: date | None = None,
        turn_axes: bool = False,
        grid: str = "",
    ) -> None:
        """Prepare to read rows.

        :param width: columns that a row may fill, where more would mean that its
            cells have shifted.
        :param group: the group to take, or to take alone.
        :param on: the date whose period to take.
        :param turn_axes: whether longitude stands where latitude should.
        :param grid: the system of points in metres, as a person confirmed it.
        :raises FileRefusedError: ``group`` is no code of returnees, ``grid`` no system.
        """
        if group is not None and group not in GROUPS:
            raise FileRefusedError(
                _("%(group)s is not a group of returnees.") % {"group": group},
                _("Groups are: %(groups)s.") % {"groups": ", ".join(sorted(GROUPS))},
                field="group",
            )
        self.columns = columns
        self.width = width
        self.group = group
        self.on = on
        self.periods_passed: set[str] = set()
        self.points = PointReader(columns, turn_axes=turn_axes, grid=grid)
        self.odd_households = 0

    def read(
        self, number: int, cells: Sequence[Cell]
    ) -> ReturnRow | LeftOut | list[Finding] | None:
        """A row to count, why it is left out, what is wrong, or ``None`` if empty."""
        if all(is_missing(cell) for cell in cells):
            return None
        try:
            return self._row(number, cells)
        except _LeaveOutError as leave:
            return leave.reason
        except _BadCellError as bad:
            quotes = self.columns.each_row is EachRow.PLACE
            return [
                Finding(
                    FindingKind.VALUE,
                    bad.message,
                    bad.remedy,
                    number,
                    bad.field,
                    quotable_count(bad.cell) if quotes else "",
                    value_kind="" if bad.cell is None else kind_of(bad.cell),
                )
            ]

    def check(self, rows_read: int, left_out: Counter[LeftOut]) -> None:
        """Refuse a file of which nothing is in the period asked for.

        :raises FileRefusedError: with the periods that the file has.
        """
        if self.on and left_out[LeftOut.OTHER_PERIOD] == rows_read:
            raise FileRefusedError(
                _("No row is of a period that holds the date %(date)s.")
                % {"date": self.on.isoformat()},
                _("The file's periods are: %(periods)s.")
                % {"periods": ", ".join(sorted(self.periods_passed)[:12])},
                field="period",
            )

    def notes(self) -> list[Finding]:
        """What was noticed over all rows."""
        notes = self.points.notes()
        if self.odd_households:
            notes.append(
                _note(
                    FindingKind.SOURCE,
                    ngettext(
                        "%(count)d row has persons without households, "
                        "or more households than persons.",
                        "%(count)d rows have persons without households, "
                        "or more households than persons.",
                        self.odd_households,
                    )
                    % {"count": self.odd_households},
                    _("Check the counts at the source; they were kept as they are."),
                    "households",
                )
            )
        if self.group is None and self.columns["group"] is None:
            notes.append(
                _note(
                    FindingKind.FILE,
                    _("The file does not say which group it counts; RRI was taken."),
                    _("Give the group: RET, RDP or MIG, if the source distinguishes."),
                    "group",
                )
            )
        return notes

    def _row(self, number: int, cells: Sequence[Cell]) -> ReturnRow:
        self._check_width(cells)
        codes = tuple(
            code
            for column in self.columns.codes
            if (code := _text(cells, column)) and not vocabulary.is_total(code)
        )
        lon, lat = self.points.read(number, cells)
        if not codes and math.isnan(lon) and any(map(vocabulary.is_total, cells)):
            raise _LeaveOutError(LeftOut.TOTAL_ROW)
        period = self._period(cells)
        group = self._group(cells)
        individuals, households = self._counts(cells)
        return ReturnRow(
            number=number,
            codes=codes,
            lon=lon,
            lat=lat,
            group=group,
            individuals=individuals,
            households=households,
            household_id=self._household_id(cells),
            occasion=(text_of(self._cell(cells, "round")), period),
            detail=(self._is_everybody(cells, "sex"), self._is_everybody(cells, "age")),
            names=tuple(_text(cells, column) for column in self.columns.names),
            parts=self._parts(cells, individuals),
        )

    def _cell(self, cells: Sequence[Cell], name: str) -> Cell:
        column = self.columns[name]
        if column is None or column >= len(cells):
            return None
        cell = cells[column]
        if isinstance(cell, Uncalculated):
            raise _BadCellError(
                name,
                _("The cell is a formula whose value was not saved."),
                _("Open the file in a spreadsheet, save it, and load it again."),
            )
        return cell

    def _check_width(self, cells: Sequence[Cell]) -> None:
        if self.width is None:
            return
        if any(not is_missing(cell) for cell in cells[self.width :]):
            raise _BadCellError(
                "row",
                _("The row has more cells than there are headings."),
                _("A separator inside a text needs quotes around the text."),
            )

    def _period(self, cells: Sequence[Cell]) -> str:
        """``start/end`` in ISO form, empty when the file has no periods."""
        if self.columns["period_start"] is None or self.columns["period_end"] is None:
            return ""
        start = date_of(self._cell(cells, "period_start"))
        end = date_of(self._cell(cells, "period_end"))
        if start is None or end is None or start > end:
            raise _BadCellError(
                "period",
                _("The reporting period is not two dates in order."),
                _("Write dates as 2021-09-30."),
            )
        period = f"{start.isoformat()}/{end.isoformat()}"
        if self.on is not None and not start <= self.on <= end:
            if len(self.periods_passed) < 100:
                self.periods_passed.add(period)
            raise _LeaveOutError(LeftOut.OTHER_PERIOD)
        return period

    def _group(self, cells: Sequence[Cell]) -> str:
        if self.columns["group"] is None:
            return self.group or PopulationGroup.RETURNEES.value
        stated = text_of(self._cell(cells, "group")).upper()
        if not stated and self.group:
            return self.group
        if stated in OTHER_GROUPS or (
            stated in GROUPS and self.group not in (None, stated)
        ):
            raise _LeaveOutError(LeftOut.OTHER_GROUP)
        if stated in GROUPS:
            return stated
        raise _BadCellError(
            "group",
            _("The population group is not a known code."),
            _("Use RET, RDP, RRI or MIG."),
        )

    def _counts(self, cells: Sequence[Cell]) -> tuple[int, int | None]:
        if self.columns.each_row is EachRow.PERSON:
            return 1, None
        if self.columns.each_row is EachRow.HOUSEHOLD:
            return self._household_size(cells), 1
        individuals = self._count(cells, "individuals")
        households = self._count(cells, "households")
        if individuals is None:
            if households:
                raise _BadCellError(
                    "individuals",
                    _("There are households but no number of persons."),
                    _("Fill in the persons; they are not estimated from households."),
                )
            raise _LeaveOutError(LeftOut.EMPTY_COUNT)
        if households is not None and not _fit(individuals, households):
            self.odd_households += 1
        return individuals, households

    def _household_size(self, cells: Sequence[Cell]) -> int:
        has_own = self.columns["household_size"] is not None
        size = self._count(cells, "household_size" if has_own else "individuals")
        if not size:
            raise _BadCellError(
                "household_size",
                _("The household has no size."),
                _("Give the number of its members."),
            )
        return size

    def _count(self, cells: Sequence[Cell], name: str) -> int | None:
        cell = self._cell(cells, name)
        try:
            return count_of(cell)
        except BadValueError as error:
            message, remedy = _count_messages(error.reason)
            raise _BadCellError(name, message, remedy, cell) from error

    def _household_id(self, cells: Sequence[Cell]) -> int | None:
        if self.columns.each_row is not EachRow.PERSON:
            return None
        identifier = text_of(self._cell(cells, "household_id"))
        return hash(identifier) if identifier else None

    def _parts(
        self, cells: Sequence[Cell], individuals: int
    ) -> tuple[tuple[str, int], ...]:
        if self.columns.each_row is EachRow.HOUSEHOLD:
            return ()
        for name, code_of in (("sex", sex_of), ("age", age_of)):
            stated = text_of(self._cell(cells, name)).casefold()
            if stated not in vocabulary.EVERYBODY:
                return ((code_of(stated), individuals),)
        women, men = self._count(cells, "women"), self._count(cells, "men")
        if women is None or men is None:
            return ()
        return (Breakdown.FEMALE.value, women), (Breakdown.MALE.value, men)

    def _is_everybody(self, cells: Sequence[Cell], name: str) -> bool:
        if self.columns.each_row is not EachRow.PLACE or self.columns[name] is None:
            return True
        return text_of(self._cell(cells, name)).casefold() in vocabulary.EVERYBODY


def _text(cells: Sequence[Cell], column: int) -> str:
    cell = plain_cell(cells, column)
    return "" if is_missing(cell) else text_of(cell)


def _fit(individuals: int, households: int) -> bool:
    return households <= individuals and bool(households) == bool(individuals)


def _count_messages(reason: str) -> tuple[str, str]:
    """Message and remedy for a reason of ``BadValueError``."""
    return {
        "negative": (_("The count is negative."), _("Write 0 or more.")),
        "fraction": (
            _("The count is not a whole number."),
            _("People are counted whole: correct it at the source."),
        ),
        "separator": (
            _("The count has a thousands separator, which can be read in two ways."),
            _("Write digits only, for example 1200."),
        ),
        "large": (
            _("The count is larger than any place can have."),
            _("Check that the column holds counts."),
        ),
        "number": (
            _("The count is not a number."),
            _("Write digits only, or leave the cell empty if it is not known."),
        ),
    }[reason]


def _note(kind: FindingKind, message: str, remedy: str, field: str) -> Finding:
    return Finding(kind, message, remedy, field=field, severity=Severity.NOTE)
