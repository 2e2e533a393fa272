"""Milestones: planned, reported done, judged by the committee, opened again."""

import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import rules
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from initiatives import lifecycle
from initiatives.enums import MilestoneMove, MilestoneState, Verdict
from initiatives.models import (
    Initiative,
    Milestone,
    MilestoneAdjustment,
    MilestoneClaim,
    MilestoneResponse,
)
from initiatives.queries.audience import judges_of
from initiatives.services.errors import (
    NotAllowedError,
    PlanError,
    ReasonMissingError,
    WrongStateError,
)
from initiatives.services.moves import locked
from initiatives.services.pictures import clean_picture
from initiatives.signals import milestone_moved

if TYPE_CHECKING:
    from django.core.files.base import File


def _locked_milestone(milestone: Milestone, permission: str, by: Any) -> Milestone:
    """Hold the initiative's row, read the milestone again, check the permission."""
    initiative = locked(milestone.initiative)
    if not rules.has_perm(f"initiatives.{permission}", by, initiative):
        raise NotAllowedError
    held = Milestone.objects.get(pk=milestone.pk)
    held.initiative = initiative
    return held


def _record(milestone: Milestone, action: str, *, by: Any, **data: Any) -> None:
    log(
        instance=milestone.initiative,
        action=f"initiatives.{action}",
        user=by,
        data={"milestone": milestone.pk, **data},
    )


def _announce(milestone: Milestone, move: MilestoneMove, *, by: Any) -> None:
    transaction.on_commit(
        partial(
            milestone_moved.send,
            sender=Milestone,
            milestone_id=milestone.pk,
            move=move,
            actor_id=by.pk,
        ),
        robust=True,
    )


@transaction.atomic
def plan_milestone(
    initiative: Initiative,
    *,
    by: Any,
    title: str,
    planned_on: datetime.date,
    means_of_verification: str = "",
) -> Milestone:
    """Add a milestone to a draft or to work under way. Raises NotAllowedError."""
    held = locked(initiative)
    if not rules.has_perm("initiatives.plan_milestone", by, held):
        raise NotAllowedError
    last = held.milestones.aggregate(last=Max("position"))["last"]
    milestone = Milestone.objects.create(
        initiative=held,
        title=title,
        planned_on=planned_on,
        means_of_verification=means_of_verification,
        position=0 if last is None else last + 1,
    )
    _record(milestone, "plan_milestone", by=by, planned_on=planned_on.isoformat())
    return milestone


@transaction.atomic
def claim_milestone(
    milestone: Milestone,
    *,
    by: Any,
    done_on: datetime.date,
    note: str,
    language: str = "",
    picture: "File[bytes] | None" = None,
    picture_alt: str = "",
) -> MilestoneClaim:
    """Report a milestone done, in a language; the committee answers next.

    Raises NotAllowedError, WrongStateError while a claim waits or once confirmed,
    PlanError for a day in the future or a picture without words, PictureError.
    """
    held = _locked_milestone(milestone, "claim_milestone", by)
    if not held.is_claimable:
        raise WrongStateError(
            _("This milestone is: %(state)s.") % {"state": held.get_state_display()}
        )
    if done_on > timezone.localdate():
        raise PlanError(_("This day has not come yet."), "done_on")
    if picture and not picture_alt.strip():
        raise PlanError(_("Say in words what the picture shows."), "picture_alt")
    kept = clean_picture(picture) if picture else None
    claim = MilestoneClaim(
        milestone=held,
        claimed_by=by,
        claimed_at=timezone.now(),
        done_on=done_on,
        note=note,
        language=language if note else "",
        picture_alt=picture_alt.strip() if picture else "",
    )
    if kept is not None:
        claim.picture.save(str(kept.name), kept, save=False)
    claim.save()
    held.state = MilestoneState.CLAIMED
    held.save(update_fields=["state"])
    _record(held, "claim_milestone", by=by, done_on=done_on.isoformat())
    _announce(held, MilestoneMove.CLAIMED, by=by)
    return claim


@transaction.atomic
def respond_to_claim(
    claim: MilestoneClaim,
    *,
    by: Any,
    verdict: str,
    note: str = "",
    language: str = "",
) -> MilestoneClaim:
    """Confirm or dispute a claim as a committee member; decides it where that suffices.

    A member may answer again while the claim is open; the last answer counts. Raises
    NotAllowedError (also for whoever made the claim), WrongStateError once decided,
    ReasonMissingError for a dispute without a note.
    """
    milestone = _locked_milestone(claim.milestone, "judge_claim", by)
    held = MilestoneClaim.objects.get(pk=claim.pk)
    held.milestone = milestone
    if held.claimed_by_id == by.pk:
        raise NotAllowedError
    if not held.is_open:
        raise WrongStateError(
            _("The committee has already decided: %(state)s.")
            % {"state": milestone.get_state_display()}
        )
    verdict = Verdict(verdict)
    if verdict == Verdict.DISPUTE and not note.strip():
        raise ReasonMissingError
    MilestoneResponse.objects.update_or_create(
        claim=held,
        member=by,
        defaults={
            "verdict": verdict,
            "note": note.strip(),
            "language": language if note.strip() else "",
            "responded_at": timezone.now(),
        },
    )
    _record(milestone, "respond_to_claim", by=by, verdict=verdict)
    _decide(held, by=by)
    return held


def _decide(claim: MilestoneClaim, *, by: Any) -> None:
    """Close the claim if the answers of the present members settle it."""
    judges = set(judges_of(claim).values_list("pk", flat=True))
    given = [
        verdict
        for member, verdict in claim.responses.values_list("member_id", "verdict")
        if member in judges
    ]
    outcome = lifecycle.judge_claim(
        len(judges), given.count(Verdict.CONFIRM), given.count(Verdict.DISPUTE)
    )
    if outcome is None:
        return
    milestone = claim.milestone
    claim.is_open = False
    claim.save(update_fields=["is_open"])
    milestone.state = MilestoneState(outcome)
    milestone.verified_on = timezone.localdate() if outcome == "verified" else None
    milestone.save(update_fields=["state", "verified_on"])
    _record(milestone, "decide_claim", by=by, outcome=outcome)
    _announce(milestone, MilestoneMove(outcome), by=by)


@transaction.atomic
def reopen_milestone(
    milestone: Milestone,
    *,
    by: Any,
    reason: str,
    planned_on: datetime.date,
    language: str = "",
) -> MilestoneAdjustment:
    """Open a reported, disputed or confirmed milestone again, with a changed plan.

    An open claim is put aside: it no longer waits for anybody. Raises NotAllowedError,
    WrongStateError where nothing was reported yet, ReasonMissingError.
    """
    held = _locked_milestone(milestone, "reopen_milestone", by)
    if held.state == MilestoneState.PLANNED:
        raise WrongStateError(_("This milestone is open already."))
    if not reason.strip():
        raise ReasonMissingError
    held.claims.filter(is_open=True).update(is_open=False)
    adjustment = MilestoneAdjustment.objects.create(
        milestone=held,
        reason=reason.strip(),
        language=language,
        planned_before=held.planned_on,
        planned_now=planned_on,
        adjusted_by=by,
        adjusted_at=timezone.now(),
    )
    held.state, held.verified_on = MilestoneState.PLANNED, None
    held.planned_on = planned_on
    held.save(update_fields=["state", "verified_on", "planned_on"])
    _record(held, "reopen_milestone", by=by, reason=adjustment.reason)
    _announce(held, MilestoneMove.REOPENED, by=by)
    return adjustment
