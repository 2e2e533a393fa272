"""Milestones as a page shows them: with the claim, its answers and what is still needed."""

from dataclasses import dataclass

from django.utils import timezone

from communities.enums import Role
from communities.models import Mandate
from initiatives import lifecycle
from initiatives.enums import MilestoneState, State, Verdict
from initiatives.models import Initiative, Milestone, MilestoneClaim, MilestoneResponse


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone with its newest claim and how the committee of today answered it.

    ``needed``: confirmations that settle the claim, of ``members`` who may answer; None
    where there is nobody to answer.
    """

    milestone: Milestone
    claim: MilestoneClaim | None
    confirmed: int
    disputed: int
    members: int
    needed: int | None
    disputes: list[MilestoneResponse]

    @property
    def is_late(self) -> bool:
        """Whether work goes on, the planned day is over, and nothing was reported."""
        return (
            self.milestone.initiative.state == State.IN_IMPLEMENTATION
            and self.milestone.state
            in (MilestoneState.PLANNED, MilestoneState.DISPUTED)
            and self.milestone.planned_on < timezone.localdate()
        )


def milestone_rows(initiative: Initiative) -> list[MilestoneRow]:
    """All milestones of one initiative; one query if claims are prefetched."""
    committee = _committee(initiative)
    return [_row(milestone, committee) for milestone in initiative.milestones.all()]


def milestone_row(milestone: Milestone) -> MilestoneRow:
    """The same for one milestone."""
    committee = _committee(milestone.initiative)
    return _row(milestone, committee)


def _committee(initiative: Initiative) -> set[int]:
    """Keys of the active accounts that sit on the committee today."""
    mandates = Mandate.objects.current().filter(
        role=Role.COMMITTEE,
        community=initiative.community_id,
        user__is_active=True,
    )
    return set(mandates.values_list("user", flat=True))


def _row(milestone: Milestone, committee: set[int]) -> MilestoneRow:
    claim = next(iter(milestone.claims.all()), None)
    responses = list(claim.responses.all()) if claim else []
    judges = committee - ({claim.claimed_by_id} if claim else set())
    if claim and claim.is_open:
        responses = [each for each in responses if each.member_id in judges]
    disputes = [each for each in responses if each.verdict == Verdict.DISPUTE]
    return MilestoneRow(
        milestone=milestone,
        claim=claim,
        confirmed=len(responses) - len(disputes),
        disputed=len(disputes),
        members=len(judges),
        needed=lifecycle.confirmations_needed(len(judges)) if judges else None,
        disputes=disputes,
    )
