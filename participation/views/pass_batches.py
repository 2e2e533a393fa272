"""A batch of passes: what organisers see of it; voided by two persons, printed anew."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from participation.enums import VoidingState
from participation.forms.rounds import RenewBatchForm, VoidBatchForm
from participation.permissions import is_permitted, may
from participation.queries.batches import batch_view
from participation.queries.second_persons import may_be_one_person
from participation.queries.voidings import open_voiding
from participation.services.errors import ONE_HAND, ParticipationError
from participation.services.pass_batches import (
    agree_to_void,
    ask_to_void,
    refuse_to_void,
    renew_batch,
    take_back_voiding,
)
from participation.views.attempts import attempt
from participation.views.managing import for_organisers, managed_round
from participation.views.passes import pass_sheet

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.models import BatchVoiding, PassBatch, Round


@for_organisers
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: "HttpRequest", slug: str, batch: int) -> "HttpResponse":
    """One batch with its serials; ask that what is not used of it be declared void."""
    round_ = managed_round(slug)
    found = _batch(round_, batch)
    form = VoidBatchForm(request.POST or None)
    if form.is_valid():
        try:
            ask_to_void(found, by=request.user, **form.cleaned_data)
        except ParticipationError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("A second person is asked. They find it under “My work”.")
            )
            return redirect("participation:manage_batch", slug, batch)
    context = {
        "round": round_,
        "view": batch_view(found),
        "form": form,
        "renew_form": RenewBatchForm(),
        "may_void": _may_void(request, round_, found),
        "voiding": open_voiding(found),
        "has_ended": round_.closes_at <= timezone.now(),
    }
    return render(request, "participation/manage_batch.html", context)


@for_organisers
@sensitive_variables()
@require_POST
def renew(request: "HttpRequest", slug: str, batch: int) -> "HttpResponse":
    """Void and print anew what two persons agreed on; the codes are in this answer only."""
    round_ = managed_round(slug)
    voiding = _the_one_seen(request, _batch(round_, batch))
    if voiding is not None:
        try:
            issued = renew_batch(voiding, by=request.user)
        except ParticipationError as refusal:
            messages.error(request, str(refusal))
        else:
            if issued is not None:
                form = RenewBatchForm(request.POST)
                is_large = form.is_valid() and form.cleaned_data["large_print"]
                return pass_sheet(request, round_, issued, is_large=is_large)
            messages.success(request, _worthless())
    return redirect("participation:manage_batch", slug, batch)


@for_organisers
@require_POST
def take_back(request: "HttpRequest", slug: str, batch: int) -> "HttpResponse":
    """Ask for it no more."""
    voiding = _the_one_seen(request, _batch(managed_round(slug), batch))
    if voiding is not None:
        attempt(
            request,
            lambda: take_back_voiding(voiding, by=request.user),
            _("Taken back."),
        )
    return redirect("participation:manage_batch", slug, batch)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_person(request: "HttpRequest", slug: str, batch: int) -> "HttpResponse":
    """What a second person is asked to agree to, and their answer."""
    round_ = managed_round(slug)
    if not is_permitted(request.user, "take_step", round_):
        raise PermissionDenied
    found = _batch(round_, batch)
    if request.method == "POST":
        voiding = _the_one_seen(request, found)
        if voiding is not None:
            _answer(request, voiding)
        return redirect("participation:second_person_of_batch", slug, batch)
    asked = open_voiding(found)
    if asked is not None and asked.state != VoidingState.ASKED:
        asked = None
    context = {
        "round": round_,
        "batch": found,
        "asked": asked,
        "has_ended": round_.closes_at <= timezone.now(),
        "is_own": asked is not None and asked.asked_by_id == request.user.pk,
        "one_hand": ONE_HAND
        if asked is not None and may_be_one_person(asked.asked_by, request.user)
        else "",
    }
    return render(request, "participation/second_person_of_batch.html", context)


def _answer(request: "HttpRequest", voiding: "BatchVoiding") -> None:
    if request.POST.get("answer") == "refuse":
        attempt(
            request,
            lambda: refuse_to_void(voiding, by=request.user),
            _("You refused. The passes stay good."),
        )
        return
    attempt(
        request,
        lambda: agree_to_void(voiding, by=request.user),
        _("You agreed. The passes become void when an organiser prints the new ones.")
        if voiding.with_new_passes
        else _worthless(),
    )


def _the_one_seen(request: "HttpRequest", batch: "PassBatch") -> "BatchVoiding | None":
    """What is asked for of a batch, if it is still what the person had before them."""
    voiding = open_voiding(batch)
    if voiding is None or str(voiding.pk) != request.POST.get("voiding"):
        messages.error(request, _("Something else is asked for now. Look again."))
        return None
    return voiding


def _may_void(request: "HttpRequest", round_: "Round", batch: "PassBatch") -> bool:
    return (
        may(request.user, "void_pass", round_)
        and batch.voided_at is None
        and timezone.now() < round_.closes_at
    )


def _batch(round_: "Round", pk: int) -> "PassBatch":
    found: PassBatch = get_object_or_404(
        round_.batches.select_related("round", "issued_by"), pk=pk
    )
    return found


def _worthless() -> str:
    return _("Declared void: what was not used of this batch is worthless.")
