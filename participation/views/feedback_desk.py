"""The desk of feedback: what is due, one item with all that is done with it, entering."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from communities.models import Community
from participation import handling
from participation.forms.feedback import KindForm
from participation.forms.feedback_desk import (
    WRITE_ANSWER,
    WRITE_NOTE,
    AssignForm,
    DeskFilterForm,
    EntryForm,
    SortForm,
    StepForm,
)
from participation.models import Feedback
from participation.permissions import is_permitted, routes_of
from participation.queries.feedback_figures import months_outside
from participation.queries.feedback_items import (
    conversation,
    feedback_for,
    handlers_of,
    narrowed,
    text_of,
)
from participation.queries.help_contacts import help_contacts
from participation.services.errors import FeedbackError, ParticipationError
from participation.services.feedback import FORM, count_outside, take_feedback
from participation.services.feedback_desk import (
    assign,
    read_contact,
    sort_feedback,
    take_step,
    write_answer,
    write_note,
)
from participation.views.feedback import help_page, renewed, thanks

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 40
View = Callable[..., "HttpResponse"]


def for_handlers(view: View) -> View:
    """Only for those on whose desk some feedback lies; kept by no cache."""

    @wraps(view)
    @never_cache
    @login_required
    def wrapped(request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        if not routes_of(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


@for_handlers
@require_safe
def desk(request: "HttpRequest") -> "HttpResponse":
    """What is due, the most pressing first, narrowed as asked."""
    found = feedback_for(request.user)
    places = Community.objects.filter(feedback__in=found.values("pk"))
    filters = DeskFilterForm(
        request.GET,
        communities=list(places.distinct().order_by("name").defer("point")),
    )
    filters.is_valid()
    page = Paginator(
        narrowed(found, filters.cleaned_data, user=request.user), A_PAGE
    ).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page_obj": page,
        "today": timezone.localdate(),
        "may_enter": is_permitted(request.user, "enter_feedback"),
        "may_publish": is_permitted(request.user, "publish_answer"),
        "months": months_outside(),
        "has_contacts": bool(help_contacts()),
    }
    return render(request, "participation/feedback_desk.html", context)


def _item(request: "HttpRequest", serial: str) -> Feedback:
    """The item of a serial, if it lies on this person's desk. Raises Http404.

    That there is one on another route is told to nobody.
    """
    feedback = (
        Feedback.objects.select_related("community", "initiative", "assignee")
        .filter(serial=serial)
        .first()
    )
    if feedback is None or not is_permitted(request.user, "handle_feedback", feedback):
        raise Http404
    return feedback


@for_handlers
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: "HttpRequest", serial: str) -> "HttpResponse":
    """One item: what was said, what was written since, and what can be done now."""
    feedback = _item(request, serial)
    if request.method != "POST":
        return _show(request, feedback)
    return _DOING.get(request.POST.get("form", ""), _show)(request, feedback)


@sensitive_variables()
def _show(
    request: "HttpRequest",
    feedback: Feedback,
    *,
    step: StepForm | None = None,
    contact: str = "",
) -> "HttpResponse":
    people = handlers_of(feedback)
    is_erased = feedback.erased_on is not None
    context = {
        "feedback": feedback,
        "text": text_of(feedback),
        "messages_of": conversation(feedback, with_notes=True),
        "step_form": step or StepForm(feedback=feedback),
        "sort_form": SortForm(
            initial={"category": feedback.category, "priority": feedback.priority}
        ),
        "assign_form": AssignForm(
            people=people, initial={"assignee": feedback.assignee or request.user}
        ),
        "contact": contact,
        "has_contact": bool(feedback.contact_sealed),
        "may_read_contact": is_permitted(request.user, "read_contact", feedback),
        "is_erased": is_erased,
        "may_refer": not is_erased
        and handling.may_take("refer_outside", feedback.state, handling.HANDLER),
    }
    return render(request, "participation/feedback_item.html", context)


@sensitive_variables()
def _take_step(request: "HttpRequest", feedback: Feedback) -> "HttpResponse":
    form = StepForm(request.POST, feedback=feedback)
    if not form.is_valid():
        return _show(request, feedback, step=form)
    given = form.cleaned_data
    by, words, mark = request.user, given["words"], given["mark"].hex
    try:
        if given["do"] == WRITE_NOTE:
            write_note(feedback, words, by=by, mark=mark)
        elif given["do"] == WRITE_ANSWER:
            write_answer(feedback, words, by=by, mark=mark)
        else:
            take_step(
                feedback,
                given["do"],
                by=by,
                words=words,
                reason=given.get("reason", ""),
                seen=given["seen"],
            )
    except FeedbackError as refusal:
        return _show(request, feedback, step=renewed(form, refusal))
    messages.success(request, _("Saved."))
    return _after(request, feedback)


def _sort(request: "HttpRequest", feedback: Feedback) -> "HttpResponse":
    form = SortForm(request.POST)
    if form.is_valid():
        _try(
            request,
            lambda: sort_feedback(feedback, by=request.user, **form.cleaned_data),
        )
    return _after(request, feedback)


def _assign(request: "HttpRequest", feedback: Feedback) -> "HttpResponse":
    form = AssignForm(request.POST, people=handlers_of(feedback))
    if form.is_valid():
        person = form.cleaned_data["assignee"]
        _try(request, lambda: assign(feedback, person, by=request.user))
    return _after(request, feedback)


@sensitive_variables()
def _contact(request: "HttpRequest", feedback: Feedback) -> "HttpResponse":
    try:
        contact = read_contact(feedback, by=request.user)
    except ParticipationError as refusal:
        messages.error(request, str(refusal))
        return redirect("participation:feedback_item", feedback.serial)
    return _show(request, feedback, contact=contact)


def _refer(request: "HttpRequest", feedback: Feedback) -> "HttpResponse":
    _try(request, lambda: take_step(feedback, "refer_outside", by=request.user))
    return _after(request, feedback)


def _try(request: "HttpRequest", action: Callable[[], object]) -> None:
    try:
        action()
    except ParticipationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))


def _after(request: "HttpRequest", feedback: Feedback) -> "HttpResponse":
    """Back to the item, or to the desk where it lies on this one no more."""
    feedback.refresh_from_db()
    if is_permitted(request.user, "handle_feedback", feedback):
        return redirect("participation:feedback_item", feedback.serial)
    return redirect("participation:feedback_desk")


@for_handlers
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: "HttpRequest") -> "HttpResponse":
    """Enter what came on paper, at a table or by telephone; first what it is about."""
    if not is_permitted(request.user, "enter_feedback"):
        raise PermissionDenied
    if request.POST.get("step") == "send":
        return _store_entry(request)
    kind = KindForm(request.POST or None)
    if not kind.is_valid():
        context = {"form": kind, "is_entry": True}
        return render(request, "participation/feedback_kind.html", context)
    if kind.cleaned_data["kind"] in handling.OUTSIDE:
        count_outside()
        return help_page(request, kind.place)
    first = {**kind.cleaned_data, "ticket": FORM.ticket().signed()}
    return _entry_page(request, EntryForm(initial=first), kind.place)


def _store_entry(request: "HttpRequest") -> "HttpResponse":
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, form, None)
    try:
        ticket = FORM.read_ticket(form.cleaned_data["ticket"])
        taken = take_feedback(ticket, by=request.user, **form.answers())
    except FeedbackError as refusal:
        return _entry_page(request, renewed(form, refusal), form.place)
    return thanks(request, taken, for_somebody=True)


def _entry_page(
    request: "HttpRequest", form: EntryForm, place: Community | None
) -> "HttpResponse":
    context = {"form": form, "place": place, "contacts": help_contacts(place)}
    return render(request, "participation/feedback_entry.html", context)


_DOING: dict[str, Callable[["HttpRequest", Feedback], "HttpResponse"]] = {
    "step": _take_step,
    "sort": _sort,
    "assign": _assign,
    "contact": _contact,
    "refer": _refer,
}
