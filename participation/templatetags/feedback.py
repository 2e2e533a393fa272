"""Feedback in words: where it stands, for the person who gave it and for the desk."""

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _

from participation import handling
from participation.enums import FeedbackState

if TYPE_CHECKING:
    from participation.models import Feedback

register = template.Library()


@register.filter
def feedback_tone(feedback: "Feedback") -> str:
    """The tone of `state_tag` that goes with a state."""
    if feedback.is_overdue or feedback.state == FeedbackState.ESCALATED:
        return "warn"
    if feedback.state in (FeedbackState.RESOLVED, FeedbackState.LOOP_CLOSED):
        return "good"
    return "active" if feedback.state in handling.OPEN else "neutral"


@register.simple_tag
def feedback_path(feedback: "Feedback") -> list[tuple[str, str]]:
    """The drawn path as the person reads it: (label, status) pairs."""
    labels = {
        "received": _("Received"),
        "acknowledged": _("Read by somebody"),
        "in_progress": _("Being looked into"),
        "resolved": _("Answered"),
        "loop_closed": _("Closed"),
    }
    return [(labels[step], status) for step, status in handling.path(feedback.state)]


@register.filter
def what_next(feedback: "Feedback") -> str:
    """What the person may expect, in a sentence."""
    words = {
        FeedbackState.RECEIVED: _("It waits to be read."),
        FeedbackState.ACKNOWLEDGED: _("Somebody has read it and will look into it."),
        FeedbackState.TRIAGED: _("Somebody has read it and will look into it."),
        FeedbackState.IN_PROGRESS: _("It is being looked into."),
        FeedbackState.ESCALATED: _(
            "It was passed on to people further up, so that it is not forgotten."
        ),
        FeedbackState.RESOLVED: _("Read the answer, and say whether it helped."),
        FeedbackState.LOOP_CLOSED: _("It is closed."),
        FeedbackState.CLOSED_NO_ACTION: _("It was closed, and nothing will be done."),
        FeedbackState.REFERRED: _("It is not kept here."),
    }
    return words[FeedbackState(feedback.state)]
