"""A release takes two persons: one proposes it, another approves or refuses it."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.enums import DRAFT_STATES, OPEN_STATES, ProposalState
from maps.models import Release, ReleaseProposal, ReportingRound
from maps.permissions import require_second_person, require_steward
from maps.services.preparations import what_is_shown
from maps.services.refusals import OutOfTurnError, ReleaseRefusedError
from maps.services.release_plans import (
    ReleasePlan,
    bound_fingerprint,
    plan_release,
)
from maps.services.releases import store_release
from maps.services.stocks import note_reading, read_stock
from maps.services.zonings import zones_of_proposal
from maps.signals import proposal_moved, publication_wanted


@transaction.atomic
def propose_release(proposal: ReleaseProposal, *, by: Any) -> ReleaseProposal:
    """Answer for what was worked out, and ask a second data steward.

    Raises OutOfTurnError, PermissionDenied.
    """
    require_steward(by)
    held = _held(proposal, ProposalState.DRAFTED)
    if held.round.proposals.filter(state__in=OPEN_STATES).exists():
        raise OutOfTurnError(
            _("Another threshold of this round waits for an answer already.")
        )
    held.prepared_by, held.prepared_at = by, timezone.now()
    return _move(held, ProposalState.PROPOSED, "maps.propose_release", by=by)


@transaction.atomic
def take_back(proposal: ReleaseProposal, *, by: Any) -> ReleaseProposal:
    """Take one's own proposal back, to choose another threshold.

    Raises OutOfTurnError, also for somebody else's proposal; PermissionDenied.
    """
    require_steward(by)
    held = _held(proposal, ProposalState.PROPOSED)
    if held.prepared_by_id != by.pk:
        raise OutOfTurnError(_("Only the person who proposed it takes it back."))
    held.round.proposals.filter(
        state__in=DRAFT_STATES, threshold=held.threshold, zone_level=held.zone_level
    ).delete()
    return _move(held, ProposalState.DRAFTED, "maps.take_back_proposal", by=by)


@transaction.atomic
def approve_release(proposal: ReleaseProposal, *, by: Any) -> ReleaseProposal:
    """Approve somebody else's proposal; it is then published (`publish_approved`).

    Raises OutOfTurnError, PermissionDenied.
    """
    held = _held_by_second_person(proposal, by)
    moved = _move(held, ProposalState.APPROVED, "maps.approve_release", by=by)
    _want_published(moved)
    return moved


@transaction.atomic
def publish_again(proposal: ReleaseProposal, *, by: Any) -> ReleaseProposal:
    """Begin anew to publish what two persons agreed on, after work was cut off.

    Raises OutOfTurnError, PermissionDenied.
    """
    require_steward(by)
    held = _held(proposal, ProposalState.APPROVED)
    _want_published(held)
    return held


@transaction.atomic
def refuse_release(
    proposal: ReleaseProposal, *, reason: str, by: Any
) -> ReleaseProposal:
    """Refuse somebody else's proposal and say why.

    Raises OutOfTurnError, PermissionDenied.
    """
    held = _held_by_second_person(proposal, by)
    held.reason = reason.strip()
    if not held.reason:
        raise OutOfTurnError(_("Say why, so that the other person can act on it."))
    _forget(held)
    return _move(held, ProposalState.REFUSED, "maps.refuse_release", by=by)


def publish_approved(proposal: ReleaseProposal) -> Release | None:
    """Publish an approved proposal, if it still is what two persons looked at.

    The counts are read and protected anew. Where anything has changed since, nothing
    is published, the proposal is outdated, and None is returned.
    """
    note_reading(proposal.round.code, by=proposal.decided_by, purpose="publish_release")
    return _publish(proposal)


@transaction.atomic
def _publish(proposal: ReleaseProposal) -> Release | None:
    held = _held(proposal, ProposalState.APPROVED)
    release = _published(held)
    _forget(held)
    if release is None:
        _move(held, ProposalState.STALE, "maps.outdated_proposal", by=held.decided_by)
        return None
    held.release = release
    held.round.proposals.filter(state__in=DRAFT_STATES).delete()
    _move(held, ProposalState.PUBLISHED, "maps.publish_proposal", by=held.decided_by)
    return release


def _published(held: ReleaseProposal) -> Release | None:
    """The release, or None where it is not what was proposed or the audit objects."""
    plan = _same_plan(held)
    if plan is None:
        return None
    try:
        return store_release(plan, by=held.decided_by)
    except ReleaseRefusedError as refusal:
        held.refusal = refusal.kind
        return None


def _forget(held: ReleaseProposal) -> None:
    """What a proposal names is needed for as long as it is open."""
    held.hidden, held.zones, held.price = {}, [], {}


def _same_plan(held: ReleaseProposal) -> ReleasePlan | None:
    """The plan made anew, or None where it is not what was proposed."""
    try:
        stock = read_stock(held.round).with_household_threshold(held.households)
        bound = bound_fingerprint(
            stock, level=held.zone_level, zones=held.zones, price=held.price
        )
        if bound != held.fingerprint:
            return None
        zones = zones_of_proposal(stock, held.zones, level=held.zone_level)
        plan = plan_release(stock, threshold=held.threshold, zones=zones)
    except ReleaseRefusedError as refusal:
        held.refusal = refusal.kind
        return None
    shown = what_is_shown(plan)
    same = all(getattr(held, name) == value for name, value in shown.items())
    return plan if same else None


def _held(proposal: ReleaseProposal, *states: ProposalState) -> ReleaseProposal:
    """The proposal as it stands now, locked with its round, in one of the states."""
    ReportingRound.objects.select_for_update().get(pk=proposal.round_id)
    held = (
        ReleaseProposal.objects.select_for_update(of=("self",))
        .select_related("round")
        .filter(pk=proposal.pk)
        .first()
    )
    if held is None or held.state not in states:
        raise OutOfTurnError(
            _("Somebody has dealt with this meanwhile. Look at how it stands now.")
        )
    return held


def _held_by_second_person(proposal: ReleaseProposal, by: Any) -> ReleaseProposal:
    require_steward(by)
    held = _held(proposal, ProposalState.PROPOSED)
    require_second_person(by, held.prepared_by_id)
    held.decided_by, held.decided_at = by, timezone.now()
    return held


def _want_published(held: ReleaseProposal) -> None:
    transaction.on_commit(
        partial(publication_wanted.send, sender=ReleaseProposal, proposal_id=held.pk),
        robust=True,
    )


def _move(
    held: ReleaseProposal, state: ProposalState, action: str, *, by: Any
) -> ReleaseProposal:
    """Store a step, put it on record, and let people know."""
    held.state = state
    held.save()
    log(
        instance=held.round,
        action=action,
        user=by,
        data={"threshold": held.threshold, "reason": held.reason},
    )
    transaction.on_commit(
        partial(proposal_moved.send, sender=ReleaseProposal, proposal_id=held.pk),
        robust=True,
    )
    return held
