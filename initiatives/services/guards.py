"""Finds out whether what the lifecycle asks for holds for one initiative."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from initiatives import lifecycle
from initiatives.enums import BudgetKind, MilestoneState, ProposalStep, State

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from initiatives.models import Initiative

#: What to do about a guard that does not hold.
REMEDIES: "Mapping[str, Promise]" = {
    lifecycle.PROBLEM_TOLD: _("Describe the problem."),
    lifecycle.IDEA_TOLD: _("Describe the idea, and choose a dimension and a kind."),
    lifecycle.BOTH_BENEFIT: _(
        "Say how many returnees and how many neighbours benefit: both must."
    ),
    lifecycle.PLACE_GIVEN: _("Say where it takes place."),
    lifecycle.DATES_GIVEN: _("Give a planned start and end."),
    lifecycle.MONEY_PLANNED: _("Add at least one budget line in money."),
    lifecycle.MILESTONES_PLANNED: _("Plan at least one milestone."),
    lifecycle.CARE_ANSWERED: _(
        "Answer who was heard, what could go wrong and how children are kept safe."
    ),
    lifecycle.NOT_OWN_PROPOSAL: _(
        "You proposed this yourself: somebody else must decide about it."
    ),
    lifecycle.NOT_PASSED_ON_BY_SELF: _(
        "You passed this to the local authority yourself: somebody else must answer it."
    ),
    lifecycle.ALL_VERIFIED: _("The committee has not confirmed every milestone yet."),
}

#: The step of the proposal in which the remedy lies.
STEP_OF_GUARD: Mapping[str, ProposalStep] = {
    lifecycle.PROBLEM_TOLD: ProposalStep.PROBLEM,
    lifecycle.IDEA_TOLD: ProposalStep.IDEA,
    lifecycle.BOTH_BENEFIT: ProposalStep.PEOPLE,
    lifecycle.PLACE_GIVEN: ProposalStep.PEOPLE,
    lifecycle.MONEY_PLANNED: ProposalStep.MONEY,
    lifecycle.DATES_GIVEN: ProposalStep.MONEY,
    lifecycle.MILESTONES_PLANNED: ProposalStep.MONEY,
    lifecycle.CARE_ANSWERED: ProposalStep.CARE,
}


def _problem_told(initiative: "Initiative", by: Any) -> bool:
    return bool(initiative.title and initiative.problem)


def _idea_told(initiative: "Initiative", by: Any) -> bool:
    return all((initiative.summary, initiative.dimension, initiative.category))


def _both_benefit(initiative: "Initiative", by: Any) -> bool:
    return bool(initiative.returnees_planned and initiative.neighbours_planned)


def _place_given(initiative: "Initiative", by: Any) -> bool:
    return bool(initiative.place_name)


def _dates_given(initiative: "Initiative", by: Any) -> bool:
    return initiative.starts_on is not None and initiative.ends_on is not None


def _money_planned(initiative: "Initiative", by: Any) -> bool:
    return initiative.budget_lines.filter(kind=BudgetKind.CASH).exists()


def _milestones_planned(initiative: "Initiative", by: Any) -> bool:
    return initiative.milestones.exists()


def _care_answered(initiative: "Initiative", by: Any) -> bool:
    return all(
        (initiative.both_consulted, initiative.harm_note, initiative.children_note)
    )


def _not_own_proposal(initiative: "Initiative", by: Any) -> bool:
    return initiative.proposed_by_id != by.pk


def _not_passed_on_by_self(initiative: "Initiative", by: Any) -> bool:
    """Staff may stand in for an authority; their own question they do not answer."""
    if initiative.state != State.AUTHORITY_REVIEW:
        return True
    passed = initiative.events.filter(to_state=State.AUTHORITY_REVIEW).last()
    return passed is None or passed.actor_id != by.pk


def _all_verified(initiative: "Initiative", by: Any) -> bool:
    return not initiative.milestones.exclude(state=MilestoneState.VERIFIED).exists()


CHECKS: "Mapping[str, Callable[[Initiative, Any], bool]]" = {
    lifecycle.PROBLEM_TOLD: _problem_told,
    lifecycle.IDEA_TOLD: _idea_told,
    lifecycle.BOTH_BENEFIT: _both_benefit,
    lifecycle.PLACE_GIVEN: _place_given,
    lifecycle.DATES_GIVEN: _dates_given,
    lifecycle.MONEY_PLANNED: _money_planned,
    lifecycle.MILESTONES_PLANNED: _milestones_planned,
    lifecycle.CARE_ANSWERED: _care_answered,
    lifecycle.NOT_OWN_PROPOSAL: _not_own_proposal,
    lifecycle.NOT_PASSED_ON_BY_SELF: _not_passed_on_by_self,
    lifecycle.ALL_VERIFIED: _all_verified,
}


def unmet_guards(
    initiative: "Initiative", transition: lifecycle.Transition, *, by: Any
) -> list[str]:
    """Return the guards of a step that do not hold now, in the table's order."""
    facts = {guard: CHECKS[guard](initiative, by) for guard in transition.guards}
    return lifecycle.unmet(transition, facts)


def missing_by_step(
    initiative: "Initiative", *, by: Any
) -> dict[ProposalStep, list[str]]:
    """Return what a draft still lacks before it can be handed in, by step, in words."""
    missing: dict[ProposalStep, list[str]] = {}
    submit = lifecycle.BY_ACTION["submit"]
    for guard in unmet_guards(initiative, submit, by=by):
        missing.setdefault(STEP_OF_GUARD[guard], []).append(str(REMEDIES[guard]))
    return missing
