"""Meetings for tests, in any of their states, reached by the real services."""

import datetime
import uuid
from typing import Any

import factory
from django.utils import timezone

from communities.models import Community
from initiatives.enums import ActingRole
from participation.enums import AttendanceGroup, DecidedHow, MeetingState
from participation.models import ActionPoint, Decision, Meeting, MeetingPicture
from participation.services.action_points import save_action_point
from participation.services.attendance import count_attendance
from participation.services.decisions import Raised, save_decision
from participation.services.meeting_pictures import add_picture
from participation.services.meetings import call_off_meeting
from participation.services.minutes import (
    hand_in_minutes,
    publish_minutes,
    write_minutes,
)
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.participation import staff_member
from tests.factories.people import UserFactory
from tests.initiatives.pictures import photograph


class MeetingFactory(factory.django.DjangoModelFactory[Meeting]):
    """A community's meeting that was called and ended an hour ago, unless ``coming``."""

    class Meta:
        model = Meeting

    class Params:
        coming = factory.Trait(
            starts_at=factory.LazyFunction(
                lambda: timezone.now() + datetime.timedelta(days=3)
            )
        )

    community = factory.SubFactory(CommunityFactory)
    title = factory.Sequence(lambda n: f"Meeting {n}")
    place = "School yard"
    starts_at = factory.LazyFunction(
        lambda: timezone.now() - datetime.timedelta(hours=3)
    )
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + datetime.timedelta(hours=2))
    called_by = factory.SubFactory(UserFactory)


def secretary(community: Community) -> Any:
    """A member of a community's committee."""
    return MandateFactory(community=community).user


def counted(meeting: Meeting, everybody: int, **groups: int) -> None:
    """Count who came, as staff would."""
    count_attendance(
        meeting,
        by=staff_member(),
        everybody=everybody,
        groups={AttendanceGroup(name): number for name, number in groups.items()},
    )


def decided(meeting: Meeting, *hands: Raised, text: str = "We dig.") -> Decision:
    """A decision by agreement, or by the hands given."""
    how = DecidedHow.HANDS if hands else DecidedHow.CONSENSUS
    return save_decision(
        meeting, uuid.uuid4(), by=staff_member(), text=text, how=how, hands=hands
    )


def agreed(meeting: Meeting, text: str = "Buy rope", **fields: Any) -> ActionPoint:
    """An action point of the committee, due in a week."""
    return save_action_point(
        meeting,
        uuid.uuid4(),
        by=staff_member(),
        **{
            "text": text,
            "owner": "Secretary",
            "owner_role": ActingRole.COMMITTEE,
            "due_on": timezone.localdate() + datetime.timedelta(days=7),
            **fields,
        },
    )


def picture_of(meeting: Meeting, **fields: Any) -> MeetingPicture:
    """A photograph of a meeting, with the leave of those in it."""
    return add_picture(
        meeting,
        **{
            "key": uuid.uuid4(),
            "by": staff_member(),
            "picture": photograph(),
            "alt": "People under a tree",
            "has_consent": True,
            **fields,
        },
    )


def written(meeting: Meeting, minutes: str = "We talked about the well.") -> Meeting:
    """The meeting with a text of minutes."""
    return write_minutes(meeting, by=staff_member(), minutes=minutes, language="en")


def published(meeting: Meeting) -> Meeting:
    """The meeting with published minutes."""
    return publish_minutes(written(meeting), by=staff_member())


def meeting_in(state: str, **fields: Any) -> Meeting:
    """A meeting in any state."""
    meeting = MeetingFactory(**fields)
    if state == MeetingState.CALLED:
        return meeting
    if state == MeetingState.CALLED_OFF:
        return call_off_meeting(meeting, by=staff_member(), reason="Flood.")
    if state == MeetingState.PUBLISHED:
        return published(meeting)
    held = written(meeting)
    if state == MeetingState.HANDED_IN:
        return hand_in_minutes(held, by=staff_member())
    return held
