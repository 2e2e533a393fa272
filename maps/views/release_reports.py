"""The public report of a release, and taking a release back."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from maps.enums import PopulationGroup, WithdrawalState
from maps.forms.releases import WithdrawalForm
from maps.permissions import is_data_steward
from maps.queries.proposals import withdrawal_of
from maps.queries.zones import zones_in
from maps.services.withdrawals import (
    ask_to_withdraw,
    confirm_withdrawal,
    decline_withdrawal,
)
from maps.views.stewards import did, for_stewards, release_at

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def report(request: "HttpRequest", code: str, version: int) -> "HttpResponse":
    """What was published, what was hidden, how, and whether it is still public.

    The address stays for as long as the site does.
    """
    release = release_at(code, version)
    withdrawal = withdrawal_of(release)
    is_withdrawn = (
        withdrawal is not None and withdrawal.state == WithdrawalState.CONFIRMED
    )
    is_steward = is_data_steward(request.user)
    asked = withdrawal if is_steward and not is_withdrawn else None
    context = {
        "release": release,
        "withdrawal": withdrawal if is_withdrawn else None,
        "zones": []
        if is_withdrawn
        else [
            (zone.names, PopulationGroup(group).label, zone.persons)
            for group, zone in zones_in(release)
        ],
        "asked": asked,
        "may_answer": asked is not None and asked.asked_by_id != request.user.pk,
        "is_steward": is_steward,
    }
    return render(request, "maps/release_report.html", context)


@for_stewards
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: "HttpRequest", code: str, version: int) -> "HttpResponse":
    """Ask for a withdrawal, with its public reason."""
    release = release_at(code, version)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        did(
            request,
            _("Another data steward has to confirm the withdrawal."),
            lambda: ask_to_withdraw(release, reason=reason, by=request.user),
        )
        return redirect("maps:release", code, version)
    context = {"release": release, "form": form}
    return render(request, "maps/release_withdrawal.html", context)


@for_stewards
@require_POST
def answer_withdrawal(
    request: "HttpRequest", code: str, version: int, verb: str
) -> "HttpResponse":
    """Confirm somebody else's withdrawal, or decline it."""
    release = release_at(code, version)
    withdrawal = withdrawal_of(release)
    if withdrawal is None or verb not in ("confirm", "decline"):
        raise Http404
    if verb == "confirm":
        words = _("Withdrawn. Pages do not show this release any more.")
        did(request, words, lambda: confirm_withdrawal(withdrawal, by=request.user))
    else:
        words = _("Declined. The release stays public.")
        did(request, words, lambda: decline_withdrawal(withdrawal, by=request.user))
    return redirect("maps:release", code, version)
