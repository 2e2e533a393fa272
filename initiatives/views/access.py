"""What every view of this room asks first."""

from typing import TYPE_CHECKING, Any

import rules
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404

from initiatives.models import Initiative
from initiatives.queries.initiatives import for_page

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest

    from initiatives.services import InitiativeError


def visible_initiative(reference: str, user: Any) -> Initiative:
    """Return the initiative with all that its page shows.

    Raises Http404 also where it exists but is not this person's to see: a draft's
    reference tells nobody that there is one.
    """
    initiative = for_page(Initiative.objects.filter(reference=reference)).first()
    if initiative is None or not rules.has_perm("initiatives.see", user, initiative):
        raise Http404
    return initiative


def require(permission: str, user: Any, initiative: Initiative) -> None:
    """Raise PermissionDenied unless the rule holds."""
    if not rules.has_perm(f"initiatives.{permission}", user, initiative):
        raise PermissionDenied


def tell_stored(request: "HttpRequest", text: str = "") -> None:
    """Say that what was sent is stored, so that the device forgets what it kept of it.

    The page's script adds to a form marked ``data-keep`` the field ``kept_as`` when it is
    sent; the next page answers with ``data-keep-done``. Only a view knows that nothing
    was refused and nothing lost on the way.
    """
    if text:
        messages.success(request, text)
    if kept_as := request.POST.get("kept_as"):
        messages.info(request, kept_as[:80], extra_tags="stored")


def show_error(form: "BaseForm", error: "InitiativeError") -> None:
    """Put a service's refusal beside the field that it names, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error))
