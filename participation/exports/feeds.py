"""News of an initiative for programs that read feeds (Atom, RFC 4287)."""

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives.models import InitiativeEvent
from initiatives.queries.updates import updates_of
from initiatives.templatetags.initiatives import step_taken
from participation.enums import MeetingNews, MeetingState
from participation.exports.meeting_words import when_words
from participation.queries.meetings import meetings
from participation.queries.questions import answers_on, subject_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from initiatives.models import Initiative
    from participation.models import Meeting

#: Signs that XML cannot hold; one of them in one text would cost everybody the feed.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: A feed is what is new: no more than this, of each kind and altogether.
MOST = 30


@dataclass(frozen=True)
class News:
    """One thing that happened on a day; ``key`` tells it from all others for ever."""

    key: str
    day: datetime.date
    title: str
    text: str
    path: str


def initiative_feed(initiative: "Initiative", absolute: "Callable[[str], str]") -> str:
    """Steps, updates, meetings and answers, newest first, in the reader's language.

    ``absolute`` makes an address of a path. Times of day are left out.
    """
    page = absolute(reverse("initiatives:detail", args=[initiative.reference]))
    feed = Atom1Feed(
        title=_NOT_IN_XML.sub("", initiative.display_title),
        link=page,
        description=None,
        subtitle=_NOT_IN_XML.sub("", initiative.display_summary),
        language=get_language(),
        author_name=_("Homeground"),
        feed_url=absolute(reverse("participation:feed", args=[initiative.reference])),
        feed_guid=page,
    )
    for each in news_of(initiative):
        day = datetime.datetime.combine(each.day, datetime.time(), tzinfo=datetime.UTC)
        feed.add_item(
            title=_NOT_IN_XML.sub("", each.title),
            link=absolute(each.path),
            # Readers of feeds take it for HTML; what people wrote is text.
            description=linebreaks(_NOT_IN_XML.sub("", each.text), autoescape=True),
            unique_id=f"{page}#{each.key}",
            pubdate=day,
            updateddate=day,
        )
    return feed.writeString("utf-8")


def news_of(initiative: "Initiative") -> list[News]:
    """Everything public that happened, newest first. Four queries."""
    found = [
        *_steps(initiative),
        *_updates(initiative),
        *_meetings(initiative),
        *_answers(initiative),
    ]
    return sorted(found, key=lambda each: (each.day, each.key), reverse=True)[:MOST]


def _steps(initiative: "Initiative") -> list[News]:
    page = reverse("initiatives:detail", args=[initiative.reference])
    events = InitiativeEvent.objects.filter(initiative=initiative).order_by("-at")
    return [
        News(
            f"step-{event.pk}",
            timezone.localdate(event.at),
            step_taken(event),
            event.display_words,
            f"{page}#history",
        )
        for event in events[:MOST]
    ]


def _updates(initiative: "Initiative") -> list[News]:
    return [
        News(
            f"update-{page.translation_key}",
            page.published_on,
            page.title,
            page.introduction,
            page.get_url() or "",
        )
        for page in updates_of(initiative)[:MOST]
    ]


def _answers(initiative: "Initiative") -> list[News]:
    subject = subject_of(initiative)
    return [
        News(
            f"answer-{answer.pk}",
            answer.answered_on,
            _("Answer: %(role)s") % {"role": answer.get_role_display()},
            f"{answer.question.text}\n\n{answer.text}",
            f"{subject.list_url}#question-{answer.question_id}",
        )
        for answer in answers_on(subject)[:MOST]
    ]


def _meetings(initiative: "Initiative") -> list[News]:
    """Each meeting as it was last announced, and its minutes once they are published."""
    found: list[News] = []
    for meeting in meetings(initiative).order_by("-announced_at")[:MOST]:
        path = reverse("participation:meeting", args=[meeting.reference])
        words = f"{when_words(meeting)}\n{meeting.place}"
        found.append(
            News(
                f"meeting-{meeting.reference}-{meeting.revision}",
                timezone.localdate(meeting.announced_at),
                f"{_announced(meeting)}: {meeting.title}",
                f"{words}\n\n{meeting.off_reason}".strip(),
                path,
            )
        )
        if meeting.published_on is not None:
            found.append(
                News(
                    f"minutes-{meeting.reference}-{meeting.published_on}",
                    meeting.published_on,
                    f"{MeetingNews.MINUTES.label}: {meeting.title}",
                    words,
                    path,
                )
            )
    return found


def _announced(meeting: "Meeting") -> str:
    if meeting.state == MeetingState.CALLED_OFF:
        return str(MeetingNews.CALLED_OFF.label)
    if meeting.revision:
        return _("Announcement of the meeting changed")
    return str(MeetingNews.CALLED.label)
