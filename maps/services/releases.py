"""Publish a release: protect, let two gates examine it, store what may be seen."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.disclosure import Guarded, UnprotectableCellsError, guard
from maps.enums import CellStatus, ReleaseState
from maps.models import Release, ReleasedCell, ReportingRound
from maps.models.returns import ReturnCount
from maps.permissions import PUBLISH_RELEASE, require
from maps.services.lattices import AreaTree, RawTable, raw_table, tree_on
from maps.services.reports import public_report

_FLOOR = 5


class ReleaseRefusedError(Exception):
    """A release may not be published; the message says why.

    ``cells`` names the cells at fault, as (level, P-code, group). They are for the
    data steward only: they are as confidential as the counts.
    """

    def __init__(
        self, message: str, cells: Sequence[tuple[int, str, str]] = ()
    ) -> None:
        super().__init__(message)
        self.cells = list(cells)


def publish_release(
    round_code: str, *, by: Any, threshold: int | None = None
) -> Release:
    """Protect, audit and publish a round's counts; immutable once stored.

    ``threshold`` is in persons (the deployment's default unless given, never under
    5). Publishing the same figures again returns the release that exists.

    Raises ReleaseRefusedError, PermissionDenied.
    """
    require(PUBLISH_RELEASE, by)
    k = settings.RELEASE_THRESHOLD_PERSONS if threshold is None else threshold
    if k < _FLOOR:
        raise ReleaseRefusedError(
            _("The threshold is never under %(floor)d persons.") % {"floor": _FLOOR}
        )
    _note_reading(round_code, by=by)
    return _publish(round_code, k, by=by)


def _note_reading(round_code: str, *, by: Any) -> None:
    """Put on record that raw counts are read, whatever becomes of the release.

    Stored on its own: a refusal, which names cells, must not take the record with it.
    """
    reporting = ReportingRound.objects.filter(code=round_code).first()
    if reporting is None:
        raise ReleaseRefusedError(
            _("There is no round %(code)s. Load its returns first.")
            % {"code": round_code}
        )
    log(
        instance=reporting,
        action="maps.read_raw_counts",
        user=by,
        data={"purpose": "publish_release"},
    )


@transaction.atomic
def _publish(round_code: str, k: int, *, by: Any) -> Release:
    reporting = ReportingRound.objects.select_for_update().get(code=round_code)
    tree = tree_on(reporting.reported_on)
    table = _raw(reporting, tree)
    _refuse_another_stock_of_the_day(reporting, table.groups)
    earlier = list(reporting.releases.order_by("version"))
    known = _already_public(earlier, tree, table)
    same = next((each for each in earlier if each.threshold == k), None)
    if same is not None and same.state == ReleaseState.PUBLISHED:
        return same
    guarded = _guarded(table, tree, k, known)
    return _store(reporting, tree, table, guarded, k, len(earlier) + 1, by=by)


def _refuse_another_stock_of_the_day(
    reporting: ReportingRound, groups: Sequence[str]
) -> None:
    """Two rounds of one day and group are one stock under two names.

    Each would be protected alone, and what one hides the other might show.
    """
    other = (
        Release.objects.filter(
            round__reported_on=reporting.reported_on, cells__group__in=groups
        )
        .exclude(round=reporting)
        .select_related("round")
        .first()
    )
    if other is not None:
        raise ReleaseRefusedError(
            _(
                "Returns of %(date)s were published as round %(code)s already. "
                "Comparing the two could reveal people; a correction goes into the "
                "round of the next date."
            )
            % {"date": reporting.reported_on, "code": other.round.code}
        )


def _raw(reporting: ReportingRound, tree: AreaTree) -> RawTable:
    """Read the raw counts."""
    counts = list(ReturnCount.objects.filter(round=reporting))
    if not counts:
        raise ReleaseRefusedError(
            _("Round %(code)s has no counts. Load its returns first.")
            % {"code": reporting.code}
        )
    known = {area.pk for area in tree.areas}
    if any(count.area_id not in known for count in counts):
        raise ReleaseRefusedError(
            _(
                "Some counts belong to areas that were not valid on %(date)s. "
                "Load the borders of that date, then load the returns again."
            )
            % {"date": reporting.reported_on}
        )
    return raw_table(tree, counts)


def _already_public(
    earlier: Sequence[Release], tree: AreaTree, table: RawTable
) -> npt.NDArray[np.bool_]:
    """Cells that an earlier release of the round has shown: they cannot be hidden.

    Figures that changed since are refused: the difference between two releases can
    give away what each of them hides.
    """
    values = table.lattice.cell_values(table.persons)
    shown = np.zeros(table.lattice.n_cells, dtype=np.bool_)
    position = cell_positions(tree, table.groups)
    for cell in ReleasedCell.objects.filter(
        release__in=earlier, status=CellStatus.PUBLISHED
    ).select_related("area"):
        at = position.get((cell.area_id, cell.group))
        if at is None or values[at] != cell.value:
            raise ReleaseRefusedError(
                _(
                    "The counts differ from those published as version %(version)d. "
                    "Publishing the difference could reveal people; a correction "
                    "goes into the next round."
                )
                % {"version": earlier[-1].version}
            )
        shown[at] = True
    return shown


def cell_positions(tree: AreaTree, groups: Sequence[str]) -> dict[tuple[int, str], int]:
    """Index of each listed cell in the lattice, by area and group."""
    width = max(len(groups), 1)
    return {
        (area.pk, group): row * width + column
        for row, area in enumerate(tree.areas)
        for column, group in enumerate(groups)
    }


def _guarded(
    table: RawTable, tree: AreaTree, k: int, known: npt.NDArray[np.bool_]
) -> Guarded:
    try:
        guarded = guard(
            table.lattice,
            table.persons,
            threshold=k,
            sensitive_extra=_few_households(table),
            fixed_published=known,
        )
    except UnprotectableCellsError as error:
        raise ReleaseRefusedError(
            _(
                "%(count)d figures cannot be protected any more: what an earlier "
                "version has shown gives them away. Keep that version's threshold."
            )
            % {"count": len(error.cells)},
            _names(error.cells, tree, table),
        ) from error
    if not guarded.ok:
        failing = np.union1d(
            guarded.attack.disclosed,
            guarded.attack.failures(guarded.protection.sensitive),
        )
        raise ReleaseRefusedError(
            _("The audit found %(count)d figures that could be worked out.")
            % {"count": len(failing)},
            _names(failing.tolist(), tree, table),
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


def _names(
    cells: Sequence[int], tree: AreaTree, table: RawTable
) -> list[tuple[int, str, str]]:
    return [
        (area.level, area.pcode, table.groups[int(table.lattice.cell_group[cell])])
        for cell in cells
        for area in [tree.areas[int(table.lattice.cell_area[cell])]]
    ]


def _store(
    reporting: ReportingRound,
    tree: AreaTree,
    table: RawTable,
    guarded: Guarded,
    k: int,
    version: int,
    *,
    by: Any,
) -> Release:
    release = Release.objects.create(
        round=reporting, version=version, threshold=k, published_by=by
    )
    values = table.lattice.cell_values(table.persons)
    position = cell_positions(tree, table.groups)
    parents = [
        None if parent is None else tree.areas[parent] for parent in tree.parents
    ]
    cells = []
    for row, area in enumerate(tree.areas):
        for group in table.groups:
            at = position[area.pk, group]
            hidden = bool(guarded.hidden[at])
            cells.append(
                ReleasedCell(
                    release=release,
                    area=area,
                    parent=parents[row],
                    group=group,
                    status=CellStatus.HIDDEN if hidden else CellStatus.PUBLISHED,
                    value=None if hidden else int(values[at]),
                )
            )
    ReleasedCell.objects.bulk_create(cells, batch_size=2_000)
    release.report = public_report(
        cells, threshold=k, remainder_levels=table.remainder_levels
    )
    release.save(update_fields=["report"])
    log(
        instance=release,
        action="maps.publish_release",
        user=by,
        data={"round": reporting.code, "version": version, "threshold": k},
    )
    return release
