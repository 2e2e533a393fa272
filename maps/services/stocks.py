"""Read the raw counts of a round: confidential, and never without a record of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.enums import CellStatus, Measure, RefusalKind, ReleaseState
from maps.models import (
    Release,
    ReleasedCell,
    ReleasedZone,
    ReleasedZoneFigure,
    ReportingRound,
)
from maps.services.area_trees import AreaTree, tree_on
from maps.services.coarsening import counted_in, down_to, homeless
from maps.services.lattices import (
    Column,
    RawTable,
    Zone,
    raw_tables,
)
from maps.services.raw_counts import RawCount, counts_of_round
from maps.services.refusals import ReleaseRefusedError


@dataclass(frozen=True, eq=False)
class Stock:
    """A round's raw counts on their lattice, with what is public of them already.

    ``table`` holds the counts as they are now, of ``revision``; ``superseded`` those of
    earlier revisions of which something was published, oldest first. ``fixed[t]`` marks
    cells (cells,) that a release has shown of ``tables[t]``: they cannot be hidden any
    more; ``thresholds[t]`` is that of persons it was shown with, 0 if nothing was, and
    ``tables[t].households`` that of households.
    ``fingerprint`` changes when anything changes that a plan is made of.
    Confidential: the counts stay out of any text made of it.
    """

    reporting: ReportingRound
    tree: AreaTree = field(repr=False)
    table: RawTable = field(repr=False)
    earlier: list[Release]
    revision: int
    superseded: list[RawTable] = field(repr=False)
    fixed: list[npt.NDArray[np.bool_]] = field(repr=False)
    thresholds: list[int]
    fingerprint: str

    @property
    def tables(self) -> list[RawTable]:
        """Every revision of which something is or will be public, oldest first."""
        return [*self.superseded, self.table]

    def published_at(
        self, threshold: int, *, zone_level: int | None = None
    ) -> Release | None:
        """The release that shows these very figures at a threshold, if one is public.

        The threshold of households is the stock's. With ``zone_level``, one in which
        areas of that level are shown together. One withdrawn before it does not count.
        """
        wanted = (
            threshold,
            self.table.households,
            self.revision,
            ReleaseState.PUBLISHED,
        )
        return next(
            (
                one
                for one in self.earlier
                if (one.threshold, one.household_threshold, one.revision, one.state)
                == wanted
                and (zone_level is None or zone_level in one.zone_levels)
            ),
            None,
        )

    def with_household_threshold(self, households: int) -> "Stock":
        """The same stock, to be shown from another number of households on.

        What is public of earlier revisions keeps the threshold it was shown with.
        """
        return replace(self, table=replace(self.table, households=households))

    def with_zones(self, zones: Sequence[Zone]) -> "Stock":
        """The same stock, with areas shown together.

        Raises LatticeError for zones that are not sisters, or that share an area.
        """
        known = self.table.structure
        structure = replace(known, zones=tuple(zones))
        plain = known.plain.n_cells
        fixed = []
        for mask in self.fixed:
            moved = np.zeros(structure.lattice.n_cells, dtype=np.bool_)
            moved[:plain] = mask[:plain]
            for zone, cells in known.zone_cells().items():
                moved[structure.zone_cells()[zone]] = mask[cells]
            fixed.append(moved)
        return replace(
            self,
            table=replace(self.table, structure=structure),
            superseded=[replace(each, structure=structure) for each in self.superseded],
            fixed=fixed,
        )


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
    earlier = list(reporting.releases.order_by("version"))
    counts = _raw(reporting, tree)
    if reporting.finest_level is not None:
        _refuse_leaving_out(earlier, reporting.finest_level)
        full, (tree, holders) = tree, down_to(tree, reporting.finest_level)
        _refuse_homeless(reporting, full, counts, holders)
        counts = {
            revision: counted_in(own, holders) for revision, own in counts.items()
        }
    now = max(counts)
    shown = sorted({release.revision for release in earlier} - {now})
    *superseded, table = raw_tables(
        tree,
        [counts[revision] for revision in (*shown, now)],
        breakdown_level=settings.RELEASE_BREAKDOWN_LEVEL,
        households=settings.RELEASE_THRESHOLD_HOUSEHOLDS,
        remembered=_remembered(tree, earlier),
    )
    _refuse_another_stock_of_the_day(reporting, table.groups)
    by_revision = [
        [release for release in earlier if release.revision == revision]
        for revision in (*shown, now)
    ]
    superseded = [
        replace(each, households=min(one.household_threshold for one in releases))
        for each, releases in zip(superseded, by_revision, strict=False)
    ]
    return Stock(
        reporting,
        tree,
        table,
        earlier,
        now,
        superseded,
        [
            _already_public(releases, each)
            for releases, each in zip(by_revision, (*superseded, table), strict=True)
        ],
        [
            min((release.threshold for release in releases), default=0)
            for releases in by_revision
        ],
        _fingerprint(reporting, tree, counts, earlier),
    )


def _fingerprint(
    reporting: ReportingRound,
    tree: AreaTree,
    counts: dict[int, list[RawCount]],
    earlier: Sequence[Release],
) -> str:
    """A keyed digest: counts are few and small, so a plain one could be guessed back."""
    parts = (
        reporting.pk,
        sorted(
            repr(tuple(count))
            for of_revision in counts.values()
            for count in of_revision
        ),
        [
            (area.pk, above)
            for area, above in zip(tree.areas, tree.parents, strict=True)
        ],
        [release.pk for release in earlier],
        settings.RELEASE_BREAKDOWN_LEVEL,
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


def _refuse_leaving_out(releases: Sequence[Release], finest: int) -> None:
    """What a release has shown of finer areas cannot be left out of a later one."""
    finer = Release.objects.filter(
        Q(cells__status=CellStatus.PUBLISHED, cells__area__level__gt=finest)
        | Q(zones__areas__level__gt=finest),
        pk__in=[release.pk for release in releases],
    )
    shown = finer.order_by("version").first()
    if shown is not None:
        raise ReleaseRefusedError(
            RefusalKind.UNPROTECTABLE,
            _(
                "Version %(version)d has shown areas of levels that the round leaves out "
                "now. What is public stays so: show the round down to those levels again."
            )
            % {"version": shown.version},
        )


def _refuse_homeless(
    reporting: ReportingRound,
    tree: AreaTree,
    counts: dict[int, list[RawCount]],
    holders: dict[int, int],
) -> None:
    """People counted in an area that no larger one holds would be missing from each."""
    areas = {area.pk: area for area in tree.areas}
    lost = sorted(
        {
            (area.level, area.pcode, count.group)
            for own in counts.values()
            for count in homeless(own, holders)
            for area in [areas[count.area_id]]
        }
    )
    if lost:
        raise ReleaseRefusedError(
            RefusalKind.OTHER_BORDERS,
            _(
                "The round leaves out small areas, and some that were counted lie in no "
                "larger area on %(date)s. Load borders of that date in which each area "
                "has the one that it lies in."
            )
            % {"date": reporting.reported_on},
            lost,
        )


def _raw(reporting: ReportingRound, tree: AreaTree) -> dict[int, list[RawCount]]:
    """The raw counts, by revision."""
    found: dict[int, list[RawCount]] = {}
    for count in counts_of_round(reporting):
        found.setdefault(count.revision, []).append(count)
    if not found:
        raise ReleaseRefusedError(
            RefusalKind.NO_COUNTS,
            _("Round %(code)s has no counts. Load its returns first.")
            % {"code": reporting.code},
        )
    known = {area.pk for area in tree.areas}
    if any(count.area_id not in known for counts in found.values() for count in counts):
        raise ReleaseRefusedError(
            RefusalKind.OTHER_BORDERS,
            _(
                "Some counts belong to areas that were not valid on %(date)s. "
                "Load the borders of that date, then load the returns again."
            )
            % {"date": reporting.reported_on},
        )
    return found


def _remembered(tree: AreaTree, releases: Sequence[Release]) -> list[Zone]:
    """The zones that releases have shown, withdrawn ones among them."""
    row_of = {area.pk: row for row, area in enumerate(tree.areas)}
    found = set()
    for zone in ReleasedZone.objects.filter(release__in=releases).prefetch_related(
        "areas"
    ):
        rows = [row_of.get(area.pk) for area in zone.areas.all()]
        known = [row for row in rows if row is not None]
        if len(known) < len(rows):
            raise _counts_changed(releases)
        found.add(tuple(sorted(known)))
    return sorted(found)


def _already_public(
    releases: Sequence[Release], table: RawTable
) -> npt.NDArray[np.bool_]:
    """Cells that releases of a revision have shown: they cannot be hidden.

    Figures without a place in the lattice, or other than their revision gives, are
    refused: what the difference gives away could not be examined.
    """
    values = table.lattice.cell_values(table.counts)
    shown = np.zeros(table.lattice.n_cells, dtype=np.bool_)
    position = table.structure.positions()
    public: list[tuple[frozenset[int], ReleasedCell | ReleasedZoneFigure]] = [
        (frozenset({cell.area_id}), cell)
        for cell in ReleasedCell.objects.filter(
            release__in=releases, status=CellStatus.PUBLISHED
        )
    ]
    for figure in ReleasedZoneFigure.objects.filter(
        zone__release__in=releases, status=CellStatus.PUBLISHED
    ).prefetch_related("zone__areas"):
        members = frozenset(area.pk for area in figure.zone.areas.all())
        public.append((members, figure))
    for areas, cell in public:
        column = Column(cell.group, cell.breakdown, Measure(cell.measure))
        at = position.get((areas, column))
        if at is None or values[at] != cell.value:
            raise _counts_changed(releases)
        shown[at] = True
    return shown


def _counts_changed(releases: Sequence[Release]) -> ReleaseRefusedError:
    return ReleaseRefusedError(
        RefusalKind.COUNTS_CHANGED,
        _(
            "The counts differ from those published as version %(version)d. "
            "Publishing the difference could reveal people; a correction "
            "goes into the next round."
        )
        % {"version": releases[-1].version},
    )
