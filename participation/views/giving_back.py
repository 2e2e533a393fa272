"""At the desk or at a paper table: a number that was taken by mistake is given back."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from participation.forms.giving_back import GiveBackAtTableForm, GiveBackForm
from participation.services.code_entry import guesses_counted
from participation.services.errors import ParticipationError, PassRefusedError
from participation.services.giving_back import give_back, give_back_at_table
from participation.views.managing import for_organisers, managed_round
from participation.views.paper import batch_of, forget_press, paper_round
from participation.views.passes import pass_sheet
from participation.views.visitors import address_of, with_too_many

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@for_organisers
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def give_number_back(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Free the number and void the pass; print another in its place where wanted."""
    round_ = managed_round(slug)
    form = GiveBackForm(request.POST or None)
    refused: ParticipationError | None = None
    if form.is_valid():
        try:
            with guesses_counted(("pass-entry", address_of(request))):
                issued = give_back(round_, by=request.user, **form.cleaned_data)
        except ParticipationError as refusal:
            refused = refusal
            is_of_pass = isinstance(refusal, PassRefusedError)
            form.add_error("code" if is_of_pass else "number", str(refusal))
        else:
            if issued is not None:
                return pass_sheet(request, round_, issued)
            messages.success(request, _("The number can be taken again."))
            return redirect("participation:desk", slug)
    context = {"round": round_, "form": form}
    page = render(request, "participation/manage_give_back.html", context)
    return with_too_many(page, refused) if refused else page


@never_cache
@login_required
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def give_back_on_paper(
    request: "HttpRequest", slug: str, number: int
) -> "HttpResponse":
    """Free or correct a number at a table that still gives out sheets."""
    round_ = paper_round(request, slug, "take_paper")
    batch = batch_of(round_, number)
    form = GiveBackAtTableForm(request.POST or None)
    if form.is_valid():
        try:
            give_back_at_table(batch, by=request.user, **form.cleaned_data)
        except ParticipationError as refusal:
            form.add_error(None, str(refusal))
        else:
            forget_press(request)
            messages.success(request, _("Corrected. The roll is as it should be."))
            return redirect("participation:paper_table", slug, number)
    context = {"round": round_, "batch": batch, "form": form}
    return render(request, "participation/paper_give_back.html", context)
