"""Issuing passes, voiding and replacing single ones.

Their codes are in one answer only: the sheet to print. Where that is lost, its batch is
voided and replaced (`pass_batches`).
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from participation.enums import PassState
from participation.forms.rounds import PassesForm, VoidPassForm
from participation.services.errors import ParticipationError
from participation.services.passes import (
    IssuedPasses,
    issue_passes,
    replace_pass,
    void_pass,
)
from participation.views.managing import for_organisers, managed_round
from participation.views.qr_codes import qr_code

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.models import Round


@for_organisers
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Make a batch and show its sheet, once."""
    round_ = managed_round(slug)
    form = PassesForm(
        request.POST or None, initial={"seen": round_.passes.count(), "count": 50}
    )
    if form.is_valid():
        try:
            issued = issue_passes(round_, by=request.user, **form.answers())
        except ParticipationError as refusal:
            form.add_error(None, str(refusal))
        else:
            is_large = form.cleaned_data["large_print"]
            return pass_sheet(request, round_, issued, is_large=is_large)
    return render(
        request,
        "participation/manage_passes.html",
        {"round": round_, "form": form},
    )


@for_organisers
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Void a lost pass, and print another in its place where wanted."""
    round_ = managed_round(slug)
    form = VoidPassForm(
        request.POST or None, initial={"serial": request.GET.get("serial", "")[:4]}
    )
    if form.is_valid():
        lost = {k: form.cleaned_data[k] for k in ("serial", "reason")}
        try:
            if form.cleaned_data["replace"]:
                issued = replace_pass(round_, by=request.user, **lost)
                return pass_sheet(request, round_, issued)
            void_pass(round_, by=request.user, **lost)
        except ParticipationError as refusal:
            form.add_error("serial", str(refusal))
        else:
            return redirect("participation:manage_round", slug)
    context = {"round": round_, "form": form}
    return render(request, "participation/manage_void_pass.html", context)


def pass_sheet(
    request: "HttpRequest",
    round_: "Round",
    issued: IssuedPasses,
    *,
    is_large: bool = False,
) -> "HttpResponse":
    """The only page that shows the codes of passes, for printing."""
    with override(settings.LANGUAGE_CODE):
        path = reverse("participation:vote", args=[round_.slug])
    address = request.build_absolute_uri(path)
    response = render(
        request,
        "participation/pass_sheet.html",
        {
            "round": round_,
            "batch": issued.batch,
            "is_large": is_large,
            "is_trial": issued.batch.passes.filter(state=PassState.TEST).exists(),
            "passes": [
                {"code": code.printed, "qr": qr_code(f"{address}#{code.printed}")}
                for code in issued.codes
            ],
            "address_to_type": address.partition("://")[2],
            "language_codes": round_.languages,
        },
    )
    response["Cache-Control"] = "no-store, private"
    return response
