"""Work out what a release would show and hide at several thresholds."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.enums import (
    DRAFT_STATES,
    Breakdown,
    CellStatus,
    Measure,
    ProposalState,
    RefusalKind,
    ReleaseState,
)
from maps.models import ReleasedCell, ReleaseProposal, ReportingRound
from maps.permissions import require_steward
from maps.services.refusals import OutOfTurnError, ReleaseRefusedError
from maps.services.release_plans import (
    THRESHOLD_FLOOR,
    ReleasePlan,
    check_threshold,
    plan_release,
)
from maps.services.stocks import Stock, note_reading, read_stock
from maps.signals import preparation_wanted

#: What is offered beside the deployment's own threshold.
_OFFERED = (5, 10, 15, 20)


def offered_thresholds(also: int | None = None) -> list[int]:
    """Thresholds to compare: the deployment's own, the usual ones, one asked for."""
    asked = {settings.RELEASE_THRESHOLD_PERSONS, *_OFFERED, also or THRESHOLD_FLOOR}
    return sorted(each for each in asked if each >= THRESHOLD_FLOOR)


@transaction.atomic
def prepare_release(
    reporting: ReportingRound, thresholds: Iterable[int], *, by: Any
) -> list[ReleaseProposal]:
    """Set down thresholds to be worked out, in place of those worked out before.

    Those at which the round is public already are left out. Raises OutOfTurnError
    where none is left, ReleaseRefusedError for one under the floor, PermissionDenied.
    """
    require_steward(by)
    held = ReportingRound.objects.select_for_update().get(pk=reporting.pk)
    wanted = {check_threshold(each) for each in thresholds}
    wanted -= set(
        held.releases.filter(state=ReleaseState.PUBLISHED).values_list(
            "threshold", flat=True
        )
    )
    if not wanted:
        raise OutOfTurnError(_("The round is published at all these thresholds."))
    held.proposals.filter(state__in=DRAFT_STATES).delete()
    drafts = ReleaseProposal.objects.bulk_create(
        ReleaseProposal(round=held, threshold=each, prepared_by=by)
        for each in sorted(wanted)
    )
    log(
        instance=held,
        action="maps.prepare_release",
        user=by,
        data={"thresholds": sorted(wanted)},
    )
    transaction.on_commit(
        partial(
            preparation_wanted.send,
            sender=ReleaseProposal,
            round_id=held.pk,
            by_id=by.pk,
        ),
        robust=True,
    )
    return drafts


def work_out_drafts(reporting: ReportingRound, *, by: Any) -> int:
    """Work out what waits for it, lowest threshold first; return how many.

    The counts are read once. Each threshold is stored as soon as it is known, so that
    people see how far it is.
    """
    require_steward(by)
    note_reading(reporting.code, by=by, purpose="plan_release")
    waiting = reporting.proposals.filter(state=ProposalState.PLANNING)
    drafts = list(waiting.order_by("threshold"))
    try:
        stock = read_stock(reporting)
    except ReleaseRefusedError as refusal:
        waiting.update(state=ProposalState.BLOCKED, refusal=refusal.kind)
        return len(drafts)
    for draft in drafts:
        _keep(draft, worked_out(stock, draft.threshold))
    return len(drafts)


def worked_out(stock: Stock, threshold: int) -> dict[str, Any]:
    """The state of a proposal at a threshold, and what it holds."""
    try:
        plan = plan_release(stock, threshold=threshold)
    except ReleaseRefusedError as refusal:
        return {"state": ProposalState.BLOCKED, "refusal": refusal.kind}
    return {"state": ProposalState.DRAFTED, **what_is_shown(plan)}


def what_is_shown(plan: ReleasePlan) -> dict[str, Any]:
    """What the public would learn of a plan, as a proposal holds it."""
    return {
        "report": plan.report,
        "hidden": hatched(plan.cells),
        "fingerprint": plan.stock.fingerprint,
    }


def hatched(cells: Iterable[ReleasedCell]) -> dict[str, dict[str, list[str]]]:
    """P-codes of what is hidden, by population group and level (empty where none).

    Of persons of whatever sex and age, as on the map.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for cell in cells:
        if (cell.measure, cell.breakdown) != (Measure.INDIVIDUALS, Breakdown.ALL):
            continue
        at = found.setdefault(cell.group, {}).setdefault(str(cell.area.level), [])
        if cell.status == CellStatus.HIDDEN:
            at.append(cell.area.pcode)
    return found


@transaction.atomic
def _keep(draft: ReleaseProposal, known: Mapping[str, Any]) -> None:
    """Store what was worked out, unless somebody began anew meanwhile."""
    ReleaseProposal.objects.filter(pk=draft.pk, state=ProposalState.PLANNING).update(
        **known
    )


def figures_at_fault(
    proposal: ReleaseProposal, *, by: Any
) -> tuple[RefusalKind | None, list[tuple[int, str, str]]]:
    """Why a threshold is refused, and the figures (level, P-code, group) at fault.

    Worked out on request and stored nowhere: they are as confidential as the counts.
    None if it would not be refused any more. Raises PermissionDenied.
    """
    require_steward(by)
    note_reading(proposal.round.code, by=by, purpose="explain_refusal")
    try:
        plan_release(read_stock(proposal.round), threshold=proposal.threshold)
    except ReleaseRefusedError as refusal:
        return refusal.kind, refusal.cells
    return None, []
