"""A release's public cells as plain CSV, for programs that count again or compare."""

from collections.abc import Iterator
from itertools import chain

from maps.collections import Scalar
from maps.enums import Breakdown
from maps.exports.comma_separated import csv_lines
from maps.exports.tables import harmless
from maps.models import Release

CELL_COLUMNS = (
    *("level", "pcode", "parent_pcode", "round"),
    *("group", "measure", "status", "value"),
)


def cells_csv(release: Release) -> Iterator[str]:
    """The file line by line: one row a cell, hidden ones without a value.

    The columns are always these eight; a release with parts by sex or age has
    `breakdown` as the ninth, which is `all` for whole figures.
    """
    has_parts = release.cells.exclude(breakdown=Breakdown.ALL).exists()
    heads = (*CELL_COLUMNS, "breakdown") if has_parts else CELL_COLUMNS
    yield from csv_lines(chain([heads], _rows(release, has_parts)), end="\n")


def _rows(release: Release, has_parts: bool) -> Iterator[tuple[Scalar, ...]]:
    cells = (
        release.cells.select_related("area", "parent")
        .defer("area__geometry", "parent__geometry")
        .order_by("area__level", "area__pcode", "group", "measure", "breakdown")
    )
    for cell in cells.iterator(chunk_size=2_000):
        row = (
            cell.area.level,
            harmless(cell.area.pcode),
            harmless(cell.parent.pcode) if cell.parent else None,
            harmless(release.round.code),
            cell.group,
            cell.measure,
            cell.status,
            cell.value,
        )
        yield (*row, cell.breakdown) if has_parts else row
