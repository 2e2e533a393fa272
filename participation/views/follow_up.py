"""Following feedback up with a code: what became of it, and what the person adds.

One address for all steps; the code is sent once, and a signed ticket stands in its place
afterwards, in the person's own page.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from participation import handling
from participation.forms.feedback import CodeForm, MoreForm
from participation.queries.feedback_items import conversation, text_of
from participation.services.code_entry import guesses_counted
from participation.services.errors import (
    FeedbackError,
    FormTooOldError,
    UnknownCodeError,
)
from participation.services.follow_up import (
    FollowUp,
    it_helped,
    open_with_code,
    read_follow_up,
    say_more,
)
from participation.views.feedback import help_page
from participation.views.visitors import (
    guesses_at,
    leaves_no_trace,
    with_too_many,
)

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from participation.models import Feedback


@csrf_exempt
@sensitive_post_parameters()
@leaves_no_trace
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: "HttpRequest") -> "HttpResponse":
    """Ask for the code, then show what became of it and take what the person adds."""
    step = _FOLLOWING.get(request.POST.get("step", ""), _ask_for_code)
    return step(request)


def _ask_for_code(
    request: "HttpRequest", form: "forms.Form | None" = None
) -> "HttpResponse":
    context = {"form": form or CodeForm()}
    return render(request, "participation/follow_up_code.html", context)


@sensitive_variables()
def _take_code(request: "HttpRequest") -> "HttpResponse":
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_for_code(request, form)
    typed = form.cleaned_data["code"]
    try:
        with guesses_counted(*guesses_at(request, "feedback-code", typed)):
            feedback = open_with_code(typed)
    except UnknownCodeError as refusal:
        form.add_error("code", str(refusal))
        return with_too_many(_ask_for_code(request, form), refusal)
    return _show(request, feedback)


@sensitive_variables()
def _say_more(request: "HttpRequest") -> "HttpResponse":
    return _with_ticket(request, _add_words)


@sensitive_variables()
def _add_words(request: "HttpRequest", feedback: "Feedback") -> "HttpResponse":
    form = MoreForm(request.POST)
    if not form.is_valid():
        return _show(request, feedback, form)
    try:
        held = say_more(
            feedback, form.cleaned_data["words"], mark=form.cleaned_data["mark"].hex
        )
    except FeedbackError as refusal:
        form.add_error(
            refusal.field if refusal.field in form.fields else None, str(refusal)
        )
        return _show(request, feedback, form)
    return _show(request, held, said=_("Thank you. It was added."))


def _it_helped(request: "HttpRequest") -> "HttpResponse":
    return _with_ticket(request, _close)


def _close(request: "HttpRequest", feedback: "Feedback") -> "HttpResponse":
    try:
        held = it_helped(feedback)
    except FeedbackError:
        return _show(request, feedback)
    return _show(request, held, said=_("Thank you for saying so."))


@sensitive_variables()
def _with_ticket(
    request: "HttpRequest",
    then: "Callable[[HttpRequest, Feedback], HttpResponse]",
) -> "HttpResponse":
    try:
        feedback = read_follow_up(request.POST.get("ticket", ""))
    except FormTooOldError:
        form = CodeForm({"code": ""})
        form.errors.clear()
        form.add_error("code", _("Too much time has passed. Type your code again."))
        return _ask_for_code(request, form)
    return then(request, feedback)


@sensitive_variables()
def _show(
    request: "HttpRequest",
    feedback: "Feedback",
    form: MoreForm | None = None,
    *,
    said: str = "",
) -> "HttpResponse":
    if feedback.state == handling.REFERRED:
        return help_page(request, None)
    ticket = FollowUp(feedback.pk).signed()
    context = {
        "feedback": feedback,
        "text": text_of(feedback),
        "messages_of": conversation(feedback, with_notes=False),
        "form": form or MoreForm(initial={"ticket": ticket, "mark": uuid.uuid4()}),
        "ticket": ticket,
        "said": said,
        "is_answered": feedback.state == "resolved",
        "is_ended": feedback.state in handling.CLOSED,
    }
    return render(request, "participation/follow_up.html", context)


_FOLLOWING: Mapping[str, "Callable[[HttpRequest], HttpResponse]"] = {
    "code": _take_code,
    "more": _say_more,
    "helped": _it_helped,
}
