"""Store a round's counts behind the door: aggregated, repeatable, all or nothing."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.imports.counting import Count
from maps.imports.locating import AreaLocator, LocatableArea
from maps.models import ReportingRound
from maps.models.returns import ReturnCount
from maps.permissions import IMPORT_DATA, require
from maps.queries.areas import current_areas


class ReturnsNotStoredError(Exception):
    """A round's counts were refused; nothing is stored."""


@dataclass(frozen=True)
class ReturnsStored:
    """What a load did, without a single figure."""

    round: ReportingRound
    areas: int
    groups: list[str]
    changed: bool


def locator_on(day: datetime.date, level: int | None = None) -> AreaLocator[int]:
    """The areas of one level valid on a day (the finest unless told), for placing rows.

    Raises ReturnsNotStoredError where no areas of that level are loaded.
    """
    areas = current_areas(day)
    if level is None:
        level = areas.order_by("-level").values_list("level", flat=True).first() or 0
    found = [
        LocatableArea(area.pk, area.pcode, shapely.from_wkb(bytes(area.geometry.wkb)))
        for area in areas.filter(level=level)
    ]
    if not found:
        raise ReturnsNotStoredError(
            _("No areas are valid on %(date)s. Load the borders first (load_areas).")
            % {"date": day}
        )
    return AreaLocator(found)


@transaction.atomic
def store_returns(
    counts: Mapping[tuple[int, str], Count],
    *,
    round_code: str,
    reported_on: datetime.date,
    by: Any,
    source: str = "",
    note: str = "",
) -> ReturnsStored:
    """Store counts of (area key, group) as the stock of a round.

    Groups that the file does not have are left alone; the same counts again change
    nothing. Other counts of a group replace the stored ones as long as nothing of
    the round has been published.

    Raises ReturnsNotStoredError, PermissionDenied.
    """
    require(IMPORT_DATA, by)
    if not counts:
        raise ReturnsNotStoredError(_("The file has no counts to store."))
    reporting = _round(round_code, reported_on, source, note)
    groups = sorted({group for _area, group in counts})
    stored = {
        (count.area_id, count.group): Count(count.individuals, count.households)
        for count in ReturnCount.objects.filter(round=reporting, group__in=groups)
    }
    areas = len({area for area, _group in counts})
    if stored == dict(counts):
        return ReturnsStored(reporting, areas, groups, changed=False)
    _refuse_if_published(reporting)
    ReturnCount.objects.filter(round=reporting, group__in=groups).delete()
    ReturnCount.objects.bulk_create(
        [
            ReturnCount(
                round=reporting,
                area_id=area,
                group=group,
                individuals=count.individuals,
                households=count.households,
            )
            for (area, group), count in counts.items()
        ],
        batch_size=2_000,
    )
    log(
        instance=reporting,
        action="maps.load_returns",
        user=by,
        data={"groups": groups, "areas": areas, "replaced": bool(stored)},
    )
    return ReturnsStored(reporting, areas, groups, changed=True)


def _round(
    code: str, reported_on: datetime.date, source: str, note: str
) -> ReportingRound:
    reporting, _created = ReportingRound.objects.select_for_update().get_or_create(
        code=code,
        defaults={"reported_on": reported_on, "source": source, "note": note},
    )
    if reporting.reported_on != reported_on:
        raise ReturnsNotStoredError(
            _("Round %(code)s is of %(stored)s, not of %(given)s. Check --date.")
            % {"code": code, "stored": reporting.reported_on, "given": reported_on}
        )
    return reporting


def _refuse_if_published(reporting: ReportingRound) -> None:
    if reporting.releases.exists():
        raise ReturnsNotStoredError(
            _(
                "Round %(code)s has been published: other counts would let people "
                "compare the two. Load the correction as a new round."
            )
            % {"code": reporting.code}
        )
