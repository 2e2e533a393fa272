"""Setting the picture of an initiative, and taking it out."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from initiatives import lifecycle, services
from initiatives.enums import ProposalStep
from initiatives.forms.pictures import InitiativePictureForm
from initiatives.services.initiative_pictures import is_on_open_ballot
from initiatives.views.access import (
    require,
    show_error,
    tell_stored,
    visible_initiative,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from initiatives.models import Initiative


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: "HttpRequest", reference: str) -> "HttpResponse":
    """Give the initiative a picture, or its picture other words."""
    initiative = visible_initiative(reference, request.user)
    require("set_picture", request.user, initiative)
    form = InitiativePictureForm(
        request.POST or None,
        request.FILES or None,
        has_picture=initiative.picture_id is not None,
        initial={"alt": initiative.picture_alt},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.set_picture(initiative, by=request.user, **form.cleaned_data)
        except services.InitiativeError as error:
            show_error(form, error)
        else:
            tell_stored(request, _("The picture is stored."))
            return _back(initiative)
    context = {
        "initiative": initiative,
        "form": form,
        "is_fixed": is_on_open_ballot(initiative),
    }
    return render(request, "initiatives/picture.html", context)


@login_required
@require_POST
def remove(request: "HttpRequest", reference: str) -> "HttpResponse":
    """Take the picture out."""
    initiative = visible_initiative(reference, request.user)
    require("set_picture", request.user, initiative)
    services.remove_picture(initiative, by=request.user)
    messages.success(request, _("The picture and its file are gone."))
    return _back(initiative)


def _back(initiative: "Initiative") -> "HttpResponse":
    """To the look at the whole while it is written, else to its page."""
    if initiative.state in lifecycle.EDITABLE:
        return redirect(
            "initiatives:propose_step", initiative.reference, ProposalStep.PREVIEW
        )
    return redirect("initiatives:detail", initiative.reference)
