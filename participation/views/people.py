"""Who holds which role: the list, one term, extending and ending it, standing in."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from communities.models import Mandate
from communities.permissions import is_staff
from participation.forms.people import PeopleFilterForm, TermForm
from participation.permissions import may_change_term
from participation.queries.invitations import may_invite_somewhere, own_committees
from participation.queries.people import (
    as_term,
    communities_to_choose,
    mandates_for,
    narrowed,
)
from participation.services.consent import agree_to_be_named
from participation.services.errors import ParticipationError
from participation.services.terms import change_term, lay_down

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 30
View = Callable[..., "HttpResponse"]


def for_people(view: View) -> View:
    """Only for those who give roles: staff, and committees for their own."""

    @wraps(view)
    @never_cache
    @login_required
    def wrapped(request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        if not is_staff(request.user) and not own_committees(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


@for_people
@require_safe
def people(request: "HttpRequest") -> "HttpResponse":
    """Roles by place, with their terms; a committee sees its own."""
    communities = communities_to_choose(request.user)
    form = PeopleFilterForm(request.GET, communities=communities)
    criteria = form.cleaned_data if form.is_valid() else {}
    found = narrowed(mandates_for(request.user), criteria)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": form,
        "is_filtered": any(criteria.values()),
        "page_obj": page,
        "terms": [as_term(each, reader=request.user) for each in page],
        "may_invite": may_invite_somewhere(request.user),
    }
    return render(request, "participation/people.html", context)


@never_cache
@login_required
@require_safe
def person_role(request: "HttpRequest", pk: int) -> "HttpResponse":
    """One role with its term, and what the reader may do about it."""
    mandate = _seen(request, pk)
    is_own = mandate.user_id == request.user.pk
    may_change = may_change_term(request.user, mandate)
    context = {
        "term": as_term(mandate, reader=request.user),
        "mandate": mandate,
        "is_own": is_own,
        "may_change": may_change,
        "delegations": mandate.delegations.not_past().select_related("person")
        if is_own or may_change
        else [],
    }
    return render(request, "participation/person_role.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: "HttpRequest", pk: int) -> "HttpResponse":
    """Extend a term, or end it."""
    mandate = _seen(request, pk)
    if not may_change_term(request.user, mandate):
        raise PermissionDenied
    form = TermForm(request.POST or None, initial={"ends_on": mandate.ends_on})
    if form.is_valid() and done(
        request,
        form,
        lambda: change_term(mandate, by=request.user, **form.cleaned_data),
    ):
        return redirect("participation:person_role", pk)
    return _form(request, form, mandate, _("Change the term"), _("Save"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: "HttpRequest", pk: int) -> "HttpResponse":
    """Lay one's own role down."""
    mandate = own_role(request, pk)
    if request.method == "POST":
        words = _("You have laid the role down. Today is its last day.")
        say(request, lambda: lay_down(mandate, by=request.user), words)
        return redirect("participation:my_work")
    return render(request, "participation/person_lay_down.html", {"mandate": mandate})


@never_cache
@login_required
@require_POST
def named(request: "HttpRequest", pk: int) -> "HttpResponse":
    """Agree, or agree no longer, to be named on the community's page."""
    mandate, agrees = own_role(request, pk), request.POST.get("agrees") == "yes"
    words = (
        _("Your name stands on the community's page now.")
        if agrees
        else _("Your name no longer stands on the community's page.")
    )
    say(
        request,
        lambda: agree_to_be_named(mandate, agrees=agrees, by=request.user),
        words,
    )
    return redirect("participation:person_role", pk)


def _mandate(pk: int) -> Mandate:
    return get_object_or_404(
        Mandate.objects.select_related("user", "community", "area").defer(
            "area__geometry"
        ),
        pk=pk,
    )


def own_role(request: "HttpRequest", pk: int) -> Mandate:
    """A role of one's own. Raises Http404 and PermissionDenied."""
    mandate = _mandate(pk)
    if mandate.user_id != request.user.pk:
        raise PermissionDenied
    return mandate


def _seen(request: "HttpRequest", pk: int) -> Mandate:
    """A role that the person may read of. Raises Http404 and PermissionDenied."""
    mandate = _mandate(pk)
    is_own = mandate.user_id == request.user.pk
    if is_own:
        return mandate
    seen = mandates_for(request.user).filter(pk=pk).first()
    if seen is None:
        raise PermissionDenied
    return seen


def done(request: "HttpRequest", form: Any, action: Callable[[], object]) -> bool:
    """Do it and say so, or put the refusal on the form."""
    try:
        action()
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def say(request: "HttpRequest", action: Callable[[], object], words: str) -> None:
    """Do it and say so in words, or say why it was refused."""
    try:
        action()
    except ParticipationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)


def _form(
    request: "HttpRequest", form: Any, mandate: Mandate, heading: str, button: str
) -> "HttpResponse":
    context = {
        "form": form,
        "mandate": mandate,
        "term": as_term(mandate, reader=request.user),
        "heading": heading,
        "button": button,
    }
    return render(request, "participation/person_form.html", context)
