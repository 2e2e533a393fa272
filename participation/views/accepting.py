"""Coming with an invitation: the code, who one is, and the role is taken up.

All steps are one address. The code stands behind the # of the link, where no server and
no log sees it, and is posted once; then a signed ticket in a hidden field stands for it.
"""

from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from communities.enums import Role
from participation.forms.people import AcceptForm, InvitationCodeForm, NewAccountForm
from participation.models import Invitation, User
from participation.services.code_entry import guesses_counted
from participation.services.errors import InvitationError
from participation.services.invitation_tickets import invitation_of, ticket_of
from participation.services.invitations import (
    accept,
    accept_with_account,
    check_invitation,
    check_open,
)
from participation.views.visitors import address_of, with_too_many

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from communities.models import Mandate

_KEPT = "invitation"
#: The CMS's rules grant by object; people are known by their password.
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def _leaves_no_trace(view: "Callable[..., HttpResponse]") -> "Callable[..., Any]":
    """Keep the pages out of caches.

    No word about the address to the next page would be too much: with "no-referrer" a
    browser calls the origin of a form "null", and the token against forgery fails. The
    site's own policy tells other sites nothing, and no code is in the address.
    """

    @wraps(view)
    def wrapped(request: "HttpRequest") -> "HttpResponse":
        response = view(request)
        response["Cache-Control"] = "no-store, private"
        return response

    return wrapped


@sensitive_post_parameters()
@_leaves_no_trace
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: "HttpRequest") -> "HttpResponse":
    """Show the step that the button names; begin with the code."""
    steps = {"code": _take_code, "accept": _accept, "sign-in": _sign_in_first}
    step = steps.get(request.POST.get("step", ""), _begin)
    return step(request)


def _begin(request: "HttpRequest") -> "HttpResponse":
    """Ask for the code, unless the person has just signed in to go on."""
    if request.user.is_authenticated and _KEPT in request.session:
        ticket = request.session.pop(_KEPT)
        try:
            found = invitation_of(ticket)
            check_open(found)
        except InvitationError as refusal:
            return _ask(request, _refused(refusal))
        return _show(request, found)
    return _ask(request, InvitationCodeForm())


def _ask(request: "HttpRequest", form: InvitationCodeForm) -> "HttpResponse":
    return render(request, "participation/invitation_code.html", {"form": form})


@sensitive_variables()
def _take_code(request: "HttpRequest") -> "HttpResponse":
    form = InvitationCodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    try:
        with guesses_counted(("invitation-entry", address_of(request))):
            found = check_invitation(form.cleaned_data["code"])
    except InvitationError as refusal:
        # A slip of the finger: the person corrects one letter, not sixteen.
        form.add_error("code", str(refusal))
        return with_too_many(_ask(request, form), refusal)
    return _show(request, found)


def _sign_in_first(request: "HttpRequest") -> "HttpResponse":
    """Remember the ticket while a person signs in with the account that they have."""
    request.session[_KEPT] = request.POST.get("ticket", "")[:400]
    query = urlencode({"next": reverse("participation:invitation")})
    return redirect(f"{reverse('participation:sign_in')}?{query}")


@sensitive_variables()
def _accept(request: "HttpRequest") -> "HttpResponse":
    try:
        found = invitation_of(request.POST.get("ticket", ""))
    except InvitationError as refusal:
        return _ask(request, _refused(refusal))
    form = _form(request, found, request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        mandate = _taken(request, found, form)
    except InvitationError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, found, form)
    return _welcome(request, mandate)


@sensitive_variables()
def _taken(request: "HttpRequest", found: Invitation, form: AcceptForm) -> "Mandate":
    agrees = form.is_named_publicly
    if not isinstance(form, NewAccountForm):
        person = User.objects.get(pk=cast("int", request.user.pk))
        return accept(found.pk, by=person, named_publicly=agrees)
    mandate = accept_with_account(found.pk, form.account(), named_publicly=agrees)
    login(request, mandate.user, backend=_BACKEND)
    return mandate


def _welcome(request: "HttpRequest", mandate: "Mandate") -> "HttpResponse":
    """On to My work; those who need a second step set it up first, as at sign-in."""
    onward = reverse("participation:my_work")
    messages.success(request, _("Welcome. You hold the role now: %s.") % mandate)
    if mandate.role == Role.STEWARD:
        return redirect(
            f"{reverse('participation:second_step')}?{urlencode({'next': onward})}"
        )
    return redirect(onward)


def _form(request: "HttpRequest", found: Invitation, data: Any = None) -> AcceptForm:
    kind = AcceptForm if request.user.is_authenticated else NewAccountForm
    return kind(
        data,
        asks_consent=found.role == Role.COMMITTEE,
        initial={"language": (get_language() or "en")[:2]},
    )


def _show(
    request: "HttpRequest", found: Invitation, form: AcceptForm | None = None
) -> "HttpResponse":
    context = {
        "invitation": found,
        "form": form or _form(request, found),
        "ticket": ticket_of(found),
        "needs_second_step": found.role == Role.STEWARD,
    }
    return render(request, "participation/invitation_accept.html", context)


def _refused(refusal: InvitationError) -> InvitationCodeForm:
    """An empty form that says why."""
    form = InvitationCodeForm({"code": ""})
    form.errors.clear()
    form.add_error("code", str(refusal))
    return form
