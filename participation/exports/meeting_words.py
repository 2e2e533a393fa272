"""When a meeting is, in words: for pages, mails and feeds."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    import datetime

    from participation.models import Meeting


def when_words(meeting: "Meeting") -> str:
    """The day and the hours of a meeting; both days where it goes over several."""
    starts = timezone.localtime(meeting.starts_at)
    ends = timezone.localtime(meeting.ends_at)
    if starts.date() == ends.date():
        return _("%(day)s, %(from)s to %(until)s") % {
            "day": _day(starts),
            "from": date_format(starts, "H:i"),
            "until": date_format(ends, "H:i"),
        }
    return _("%(first)s to %(last)s") % {"first": _day(starts), "last": _day(ends)}


def _day(moment: "datetime.datetime") -> str:
    """The day with its name, by which people remember a meeting."""
    day = date_format(moment, "j F Y" if get_language() == "en" else "DATE_FORMAT")
    return _("%(weekday)s %(day)s") % {"weekday": date_format(moment, "l"), "day": day}
