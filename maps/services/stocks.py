"""Read the raw counts of a round: confidential, and never without a record of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.enums import CellStatus, RefusalKind, ReleaseState
from maps.models import Release, ReleasedCell, ReportingRound
from maps.models.returns import ReturnCount
from maps.services.lattices import AreaTree, RawTable, raw_table, tree_on
from maps.services.refusals import ReleaseRefusedError


@dataclass(frozen=True, eq=False)
class Stock:
    """A round's raw counts on their lattice, with what is public of them already.

    ``fixed`` marks cells (cells,) that an earlier release has shown: they cannot be
    hidden any more. ``fingerprint`` changes when anything changes that a plan is made
    of. Confidential: the counts stay out of any text made of it.
    """

    reporting: ReportingRound
    tree: AreaTree = field(repr=False)
    table: RawTable = field(repr=False)
    earlier: list[Release]
    fixed: npt.NDArray[np.bool_] = field(repr=False)
    fingerprint: str

    def published_at(self, threshold: int) -> Release | None:
        """The release that shows these very figures at a threshold, if it is public."""
        found = next((one for one in self.earlier if one.threshold == threshold), None)
        public = found is not None and found.state == ReleaseState.PUBLISHED
        return found if public else None


def note_reading(round_code: str, *, by: Any, purpose: str) -> ReportingRound:
    """Put on record that raw counts are read, whatever becomes of the release.

    Call it before the transaction that reads: a refusal, which names cells, must not
    take the record with it. Raises ReleaseRefusedError for an unknown round.
    """
    reporting = ReportingRound.objects.filter(code=round_code).first()
    if reporting is None:
        raise ReleaseRefusedError(
            RefusalKind.NO_COUNTS,
            _("There is no round %(code)s. Load its returns first.")
            % {"code": round_code},
        )
    log(
        instance=reporting,
        action="maps.read_raw_counts",
        user=by,
        data={"purpose": purpose},
    )
    return reporting


def read_stock(reporting: ReportingRound) -> Stock:
    """Read a round's raw counts and all that was published of them.

    Raises ReleaseRefusedError where they could not be published at any threshold.
    """
    tree = tree_on(reporting.reported_on)
    counts = _raw(reporting, tree)
    table = raw_table(tree, counts)
    _refuse_another_stock_of_the_day(reporting, table.groups)
    earlier = list(reporting.releases.order_by("version"))
    return Stock(
        reporting,
        tree,
        table,
        earlier,
        _already_public(earlier, tree, table),
        _fingerprint(tree, counts, earlier),
    )


def _fingerprint(
    tree: AreaTree, counts: Sequence[ReturnCount], earlier: Sequence[Release]
) -> str:
    """A keyed digest: counts are few and small, so a plain one could be guessed back."""
    columns = [
        column.attname
        for column in ReturnCount._meta.concrete_fields
        if not column.primary_key
    ]
    parts = (
        sorted(repr([getattr(count, name) for name in columns]) for count in counts),
        [
            (area.pk, above)
            for area, above in zip(tree.areas, tree.parents, strict=True)
        ],
        [release.pk for release in earlier],
        settings.RELEASE_THRESHOLD_HOUSEHOLDS,
    )
    return salted_hmac("maps.stock", repr(parts), algorithm="sha256").hexdigest()


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
            RefusalKind.ANOTHER_STOCK,
            _(
                "Returns of %(date)s were published as round %(code)s already. "
                "Comparing the two could reveal people; a correction goes into the "
                "round of the next date."
            )
            % {"date": reporting.reported_on, "code": other.round.code},
        )


def _raw(reporting: ReportingRound, tree: AreaTree) -> list[ReturnCount]:
    """The raw counts of a round."""
    counts = list(ReturnCount.objects.filter(round=reporting))
    if not counts:
        raise ReleaseRefusedError(
            RefusalKind.NO_COUNTS,
            _("Round %(code)s has no counts. Load its returns first.")
            % {"code": reporting.code},
        )
    known = {area.pk for area in tree.areas}
    if any(count.area_id not in known for count in counts):
        raise ReleaseRefusedError(
            RefusalKind.OTHER_BORDERS,
            _(
                "Some counts belong to areas that were not valid on %(date)s. "
                "Load the borders of that date, then load the returns again."
            )
            % {"date": reporting.reported_on},
        )
    return counts


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
                RefusalKind.COUNTS_CHANGED,
                _(
                    "The counts differ from those published as version %(version)d. "
                    "Publishing the difference could reveal people; a correction "
                    "goes into the next round."
                )
                % {"version": earlier[-1].version},
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
