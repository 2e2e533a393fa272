"""Pages of those who call a meeting: announce, change, link, call off, and the workbench."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from communities.permissions import is_staff
from initiatives.views.access import tell_stored
from participation.forms.meetings import CallForm, CallOffForm, LinksForm, MeetingForm
from participation.models import Meeting
from participation.permissions import (
    MEETING_ACTIONS,
    is_organiser,
    may_with_meeting,
)
from participation.queries.bodies import bodies_to_choose
from participation.queries.meetings import (
    may_call_somewhere,
    meeting_view,
    places_to_call,
)
from participation.services.errors import (
    CountsError,
    MeetingError,
    ParticipationError,
)
from participation.services.meetings import (
    call_meeting,
    call_off_meeting,
    edit_meeting,
    link_meeting,
)
from participation.views.meetings import shown_meeting

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

View = Callable[..., "HttpResponse"]
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def for_those_who_call(view: View) -> View:
    """Only for organisers of the meeting in the address, which the view is given."""

    @wraps(view)
    @never_cache
    @login_required
    def wrapped(
        request: "HttpRequest", reference: str, *args: Any, **kwargs: Any
    ) -> "HttpResponse":
        meeting = shown_meeting(reference)
        if not is_organiser(request.user, meeting):
            raise PermissionDenied
        return view(request, meeting, *args, **kwargs)

    return wrapped


@never_cache
@login_required
@read_or_send
def call(request: "HttpRequest") -> "HttpResponse":
    """Announce a meeting."""
    if not may_call_somewhere(request.user):
        raise PermissionDenied
    communities, areas = places_to_call(request.user)
    form = CallForm(
        request.POST or None,
        communities=communities,
        areas=areas,
        has_programme=is_staff(request.user),
        bodies=bodies_to_choose(communities),
    )
    if form.is_valid():
        answers = form.answers()
        if served(form, lambda: call_meeting(by=request.user, **answers)):
            tell_stored(request, _("The meeting is announced. Everybody can see it."))
            return redirect("participation:meeting_work", answers["reference"])
    return form_page(
        request,
        form,
        _("Call a meeting"),
        _("Announce it"),
        lede=_("Everybody can read at once what you write here."),
        keep="call-a-meeting",
    )


@for_those_who_call
@require_safe
def work(request: "HttpRequest", meeting: Meeting) -> "HttpResponse":
    """What was announced, what the minutes hold so far, and what can be done now."""
    context = {
        "meeting": meeting,
        "view": meeting_view(meeting, is_preview=True),
        "may": {
            name
            for name in MEETING_ACTIONS
            if may_with_meeting(request.user, name, meeting)
        },
        # Keys for what may be added: sent twice, a form with such a key adds one.
        "new_key": uuid.uuid4(),
    }
    return render(request, "participation/meeting_work.html", context)


@for_those_who_call
@read_or_send
def edit(request: "HttpRequest", meeting: Meeting) -> "HttpResponse":
    """Change what was announced."""
    form = MeetingForm(
        request.POST or None,
        initial=MeetingForm.initial_of(meeting),
        bodies=bodies_to_choose(
            [meeting.community] if meeting.community else [], held_by=meeting.body
        ),
    )
    if form.is_valid():
        answers = form.answers()
        if served(form, lambda: edit_meeting(meeting, by=request.user, **answers)):
            return stored(request, meeting)
    return form_page(
        request,
        form,
        _("Change the announcement"),
        _("Save"),
        meeting,
        lede=_("Calendars that follow this site learn of a new time or place."),
    )


@for_those_who_call
@read_or_send
def links(request: "HttpRequest", meeting: Meeting) -> "HttpResponse":
    """Say which proposals, milestones and votes a meeting is about."""
    form = LinksForm(request.POST or None, meeting=meeting)
    if form.is_valid():
        answers = form.cleaned_data
        if served(form, lambda: link_meeting(meeting, by=request.user, **answers)):
            return stored(request, meeting)
    return form_page(request, form, _("What the meeting is about"), _("Save"), meeting)


@for_those_who_call
@read_or_send
def call_off(request: "HttpRequest", meeting: Meeting) -> "HttpResponse":
    """Say that a meeting does not take place."""
    form = CallOffForm(
        request.POST or None,
        label=_("Why does it not take place?"),
        help_text=_("Everybody can read it. Name no private person."),
    )
    if form.is_valid():
        said = form.cleaned_data
        if served(form, lambda: call_off_meeting(meeting, by=request.user, **said)):
            return stored(request, meeting, _("The meeting is called off."))
    return form_page(
        request,
        form,
        _("Call the meeting off"),
        _("Call it off"),
        meeting,
        tone="danger",
    )


def served(form: "Form", action: Callable[[], object]) -> bool:
    """Whether the service agreed; if not, the form says why, beside the field meant."""
    try:
        action()
    except (CountsError, MeetingError) as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False


def stored(
    request: "HttpRequest", meeting: Meeting, text: str = "", anchor: str = ""
) -> "HttpResponse":
    """Back to the workbench, with word that it is stored."""
    tell_stored(request, text or _("Saved."))
    response = redirect("participation:meeting_work", meeting.reference)
    response["Location"] += anchor
    return response


def form_page(
    request: "HttpRequest",
    form: "Form",
    heading: str,
    button: str,
    meeting: Meeting | None = None,
    **more: Any,
) -> "HttpResponse":
    """A page with one form; ``more``: lede, keep, tone, template."""
    template = more.pop("template", "participation/meeting_form.html")
    context = {
        "form": form,
        "heading": heading,
        "button": button,
        "meeting": meeting,
        **more,
    }
    return render(request, template, context)
