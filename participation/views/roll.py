"""The roll and the desk: who may vote, and who has got a pass."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from participation.forms.rounds import HandOutForm, RollForm
from participation.models import PassBatch
from participation.permissions import is_permitted, may
from participation.queries.rolls import roll_of
from participation.services.errors import ParticipationError
from participation.services.roll import hand_out, hand_out_batch, read_numbers, set_roll
from participation.views.managing import for_organisers, managed_round

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@for_organisers
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Enter who may vote, as numbers."""
    round_ = managed_round(slug)
    form = RollForm(request.POST or None)
    if form.is_valid():
        try:
            numbers = read_numbers(form.cleaned_data["numbers"])
            set_roll(round_, numbers, by=request.user)
        except ParticipationError as refusal:
            form.add_error("numbers", str(refusal))
        else:
            return redirect("participation:manage_round", slug)
    context = {"round": round_, "form": form, "roll": roll_of(round_)}
    return render(request, "participation/manage_roll.html", context)


@never_cache
@login_required
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: "HttpRequest", slug: str) -> "HttpResponse":
    """At the table where passes are handed out: a number in, one pass out."""
    round_ = managed_round(slug)
    if not is_permitted(request.user, "hand_out", round_):
        raise PermissionDenied
    form = HandOutForm(request.POST or None)
    given = ""
    if form.is_valid():
        try:
            given = hand_out(
                round_, form.cleaned_data["number"], by=request.user
            ).number
        except ParticipationError as refusal:
            form.add_error("number", str(refusal))
        else:
            form = HandOutForm()
    context = {
        "round": round_,
        "form": form,
        "given": given,
        "roll": roll_of(round_),
        "is_open": may(request.user, "hand_out", round_),
        "may_count": may(request.user, "count_voters", round_),
        "may_give_back": may(request.user, "give_back", round_),
    }
    return render(request, "participation/desk.html", context)


@for_organisers
@require_http_methods(["POST"])
def batch_handed_out(request: "HttpRequest", slug: str, batch: int) -> "HttpResponse":
    """Note that a whole batch was handed out, for example to a committee."""
    found = get_object_or_404(PassBatch.objects.select_related("round"), pk=batch)
    if found.round.slug != slug:
        raise PermissionDenied
    try:
        hand_out_batch(found, by=request.user)
    except ParticipationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted: these passes were handed out."))
    return redirect("participation:manage_round", slug)
