"""A meeting in words: where it stands, and when it is."""

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from participation.enums import MeetingState

if TYPE_CHECKING:
    import datetime

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
    """The day and the hours of a meeting; both days where it goes over several."""
    starts = timezone.localtime(meeting.starts_at)
    ends = timezone.localtime(meeting.ends_at)
    if starts.date() == ends.date():
        words = _("%(day)s, %(from)s to %(until)s") % {
            "day": _day(starts),
            "from": date_format(starts, "H:i"),
            "until": date_format(ends, "H:i"),
        }
    else:
        words = _("%(first)s to %(last)s") % {
            "first": _day(starts),
            "last": _day(ends),
        }
    return format_html('<time datetime="{}">{}</time>', starts.isoformat(), words)


@register.filter
def is_late(action: "ActionPoint") -> bool:
    """Whether something should have been done by now."""
    return action.done_on is None and action.due_on < timezone.localdate()


def _day(moment: "datetime.datetime") -> str:
    """The day with its name, by which people remember a meeting."""
    day = date_format(moment, "j F Y" if get_language() == "en" else "DATE_FORMAT")
    return _("%(weekday)s %(day)s") % {"weekday": date_format(moment, "l"), "day": day}
