"""At the desk: a number that was taken by mistake is given back."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from participation.forms.giving_back import GiveBackForm
from participation.services.errors import ParticipationError, PassRefusedError
from participation.services.giving_back import give_back
from participation.services.pass_entry import guesses_counted
from participation.views.managing import for_organisers, managed_round
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
            with guesses_counted(address_of(request)):
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
