"""Observers of a round: named by an organiser, agreed to by a second person, at work."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from participation.forms.observers import ObserverForm
from participation.models import RoundObserver
from participation.permissions import is_permitted, may
from participation.queries.observers import (
    named_observers,
    possible_observers,
)
from participation.queries.results import result_of
from participation.queries.second_persons import may_be_one_person
from participation.services.errors import ONE_HAND
from participation.services.observers import (
    agree_to_observer,
    lay_down_observing,
    name_observer,
    refuse_observer,
    take_out_observer,
)
from participation.views.attempts import attempt
from participation.views.managing import done, for_organisers, managed_round
from participation.views.rounds import shown_round

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.models import Round


@for_organisers
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Name an observer; who was named stands above the form."""
    round_ = managed_round(slug)
    may_name = may(request.user, "name_observer", round_)
    if request.method == "POST" and not may_name:
        messages.error(request, _("Nobody can be named for this round any more."))
        return redirect("participation:manage_round", slug)
    form = ObserverForm(
        request.POST or None, possible=possible_observers(round_) if may_name else []
    )
    if form.is_valid():
        person, words = form.named()
        if done(
            request,
            form,
            lambda: name_observer(round_, person, by=request.user, **words),
        ):
            return redirect("participation:manage_observers", slug)
    context = {
        "round": round_,
        "observers": named_observers(round_),
        "form": form if may_name else None,
        "minimum": settings.PUBLIC_BALLOTS_MINIMUM,
    }
    return render(request, "participation/manage_observers.html", context)


@for_organisers
@require_POST
def take_out(request: "HttpRequest", slug: str, pk: int) -> "HttpResponse":
    """Take out whom nobody has agreed to yet."""
    named = _named(managed_round(slug), pk)
    attempt(request, lambda: take_out_observer(named, by=request.user), _("Taken out."))
    return redirect("participation:manage_observers", slug)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_person(request: "HttpRequest", slug: str, pk: int) -> "HttpResponse":
    """Whom a second person is asked to agree to, and their answer."""
    round_ = shown_round(slug)
    if not is_permitted(request.user, "agree_to_observer", round_):
        raise PermissionDenied
    named = round_.observers.select_related("person", "named_by").filter(pk=pk).first()
    if request.method == "POST":
        if named is None:
            messages.error(request, _("This is no longer asked for."))
        else:
            _answer(request, named)
        return redirect("participation:second_person_of_observer", slug, pk)
    asked = named if named and named.agreed_by_id is None else None
    context = {
        "round": round_,
        "asked": asked,
        "may": may(request.user, "agree_to_observer", round_),
        "is_own": asked is not None and asked.named_by_id == request.user.pk,
        "is_meant": asked is not None and asked.person_id == request.user.pk,
        "one_hand": ONE_HAND
        if asked is not None and may_be_one_person(asked.named_by, request.user)
        else "",
        "minimum": settings.PUBLIC_BALLOTS_MINIMUM,
    }
    return render(request, "participation/second_person_of_observer.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def observer(request: "HttpRequest", slug: str) -> "HttpResponse":
    """What an observer does, how to count again, and a button to lay it down."""
    round_ = shown_round(slug)
    if not may(request.user, "observe", round_):
        raise PermissionDenied
    if request.method == "POST":
        words = _("You observe this round no more.")
        attempt(request, lambda: lay_down_observing(round_, by=request.user), words)
        return redirect("participation:round", slug)
    context = {
        "round": round_,
        "observing": round_.observers.current().get(person=request.user.pk),
        "view": result_of(round_),
        "minimum": settings.PUBLIC_BALLOTS_MINIMUM,
    }
    return render(request, "participation/observer.html", context)


def _answer(request: "HttpRequest", named: RoundObserver) -> None:
    if request.POST.get("answer") == "refuse":
        attempt(
            request,
            lambda: refuse_observer(named, by=request.user),
            _("You refused. The person does not observe this round."),
        )
        return
    attempt(
        request,
        lambda: agree_to_observer(named, by=request.user),
        _("You agreed. The person observes this round now."),
    )


def _named(round_: "Round", pk: int) -> RoundObserver:
    found: RoundObserver = get_object_or_404(
        round_.observers.select_related("round"), pk=pk
    )
    return found
