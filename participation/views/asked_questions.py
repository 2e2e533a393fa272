"""Coming back without an account: type the code, see where the question stands, appeal.

One address for all steps. The code is in no address and is sent once; after that the
page carries a signed ticket. No cookie is set, and a failed guess is counted.
"""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from participation.forms.questions import AppealForm, FollowUpForm
from participation.permissions import QUESTION_ACTIONS
from participation.queries.appeals import has_judge
from participation.queries.questions import subjects_of
from participation.services.code_entry import guesses_counted
from participation.services.errors import (
    OldFormError,
    ParticipationError,
    UnknownQuestionCodeError,
)
from participation.services.question_codes import (
    follow_up_ticket,
    question_by_code,
    question_by_ticket,
)
from participation.services.questions import appeal_by_code
from participation.views.visitors import guesses_at, leaves_no_trace, with_too_many

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.models import Question


@csrf_exempt
@sensitive_post_parameters()
@leaves_no_trace
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def asked_question(request: "HttpRequest") -> "HttpResponse":
    """Ask for the code, or take the step that the button names."""
    if request.method != "POST":
        return _ask_for_code(request, FollowUpForm())
    if request.POST.get("step") == "appeal":
        return _appeal(request)
    return _take_code(request)


def _ask_for_code(request: "HttpRequest", form: FollowUpForm) -> "HttpResponse":
    status = 422 if form.is_bound else 200
    return render(
        request, "participation/asked_code.html", {"form": form}, status=status
    )


@sensitive_variables()
def _take_code(request: "HttpRequest") -> "HttpResponse":
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return _ask_for_code(request, form)
    typed = form.cleaned_data["code"]
    try:
        with guesses_counted(*guesses_at(request, "code-of-question", typed)):
            question = question_by_code(typed)
    except UnknownQuestionCodeError as refusal:
        form.add_error("code", str(refusal))
        return with_too_many(_ask_for_code(request, form), refusal)
    return _show(request, question)


@sensitive_variables()
def _appeal(request: "HttpRequest") -> "HttpResponse":
    try:
        question = question_by_ticket(request.POST.get("ticket", ""))
    except OldFormError:
        again = FollowUpForm({"code": ""})
        again.errors.clear()
        again.add_error("code", _("Much time has passed. Type your code again."))
        return _ask_for_code(request, again)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _show(request, question, form)
    try:
        appealed = appeal_by_code(question, words=form.cleaned_data["words"])
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, question, form)
    return _show(request, appealed, kept_as=request.POST.get("kept_as", "")[:80])


@sensitive_variables()
def _show(
    request: "HttpRequest",
    question: "Question",
    form: AppealForm | None = None,
    kept_as: str = "",
) -> "HttpResponse":
    """Where a question stands, and the form of an appeal where one is open."""
    may_appeal = (
        question.state in QUESTION_ACTIONS["appeal"] and not question.has_appealed
    )
    context = {
        "question": question,
        "subject": subjects_of([question]).get(question.pk),
        "decisions": list(question.decisions.order_by("pk")),
        "answers": question.answers.order_by("answered_on", "pk"),
        "form": (form or AppealForm()) if may_appeal else None,
        "has_judge": has_judge(question),
        "ticket": follow_up_ticket(question),
        "kept_as": kept_as,
    }
    status = 422 if form is not None else 200
    return render(request, "participation/asked_question.html", context, status=status)
