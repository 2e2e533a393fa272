"""Released figures as files. Exports read the same cells as screens."""

import csv
from typing import IO

from maps.models import Release

CELL_COLUMNS = (
    "level",
    "pcode",
    "parent_pcode",
    "round",
    "group",
    "measure",
    "status",
    "value",
)


def write_cells(release: Release, stream: IO[str]) -> int:
    """Write a release's public cells as CSV; return how many. Hidden ones are empty."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(CELL_COLUMNS)
    cells = (
        release.cells.select_related("area", "parent")
        .defer("area__geometry", "parent__geometry")
        .order_by("area__level", "area__pcode", "group")
    )
    count = 0
    for cell in cells.iterator(chunk_size=2_000):
        writer.writerow(
            (
                cell.area.level,
                cell.area.pcode,
                cell.parent.pcode if cell.parent else "",
                release.round.code,
                cell.group,
                cell.measure,
                cell.status,
                "" if cell.value is None else cell.value,
            )
        )
        count += 1
    return count
