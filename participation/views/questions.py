"""Questions in public: the list of one initiative or update, and asking.

Asking needs no account and sets no cookie: the form carries a signed ticket, which is
also what a token against forgery would be (see `services.signed_forms`).
"""

from math import ceil
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from participation.contacts import find_contacts
from participation.forms.questions import WritingForm
from participation.permissions import answering_role
from participation.queries.questions import Subject, find_subject, questions_on
from participation.services.errors import NotStoredError, OldFormError
from participation.services.questions import FORM, ask_question, is_open_to_questions
from participation.services.throttle import count, seconds_to_wait
from participation.views.visitors import address_of, leaves_no_trace

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 20


def visible_subject(kind: str, key: str, user: Any) -> Subject:
    """What an address names. Raises Http404 also where it is not this person's to see."""
    subject = find_subject(kind, key, user)
    if subject is None:
        raise Http404
    return subject


@require_safe
def question_list(request: "HttpRequest", kind: str, key: str) -> "HttpResponse":
    """All questions about one thing, newest first."""
    subject = visible_subject(kind, key, request.user)
    page = Paginator(questions_on(subject), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "subject": subject,
        "page_obj": page,
        "is_open": is_open_to_questions(subject.about),
        "may_answer": bool(answering_role(request.user, subject.community)),
    }
    return render(request, "participation/questions.html", context)


@csrf_exempt
@sensitive_post_parameters()
@leaves_no_trace
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: "HttpRequest", kind: str, key: str) -> "HttpResponse":
    """The form; what was sent; and, once, the code that leads back to it."""
    subject = visible_subject(kind, key, request.user)
    if not is_open_to_questions(subject.about):
        raise Http404
    if request.method != "POST":
        return form_page(
            request, subject, WritingForm(initial=ticket_for(request, subject.name))
        )
    form = WritingForm(request.POST)
    if not form.is_valid():
        return form_page(request, subject, form)
    if has_unseen_contacts(request, form):
        return form_page(request, subject, form, has_contacts=True)
    return _send(request, subject, form)


def has_unseen_contacts(request: "HttpRequest", form: "Form") -> bool:
    """Whether the writer has yet to be shown a telephone number or the like in a text."""
    if "as_is" in request.POST or not form.is_valid():
        return False
    return bool(find_contacts(form.cleaned_data["text"]))


@sensitive_variables()
def _send(
    request: "HttpRequest", subject: Subject, form: WritingForm
) -> "HttpResponse":
    """Store it, or show the form again: too many at once, or too old a form."""
    counted = _counted(request)
    if wait := seconds_to_wait(*counted):
        form.add_error(None, _many_sent(ceil(wait / 60)))
        response = form_page(request, subject, form, status=429)
        response["Retry-After"] = str(wait)
        return response
    try:
        asked = ask_question(
            subject.about,
            FORM.read_ticket(form.cleaned_data["ticket"], subject.name, request.user),
            text=form.cleaned_data["text"],
            language=form.cleaned_data["language"],
            by=request.user,
        )
    except (OldFormError, NotStoredError) as refusal:
        form.add_error(None, str(refusal))
        return form_page(request, subject, form)
    count(*counted)
    context = {
        "subject": subject,
        "asked": asked,
        "kept_as": request.POST.get("kept_as", "")[:80],
    }
    return render(request, "participation/question_sent.html", context)


def _counted(request: "HttpRequest") -> tuple[str, str]:
    """What is limited: an account where there is one, else the address."""
    if request.user.is_authenticated:
        return "question-account", str(request.user.pk)
    return "question-address", address_of(request)


def _many_sent(minutes: int) -> str:
    return ngettext(
        "Many questions were sent from this connection. Your text is still here: send it "
        "again in %(minutes)d minute.",
        "Many questions were sent from this connection. Your text is still here: send it "
        "again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def form_page(
    request: "HttpRequest",
    subject: Subject,
    form: WritingForm,
    has_contacts: bool = False,
    status: int = 422,
) -> "HttpResponse":
    """Show the form: empty, or with what was typed and what to do about it."""
    if form.errors:
        # A fresh ticket, beside what was typed: the next try cannot fail for its age.
        form.data = {**form.data, **ticket_for(request, subject.name)}
    context = {"subject": subject, "form": form, "has_contacts": has_contacts}
    return render(
        request,
        "participation/ask.html",
        context,
        status=status if form.is_bound else 200,
    )


def ticket_for(request: "HttpRequest", about: str) -> dict[str, str]:
    """A fresh ticket as a form's first value."""
    return {"ticket": FORM.ticket(about, request.user).signed()}
