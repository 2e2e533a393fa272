"""What a release would show and hide, before anything is stored.

A plan is made of raw counts and holds them: it is for data stewards only. What the
public would see of it are its cells and its report.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from maps.disclosure import (
    Guarded,
    History,
    UnprotectableCellsError,
    guard,
    of_tables,
    with_differences,
)
from maps.enums import CellStatus, RefusalKind
from maps.models import ReleasedCell, ReleasedZoneFigure
from maps.services.lattices import Zone
from maps.services.refusals import ReleaseRefusedError
from maps.services.reports import public_report
from maps.services.stocks import Stock

#: No deployment and no steward goes below (docs/data-protection.md).
THRESHOLD_FLOOR = 5


@dataclass(frozen=True, eq=False)
class ReleasePlan:
    """A release that both gates have let pass, not stored yet.

    ``cells`` are the rows to store, without their release: a value where it is shown,
    nothing where it is hidden; ``zones`` are the areas that are shown together, with
    their rows. They and ``report`` are what the public would see; the ``stock`` and
    ``guarded`` are confidential.
    """

    stock: Stock
    threshold: int
    guarded: Guarded = field(repr=False)
    cells: list[ReleasedCell] = field(repr=False)
    zones: dict[Zone, list[ReleasedZoneFigure]] = field(repr=False)
    report: dict[str, Any]


def codes_of(stock: Stock, zone: Zone) -> list[str]:
    """The P-codes of areas shown together."""
    return [stock.tree.areas[row].pcode for row in zone]


def bound_fingerprint(
    stock: Stock,
    *,
    level: int | None,
    zones: Sequence[Mapping[str, Any]],
    price: Mapping[str, Any],
) -> str:
    """The fingerprint of a stock, bound to what two persons look at beside its cells.

    Whoever changes a stored proposal's zones, their level or price, or its threshold of
    households cannot make the digest that fits.
    """
    households = stock.table.households
    # A database may give the keys back in another order.
    bound = json.dumps(
        [stock.fingerprint, households, level, zones, price], sort_keys=True
    )
    return salted_hmac("maps.proposal", bound, algorithm="sha256").hexdigest()


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


def check_household_threshold(threshold: int | None) -> int:
    """The same in households. Raises ReleaseRefusedError."""
    k = settings.RELEASE_THRESHOLD_HOUSEHOLDS if threshold is None else threshold
    if k < THRESHOLD_FLOOR:
        raise ReleaseRefusedError(
            RefusalKind.THRESHOLD_TOO_LOW,
            _("The threshold is never under %(floor)d households.")
            % {"floor": THRESHOLD_FLOOR},
        )
    return k


def plan_release(
    stock: Stock, *, threshold: int, zones: Sequence[Zone] = ()
) -> ReleasePlan:
    """Protect a stock and let both gates examine it; nothing is stored.

    ``zones`` are areas to be shown together. Raises ReleaseRefusedError, and LatticeError
    for zones that are not sisters, or that share an area.
    """
    zoned = stock.with_zones(zones)
    guarded = _guarded(zoned, threshold)
    cells = _cells(zoned, guarded)
    together = _zone_figures(zoned, guarded)
    report = public_report(
        cells,
        list(together.values()),
        threshold=threshold,
        households=stock.table.households,
        structure=zoned.table.structure,
        leaks=len(guarded.attack.disclosed),
    )
    return ReleasePlan(zoned, threshold, guarded, cells, together, report)


def _guarded(stock: Stock, k: int) -> Guarded:
    history, counts = _history(stock)
    known = np.zeros(history.lattice.n_cells, dtype=np.bool_)
    few = known.copy()
    thresholds = _thresholds(stock, history, k)
    for at, (table, fixed) in enumerate(zip(stock.tables, stock.fixed, strict=True)):
        known |= history.known(at, fixed)
        few |= history.known(at, table.few)
    try:
        guarded = guard(
            history.lattice,
            counts,
            threshold=thresholds,
            sensitive_extra=few,
            fixed_published=known,
        )
    except UnprotectableCellsError as error:
        message = (
            _(
                "%(count)d figures cannot be corrected: next to what an earlier version "
                "has shown, they would reveal people. Put the correction into the next "
                "round."
            )
            if stock.superseded
            else _(
                "%(count)d figures cannot be protected any more: what an earlier "
                "version has shown gives them away. Keep that version's threshold."
            )
        )
        raise ReleaseRefusedError(
            RefusalKind.UNPROTECTABLE,
            message % {"count": len(error.cells)},
            _names(history.cell[list(error.cells)].tolist(), stock),
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
            _names(history.cell[failing].tolist(), stock),
        )
    return guarded


def _history(stock: Stock) -> tuple[History, npt.NDArray[np.int64]]:
    """The lattice of all that was and will be public of the round, and its counts."""
    table = stock.table
    if not stock.superseded:
        return of_tables(table.lattice, []), table.counts
    return with_differences(table.lattice, [each.counts for each in stock.tables])


def _thresholds(stock: Stock, history: History, k: int) -> npt.NDArray[np.int64]:
    """Of each cell; a superseded table keeps those that it was published with."""
    structure = stock.table.structure
    found = structure.thresholds(k, stock.table.households)[history.cell]
    for at, (table, before) in enumerate(
        zip(stock.superseded, stock.thresholds, strict=False)
    ):
        own = history.cell_of[at] >= structure.lattice.n_cells
        shown_with = structure.thresholds(before, table.households)
        found[history.cell_of[at][own]] = shown_with[own]
    return found


def _names(cells: Sequence[int], stock: Stock) -> list[tuple[int, str, str]]:
    structure = stock.table.structure
    named = {
        (area.level, area.pcode, structure.column_of(cell).group): None
        for cell in cells
        for area in structure.areas_of(cell)
    }
    return list(named)


def _cells(stock: Stock, guarded: Guarded) -> list[ReleasedCell]:
    """What would be stored, area by area. An area shown with others is not alone."""
    tree, structure = stock.tree, stock.table.structure
    lattice = structure.plain
    values = lattice.cell_values(stock.table.counts)
    offered = structure.lattice.listed[: lattice.n_cells]
    hidden = guarded.hidden[: lattice.n_cells] | ~offered
    listed = np.flatnonzero(lattice.listed)
    cells = []
    for at in listed[np.argsort(lattice.cell_area[listed], kind="stable")].tolist():
        row, column = int(lattice.cell_area[at]), structure.column_of(at)
        above = tree.parents[row]
        cells.append(
            ReleasedCell(
                area=tree.areas[row],
                parent=None if above is None else tree.areas[above],
                group=column.group,
                breakdown=column.breakdown,
                measure=column.measure,
                status=CellStatus.HIDDEN if hidden[at] else CellStatus.PUBLISHED,
                value=None if hidden[at] else int(values[at]),
            )
        )
    return cells


def _zone_figures(
    stock: Stock, guarded: Guarded
) -> dict[Zone, list[ReleasedZoneFigure]]:
    """What would be stored of areas shown together."""
    structure = stock.table.structure
    lattice = structure.lattice
    values = lattice.cell_values(stock.table.counts)
    hidden = guarded.hidden[: lattice.n_cells]
    cells = structure.zone_cells()
    return {
        zone: [
            ReleasedZoneFigure(
                group=column.group,
                breakdown=column.breakdown,
                measure=column.measure,
                status=CellStatus.HIDDEN if hidden[at] else CellStatus.PUBLISHED,
                value=None if hidden[at] else int(values[at]),
            )
            for at in cells[zone].tolist()
            if lattice.listed[at]
            for column in [structure.column_of(at)]
        ]
        for zone in structure.zones
    }
