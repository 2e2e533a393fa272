"""Organisers' pages: prepare, open, close, cancel, decide."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from initiatives.services.errors import InitiativeError
from initiatives.templatetags.initiatives import money
from participation.forms.rounds import (
    NewRoundForm,
    OptionsForm,
    PartsForm,
    RoundForm,
)
from participation.models import Round
from participation.permissions import ACTIONS, is_permitted, may
from participation.queries.candidates import candidates
from participation.queries.observers import (
    lacks_observers,
    named_observers,
)
from participation.queries.paper import given_on_paper, has_voting_begun
from participation.queries.parts import names_of_parts, parts_possible
from participation.queries.results import result_of
from participation.queries.rolls import batches_of, roll_of
from participation.queries.rounds import asked_step, managed_rounds, turnout
from participation.services.errors import ParticipationError
from participation.services.locks import why_frozen
from participation.services.rounds import (
    create_round,
    discard_round,
    edit_round,
    is_unseen,
    set_options,
    set_parts,
)

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

A_PAGE = 30
_FIRST = {"ballot_type": "knapsack", "rule": "equal-shares", "completion": "add1"}
View = Callable[..., "HttpResponse"]


def for_organisers(view: View) -> View:
    """Only for those who prepare rounds; pages with passes are kept by no cache."""

    @wraps(view)
    @never_cache
    @login_required
    def wrapped(request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        if not is_permitted(request.user, "prepare_rounds"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


def managed_round(slug: str) -> Round:
    """The round of an address, whatever its state. Raises Http404."""
    return get_object_or_404(
        Round.objects.select_related("community__area", "area", "created_by"), slug=slug
    )


def _for_preparing(view: View) -> View:
    """Only while a round is prepared: afterwards its page shows what stands, and why."""

    @for_organisers
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: "HttpRequest", slug: str) -> "HttpResponse":
        round_ = managed_round(slug)
        why = why_frozen(round_)
        if why:
            messages.error(request, why)
            return redirect("participation:manage_round", slug)
        return view(request, round_)

    return wrapped


@for_organisers
@require_safe
def manage_list(request: "HttpRequest") -> "HttpResponse":
    """All rounds with what they wait for."""
    page = Paginator(managed_rounds(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "participation/manage_list.html", {"page_obj": page})


@for_organisers
@require_safe
def manage_round(request: "HttpRequest", slug: str) -> "HttpResponse":
    """One round: what is ready, what is missing, what can be done now."""
    round_ = managed_round(slug)
    names = names_of_parts(round_)
    taken_part = turnout(round_)
    context = {
        "round": round_,
        "options": round_.options.select_related("initiative"),
        "parts": [
            (names.get(key, key), amount)
            for key, amount in round_.budget_of.items()
            if key
        ],
        "batches": batches_of(round_),
        "roll": roll_of(round_),
        "turnout": taken_part,
        "observers": named_observers(round_),
        "minimum": settings.PUBLIC_BALLOTS_MINIMUM,
        "lacks_observers": lacks_observers(round_, taken_part.voted),
        "has_voting_begun": has_voting_begun(round_),
        "paper_given": given_on_paper(round_),
        "may": {name for name in ACTIONS if may(request.user, name, round_)},
        "view": result_of(round_),
        "is_unseen": is_unseen(round_),
        "has_ended": round_.closes_at <= timezone.now(),
        "asked": asked_step(round_),
        "tables": {"open": round_.tables.filter(closed_at=None).count()},
    }
    return render(request, "participation/manage_round.html", context)


@for_organisers
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: "HttpRequest") -> "HttpResponse":
    """Prepare a new round."""
    form = NewRoundForm(request.POST or None, initial=_FIRST)
    if form.is_valid():
        try:
            round_ = create_round(by=request.user, **form.answers())
        except ParticipationError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(_next_step(round_), round_.slug)
    return form_page(
        request, form, _("Prepare a round"), _("Save and choose proposals")
    )


@_for_preparing
def edit(request: "HttpRequest", round_: Round) -> "HttpResponse":
    """Change a round that is still in preparation."""
    form = RoundForm(request.POST or None, initial=RoundForm.initial_of(round_))
    if form.is_valid():
        answers = form.answers()
        if done(request, form, lambda: edit_round(round_, by=request.user, **answers)):
            return redirect("participation:manage_round", round_.slug)
    return form_page(request, form, _("Change the round"), _("Save"), round_)


@_for_preparing
def parts(request: "HttpRequest", round_: Round) -> "HttpResponse":
    """Divide the budget by dimension or place."""
    form = PartsForm(
        request.POST or None,
        parts=parts_possible(round_),
        initial={part.key: part.amount for part in round_.parts.all()},
    )
    if form.is_valid():
        amounts = form.amounts()
        if done(request, form, lambda: set_parts(round_, amounts, by=request.user)):
            return redirect("participation:manage_options", round_.slug)
    heading = _("Divide %(budget)s") % {"budget": money(round_.budget)}
    return form_page(request, form, heading, _("Save and choose proposals"), round_)


@_for_preparing
def options(request: "HttpRequest", round_: Round) -> "HttpResponse":
    """Choose which eligible proposals stand; the lot is drawn on saving."""
    standing = candidates(round_)
    form = OptionsForm(
        request.POST or None,
        candidates=standing,
        initial={"initiatives": round_.options.values_list("initiative", flat=True)},
    )
    if form.is_valid():
        chosen = list(form.cleaned_data["initiatives"])
        if done(request, form, lambda: set_options(round_, chosen, by=request.user)):
            return redirect("participation:manage_round", round_.slug)
    context = {"round": round_, "form": form, "standing": standing}
    return render(request, "participation/manage_options.html", context)


def _next_step(round_: Round) -> str:
    missing_parts = round_.split_by and not round_.parts.exists()
    page = "parts" if missing_parts else "options"
    return f"participation:manage_{page}"


def done(request: "HttpRequest", form: "Form", action: Callable[[], object]) -> bool:
    """Whether the service agreed; if not, the form says why."""
    try:
        action()
    except (ParticipationError, InitiativeError) as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def form_page(
    request: "HttpRequest",
    form: "Form",
    heading: str,
    button: str,
    round_: Round | None = None,
    tone: str = "",
) -> "HttpResponse":
    context = {
        "form": form,
        "heading": heading,
        "button": button,
        "round": round_,
        "tone": tone,
    }
    return render(request, "participation/manage_form.html", context)


@for_organisers
@require_POST
def discard(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Remove a draft; the list of rounds comes next."""
    try:
        discard_round(managed_round(slug), by=request.user)
    except ParticipationError as refusal:
        messages.error(request, str(refusal))
        return redirect("participation:manage_round", slug)
    messages.success(request, _("The draft is deleted."))
    return redirect("participation:manage_rounds")
