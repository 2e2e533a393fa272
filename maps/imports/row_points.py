"""The point of a row, read from one cell or two, and what was odd about it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maps.imports.coordinates import position_in, position_of
from maps.imports.findings import Finding, FindingKind, RowNumbers, Severity
from maps.imports.metres import Grid
from maps.imports.sheets import Uncalculated
from maps.imports.values import is_missing, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.imports.columns import ReturnColumns
    from maps.imports.values import Cell


class PointReader:
    """Reads the points of rows one by one by their columns."""

    def __init__(
        self, columns: ReturnColumns, *, turn_axes: bool, grid: str = ""
    ) -> None:
        """Prepare to read.

        :param turn_axes: whether longitude stands where latitude should.
        :param grid: the system of points in metres, as a person confirmed it.
        :raises FileRefusedError: that is none.
        """
        self.columns = columns
        self.grid = Grid(grid)
        self._metres = (
            ("easting", "northing", "zone")
            if columns["easting"] is not None
            else ("longitude", "latitude", "zone")
        )
        self.turn_axes = turn_axes
        self.unreadable = RowNumbers()
        self.turned = RowNumbers()

    def read(self, number: int, cells: Sequence[Cell]) -> tuple[float, float]:
        """Longitude and latitude; NaN twice without a usable point."""
        latitude, longitude, both = (
            plain_cell(cells, self.columns[name])
            for name in ("latitude", "longitude", "latlon")
        )
        position = (
            position_in(both)
            if self.columns["latitude"] is None
            else position_of(latitude, longitude)
        )
        if position is None:
            # Degrees are never so many, so that nothing is taken for the other.
            in_metres = self.grid.read(
                *(plain_cell(cells, self.columns[name]) for name in self._metres)
            )
            if in_metres is not None:
                return in_metres
            if not all(map(_says_no_point, (latitude, longitude, both))):
                self.unreadable.add(number)
            return math.nan, math.nan
        if position.is_turned:
            self.turned.add(number)
        elif self.turn_axes:
            return position.latitude, position.longitude
        return position.longitude, position.latitude

    def notes(self) -> list[Finding]:
        """What was odd over all rows."""
        notes: list[Finding] = []
        if self.unreadable.count:
            notes.append(_unreadable(self.unreadable))
        if self.turned.count:
            notes.append(_turned(self.turned))
        return notes


def plain_cell(cells: Sequence[Cell], column: int | None) -> Cell:
    """A cell that a row can do without: a formula not worked out is nothing."""
    cell = cells[column] if column is not None and column < len(cells) else None
    return None if isinstance(cell, Uncalculated) else cell


def _says_no_point(cell: Cell) -> bool:
    return is_missing(cell) or text_of(cell) in ("0", "0.0", "0 0", "0 0 0 0")


def _unreadable(rows: RowNumbers) -> Finding:
    return Finding(
        FindingKind.VALUE,
        ngettext(
            "%(count)d row has coordinates that cannot be read (row %(rows)s).",
            "%(count)d rows have coordinates that cannot be read (rows %(rows)s).",
            rows.count,
        )
        % {"count": rows.count, "rows": rows},
        _("Write degrees like 10.512 or 10° 30′ 43″ N, latitude and longitude apart."),
        field="latitude",
        severity=Severity.NOTE,
    )


def _turned(rows: RowNumbers) -> Finding:
    return Finding(
        FindingKind.VALUE,
        ngettext(
            "%(count)d row has latitude and longitude in each other’s place, as its "
            "letters say (row %(rows)s). It was read by the letters.",
            "%(count)d rows have latitude and longitude in each other’s place, as their "
            "letters say (rows %(rows)s). They were read by the letters.",
            rows.count,
        )
        % {"count": rows.count, "rows": rows},
        _("Correct them at the source."),
        field="latitude",
        severity=Severity.NOTE,
    )
