"""Writing a proposal: begun once, saved step by step, as often as its writers like."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import rules
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities.models import Community
from initiatives.enums import BudgetKind, ProposalStep
from initiatives.models import BudgetLine, Initiative, Milestone
from initiatives.models.initiatives import new_reference
from initiatives.services.errors import NotAllowedError, PlanError, WrongStateError
from initiatives.services.moves import locked
from maps.enums import SRID

#: Which fields each step may write; anything else is refused.
STEP_FIELDS: Mapping[ProposalStep, frozenset[str]] = {
    ProposalStep.PROBLEM: frozenset({"title", "problem", "language"}),
    ProposalStep.IDEA: frozenset(
        {"summary", "dimension", "secondary_dimension", "category", "approach"}
    ),
    ProposalStep.PEOPLE: frozenset(
        {"returnees_planned", "neighbours_planned", "place_name", "location"}
    ),
    ProposalStep.MONEY: frozenset({"starts_on", "ends_on"}),
    ProposalStep.CARE: frozenset(
        {"both_consulted", "came_from", "harm_note", "children_note"}
    ),
    ProposalStep.PREVIEW: frozenset(),
}


@dataclass(frozen=True)
class PlannedLine:
    """One line of a proposed budget, in whole units of the deployment's currency."""

    label: str
    planned: int
    kind: str = BudgetKind.CASH


@dataclass(frozen=True)
class PlannedMilestone:
    """One proposed milestone."""

    title: str
    planned_on: datetime.date
    means_of_verification: str = ""


def start_proposal(
    community: Community,
    *,
    by: Any,
    title: str,
    problem: str = "",
    language: str = "en",
    reference: str = "",
) -> Initiative:
    """Begin a draft for a community of which ``by`` is a committee member.

    With the ``reference`` of a draft that the same person has begun, nothing new is
    begun: the form was sent twice, and the draft takes what was sent last. Raises
    NotAllowedError.
    """
    if not rules.has_perm("initiatives.propose", by, community):
        raise NotAllowedError
    texts = {"title": title, "problem": problem, "language": language}
    existing = Initiative.objects.filter(reference=reference, proposed_by=by).first()
    if existing is not None and existing.community_id == community.pk:
        return save_step(existing, ProposalStep.PROBLEM, texts, by=by)
    return _begin(community, texts, reference or new_reference(), by=by)


def _begin(
    community: Community, texts: Mapping[str, str], reference: str, *, by: Any
) -> Initiative:
    """Store a new draft; another reference is drawn should this one be taken."""
    for candidate in (reference, new_reference(), new_reference()):
        try:
            with transaction.atomic():
                initiative = Initiative.objects.create(
                    reference=candidate, community=community, proposed_by=by, **texts
                )
                log(instance=initiative, action="initiatives.start_proposal", user=by)
                return initiative
        except IntegrityError:
            if not Initiative.objects.filter(reference=candidate).exists():
                raise
    raise PlanError(_("No free reference was found. Please send the form again."))


@transaction.atomic
def save_step(
    initiative: Initiative,
    step: ProposalStep,
    values: Mapping[str, Any],
    *,
    by: Any,
    lines: Iterable[PlannedLine] | None = None,
    milestones: Iterable[PlannedMilestone] | None = None,
) -> Initiative:
    """Store what was written in one step; saving the same again changes nothing.

    ``lines`` and ``milestones``, where given, replace the draft's budget and plan.
    Raises NotAllowedError, WrongStateError once the proposal was handed in, PlanError
    for a field of another step or a value that the model refuses.
    """
    held = _editable(initiative, by=by)
    unknown = set(values) - STEP_FIELDS[step]
    if unknown:
        raise PlanError(
            _("These fields do not belong to this step: %(fields)s.")
            % {"fields": ", ".join(sorted(unknown))}
        )
    for field, value in values.items():
        setattr(held, field, value)
    try:
        held.validate_constraints()
    except ValidationError as problem:
        raise PlanError(" ".join(problem.messages)) from problem
    held.save()
    if lines is not None:
        _replace_lines(held, list(lines))
    if milestones is not None:
        _replace_milestones(held, list(milestones))
    log(instance=held, action="initiatives.save_step", user=by, data={"step": step})
    return held


def _editable(initiative: Initiative, *, by: Any) -> Initiative:
    held = locked(initiative)
    if rules.has_perm("initiatives.edit_proposal", by, held):
        return held
    if rules.has_perm("initiatives.propose", by, held.community):
        raise WrongStateError(
            _("The proposal was handed in and can no longer be changed.")
        )
    raise NotAllowedError


def _replace_lines(held: Initiative, lines: list[PlannedLine]) -> None:
    if any(line.planned < 1 for line in lines):
        raise PlanError(_("Every budget line needs an amount above zero."))
    held.budget_lines.all().delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(
            initiative=held,
            label=line.label,
            planned=line.planned,
            kind=line.kind,
            position=position,
        )
        for position, line in enumerate(lines)
    )


def _replace_milestones(held: Initiative, planned: list[PlannedMilestone]) -> None:
    held.milestones.all().delete()
    Milestone.objects.bulk_create(
        Milestone(
            initiative=held,
            title=milestone.title,
            planned_on=milestone.planned_on,
            means_of_verification=milestone.means_of_verification,
            position=position,
        )
        for position, milestone in enumerate(planned)
    )


def point(latitude: float, longitude: float) -> Point:
    """Return a place as the database stores it; degrees, WGS 84."""
    return Point(longitude, latitude, srid=SRID)
