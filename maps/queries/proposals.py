"""Releases on their way, and what waits for a data steward."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Prefetch, QuerySet

from maps.enums import DRAFT_STATES, OPEN_STATES, ProposalState, WithdrawalState
from maps.models import (
    Release,
    ReleaseProposal,
    ReleaseWithdrawal,
    ReportingRound,
)
from maps.permissions import is_data_steward

if TYPE_CHECKING:
    import datetime


def rounds_with_releases() -> QuerySet[ReportingRound]:
    """Every round with its releases and what is under way, newest first.

    Four queries, however many there are: ``releases`` newest first, ``waiting`` for a
    second person, and ``drafts``.
    """
    waiting = _light().filter(state__in=OPEN_STATES)
    drafts = ReleaseProposal.objects.filter(state__in=DRAFT_STATES).only("round")
    return ReportingRound.objects.order_by("-reported_on", "-code").prefetch_related(
        Prefetch("releases", Release.objects.order_by("-version")),
        Prefetch("proposals", waiting, to_attr="waiting"),
        Prefetch("proposals", drafts, to_attr="drafts"),
    )


def drafts_of(reporting: ReportingRound) -> QuerySet[ReleaseProposal]:
    """Thresholds worked out, or being worked out, lowest first, without zones first."""
    return (
        _light()
        .filter(round=reporting, state__in=DRAFT_STATES)
        .order_by("threshold", F("zone_level").asc(nulls_first=True))
    )


def open_proposal_of(reporting: ReportingRound) -> ReleaseProposal | None:
    """What waits for a second person, or is being published."""
    return _light().filter(round=reporting, state__in=OPEN_STATES).first()


def answered_proposals_of(reporting: ReportingRound) -> QuerySet[ReleaseProposal]:
    """What was answered, newest first."""
    answered = [ProposalState.PUBLISHED, ProposalState.REFUSED, ProposalState.STALE]
    return (
        _light()
        .filter(round=reporting, state__in=answered)
        .select_related("release__round")
        .order_by("-decided_at")
    )


def _light() -> QuerySet[ReleaseProposal]:
    """Without the lists of areas, which are long."""
    return ReleaseProposal.objects.defer("hidden", "zones").select_related(
        "round", "prepared_by", "decided_by"
    )


def withdrawal_of(release: Release) -> ReleaseWithdrawal | None:
    """The reason for which a release is withdrawn, or is asked to be."""
    return (
        release.withdrawals.exclude(state=WithdrawalState.DECLINED)
        .select_related("asked_by", "decided_by")
        .first()
    )


@dataclass(frozen=True)
class StewardTask:
    """What a second data steward has to answer: a proposal, or else a withdrawal.

    ``version`` is that of the release to be withdrawn.
    """

    proposal: ReleaseProposal | None
    reporting: ReportingRound
    since: "datetime.datetime"
    version: int = 0


def waiting_for_steward(user: Any) -> list[StewardTask]:
    """What others have proposed and this person may answer. Two queries, or none."""
    if not is_data_steward(user):
        return []
    proposals = _light().filter(state=ProposalState.PROPOSED).exclude(prepared_by=user)
    withdrawals = (
        ReleaseWithdrawal.objects.filter(state=WithdrawalState.ASKED)
        .exclude(asked_by=user)
        .select_related("release__round")
    )
    return [
        *(StewardTask(each, each.round, each.prepared_at) for each in proposals),
        *(
            StewardTask(None, each.release.round, each.asked_at, each.release.version)
            for each in withdrawals
        ),
    ]
