"""A meeting in words: where it stands, and when it is."""

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import pgettext

from participation.enums import MeetingState
from participation.exports.meeting_words import when_words

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from participation.models import ActionPoint, Meeting

register = template.Library()


@register.filter
def meeting_words(meeting: "Meeting") -> str:
    """Where a meeting stands, for anybody: what goes on behind is nobody's business."""
    if meeting.state in (MeetingState.PUBLISHED, MeetingState.CALLED_OFF):
        return meeting.get_state_display()
    now = timezone.now()
    if meeting.state == MeetingState.CALLED and now < meeting.starts_at:
        return pgettext("meeting", "To come")
    if meeting.state == MeetingState.CALLED and now < meeting.ends_at:
        return pgettext("meeting", "Going on now")
    return pgettext("meeting", "Minutes to follow")


@register.filter
def meeting_tone(meeting: "Meeting") -> str:
    """The tone of `state_tag` that goes with it."""
    if meeting.state == MeetingState.PUBLISHED:
        return "good"
    if meeting.state == MeetingState.CALLED_OFF:
        return "bad"
    return "active" if meeting.is_upcoming else "neutral"


@register.filter
def when(meeting: "Meeting") -> "SafeString":
    """`when_words`, with the beginning as machines read it."""
    starts = timezone.localtime(meeting.starts_at)
    return format_html(
        '<time datetime="{}">{}</time>', starts.isoformat(), when_words(meeting)
    )


register.filter("when_words", when_words)


@register.filter
def is_late(action: "ActionPoint") -> bool:
    """Whether something should have been done by now."""
    return action.done_on is None and action.due_on < timezone.localdate()
