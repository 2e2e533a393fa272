"""What a release would show and hide, before anything is stored.

A plan is made of raw counts and holds them: it is for data stewards only. What the
public would see of it are its cells and its report.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.utils.translation import gettext as _

from maps.disclosure import Guarded, UnprotectableCellsError, guard
from maps.enums import CellStatus, RefusalKind
from maps.models import ReleasedCell
from maps.services.lattices import RawTable
from maps.services.refusals import ReleaseRefusedError
from maps.services.reports import public_report
from maps.services.stocks import Stock, cell_positions

#: No deployment and no steward goes below (docs/data-protection.md).
THRESHOLD_FLOOR = 5


@dataclass(frozen=True, eq=False)
class ReleasePlan:
    """A release that both gates have let pass, not stored yet.

    ``cells`` are the rows to store, without their release: a value where it is shown,
    nothing where it is hidden. They and ``report`` are what the public would see; the
    ``stock`` and ``guarded`` are confidential.
    """

    stock: Stock
    threshold: int
    guarded: Guarded = field(repr=False)
    cells: list[ReleasedCell] = field(repr=False)
    report: dict[str, Any]


def check_threshold(threshold: int | None) -> int:
    """A threshold in persons: the deployment's own unless given, never under the floor.

    Raises ReleaseRefusedError.
    """
    k = settings.RELEASE_THRESHOLD_PERSONS if threshold is None else threshold
    if k < THRESHOLD_FLOOR:
        raise ReleaseRefusedError(
            RefusalKind.THRESHOLD_TOO_LOW,
            _("The threshold is never under %(floor)d persons.")
            % {"floor": THRESHOLD_FLOOR},
        )
    return k


def plan_release(stock: Stock, *, threshold: int) -> ReleasePlan:
    """Protect a stock and let both gates examine it; nothing is stored.

    Raises ReleaseRefusedError.
    """
    guarded = _guarded(stock, threshold)
    cells = _cells(stock, guarded)
    report = public_report(
        cells, threshold=threshold, remainder_levels=stock.table.remainder_levels
    )
    return ReleasePlan(stock, threshold, guarded, cells, report)


def _guarded(stock: Stock, k: int) -> Guarded:
    table = stock.table
    try:
        guarded = guard(
            table.lattice,
            table.persons,
            threshold=k,
            sensitive_extra=_few_households(table),
            fixed_published=stock.fixed,
        )
    except UnprotectableCellsError as error:
        raise ReleaseRefusedError(
            RefusalKind.UNPROTECTABLE,
            _(
                "%(count)d figures cannot be protected any more: what an earlier "
                "version has shown gives them away. Keep that version's threshold."
            )
            % {"count": len(error.cells)},
            _names(error.cells, stock),
        ) from error
    if not guarded.ok:
        failing = np.union1d(
            guarded.attack.disclosed,
            guarded.attack.failures(guarded.protection.sensitive),
        )
        raise ReleaseRefusedError(
            RefusalKind.ATTACK_SUCCEEDED,
            _("The audit found %(count)d figures that could be worked out.")
            % {"count": len(failing)},
            _names(failing.tolist(), stock),
        )
    return guarded


def _few_households(table: RawTable) -> npt.NDArray[np.bool_]:
    """Cells of fewer households than the threshold, where households are recorded."""
    members = table.lattice.memberships
    # Nobody there means no household there, whether or not a file says so.
    unknown = (table.households < 0) & (table.persons > 0)
    recorded = members @ unknown.astype(np.int64) == 0
    households = members @ np.maximum(table.households, 0)
    few: npt.NDArray[np.bool_] = (
        recorded
        & (members @ table.persons > 0)
        & (households < settings.RELEASE_THRESHOLD_HOUSEHOLDS)
    )
    return few


def _names(cells: Sequence[int], stock: Stock) -> list[tuple[int, str, str]]:
    lattice, groups = stock.table.lattice, stock.table.groups
    return [
        (area.level, area.pcode, groups[int(lattice.cell_group[cell])])
        for cell in cells
        for area in [stock.tree.areas[int(lattice.cell_area[cell])]]
    ]


def _cells(stock: Stock, guarded: Guarded) -> list[ReleasedCell]:
    """What would be stored, area by area."""
    tree, table = stock.tree, stock.table
    values = table.lattice.cell_values(table.persons)
    position = cell_positions(tree, table.groups)
    cells = []
    for area, above in zip(tree.areas, tree.parents, strict=True):
        for group in table.groups:
            at = position[area.pk, group]
            hidden = bool(guarded.hidden[at])
            cells.append(
                ReleasedCell(
                    area=area,
                    parent=None if above is None else tree.areas[above],
                    group=group,
                    status=CellStatus.HIDDEN if hidden else CellStatus.PUBLISHED,
                    value=None if hidden else int(values[at]),
                )
            )
    return cells
