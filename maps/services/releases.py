"""Publish a release: what was planned is stored, once and for good."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.disclosure import ContradictoryReleasesError
from maps.enums import RefusalKind
from maps.models import (
    Release,
    ReleasedCell,
    ReleasedZone,
    ReleasedZoneFigure,
    ReportingRound,
)
from maps.permissions import PUBLISH_RELEASE, require
from maps.services.audits import audit_release
from maps.services.refusals import ReleaseRefusedError
from maps.services.release_plans import (
    ReleasePlan,
    check_household_threshold,
    check_threshold,
    plan_release,
)
from maps.services.stocks import note_reading, read_stock
from maps.services.zonings import plan_with_zones

__all__ = ["ReleaseRefusedError", "publish_release", "store_release"]


def publish_release(
    round_code: str,
    *,
    by: Any,
    threshold: int | None = None,
    households: int | None = None,
    zone_level: int | None = None,
) -> Release:
    """Protect, audit and publish a round's counts; immutable once stored.

    ``threshold`` is in persons, ``households`` in households (the deployment's defaults
    unless given, never under 5). With ``zone_level``, hidden areas of that level are shown together with those
    that they touch. Publishing the same figures again returns the release that exists.

    Raises ReleaseRefusedError, PermissionDenied.
    """
    require(PUBLISH_RELEASE, by)
    k, homes = check_threshold(threshold), check_household_threshold(households)
    note_reading(round_code, by=by, purpose="publish_release")
    return _publish(round_code, k, homes, zone_level, by=by)


@transaction.atomic
def _publish(
    round_code: str, k: int, households: int, zone_level: int | None, *, by: Any
) -> Release:
    reporting = ReportingRound.objects.select_for_update().get(code=round_code)
    stock = read_stock(reporting).with_household_threshold(households)
    same = stock.published_at(k, zone_level=zone_level)
    if same is not None:
        return same
    plan = plan_release(stock, threshold=k)
    if zone_level is not None:
        plan = plan_with_zones(plan, level=zone_level)
    return store_release(plan, by=by)


@transaction.atomic
def store_release(plan: ReleasePlan, *, by: Any) -> Release:
    """Store what was planned as the next version of its round, and put it on record.

    The caller holds the lock of the round since before the plan was made. Where areas
    are shown together, the attacker looks once more at what is stored, and builds from
    it who adds up to whom. Raises ReleaseRefusedError, and stores nothing, where it
    finds a way back.
    """
    reporting = plan.stock.reporting
    release = Release.objects.create(
        round=reporting,
        version=len(plan.stock.earlier) + 1,
        revision=plan.stock.revision,
        threshold=plan.threshold,
        report=plan.report,
        published_by=by,
    )
    for cell in plan.cells:
        cell.release = release
    ReleasedCell.objects.bulk_create(plan.cells, batch_size=2_000)
    _store_zones(plan, release)
    if plan.zones:
        _refuse_leaks(release)
    log(
        instance=release,
        action="maps.publish_release",
        user=by,
        data={
            "round": reporting.code,
            "version": release.version,
            "threshold": release.threshold,
        },
    )
    return release


def _store_zones(plan: ReleasePlan, release: Release) -> None:
    areas = plan.stock.tree.areas
    figures = []
    for number, (members, rows) in enumerate(plan.zones.items(), start=1):
        zone = ReleasedZone.objects.create(
            release=release, number=number, level=areas[members[0]].level
        )
        zone.areas.add(*(areas[member] for member in members))
        for row in rows:
            row.zone = zone
        figures += rows
    ReleasedZoneFigure.objects.bulk_create(figures, batch_size=2_000)


def _refuse_leaks(release: Release) -> None:
    try:
        leaks = audit_release(release).leaks
    except ContradictoryReleasesError as error:
        raise ReleaseRefusedError(
            RefusalKind.ATTACK_SUCCEEDED,
            _("The audit could not make sense of the figures, so none is published."),
        ) from error
    if leaks:
        raise ReleaseRefusedError(
            RefusalKind.ATTACK_SUCCEEDED,
            _("The audit found %(count)d figures that could be worked out.")
            % {"count": len(leaks)},
            [leak[:3] for leak in leaks],
        )
