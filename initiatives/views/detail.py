"""The page of one initiative, and what its lines have cost."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import rules
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import lifecycle, services
from initiatives.enums import BUTTONS, Action, PathStep
from initiatives.forms.work import SpendingForm, StepTakenForm
from initiatives.permissions import roles_in
from initiatives.queries.milestones import milestone_rows
from initiatives.queries.similar import similar_to
from initiatives.queries.updates import updates_of
from initiatives.services.guards import REMEDIES, unmet_guards
from initiatives.views.access import (
    require,
    show_error,
    tell_stored,
    visible_initiative,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from initiatives.models import Initiative

#: Rules that decide which buttons the page shows.
ABILITIES = (
    "edit_proposal",
    "plan_milestone",
    "claim_milestone",
    "judge_claim",
    "reopen_milestone",
    "record_spending",
    "set_picture",
)


@dataclass(frozen=True)
class Offer:
    """A step open to this person, with what still stands in its way, in words."""

    action: str
    label: str
    needs_reason: bool
    obstacles: list[str]


def offers_for(initiative: "Initiative", user: Any) -> list[Offer]:
    """Steps that the lifecycle opens to a person; handing in has its own page."""
    roles = roles_in(user, initiative.community)
    return [
        Offer(
            action=row.action,
            label=str(BUTTONS[Action(row.action)]),
            needs_reason=row.needs_reason,
            obstacles=[
                str(REMEDIES[guard]) for guard in unmet_guards(initiative, row, by=user)
            ],
        )
        for row in lifecycle.available(initiative.state, roles)
        if row.action != "submit"
    ]


@require_safe
def show(request: "HttpRequest", reference: str) -> "HttpResponse":
    """Show an initiative to everybody who may see it."""
    return initiative_page(request, visible_initiative(reference, request.user))


def initiative_page(
    request: "HttpRequest",
    initiative: "Initiative",
    form: StepTakenForm | None = None,
) -> "HttpResponse":
    """Render the page, with a form that was refused where there is one (status 422)."""
    user = request.user
    offers = offers_for(initiative, user) if user.is_authenticated else []
    ready = [offer for offer in offers if not offer.obstacles]
    if form is None and ready:
        form = step_form(ready, initiative)
    events = list(initiative.events.all())
    before = events[-1].from_state if events else "draft"
    rows = milestone_rows(initiative)
    steps = lifecycle.path(initiative.state, before)
    context = {
        "initiative": initiative,
        "path": [(PathStep(step).label, status) for step, status in steps],
        "events": events[::-1],
        "rows": rows,
        "is_begun": initiative.state in {*lifecycle.UNDER_WAY, *lifecycle.FINISHED},
        "offers": offers,
        "ready": ready,
        "step_form": form,
        "form": form,
        "may": {
            name: rules.has_perm(f"initiatives.{name}", user, initiative)
            for name in ABILITIES
        },
        "similar": similar_to(initiative, user) if offers else [],
        "updates": updates_of(initiative)[:4],
    }
    is_refused = form is not None and form.is_bound
    return render(
        request, "initiatives/detail.html", context, status=422 if is_refused else 200
    )


def step_form(
    ready: list[Offer], initiative: "Initiative", data: Any = None
) -> StepTakenForm:
    """The form that takes one of the open steps."""
    return StepTakenForm(
        data,
        actions=[offer.action for offer in ready],
        needs_reason=all(offer.needs_reason for offer in ready),
        initial={"seen": initiative.state},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def spending(request: "HttpRequest", reference: str) -> "HttpResponse":
    """Write down what each budget line has cost so far."""
    initiative = visible_initiative(reference, request.user)
    require("record_spending", request.user, initiative)
    form = SpendingForm(request.POST or None, lines=list(initiative.budget_lines.all()))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                for line, spent in form.amounts():
                    services.record_budget_spent(line, by=request.user, spent=spent)
        except services.InitiativeError as error:
            show_error(form, error)
        else:
            tell_stored(request, _("The amounts are stored."))
            return redirect("initiatives:detail", reference=initiative.reference)
    context = {"initiative": initiative, "form": form}
    return render(request, "initiatives/spending.html", context)
