"""Pages on which minutes are written, checked and published."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation.forms.meetings import ReasonForm
from participation.forms.minutes import (
    ActionPointForm,
    AttendanceForm,
    DecisionForm,
    MinutesForm,
    PictureForm,
)
from participation.models import (
    ActionPoint,
    Attendance,
    Decision,
    Meeting,
    MeetingPicture,
)
from participation.services.action_points import (
    close_action_point,
    remove_action_point,
    reopen_action_point,
    save_action_point,
)
from participation.services.attendance import count_attendance
from participation.services.decisions import remove_decision, save_decision
from participation.services.meeting_pictures import add_picture, remove_picture
from participation.services.minutes import (
    confirm_minutes,
    hand_in_minutes,
    publish_minutes,
    send_back_minutes,
    withdraw_minutes,
    write_minutes,
)
from participation.views.attempts import attempt
from participation.views.meeting_work import (
    for_those_who_call,
    form_page,
    read_or_send,
    served,
    stored,
)
from participation.views.meetings import shown_meeting

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@for_those_who_call
@read_or_send
def text(request: "HttpRequest", meeting: Meeting) -> "HttpResponse":
    """The text of the minutes."""
    form = MinutesForm(
        request.POST or None,
        initial={
            "minutes": meeting.minutes,
            "language": meeting.minutes_language,
        },
    )
    if form.is_valid():
        answers = form.cleaned_data
        if served(form, lambda: write_minutes(meeting, by=request.user, **answers)):
            return stored(request, meeting)
    keep = f"minutes-{meeting.reference}"
    return form_page(request, form, _("Minutes"), _("Save"), meeting, keep=keep)


@for_those_who_call
@read_or_send
def attendance(request: "HttpRequest", meeting: Meeting) -> "HttpResponse":
    """How many came, by group."""
    counted = Attendance.objects.filter(meeting=meeting).first()
    if counted is not None and counted.settled:
        messages.warning(
            request, _("The counts were published once and stay as they are.")
        )
        return redirect("participation:meeting_work", meeting.reference)
    form = AttendanceForm(
        request.POST or None,
        meeting=meeting,
        initial=AttendanceForm.initial_of(counted),
    )
    if form.is_valid():
        answers = form.answers()
        if served(form, lambda: count_attendance(meeting, by=request.user, **answers)):
            return stored(request, meeting, anchor="#attendance")
    return form_page(
        request,
        form,
        _("Who came"),
        _("Save"),
        meeting,
        template="participation/meeting_attendance.html",
        keep=f"attendance-{meeting.reference}",
    )


@for_those_who_call
@read_or_send
def decision(
    request: "HttpRequest", meeting: Meeting, key: uuid.UUID
) -> "HttpResponse":
    """Add or change the decision of a key."""
    known = Decision.objects.filter(pk=key).prefetch_related("hands").first()
    _require_own(known, meeting)
    form = DecisionForm(
        request.POST or None, meeting=meeting, initial=DecisionForm.initial_of(known)
    )
    if form.is_valid():
        answers = form.answers()
        if served(
            form, lambda: save_decision(meeting, key, by=request.user, **answers)
        ):
            return stored(request, meeting, anchor="#decisions")
    return form_page(
        request,
        form,
        _("A decision"),
        _("Save"),
        meeting,
        keep=f"decision-{meeting.reference}",
        lede=_(
            "Hands raised in a meeting are not secret, and no vote of a voting round. "
            "They are shown as what they are."
        ),
    )


@for_those_who_call
@require_POST
def decision_out(
    request: "HttpRequest", meeting: Meeting, key: uuid.UUID
) -> "HttpResponse":
    """Take a decision out of the minutes."""
    known = get_object_or_404(meeting.decisions.all(), pk=key)
    attempt(request, lambda: remove_decision(known, by=request.user), _("Taken out."))
    return _work(meeting, "#decisions")


@for_those_who_call
@read_or_send
def action(request: "HttpRequest", meeting: Meeting, key: uuid.UUID) -> "HttpResponse":
    """Add or change the action point of a key."""
    known = ActionPoint.objects.filter(pk=key).first()
    _require_own(known, meeting)
    form = ActionPointForm(
        request.POST or None, initial=ActionPointForm.initial_of(known)
    )
    if form.is_valid():
        answers = form.cleaned_data
        if served(
            form, lambda: save_action_point(meeting, key, by=request.user, **answers)
        ):
            return stored(request, meeting, anchor="#actions")
    keep = f"action-{meeting.reference}"
    return form_page(request, form, _("An action point"), _("Save"), meeting, keep=keep)


@for_those_who_call
@require_POST
def action_out(
    request: "HttpRequest", meeting: Meeting, key: uuid.UUID
) -> "HttpResponse":
    """Take an action point out of the minutes."""
    known = get_object_or_404(meeting.action_points.all(), pk=key)
    attempt(
        request, lambda: remove_action_point(known, by=request.user), _("Taken out.")
    )
    return _work(meeting, "#actions")


@never_cache
@login_required
@require_POST
def action_done(
    request: "HttpRequest", reference: str, key: uuid.UUID
) -> "HttpResponse":
    """Mark an action point as done, or (``open``) as not done after all."""
    meeting = shown_meeting(reference)
    known = get_object_or_404(meeting.action_points.all(), pk=key)
    if "open" in request.POST:
        words = _("It is open again.")
        attempt(request, lambda: reopen_action_point(known, by=request.user), words)
    else:
        words = _("Marked as done. Thank you.")
        attempt(request, lambda: close_action_point(known, by=request.user), words)
    response = redirect("participation:meeting", reference)
    response["Location"] += "#actions"
    return response


@for_those_who_call
@read_or_send
def picture(request: "HttpRequest", meeting: Meeting, key: uuid.UUID) -> "HttpResponse":
    """Add a picture."""
    form = PictureForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        answers = form.cleaned_data
        if served(form, lambda: add_picture(meeting, key, by=request.user, **answers)):
            return stored(request, meeting, anchor="#pictures")
    return form_page(request, form, _("A picture of the meeting"), _("Add it"), meeting)


@for_those_who_call
@require_POST
def picture_out(
    request: "HttpRequest", meeting: Meeting, key: uuid.UUID
) -> "HttpResponse":
    """Take a picture out, also of published minutes."""
    known = get_object_or_404(MeetingPicture.objects.filter(meeting=meeting), pk=key)
    words = _("The picture and its file are gone.")
    attempt(request, lambda: remove_picture(known, by=request.user), words)
    return _work(meeting, "#pictures")


@for_those_who_call
@require_POST
def hand_in(request: "HttpRequest", meeting: Meeting) -> "HttpResponse":
    """Give the minutes to programme staff."""
    words = _("Handed in. Programme staff look at the minutes and publish them.")
    attempt(request, lambda: hand_in_minutes(meeting, by=request.user), words)
    return _work(meeting)


@for_those_who_call
@require_POST
def publish(request: "HttpRequest", meeting: Meeting) -> "HttpResponse":
    """Show the minutes to everybody."""
    words = _("The minutes are published.")
    if attempt(request, lambda: publish_minutes(meeting, by=request.user), words):
        return redirect("participation:meeting", meeting.reference)
    return _work(meeting)


@for_those_who_call
@require_POST
def confirm(request: "HttpRequest", meeting: Meeting) -> "HttpResponse":
    """Say for those who met that the published minutes are right."""
    words = _("The minutes are confirmed. Everybody can see it.")
    if attempt(request, lambda: confirm_minutes(meeting, by=request.user), words):
        return redirect("participation:meeting", meeting.reference)
    return _work(meeting)


@for_those_who_call
@read_or_send
def send_back(request: "HttpRequest", meeting: Meeting) -> "HttpResponse":
    """Give the minutes back to those who wrote them."""
    form = _why(request, _("What should change?"))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if served(
            form, lambda: send_back_minutes(meeting, by=request.user, reason=reason)
        ):
            return stored(request, meeting, _("The minutes are back with the writers."))
    heading = _("Send the minutes back")
    return form_page(request, form, heading, _("Send them back"), meeting)


@for_those_who_call
@read_or_send
def withdraw(request: "HttpRequest", meeting: Meeting) -> "HttpResponse":
    """Take published minutes back to correct them."""
    form = _why(request, _("What must be corrected?"))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if served(
            form, lambda: withdraw_minutes(meeting, by=request.user, reason=reason)
        ):
            return stored(request, meeting, _("The minutes are not shown any more."))
    return form_page(
        request,
        form,
        _("Take the minutes back"),
        _("Take them back"),
        meeting,
        tone="danger",
        lede=_(
            "They are not shown until they are published again. Counts stay as they are."
        ),
    )


def _why(request: "HttpRequest", label: str) -> ReasonForm:
    return ReasonForm(
        request.POST or None,
        label=label,
        help_text=_("Read by those who called the meeting and by programme staff."),
    )


def _work(meeting: Meeting, anchor: str = "") -> "HttpResponse":
    response = redirect("participation:meeting_work", meeting.reference)
    response["Location"] += anchor
    return response


def _require_own(row: Decision | ActionPoint | None, meeting: Meeting) -> None:
    """Raise Http404 for a row of another meeting; a key of no row yet is free."""
    if row is not None and row.meeting_id != meeting.pk:
        raise Http404
