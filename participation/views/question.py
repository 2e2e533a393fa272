"""One question: read it, answer it, decide about it, appeal; and what waits for moderators."""

from typing import TYPE_CHECKING, Any

import rules
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from communities.permissions import is_staff
from initiatives.models import Initiative
from initiatives.views.access import tell_stored
from participation.enums import QuestionState, Verdict
from participation.forms.questions import (
    DECISIONS,
    AnswerForm,
    AppealForm,
    DecisionForm,
    HideAnswerForm,
)
from participation.permissions import is_permitted, may_with_question
from participation.queries.appeals import has_judge, is_another
from participation.queries.questions import (
    Subject,
    question_for,
    question_queue,
    subjects_of,
)
from participation.services import moderation
from participation.services.errors import ONE_HAND, ParticipationError
from participation.services.questions import FORM, answer_question, appeal
from participation.views.questions import has_unseen_contacts, ticket_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from participation.models import Question

PER_PAGE = 30
#: The action that stands behind what a moderator decides in each state.
_DECIDING = {
    QuestionState.WAITING: "check_question",
    QuestionState.PUBLISHED: "hide_question",
    QuestionState.APPEALED: "decide_appeal",
}


@never_cache
@login_required
@require_safe
def queue(request: "HttpRequest") -> "HttpResponse":
    """What waits for a moderator, longest waiting first."""
    if not is_permitted(request.user, "moderate"):
        raise PermissionDenied
    page = Paginator(question_queue(), PER_PAGE).get_page(request.GET.get("page"))
    subjects = subjects_of(page)
    rows = [
        (each, subjects.get(each.pk), _obstacle(request.user, each)) for each in page
    ]
    context = {"page_obj": page, "rows": rows}
    return render(request, "participation/question_queue.html", context)


def _obstacle(user: Any, question: "Question") -> str:
    """Why this moderator leaves a question to others, or ""."""
    if not is_permitted(user, _DECIDING[QuestionState(question.state)], question):
        return _("For somebody else: you have a part in it")
    decided = list(question.decisions.all())
    if (
        question.state == QuestionState.APPEALED
        and decided[-1].decided_by_id == user.pk
    ):
        return _("For somebody else: you decided first")
    return ""


def _one_hand(user: Any, question: "Question") -> str:
    """Why the account of this moderator is not another person's, or "": seldom, and slow."""
    is_appealed = question.state == QuestionState.APPEALED
    return str(ONE_HAND) if is_appealed and not is_another(user, question) else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question_page(request: "HttpRequest", pk: int) -> "HttpResponse":
    """One question with what this person may do about it."""
    question = question_for(request.user, pk)
    if question is None:
        raise Http404
    subject = _visible_subject(request.user, question)
    forms = _forms(request, question)
    has_contacts = False
    if request.method == "POST":
        step = request.POST.get("step", "")
        form = forms.get(step)
        if form is None:
            raise PermissionDenied
        has_contacts = step == "answer" and has_unseen_contacts(request, form)
        is_ready = form.is_valid() and not has_contacts
        if is_ready and _done(request, question, step, form):
            return redirect("participation:question", pk=pk)
    is_refused = any(form.is_bound for form in forms.values())
    context = {
        "question": question,
        "subject": subject,
        "decisions": list(question.decisions.all()),
        "shows_all": is_staff(request.user) or question.author_id == request.user.pk,
        "is_moderator": is_permitted(request.user, "moderate"),
        "forms": forms,
        "has_judge": has_judge(question),
        "has_contacts": has_contacts,
        "obstacle": (
            _obstacle(request.user, question) or _one_hand(request.user, question)
        )
        if is_permitted(request.user, "moderate") and question.state in _DECIDING
        else "",
        "form": next((form for form in forms.values() if form.is_bound), None),
    }
    return render(
        request,
        "participation/question.html",
        context,
        status=422 if is_refused else 200,
    )


def _visible_subject(user: Any, question: "Question") -> Subject | None:
    """What the question is about. Raises Http404 where the public sees it no more."""
    subject = subjects_of([question]).get(question.pk)
    if is_staff(user) or (user.is_authenticated and question.author_id == user.pk):
        return subject
    if subject is None:
        raise Http404
    if isinstance(subject.about, Initiative) and not rules.has_perm(
        "initiatives.see", user, subject.about
    ):
        raise Http404
    return subject


def _forms(request: "HttpRequest", question: "Question") -> dict[str, "Form"]:
    """The forms open to this person, by step; the one that was sent is bound."""
    user, sent = request.user, request.POST.get("step")

    def data(step: str) -> Any:
        return request.POST if sent == step else None

    found: dict[str, Form] = {}
    if not user.is_authenticated:
        return found
    if may_with_question(user, "answer_question", question):
        found["answer"] = AnswerForm(
            data("answer"), initial=ticket_for(request, _name(question))
        )
    state = QuestionState(question.state)
    if state in DECISIONS and may_with_question(user, _DECIDING[state], question):
        found["decide"] = DecisionForm(data("decide"), state=state)
    if may_with_question(user, "hide_answer", question):
        found["hide_answer"] = HideAnswerForm(data("hide_answer"))
    if may_with_question(user, "appeal", question) and not question.has_appealed:
        found["appeal"] = AppealForm(data("appeal"))
    return found


def _name(question: "Question") -> str:
    """What an answer's form is signed for."""
    return f"answer/{question.pk}"


def _done(
    request: "HttpRequest", question: "Question", step: str, form: "Form"
) -> bool:
    """Take the step, and say so; or say in the form why not."""
    try:
        _STEPS[step](request, question, form.cleaned_data)
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return False
    tell_stored(request, str(_TOLD[step]()))
    return True


def _answer(request: "HttpRequest", question: "Question", given: Any) -> None:
    answer_question(
        question,
        FORM.read_ticket(given["ticket"], _name(question), request.user),
        text=given["text"],
        language=given["language"],
        by=request.user,
    )


def _decide(request: "HttpRequest", question: "Question", given: Any) -> None:
    user, words = request.user, given["words"]
    decision = Verdict(given["decision"])
    if decision == Verdict.PUBLISHED:
        moderation.publish_question(question, by=user)
    elif decision == Verdict.REFUSED:
        moderation.refuse_question(
            question, reason=given["reason"], words=words, by=user
        )
    elif decision == Verdict.HIDDEN:
        moderation.hide_question(question, reason=given["reason"], words=words, by=user)
    else:
        moderation.decide_appeal(
            question, grant=decision == Verdict.GRANTED, words=words, by=user
        )


def _hide_answer(request: "HttpRequest", question: "Question", given: Any) -> None:
    answer = question.answers.filter(pk=given["answer"]).first()
    if answer is None:
        raise Http404
    moderation.hide_answer(answer, reason=given["reason"], by=request.user)


def _appeal(request: "HttpRequest", question: "Question", given: Any) -> None:
    appeal(question, words=given["words"], by=request.user)


_STEPS: "dict[str, Callable[[HttpRequest, Question, Any], None]]" = {
    "answer": _answer,
    "decide": _decide,
    "hide_answer": _hide_answer,
    "appeal": _appeal,
}
_TOLD: "dict[str, Callable[[], str]]" = {
    "answer": lambda: _("The answer is on the page."),
    "decide": lambda: _("Decided. Whoever asked is told, with the reason."),
    "hide_answer": lambda: _(
        "The answer is hidden. Its place says so, with the reason."
    ),
    "appeal": lambda: _("A second person will look at it again."),
}
