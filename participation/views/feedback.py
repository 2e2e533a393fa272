"""Giving feedback without an account.

All steps are one address, so that no address tells what somebody complains
about. Nothing is stored before it is sent, no cookie is set, and no code stands in an
address. The form needs no token against forgery: it acts for nobody who is signed in.
"""

from collections.abc import Callable, Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from participation import handling
from participation.forms.feedback import KindForm, WordsForm
from participation.queries.help_contacts import help_contacts
from participation.services.errors import FeedbackError, FormTooOldError
from participation.services.feedback import (
    FORM,
    Taken,
    count_outside,
    take_feedback,
)
from participation.services.throttle import note_failure, seconds_to_wait
from participation.views.qr_codes import qr_code
from participation.views.visitors import address_of, leaves_no_trace

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@csrf_exempt
@sensitive_post_parameters()
@leaves_no_trace
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: "HttpRequest") -> "HttpResponse":
    """Show the step that the button names; begin with what it is about."""
    step = _GIVING.get(request.POST.get("step", ""), _ask_for_kind)
    return step(request)


def _ask_for_kind(
    request: "HttpRequest", form: KindForm | None = None
) -> "HttpResponse":
    if form is None:
        first = {
            name: request.GET.get(name, "") for name in ("community", "initiative")
        }
        form = KindForm(initial=first)
    context = {"form": form, "about": form.about}
    return render(request, "participation/feedback_kind.html", context)


def _take_kind(request: "HttpRequest") -> "HttpResponse":
    form = KindForm(request.POST)
    if not form.is_valid():
        return _ask_for_kind(request, form)
    place = form.place
    if form.cleaned_data["kind"] in handling.OUTSIDE:
        # Help is never refused; only counting is.
        if not seconds_to_wait("feedback", address_of(request)):
            note_failure("feedback", address_of(request))
            count_outside()
        return help_page(request, place)
    words = WordsForm(
        initial={
            "kind": form.cleaned_data["kind"],
            "community": form.cleaned_data["community"],
            "initiative": form.cleaned_data["initiative"],
            "ticket": FORM.ticket().signed(),
        }
    )
    return _ask_for_words(request, words, form.cleaned_data["kind"], place)


def help_page(request: "HttpRequest", place: Any) -> "HttpResponse":
    """Who helps, for what is never handled or stored here."""
    context = {"contacts": help_contacts(place)}
    return render(request, "participation/feedback_help.html", context)


@sensitive_variables()
def _ask_for_words(
    request: "HttpRequest",
    form: WordsForm,
    kind: str,
    place: Any,
    *,
    status: int = 200,
) -> "HttpResponse":
    context = {
        "form": form,
        "kind": dict(form.fields["kind"].choices).get(kind, ""),  # type: ignore[attr-defined]
        "place": place,
        "contacts": help_contacts(place),
    }
    return render(request, "participation/feedback_words.html", context, status=status)


@sensitive_variables()
def _take_words(request: "HttpRequest") -> "HttpResponse":
    wait = seconds_to_wait("feedback", address_of(request))
    form = WordsForm(request.POST)
    is_good = form.is_valid()
    if "kind" in form.errors or "community" in form.errors:
        return _ask_for_kind(request)
    kind = form.cleaned_data["kind"]
    if not is_good:
        return _ask_for_words(request, form, kind, form.place)
    if wait:
        return _come_back(request, form, kind, wait)
    try:
        ticket = FORM.read_ticket(form.cleaned_data["ticket"])
        taken = take_feedback(ticket, **form.answers())
    except FeedbackError as refusal:
        return _ask_for_words(request, renewed(form, refusal), kind, form.place)
    note_failure("feedback", address_of(request))
    return thanks(request, taken)


def renewed(form: Any, refusal: FeedbackError) -> Any:
    """The same form with what was typed, the reason of a refusal, and a good ticket."""
    if isinstance(refusal, FormTooOldError):
        form.data = form.data.copy()
        form.data["ticket"] = FORM.ticket().signed()
    form.add_error(
        refusal.field if refusal.field in form.fields else None, str(refusal)
    )
    return form


def _come_back(
    request: "HttpRequest", form: WordsForm, kind: str, wait: int
) -> "HttpResponse":
    """Too many at once: nothing that was typed is lost."""
    minutes = ceil(wait / 60)
    form.add_error(
        None,
        ngettext(
            "Very many send at this moment. Wait for %(n)d minute and press again.",
            "Very many send at this moment. Wait for %(n)d minutes and press again.",
            minutes,
        )
        % {"n": minutes},
    )
    response = _ask_for_words(request, form, kind, form.place, status=429)
    response["Retry-After"] = str(wait)
    return response


@sensitive_variables()
def thanks(
    request: "HttpRequest", taken: Taken, *, for_somebody: bool = False
) -> "HttpResponse":
    """The code, shown this once, and what happens next.

    ``for_somebody``: shown to staff who hand it to the person.
    """
    with override(settings.LANGUAGE_CODE):
        path = reverse("participation:follow_up")
    address = request.build_absolute_uri(path)
    code = taken.code.printed
    context = {
        "feedback": taken.feedback,
        "code": code,
        "qr": qr_code(f"{address}#{code}"),
        "address_to_type": address.partition("://")[2],
        "for_somebody": for_somebody,
    }
    return render(request, "participation/feedback_thanks.html", context)


_GIVING: Mapping[str, "Callable[[HttpRequest], HttpResponse]"] = {
    "kind": _take_kind,
    "send": _take_words,
}
