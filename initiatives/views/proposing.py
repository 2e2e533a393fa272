"""Proposing in five short steps, each saved, and a look at the whole."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from initiatives import services
from initiatives.enums import ProposalStep
from initiatives.forms import proposal as forms
from initiatives.forms import proposal_rows as rows
from initiatives.queries.initiatives import own_communities
from initiatives.queries.similar import similar_to
from initiatives.services.guards import missing_by_step
from initiatives.views.access import (
    require,
    show_error,
    tell_stored,
    visible_initiative,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from initiatives.models import Initiative

STEPS = list(ProposalStep)


@dataclass
class Bound:
    """The forms of one step; the money's step has two lists besides."""

    form: forms.StepForm
    lines: rows.Rows | None = None
    milestones: rows.Rows | None = None
    all: list[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.all = [
            each
            for each in (self.form, self.lines, self.milestones)
            if each is not None
        ]

    def is_valid(self) -> bool:
        """Whether all of them are; each is asked, so that all show their errors."""
        return all([each.is_valid() for each in self.all])  # noqa: C419 - ask every form


def _progress(
    current: ProposalStep, missing: dict[ProposalStep, list[str]]
) -> list[tuple[ProposalStep, str]]:
    """(step, status) pairs; status: now, done, or empty."""
    return [
        (step, "now" if step == current else "" if _is_open(step, missing) else "done")
        for step in STEPS
    ]


def _is_open(step: ProposalStep, missing: dict[ProposalStep, list[str]]) -> bool:
    return step in missing or step == ProposalStep.PREVIEW


def _after(step: ProposalStep) -> ProposalStep:
    return STEPS[STEPS.index(step) + 1]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: "HttpRequest") -> "HttpResponse":
    """The first step: a committee member begins a draft for their community."""
    communities = own_communities(request.user)
    if not communities:
        return render(request, "initiatives/propose_who.html", status=403)
    wanted = request.GET.get("community")
    initial = {"language": (get_language() or "en")[:2], "community": wanted}
    form = forms.StartForm(
        request.POST or None,
        communities=communities,
        initial=initial,
        is_unfinished="later" in request.POST,
    )
    if request.method == "POST" and form.is_valid():
        try:
            initiative = services.start_proposal(by=request.user, **form.values())
        except services.InitiativeError as error:
            show_error(form, error)
        else:
            return _onwards(request, initiative, ProposalStep.PROBLEM)
    return render(
        request,
        "initiatives/propose_step.html",
        {
            "form": form,
            "bound": Bound(form),
            "step": ProposalStep.PROBLEM,
            "progress": [
                (each, "now" if each == ProposalStep.PROBLEM else "") for each in STEPS
            ],
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: "HttpRequest", reference: str, step: str) -> "HttpResponse":
    """One step of a draft, or the look at the whole."""
    if step not in ProposalStep.values:
        raise Http404
    current = ProposalStep(step)
    initiative = visible_initiative(reference, request.user)
    if not rules.has_perm("initiatives.edit_proposal", request.user, initiative):
        require("propose", request.user, initiative.community)
        messages.info(request, _("This proposal was handed in; it is read only now."))
        return redirect("initiatives:detail", reference=reference)
    if current == ProposalStep.PREVIEW:
        return _preview(request, initiative)
    bound = _bound(request, initiative, current)
    if request.method == "POST" and bound.is_valid():
        try:
            initiative = _save(initiative, current, bound, by=request.user)
        except services.InitiativeError as error:
            show_error(bound.form, error)
        else:
            return _onwards(request, initiative, current)
    context = _context(request, initiative, current)
    context.update({"form": bound.form, "bound": bound})
    return render(request, "initiatives/propose_step.html", context)


def _context(
    request: "HttpRequest", initiative: "Initiative", current: ProposalStep
) -> dict[str, Any]:
    missing = missing_by_step(initiative, by=request.user)
    return {
        "initiative": initiative,
        "step": current,
        "missing": missing,
        "progress": _progress(current, missing),
        "similar": similar_to(initiative, request.user),
    }


def _bound(
    request: "HttpRequest", initiative: "Initiative", current: ProposalStep
) -> Bound:
    data = request.POST if request.method == "POST" else None
    form = forms.STEP_FORMS[current](
        data, instance=initiative, is_unfinished="later" in request.POST
    )
    if current != ProposalStep.MONEY:
        return Bound(form)
    return Bound(
        form,
        rows.line_formset(data, initiative),
        rows.milestone_formset(data, initiative),
    )


def _save(
    initiative: "Initiative", current: ProposalStep, bound: Bound, *, by: Any
) -> "Initiative":
    return services.save_step(
        initiative,
        current,
        bound.form.values(),
        by=by,
        lines=bound.lines and rows.planned_lines(bound.lines),
        milestones=bound.milestones and rows.planned_milestones(bound.milestones),
    )


def _onwards(
    request: "HttpRequest", initiative: "Initiative", current: ProposalStep
) -> "HttpResponse":
    """Go on, stay for more rows, or leave with a word that all is kept."""
    reference = initiative.reference
    if "later" in request.POST:
        tell_stored(request, _("Saved. Go on whenever you like."))
        return redirect("initiatives:detail", reference=reference)
    tell_stored(request)
    following = current if "more" in request.POST else _after(current)
    return redirect("initiatives:propose_step", reference=reference, step=following)


def _preview(request: "HttpRequest", initiative: "Initiative") -> "HttpResponse":
    """Everything at a glance, what is missing, and the button that hands it in."""
    if request.method == "POST":
        try:
            services.submit(initiative, by=request.user)
        except services.InitiativeError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request,
                _("Your proposal is handed in. Programme staff look at it next."),
            )
            return redirect("initiatives:detail", reference=initiative.reference)
    context = _context(request, initiative, ProposalStep.PREVIEW)
    return render(request, "initiatives/propose_preview.html", context)
