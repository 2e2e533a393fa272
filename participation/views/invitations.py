"""Inviting somebody, and the slip with the code, which is shown once."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from communities.enums import Role
from participation.forms.people import InvitationForm
from participation.models import Invitation
from participation.permissions import may_invite
from participation.queries.invitations import invitations_for, may_invite_somewhere
from participation.queries.people import communities_to_choose
from participation.services.errors import ParticipationError
from participation.services.invitations import (
    IssuedInvitation,
    invite,
    withdraw_invitation,
)
from participation.views.people import A_PAGE, for_people
from participation.views.qr_codes import qr_code

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@for_people
@require_safe
def invitations(request: "HttpRequest") -> "HttpResponse":
    """Invitations that the person may withdraw, newest first."""
    found = invitations_for(request.user)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "may_invite": may_invite_somewhere(request.user)}
    return render(request, "participation/invitations.html", context)


@for_people
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: "HttpRequest") -> "HttpResponse":
    """Say what is offered; the answer is the slip."""
    if not may_invite_somewhere(request.user):
        raise PermissionDenied
    communities = communities_to_choose(request.user)
    here = communities[0] if communities else None
    form = InvitationForm(
        request.POST or None,
        roles=[role for role in Role if may_invite(request.user, role, here)],
        communities=communities,
        seen=Invitation.objects.filter(made_by=request.user.pk).count(),
    )
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("valid_until", "seen")}
        try:
            issued = invite(form.offered(), by=request.user, **told)
        except ParticipationError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _slip(request, issued)
    return render(request, "participation/invitation_new.html", {"form": form})


@for_people
@require_POST
def withdraw(request: "HttpRequest", pk: int) -> "HttpResponse":
    """Make the code of an invitation worthless."""
    found = get_object_or_404(Invitation, pk=pk)
    if not invitations_for(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    try:
        withdraw_invitation(found, by=request.user)
    except ParticipationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation is withdrawn; its code is void."))
    return redirect("participation:invitations")


def _slip(request: "HttpRequest", issued: IssuedInvitation) -> "HttpResponse":
    with override(settings.LANGUAGE_CODE):
        path = reverse("participation:invitation")
    address = request.build_absolute_uri(path)
    link = f"{address}#{issued.code.printed}"
    response = render(
        request,
        "participation/invitation_slip.html",
        {
            "invitation": issued.invitation,
            "code": issued.code.printed,
            "link": link,
            "qr": qr_code(link),
            "address_to_type": address.partition("://")[2],
            "language_codes": [code for code, _name in settings.LANGUAGES],
        },
    )
    response["Cache-Control"] = "no-store, private"
    return response
