"""Meetings of the demonstration, called, written and published by the real services."""

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.utils import timezone

from communities.models import Community
from config.demo.pictures import pictures
from config.demo.terrain import SEED
from config.demo.words import content
from initiatives.models import Initiative, Milestone
from participation.enums import AttendanceGroup, HandsFor, MeetingState
from participation.models import (
    ActionPoint,
    Meeting,
    MinutesConfirmation,
    Round,
    User,
)
from participation.services.action_points import (
    close_action_point,
    save_action_point,
)
from participation.services.attendance import count_attendance
from participation.services.decisions import Raised, save_decision
from participation.services.following import follow
from participation.services.meeting_pictures import add_picture
from participation.services.meetings import (
    call_meeting,
    call_off_meeting,
    link_meeting,
)
from participation.services.minutes import (
    confirm_minutes,
    hand_in_minutes,
    publish_minutes,
    write_minutes,
)

if TYPE_CHECKING:
    from maps.models import AdminArea

#: So long after a meeting its minutes were published, and confirmed by those who met.
UNTIL_PUBLISHED = datetime.timedelta(days=3)
UNTIL_CONFIRMED = datetime.timedelta(days=24)
_PLAIN = {
    "in_favour": HandsFor.IN_FAVOUR,
    "against": HandsFor.AGAINST,
    "abstaining": HandsFor.ABSTAINING,
}


def load_meetings(
    communities: dict[str, Community],
    initiatives: dict[str, Initiative],
    actors: dict[str, User],
    committees: dict[str, list[User]],
) -> None:
    """Store the meetings as they stand; the threshold lets through of counts what it may.

    The authority and staff follow some of what they are about.
    """
    for key in content("meetings")["followed"]["communities"]:
        follow(communities[key], by=actors["authority"])
    for key in content("meetings")["followed"]["initiatives"]:
        follow(initiatives[key], by=actors["staff"])
    for entry in content("meetings")["meeting"]:
        community = communities.get(entry.get("community", ""))
        by = committees[community.slug][0] if community else actors["authority"]
        if entry["by"] == "staff":
            by = actors["staff"]
        meeting = _called(entry, community, communities, by)
        _link(entry, meeting, initiatives, by)
        ending = entry.get("ends", "published")
        if ending == MeetingState.CALLED_OFF:
            call_off_meeting(
                meeting, by=by, reason=entry["reason"], language=meeting.language
            )
        elif ending != MeetingState.CALLED:
            _write(entry, meeting, by)
            if ending == MeetingState.HANDED_IN:
                hand_in_minutes(meeting, by=by)
            else:
                _publish(entry, meeting, by, actors["staff"])
                if community is not None:
                    _confirm(entry, meeting, committees[community.slug][-1])


def _called(
    entry: dict[str, Any],
    community: Community | None,
    communities: dict[str, Community],
    by: User,
) -> Meeting:
    starts_at = _moment(entry["days"], entry["at"])
    place: dict[str, Any] = {"community": community}
    if community is not None:
        place["body"] = community.bodies.get(name=entry["body"])
    if community is None:
        area: AdminArea | None = communities[entry["area_of"]].area
        while area is not None and area.level != entry["area_level"]:
            area = area.parent
        place = {"area": area}
    meeting = call_meeting(
        by=by,
        **place,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(hours=entry["hours"]),
        held_by=entry.get("held_by", ""),
        **{
            name: entry[name]
            for name in (
                *("reference", "kind", "title", "place", "language", "agenda"),
            )
        },
    )
    announced_at = min(starts_at - datetime.timedelta(days=12), timezone.now())
    Meeting.objects.filter(pk=meeting.pk).update(announced_at=announced_at)
    return meeting


def _link(
    entry: dict[str, Any],
    meeting: Meeting,
    initiatives: dict[str, Initiative],
    by: User,
) -> None:
    chosen = [initiatives[key] for key in entry.get("initiatives", [])]
    link_meeting(
        meeting,
        by=by,
        initiatives=chosen,
        milestones=list(
            Milestone.objects.filter(
                initiative__in=chosen, title=entry.get("milestone", "")
            )
        ),
        rounds=list(Round.objects.filter(slug__in=entry.get("rounds", []))),
    )


def _write(entry: dict[str, Any], meeting: Meeting, by: User) -> None:
    write_minutes(meeting, by=by, minutes=entry["minutes"], language=entry["language"])
    groups = dict(entry["attendance"])
    count_attendance(
        meeting,
        by=by,
        everybody=groups.pop("everybody"),
        groups={AttendanceGroup(name): number for name, number in groups.items()},
    )
    for number, decision in enumerate(entry["decisions"]):
        save_decision(
            meeting,
            _key(meeting, "decision", number),
            by=by,
            text=decision["text"],
            how=decision["how"],
            round_=Round.objects.filter(slug=decision.get("round", "")).first(),
            hands=[
                *(
                    Raised(answer, decision[name])
                    for name, answer in _PLAIN.items()
                    if name in decision
                ),
                *(
                    Raised(HandsFor.OPTION, hands, option)
                    for option, hands in decision.get("options", [])
                ),
            ],
        )
    for number, (text, owner, role, due, _done) in enumerate(entry["actions"]):
        save_action_point(
            meeting,
            _key(meeting, "action", number),
            by=by,
            text=text,
            owner=owner,
            owner_role=role,
            due_on=_moment(due, 12).date(),
        )
    for picture in pictures():
        if picture.stem == entry.get("picture"):
            add_picture(
                meeting,
                _key(meeting, "picture", 0),
                by=by,
                picture=ContentFile(picture.jpeg(), name=picture.file_name),
                alt=picture.alt.en,
                has_consent=True,
            )


def _publish(entry: dict[str, Any], meeting: Meeting, by: User, staff: User) -> None:
    publish_minutes(meeting, by=staff)
    published = _moment(entry["days"], 12) + UNTIL_PUBLISHED
    Meeting.objects.filter(pk=meeting.pk).update(published_on=published.date())
    for number, (*_told, days_ago) in enumerate(entry["actions"]):
        if days_ago:
            action = ActionPoint.objects.get(pk=_key(meeting, "action", number))
            close_action_point(action, by=by)
            ActionPoint.objects.filter(pk=action.pk).update(
                done_on=_moment(-days_ago, 12).date()
            )


def _confirm(entry: dict[str, Any], meeting: Meeting, by: User) -> None:
    """As committees do at their next meeting; minutes of the last one still wait."""
    confirmed_on = (_moment(entry["days"], 12) + UNTIL_CONFIRMED).date()
    if confirmed_on <= timezone.localdate():
        confirm_minutes(meeting, by=by)
        MinutesConfirmation.objects.filter(meeting=meeting).update(
            confirmed_on=confirmed_on
        )


def _moment(days: int, hour: int) -> datetime.datetime:
    today = timezone.now().replace(hour=hour, minute=0, second=0, microsecond=0)
    return today + datetime.timedelta(days=days)


def _key(meeting: Meeting, what: str, number: int) -> uuid.UUID:
    """The same key on every loading."""
    return uuid.uuid5(uuid.UUID(int=SEED), f"{meeting.reference}/{what}/{number}")
