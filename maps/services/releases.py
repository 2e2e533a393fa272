"""Publish a release: what was planned is stored, once and for good."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from maps.models import Release, ReleasedCell, ReportingRound
from maps.permissions import PUBLISH_RELEASE, require
from maps.services.refusals import ReleaseRefusedError
from maps.services.release_plans import ReleasePlan, check_threshold, plan_release
from maps.services.stocks import note_reading, read_stock

__all__ = ["ReleaseRefusedError", "publish_release", "store_release"]


def publish_release(
    round_code: str, *, by: Any, threshold: int | None = None
) -> Release:
    """Protect, audit and publish a round's counts; immutable once stored.

    ``threshold`` is in persons (the deployment's default unless given, never under
    5). Publishing the same figures again returns the release that exists.

    Raises ReleaseRefusedError, PermissionDenied.
    """
    require(PUBLISH_RELEASE, by)
    k = check_threshold(threshold)
    note_reading(round_code, by=by, purpose="publish_release")
    return _publish(round_code, k, by=by)


@transaction.atomic
def _publish(round_code: str, k: int, *, by: Any) -> Release:
    reporting = ReportingRound.objects.select_for_update().get(code=round_code)
    stock = read_stock(reporting)
    same = stock.published_at(k)
    if same is not None:
        return same
    return store_release(plan_release(stock, threshold=k), by=by)


@transaction.atomic
def store_release(plan: ReleasePlan, *, by: Any) -> Release:
    """Store what was planned as the next version of its round, and put it on record.

    The caller holds the lock of the round since before the plan was made.
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
