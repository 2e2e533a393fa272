"""Calling a meeting, changing what was announced, calling it off, linking it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities.models import Community, CommunityBody
from initiatives.models import Initiative, Milestone
from maps.models import AdminArea
from participation.enums import MeetingKind, MeetingNews, MeetingState
from participation.models import AgendaItem, Meeting, Round
from participation.permissions import MEETING_ACTIONS, may_call, may_with_meeting
from participation.queries.meeting_links import (
    initiatives_to_link,
    milestones_to_link,
    rounds_to_link,
)
from participation.services.errors import (
    MeetingError,
    MeetingStateError,
    NotPermittedError,
)
from participation.signals import announce_meeting

MOST_ITEMS, LONGEST_ITEM = 30, 200
#: A meeting does not last longer than a week: a slip of the calendar otherwise.
LONGEST = datetime.timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What everybody is told of a meeting. Raises MeetingError for what cannot be."""

    kind: str
    title: str
    place: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    body: CommunityBody | None = None
    held_by: str = ""
    language: str = "en"
    agenda: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise MeetingError(_("The meeting ends before it starts."), "ends_at")
        if self.ends_at - self.starts_at > LONGEST:
            raise MeetingError(
                _("A meeting lasts a week at most. Look at the dates again."), "ends_at"
            )
        if not self.title.strip() or not self.place.strip():
            raise MeetingError(_("A meeting needs a title and a place."))
        if len(self.agenda) > MOST_ITEMS:
            raise MeetingError(
                _("An agenda has %(most)d points at most.") % {"most": MOST_ITEMS},
                "agenda",
            )
        for number, item in enumerate(self.agenda, start=1):
            if len(item) > LONGEST_ITEM:
                raise MeetingError(
                    _("Point %(number)d of the agenda is longer than %(most)d signs.")
                    % {"number": number, "most": LONGEST_ITEM},
                    "agenda",
                )

    def fields(self) -> dict[str, Any]:
        """The fields of a meeting."""
        return {
            "kind": MeetingKind(self.kind),
            "title": self.title.strip(),
            "place": self.place.strip(),
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "body": self.body,
            "held_by": self.held_by.strip(),
            "language": self.language,
        }


@transaction.atomic
def call_meeting(
    *,
    by: Any,
    reference: str,
    community: Community | None = None,
    area: AdminArea | None = None,
    **answers: Any,
) -> Meeting:
    """Announce a meeting of a community, an area, or (neither) the whole programme.

    ``reference`` is drawn by the form: sent twice, it calls one meeting. ``answers`` are
    those of ``Announcement``. Raises NotPermittedError and MeetingError.
    """
    if community is not None and area is not None:
        raise MeetingError(_("A meeting is of a community or of an area, not of both."))
    if not may_call(by, community=community, area=area):
        raise NotPermittedError
    announcement = Announcement(**answers)
    _check_body(announcement.body, community)
    meeting, is_new = Meeting.objects.get_or_create(
        reference=reference,
        defaults={
            "community": community,
            "area": area,
            "called_by": by,
            "minutes_language": announcement.language,
            **announcement.fields(),
        },
    )
    if not is_new:
        if meeting.called_by_id != by.pk:
            raise MeetingError(_("Something went wrong. Begin again, please."))
        return meeting
    _set_agenda(meeting, announcement.agenda)
    record(meeting, "call_meeting", by=by)
    announce_meeting(MeetingNews.CALLED, meeting, by=by)
    return meeting


@transaction.atomic
def edit_meeting(meeting: Meeting, *, by: Any, **answers: Any) -> Meeting:
    """Change what was announced; calendars that follow it learn of it.

    Raises NotPermittedError, MeetingStateError once held or called off, MeetingError.
    """
    held = held_meeting(meeting, "edit_meeting", by=by)
    announcement = Announcement(**answers)
    if announcement.body != held.body:  # one that met then may meet no more now
        _check_body(announcement.body, held.community)
    before = _where_and_when(held)
    for name, value in announcement.fields().items():
        setattr(held, name, value)
    _announce_anew(held)
    held.save()
    held.agenda.all().delete()
    _set_agenda(held, announcement.agenda)
    record(held, "edit_meeting", by=by)
    if _where_and_when(held) != before:
        announce_meeting(MeetingNews.MOVED, held, by=by)
    return held


@transaction.atomic
def call_off_meeting(
    meeting: Meeting, *, by: Any, reason: str, language: str = ""
) -> Meeting:
    """Say that a meeting does not take place; the reason is public.

    Raises NotPermittedError, MeetingStateError, MeetingError without a reason.
    """
    held = held_meeting(meeting, "call_off_meeting", by=by)
    if not reason.strip():
        raise MeetingError(_("Say why: the reason is shown to everybody."), "reason")
    held.state, held.off_reason = MeetingState.CALLED_OFF, reason.strip()
    held.off_language = language
    _announce_anew(held)
    held.save()
    record(held, "call_off_meeting", by=by)
    announce_meeting(MeetingNews.CALLED_OFF, held, by=by)
    return held


@transaction.atomic
def link_meeting(
    meeting: Meeting,
    *,
    by: Any,
    initiatives: Sequence[Initiative] = (),
    milestones: Sequence[Milestone] = (),
    rounds: Sequence[Round] = (),
) -> Meeting:
    """Say what a meeting is about. The initiative of a milestone is linked with it.

    Raises NotPermittedError, MeetingStateError, and MeetingError for something that is
    not public or not from where the meeting takes place.
    """
    held = held_meeting(meeting, "link_meeting", by=by)
    wanted = {each.pk for each in initiatives}
    wanted |= {each.initiative_id for each in milestones}
    for chosen, possible in (
        (wanted, initiatives_to_link(held)),
        ({each.pk for each in milestones}, milestones_to_link(held)),
        ({each.pk for each in rounds}, rounds_to_link(held)),
    ):
        if possible.filter(pk__in=chosen).count() < len(chosen):
            raise MeetingError(_("One of these is not from here, or not public."))
    new = wanted - set(held.initiatives.values_list("pk", flat=True))
    held.initiatives.set(wanted)
    held.milestones.set(milestones)
    held.rounds.set(rounds)
    record(held, "link_meeting", by=by)
    if new:
        announce_meeting(MeetingNews.LINKED, held, by=by, initiatives=new)
    return held


def held_meeting(meeting: Meeting, action: str, *, by: Any) -> Meeting:
    """Read a meeting again and hold its row until the transaction ends.

    Raises NotPermittedError and MeetingStateError.
    """
    held = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("community", "area")
        .get(pk=meeting.pk)
    )
    if held.state not in MEETING_ACTIONS[action]:
        if not may_call(by, community=held.community, area=held.area):
            raise NotPermittedError
        raise MeetingStateError(
            _("Somebody has acted meanwhile. The meeting is now: %(state)s.")
            % {"state": held.get_state_display()}
        )
    if not may_with_meeting(by, action, held):
        raise NotPermittedError
    return held


def record(meeting: Meeting, action: str, *, by: Any, **data: Any) -> None:
    """Put a step on record: keys and counts only, never what was written."""
    log(instance=meeting, action=f"participation.{action}", user=by, data=data)


def _check_body(body: CommunityBody | None, community: Community | None) -> None:
    """Check that a body can hold a meeting of a community. Raises MeetingError."""
    if body is None:
        return
    if community is None or body.community_id != community.pk:
        raise MeetingError(_("This body is not of the community that meets."), "body")
    if not body.is_active:
        raise MeetingError(_("This body meets no more. Choose another."), "body")


def _set_agenda(meeting: Meeting, agenda: Sequence[str]) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, text=text)
        for position, text in enumerate(agenda, start=1)
    )


def _where_and_when(meeting: Meeting) -> tuple[Any, ...]:
    """What of a meeting people must know to be there."""
    return meeting.starts_at, meeting.ends_at, meeting.place


def _announce_anew(meeting: Meeting) -> None:
    meeting.revision += 1
    meeting.announced_at = timezone.now()
