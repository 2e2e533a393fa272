"""Reporting a milestone done, answering the report, and changing the plan."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from initiatives import services
from initiatives.forms.proposal_rows import MilestoneForm
from initiatives.forms.work import AnswerForm, ClaimForm, ReopenForm
from initiatives.queries.milestones import milestone_row
from initiatives.views.access import (
    require,
    show_error,
    tell_stored,
    visible_initiative,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from initiatives.models import Initiative, Milestone

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def _found(
    request: "HttpRequest", reference: str, pk: int, permission: str
) -> "tuple[Initiative, Milestone]":
    initiative = visible_initiative(reference, request.user)
    require(permission, request.user, initiative)
    milestone = get_object_or_404(initiative.milestones.all(), pk=pk)
    milestone.initiative = initiative
    return initiative, milestone


def _served(form: "Form", work: "Callable[[dict[str, Any]], object]") -> bool:
    """Whether the form was sent, is valid, and the service agreed; else it says why."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        work(form.cleaned_data)
    except services.InitiativeError as error:
        show_error(form, error)
        return False
    return True


def _back(initiative: "Initiative", milestone: "Milestone | None") -> "HttpResponse":
    response = redirect("initiatives:detail", reference=initiative.reference)
    anchor = f"milestone-{milestone.pk}" if milestone else "milestones"
    response["Location"] += f"#{anchor}"
    return response


@login_required
@read_or_send
def claim(request: "HttpRequest", reference: str, milestone: int) -> "HttpResponse":
    """The implementing partner reports a milestone done."""
    initiative, found = _found(request, reference, milestone, "claim_milestone")
    if not found.is_claimable:
        messages.warning(
            request,
            _("This milestone is: %(state)s.") % {"state": found.get_state_display()},
        )
        return _back(initiative, found)
    form = ClaimForm(request.POST or None, request.FILES or None)
    if _served(
        form, lambda data: services.claim_milestone(found, by=request.user, **data)
    ):
        tell_stored(request, _("Reported. The committee has been asked to check."))
        return _back(initiative, found)
    context = {"initiative": initiative, "milestone": found, "form": form}
    return render(request, "initiatives/claim.html", context)


@login_required
@read_or_send
def respond(request: "HttpRequest", reference: str, milestone: int) -> "HttpResponse":
    """A committee member confirms or disputes what was reported."""
    initiative, found = _found(request, reference, milestone, "judge_claim")
    row = milestone_row(found)
    if row.claim is None or not row.claim.is_open:
        messages.warning(request, _("Nothing waits for an answer here."))
        return _back(initiative, found)
    reported = row.claim
    form = AnswerForm(request.POST or None)
    if _served(
        form,
        lambda data: services.respond_to_claim(
            reported,
            by=request.user,
            verdict=data["verdict"],
            note=data["reason"],
            language=data["language"],
        ),
    ):
        tell_stored(request, _("Thank you. Your answer is stored."))
        return _back(initiative, found)
    own = reported.claimed_by_id == request.user.pk
    context = {"initiative": initiative, "row": row, "form": form, "is_own": own}
    return render(request, "initiatives/respond.html", context)


@login_required
@read_or_send
def reopen(request: "HttpRequest", reference: str, milestone: int) -> "HttpResponse":
    """Staff open a milestone again, with what changes and why."""
    initiative, found = _found(request, reference, milestone, "reopen_milestone")
    form = ReopenForm(request.POST or None, initial={"planned_on": found.planned_on})
    if _served(
        form, lambda data: services.reopen_milestone(found, by=request.user, **data)
    ):
        tell_stored(request, _("The milestone is open again."))
        return _back(initiative, found)
    context = {"initiative": initiative, "milestone": found, "form": form}
    return render(request, "initiatives/reopen.html", context)


@login_required
@read_or_send
def plan(request: "HttpRequest", reference: str) -> "HttpResponse":
    """Add a milestone to work that is chosen or under way."""
    initiative = visible_initiative(reference, request.user)
    require("plan_milestone", request.user, initiative)
    form = MilestoneForm(request.POST or None)
    if _served(
        form, lambda data: services.plan_milestone(initiative, by=request.user, **data)
    ):
        tell_stored(request, _("The milestone is planned."))
        return _back(initiative, None)
    context = {"initiative": initiative, "form": form}
    return render(request, "initiatives/plan_milestone.html", context)
