"""Released figures as files. Exports read the same cells as screens."""

import csv
from typing import Protocol

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


class Writable(Protocol):
    """Anything that takes text: a file, or a command's output."""

    def write(self, text: str, /) -> object:
        """Take a piece of text."""
        ...


def write_cells(release: Release, stream: Writable) -> int:
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
