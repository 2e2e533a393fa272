"""Areas shown together as CSV: a file of its own, one row a figure.

Not rows of the table of cells: whoever adds those up would count people twice, or take a
zone's number for that of one area.
"""

from collections.abc import Iterator
from itertools import chain

from maps.collections import Scalar
from maps.enums import CellStatus
from maps.exports.comma_separated import csv_lines
from maps.exports.tables import harmless
from maps.models import Release, ReleasedZoneFigure

_HEADS = {
    "zone": "#loc+code+zone",
    "level": "#adm+level",
    "pcodes": "#adm+code+v_pcode+list",
    "names": "#adm+name+list",
    "group": "#affected+type+code",
    "breakdown": "#indicator+breakdown+code",
    "measure": "#indicator+type+code",
    "status": "#status+code",
    "value": "#affected+returnees",
}


def zones_csv(release: Release) -> Iterator[str]:
    """The file line by line, with a row of HXL tags; P-codes and names separated by |."""
    yield from csv_lines(
        chain([tuple(_HEADS), tuple(_HEADS.values())], _rows(release)), end="\n"
    )


def _rows(release: Release) -> Iterator[tuple[Scalar, ...]]:
    figures = ReleasedZoneFigure.objects.filter(zone__release=release)
    for figure in (
        figures.order_by("zone__number", "group", "measure", "breakdown")
        .select_related("zone")
        .prefetch_related("zone__areas")
    ):
        areas = sorted(figure.zone.areas.all(), key=lambda area: area.pcode)
        is_shown = figure.status == CellStatus.PUBLISHED
        yield (
            figure.zone.number,
            figure.zone.level,
            harmless("|".join(area.pcode for area in areas)),
            harmless("|".join(area.display_name for area in areas)),
            figure.group,
            figure.breakdown,
            figure.measure,
            figure.status,
            figure.value if is_shown else None,
        )
