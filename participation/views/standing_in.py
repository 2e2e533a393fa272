"""Handing a role over while away: to whom, who agrees where it adds rights, ending it."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from communities.enums import Role
from communities.models import Delegation
from communities.permissions import PROGRAMME_WIDE
from participation.forms.people import HandOverForm, RefuseStandInForm
from participation.permissions import may_agree_to_stand_in
from participation.queries.delegations import near_mandates, possible_stand_ins
from participation.services.delegations import (
    agree_to_stand_in,
    end_standing_in,
    hand_over,
    refuse_stand_in,
)
from participation.views.people import done, own_role, say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: "HttpRequest", pk: int) -> "HttpResponse":
    """Hand one's own role over while one is away, or ask that it may be."""
    mandate = own_role(request, pk)
    people = list(possible_stand_ins(mandate))
    others = list(near_mandates(mandate))
    form = HandOverForm(
        request.POST or None,
        people=people,
        others=others,
        initial={"starts_on": timezone.localdate()},
    )
    if form.is_valid():
        told = form.cleaned_data
        if done(request, form, lambda: hand_over(mandate, by=request.user, **told)):
            return redirect("participation:person_role", pk)
    context = {
        "form": form,
        "mandate": mandate,
        "has_peers": bool(people),
        "has_others": bool(others),
        "is_programme_wide": mandate.role in PROGRAMME_WIDE,
    }
    return render(request, "participation/person_stand_in.html", context)


@never_cache
@login_required
@require_POST
def stand_in_end(request: "HttpRequest", pk: int) -> "HttpResponse":
    """End somebody's standing in before its time."""
    found = get_object_or_404(Delegation.objects.select_related("mandate"), pk=pk)
    say(request, lambda: end_standing_in(found, by=request.user), _("Ended."))
    if found.person_id == request.user.pk:
        return redirect("participation:my_work")
    return redirect("participation:person_role", found.mandate_id)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stand_in_decide(request: "HttpRequest", pk: int) -> "HttpResponse":
    """Agree that somebody stands in where it adds to their rights, or refuse it."""
    found = get_object_or_404(
        Delegation.objects.select_related(
            "person",
            *(f"mandate__{name}" for name in ("user", "community", "area")),
            *(f"held_as__{name}" for name in ("community", "area")),
        ).defer("mandate__area__geometry", "held_as__area__geometry"),
        pk=pk,
    )
    if not may_agree_to_stand_in(request.user, found):
        raise PermissionDenied
    is_refused = "refuse" in request.POST
    form = RefuseStandInForm(request.POST if is_refused else None)
    if "agree" in request.POST:
        words = _("Agreed. They stand in on the days that were asked for.")
        say(request, lambda: agree_to_stand_in(found, by=request.user), words)
        return redirect("participation:person_role", found.mandate_id)
    if form.is_valid():
        why = form.cleaned_data["why"]
        say(
            request,
            lambda: refuse_stand_in(found, why=why, by=request.user),
            _("Refused. Both are told why."),
        )
        return redirect("participation:person_role", found.mandate_id)
    context = {
        "delegation": found,
        "mandate": found.mandate,
        "form": form,
        "is_asked": Delegation.objects.asked().filter(pk=pk).exists(),
        "reads_no_feedback": found.held_as is not None
        and found.held_as.role == Role.STAFF
        and found.mandate.role == Role.AUTHORITY,
        "is_committee": found.mandate.role == Role.COMMITTEE,
    }
    return render(request, "participation/person_stand_in_decide.html", context)
