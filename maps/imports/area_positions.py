"""Whether borders lie where they should, and what to say when they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from maps.imports.findings import (
    FileRefusedError,
    Finding,
    FindingKind,
    FindingLog,
    Severity,
)
from maps.imports.reference_systems import share_inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

#: Shares of areas inside the loaded ones: fewer are elsewhere, so many are at home.
_LEAST_INSIDE = 0.5
_MOST_INSIDE = 0.8


def geometry_messages(reason: str) -> tuple[str, str]:
    """Message and remedy for a reason of ``UnusableGeometryError``."""
    return {
        "empty": (_("The area has no borders."), _("Draw them, or drop the row.")),
        "kind": (
            _("The geometry is of points or lines, not of areas."),
            _("Name the layer that has polygons."),
        ),
        "swapped": (
            _("Latitude and longitude are swapped."),
            _("Write longitude first, then latitude."),
        ),
        "range": (
            _("The coordinates lie outside the world."),
            _("Check the coordinate system that the file states."),
        ),
        "collapsed": (
            _("The borders enclose nothing, even after repair."),
            _("Draw them again, or drop the row."),
        ),
    }[reason]


def check_axes(log: FindingLog, *, has_rows: bool) -> None:
    """Coordinates out of range spoil the file, not only a row: say it once more.

    :raises FileRefusedError: all rows are out of range.
    """
    if has_rows or not log.bad_rows:
        return
    messages = {geometry_messages(reason)[0] for reason in ("swapped", "range")}
    for finding in log:
        if finding.message in messages:
            raise FileRefusedError(finding.message, finding.remedy, field="geometry")


def check_place(
    log: FindingLog, shapes: Sequence[BaseGeometry], around: Sequence[BaseGeometry]
) -> None:
    """Say when the borders lie elsewhere than the loaded ones, swapped perhaps.

    :raises FileRefusedError: they fit only with latitude and longitude exchanged.
    """
    inside = share_inside(shapes, around, turned=False)
    if not shapes or inside >= _LEAST_INSIDE:
        return
    if share_inside(shapes, around, turned=True) >= _MOST_INSIDE:
        raise FileRefusedError(
            _("Latitude and longitude are swapped."),
            _(
                "Write longitude first, then latitude, or say that they are to be "
                "exchanged."
            ),
            field="geometry",
        )
    log.add(
        Finding(
            FindingKind.FILE,
            _("Only %(percent)d %% of the areas lie in those that are loaded.")
            % {"percent": round(100 * inside)},
            _("Check the coordinate system, or whether another country is meant."),
            field="geometry",
            severity=Severity.NOTE,
        )
    )
