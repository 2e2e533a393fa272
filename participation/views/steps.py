"""Opening, closing and cancelling: asked for by an organiser, done by a second person."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.enums import Step
from participation.forms.rounds import CancelForm
from participation.permissions import is_permitted
from participation.queries.ballot_papers import ballot_paper
from participation.queries.observers import lacks_observers, named_observers
from participation.queries.rolls import roll_of
from participation.queries.rounds import asked_step, turnout
from participation.queries.second_persons import may_be_one_person
from participation.services.errors import ONE_HAND
from participation.services.steps import ask_for_step, take_back, take_step
from participation.views.attempts import attempt
from participation.views.managing import done, for_organisers, form_page, managed_round

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.models import Round


@for_organisers
@require_http_methods(["POST"])
def ask_to_open(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Ask a second person to open the round."""
    return _ask(request, managed_round(slug), Step.OPEN)


@for_organisers
@require_http_methods(["POST"])
def ask_to_close(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Ask a second person to close, count and seal the round."""
    return _ask(request, managed_round(slug), Step.CLOSE)


@for_organisers
@require_http_methods(["GET", "HEAD", "POST"])
def ask_to_cancel(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Ask a second person to end the round without a count, with a public reason."""
    round_ = managed_round(slug)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        if done(
            request,
            form,
            lambda: ask_for_step(round_, Step.CANCEL, by=request.user, **said),
        ):
            return redirect("participation:manage_round", slug)
    heading = _("Cancel the round")
    return form_page(
        request, form, heading, _("Ask a second person to cancel"), round_, "danger"
    )


@for_organisers
@require_http_methods(["POST"])
def back(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Take back what was asked for."""
    asked = asked_step(managed_round(slug))
    if asked is not None:
        attempt(request, lambda: take_back(asked, by=request.user), _("Taken back."))
    return redirect("participation:manage_round", slug)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_person(request: "HttpRequest", slug: str) -> "HttpResponse":
    """What a second person is asked to do, with all that they agree to."""
    round_ = managed_round(slug)
    if not is_permitted(request.user, "take_step", round_):
        raise PermissionDenied
    asked = asked_step(round_)
    if request.method == "POST" and asked is not None:
        words = {
            Step.OPEN: _(
                "The round is open. What voters are shown cannot change any more."
            ),
            Step.CLOSE: _("The round is closed, counted and sealed."),
            Step.CANCEL: _("The round is cancelled. The reason is public."),
        }[Step(asked.step)]
        if str(asked.pk) != request.POST.get("asked"):
            messages.error(request, _("Something else is asked for now. Look again."))
        elif attempt(request, lambda: take_step(asked, by=request.user), words):
            return redirect("participation:round", slug)
        return redirect("participation:second_person", slug)
    taken_part = turnout(round_)
    context = {
        "round": round_,
        "asked": asked,
        "observers": named_observers(round_),
        "is_observer": round_.observers.filter(
            person=request.user.pk, laid_down_on=None
        ).exists(),
        "minimum": settings.PUBLIC_BALLOTS_MINIMUM,
        "lacks_observers": lacks_observers(round_, taken_part.voted),
        "is_own": asked is not None and asked.asked_by_id == request.user.pk,
        "one_hand": ONE_HAND
        if asked is not None and may_be_one_person(asked.asked_by, request.user)
        else "",
        "parts": ballot_paper(round_),
        "roll": roll_of(round_),
        "turnout": taken_part,
    }
    return render(request, "participation/second_person.html", context)


def _ask(request: "HttpRequest", round_: "Round", step: Step) -> "HttpResponse":
    words = _("A second person is asked. They find it under “My work”.")
    attempt(request, lambda: ask_for_step(round_, step, by=request.user), words)
    return redirect("participation:manage_round", round_.slug)
