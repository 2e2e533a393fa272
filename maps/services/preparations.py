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
from maps.models import Release, ReleasedCell, ReleaseProposal, ReportingRound
from maps.permissions import require_steward
from maps.queries.columns import column_key
from maps.services.raw_counts import newest_revision
from maps.services.refusals import OutOfTurnError, ReleaseRefusedError
from maps.services.release_plans import (
    THRESHOLD_FLOOR,
    ReleasePlan,
    bound_fingerprint,
    check_household_threshold,
    check_threshold,
    codes_of,
    plan_release,
)
from maps.services.stocks import Stock, note_reading, read_stock
from maps.services.zonings import plan_with_zones
from maps.signals import preparation_wanted

#: What is offered beside the deployment's own threshold.
_OFFERED = (5, 10, 15, 20)


def offered_thresholds(also: int | None = None) -> list[int]:
    """Thresholds to compare: the deployment's own, the usual ones, one asked for."""
    asked = {settings.RELEASE_THRESHOLD_PERSONS, *_OFFERED, also or THRESHOLD_FLOOR}
    return sorted(each for each in asked if each >= THRESHOLD_FLOOR)


@transaction.atomic
def prepare_release(
    reporting: ReportingRound,
    thresholds: Iterable[int],
    *,
    households: int | None = None,
    by: Any,
) -> list[ReleaseProposal]:
    """Set down thresholds to be worked out, in place of those worked out before.

    All of them with one threshold in households, the deployment's own unless given.
    Those at which these very counts are public already are left out, those at which
    only an earlier revision is are not: its correction is yet to come. Raises OutOfTurnError
    where none is left, ReleaseRefusedError for one under the floor, PermissionDenied.
    """
    require_steward(by)
    held = ReportingRound.objects.select_for_update().get(pk=reporting.pk)
    wanted = {check_threshold(each) for each in thresholds}
    homes = check_household_threshold(households)
    wanted -= {release.threshold for release in _public_of(held, homes)}
    if not wanted:
        raise OutOfTurnError(_("The round is published at all these thresholds."))
    held.proposals.filter(state__in=DRAFT_STATES).delete()
    drafts = ReleaseProposal.objects.bulk_create(
        ReleaseProposal(round=held, threshold=each, households=homes, prepared_by=by)
        for each in sorted(wanted)
    )
    log(
        instance=held,
        action="maps.prepare_release",
        user=by,
        data={"thresholds": sorted(wanted), "households": homes},
    )
    _want_worked_out(held, by)
    return drafts


@transaction.atomic
def prepare_zones(
    reporting: ReportingRound,
    threshold: int,
    *,
    level: int,
    households: int | None = None,
    by: Any,
) -> ReleaseProposal:
    """Set down a threshold to be worked out with areas of a level shown together.

    It stands beside the thresholds worked out without, in place of the same with zones.
    Raises OutOfTurnError where the very same is public, ReleaseRefusedError for a
    threshold under the floor, PermissionDenied.
    """
    require_steward(by)
    held = ReportingRound.objects.select_for_update().get(pk=reporting.pk)
    k = check_threshold(threshold)
    homes = check_household_threshold(households)
    if any(
        release.threshold == k and level in release.zone_levels
        for release in _public_of(held, homes)
    ):
        raise OutOfTurnError(
            _(
                "The round is published at this threshold with areas of this level "
                "shown together."
            )
        )
    held.proposals.filter(
        state__in=DRAFT_STATES, threshold=k, zone_level=level
    ).delete()
    draft = ReleaseProposal.objects.create(
        round=held, threshold=k, households=homes, zone_level=level, prepared_by=by
    )
    log(
        instance=held,
        action="maps.prepare_release",
        user=by,
        data={"thresholds": [k], "households": homes, "zone_level": level},
    )
    _want_worked_out(held, by)
    return draft


def _public_of(held: ReportingRound, households: int) -> list[Release]:
    """What is public of the round's present counts at a threshold of households."""
    public = held.releases.filter(
        state=ReleaseState.PUBLISHED, revision=newest_revision(held)
    )
    return [one for one in public if one.household_threshold == households]


def _want_worked_out(held: ReportingRound, by: Any) -> None:
    transaction.on_commit(
        partial(
            preparation_wanted.send,
            sender=ReleaseProposal,
            round_id=held.pk,
            by_id=by.pk,
        ),
        robust=True,
    )


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
        known = worked_out(
            stock.with_household_threshold(draft.households),
            draft.threshold,
            zone_level=draft.zone_level,
        )
        _keep(draft, known)
    return len(drafts)


def worked_out(
    stock: Stock, threshold: int, *, zone_level: int | None = None
) -> dict[str, Any]:
    """The state of a proposal at a threshold, and what it holds.

    With ``zone_level``, hidden areas of that level are shown together.
    """
    try:
        plan = alone = plan_release(stock, threshold=threshold)
        if zone_level is not None:
            plan = plan_with_zones(alone, level=zone_level)
    except ReleaseRefusedError as refusal:
        return {"state": ProposalState.BLOCKED, "refusal": refusal.kind}
    price = {} if plan is alone else price_of(alone, plan)
    shown = what_is_shown(plan)
    fingerprint = bound_fingerprint(
        stock, level=zone_level, zones=shown["zones"], price=price
    )
    return {
        "state": ProposalState.DRAFTED,
        "fingerprint": fingerprint,
        "price": price,
        **shown,
    }


def price_of(alone: ReleasePlan, plan: ReleasePlan) -> dict[str, Any]:
    """What zones cost and bring, for those who choose.

    ``levels`` are those of the report without zones; ``given_up`` areas had a figure of
    their own, which goes into that of their zone.
    """
    shown = {
        cell.area_id
        for cell in alone.cells
        if cell.status == CellStatus.PUBLISHED
        and (cell.measure, cell.breakdown) == (Measure.INDIVIDUALS, Breakdown.ALL)
    }
    areas = plan.stock.tree.areas
    members = [areas[row].pk for zone in plan.zones for row in zone]
    return {
        "levels": alone.report["levels"],
        "given_up": sum(member in shown for member in members),
    }


def what_is_shown(plan: ReleasePlan) -> dict[str, Any]:
    """What the public would learn of a plan, as a proposal holds it."""
    return {
        "report": plan.report,
        "hidden": hatched(plan.cells),
        "zones": [
            {
                "areas": codes_of(plan.stock, zone),
                "groups": [
                    row.group
                    for row in rows
                    if row.status == CellStatus.PUBLISHED and row.is_total
                ],
                "columns": [
                    column_key(row.group, row.breakdown, row.measure)
                    for row in rows
                    if row.status == CellStatus.PUBLISHED
                ],
            }
            for zone, rows in plan.zones.items()
        ],
    }


def hatched(cells: Iterable[ReleasedCell]) -> dict[str, dict[str, list[str]]]:
    """P-codes of what is hidden, by column and level (empty where none).

    Columns are as `column_key` names them: persons of each population group, its parts
    by sex or age, its households.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for cell in cells:
        column = column_key(cell.group, cell.breakdown, cell.measure)
        at = found.setdefault(column, {}).setdefault(str(cell.area.level), [])
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
        stock = read_stock(proposal.round).with_household_threshold(proposal.households)
        worked = plan_release(stock, threshold=proposal.threshold)
        if proposal.zone_level is not None:
            plan_with_zones(worked, level=proposal.zone_level)
    except ReleaseRefusedError as refusal:
        return refusal.kind, refusal.cells
    return None, []
