"""Meetings for people's own calendars (iCalendar, RFC 5545)."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from participation.enums import MeetingState
from participation.exports.calendars import written_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from participation.models import Meeting


def meetings_calendar(
    meetings: "Iterable[Meeting]",
    address_of: "Callable[[Meeting], str]",
    *,
    name: str = "",
) -> bytes:
    """A calendar with one event for each meeting; ``name`` is where they take place.

    ``address_of`` gives the absolute address of a meeting's page in whatever language. A
    meeting that was moved or called off is so in the calendars that follow it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Homeground//Meetings//EN")
    calendar.add("version", "2.0")
    title = _("Meetings: %(place)s") % {"place": name} if name else _("Meetings")
    calendar.add("x-wr-calname", title)
    for meeting in meetings:
        calendar.add_component(_event(meeting, address_of(meeting)))
    return bytes(calendar.to_ical())


def _event(meeting: "Meeting", address: str) -> Event:
    is_off = meeting.state == MeetingState.CALLED_OFF
    event = Event()
    event.add("uid", f"{meeting.reference}@{urlsplit(address).hostname}")
    event.add("dtstamp", meeting.announced_at)
    event.add("sequence", meeting.revision)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    written = written_in(meeting.language)
    event.add("summary", meeting.title, parameters=written)
    event.add("location", f"{meeting.place}, {meeting.place_name}")
    if is_off:
        why = written_in(meeting.off_language)
        event.add("description", meeting.off_reason, parameters=why)
    else:
        items = meeting.agenda.all()
        agenda = "\n".join(f"{item.position}. {item.text}" for item in items)
        event.add("description", agenda, parameters=written)
    event.add("url", address)
    return event
