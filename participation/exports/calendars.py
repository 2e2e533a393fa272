"""Rounds for people's own calendars (iCalendar, RFC 5545)."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from participation.enums import RoundState, TextLanguage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from participation.models import Round


def calendar_of(
    rounds: "Iterable[Round]", address_of: "Callable[[Round], str]"
) -> bytes:
    """A calendar with one event for each round, from its opening to its closing.

    ``address_of`` gives the absolute address of a round's page, by which calendars know
    the event again in any language. A round that was cancelled is so in the calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Homeground//Rounds//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Rounds and results"))
    for round_ in rounds:
        calendar.add_component(_event(round_, address_of(round_)))
    return bytes(calendar.to_ical())


def _event(round_: "Round", address: str) -> Event:
    is_cancelled = round_.state == RoundState.CANCELLED
    event = Event()
    event.add("uid", f"{round_.slug}@{urlsplit(address).hostname}")
    # Nothing of a round changes once it is open, but that it may be cancelled.
    event.add("dtstamp", round_.opens_at)
    event.add("sequence", int(is_cancelled))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("dtstart", round_.opens_at)
    event.add("dtend", round_.closes_at)
    event.add(
        "summary",
        _("Vote: %(title)s") % {"title": round_.display_title},
        parameters={"language": get_language() or "en"},
    )
    event.add("location", round_.place_name)
    if round_.cancel_reason:
        written = written_in(round_.cancel_language)
        event.add("description", round_.cancel_reason, parameters=written)
    else:
        event.add("description", round_.display_entitled)
    event.add("url", address)
    # Nobody is busy for a week because a vote is open.
    event.add("transp", "TRANSPARENT")
    return event


def written_in(language: str) -> dict[str, str]:
    """Parameters of a text as it was written: its language is not the reader's."""
    return {} if language in ("", TextLanguage.OTHER) else {"language": language}
