"""Who calls meetings, keeps and confirms their minutes, and sees who came."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import rules

from communities.enums import Role
from communities.permissions import (
    areas_from,
    current_mandates,
    is_authority,
    is_authority_over,
    is_committee_member,
    is_implementer,
    is_staff,
)
from initiatives.enums import ActingRole
from participation.enums import (
    MeetingState,
)

if TYPE_CHECKING:
    from communities.models import Community
    from maps.models import AdminArea
    from participation.models import ActionPoint, Meeting

CALLED, HELD, HANDED_IN, PUBLISHED = (
    MeetingState.CALLED,
    MeetingState.HELD,
    MeetingState.HANDED_IN,
    MeetingState.PUBLISHED,
)

#: In which states of a meeting an action makes sense at all.
MEETING_ACTIONS: Final[Mapping[str, frozenset[MeetingState]]] = {
    "edit_meeting": frozenset({CALLED}),
    "call_off_meeting": frozenset({CALLED}),
    "link_meeting": frozenset({CALLED, HELD}),
    "write_minutes": frozenset({CALLED, HELD}),
    "hand_in_minutes": frozenset({HELD}),
    "send_back_minutes": frozenset({HANDED_IN}),
    "publish_minutes": frozenset({HELD, HANDED_IN}),
    "withdraw_minutes": frozenset({PUBLISHED}),
    "confirm_minutes": frozenset({PUBLISHED}),
    "remove_picture": frozenset({HELD, HANDED_IN, PUBLISHED}),
    "close_action": frozenset({HELD, HANDED_IN, PUBLISHED}),
}
#: What only programme staff do: nothing is published that they have not looked at.
_STAFF_ONLY = frozenset({"send_back_minutes", "publish_minutes", "withdraw_minutes"})


@rules.predicate
def is_organiser(user: Any, meeting: "Meeting | None") -> bool:
    """Staff, the committee of a community's meeting, the authority over an area's."""
    return meeting is not None and may_call(
        user, community=meeting.community, area=meeting.area
    )


for _action in MEETING_ACTIONS:
    rules.add_rule(
        f"participation.{_action}", is_staff if _action in _STAFF_ONLY else is_organiser
    )


def confirming_role(user: Any, meeting: "Meeting") -> ActingRole | None:
    """The role in which a person may confirm published minutes: of those who met.

    A community's committee, the authority over an area, staff for the whole programme.
    """
    if meeting.community is not None:
        is_theirs = is_committee_member(user, meeting.community)
    elif meeting.area is not None:
        is_theirs = is_authority_over(user, meeting.area)
    else:
        is_theirs = is_staff(user)
    return confirmed_as(meeting) if is_theirs else None


def confirmed_as(meeting: "Meeting") -> ActingRole:
    """Whose confirmation the minutes of a meeting wait for."""
    if meeting.community_id is not None:
        return ActingRole.COMMITTEE
    return ActingRole.STAFF if meeting.area_id is None else ActingRole.AUTHORITY


@rules.predicate
def confirms(user: Any, meeting: "Meeting | None") -> bool:
    """Whether a person may confirm minutes; that they did not publish them, services see."""
    return meeting is not None and confirming_role(user, meeting) is not None


rules.set_rule("participation.confirm_minutes", confirms)


def may_call(
    user: Any, *, community: "Community | None", area: "AdminArea | None"
) -> bool:
    """Whether the person may call a meeting there (neither: of the whole programme)."""
    if is_staff(user):
        return True
    if community is not None:
        return is_committee_member(user, community)
    return area is not None and is_authority_over(user, area)


def may_with_meeting(user: Any, action: str, meeting: "Meeting") -> bool:
    """Whether the person may take an action with this meeting as it stands."""
    return meeting.state in MEETING_ACTIONS[action] and rules.test_rule(
        f"participation.{action}", user, meeting
    )


def roles_at(user: Any, meeting: "Meeting") -> list[ActingRole]:
    """In which roles the person acts where a meeting takes place, the nearest first."""
    community, area = meeting.community, meeting.area
    held = {
        ActingRole.COMMITTEE: is_committee_member(user, community)
        or _acts_in(user, Role.COMMITTEE, meeting),
        ActingRole.IMPLEMENTER: is_implementer(user, community)
        or _acts_in(user, Role.IMPLEMENTER, meeting),
        ActingRole.AUTHORITY: is_authority(user, community)
        or is_authority_over(user, area),
        ActingRole.STAFF: is_staff(user),
    }
    return [role for role, is_held in held.items() if is_held]


def _acts_in(user: Any, role: Role, meeting: "Meeting") -> bool:
    """Whether somebody acts for a community in the area of an area's meeting."""
    return meeting.area_id is not None and any(
        mandate.role == role
        and mandate.community is not None
        and meeting.area_id in areas_from(mandate.community.area)
        for mandate in current_mandates(user)
    )


def may_close(user: Any, action: "ActionPoint") -> bool:
    """Whether the person may mark an action point as done: its owners, and organisers."""
    meeting = action.meeting
    if meeting.state not in MEETING_ACTIONS["close_action"]:
        return False
    return is_organiser(user, meeting) or action.owner_role in roles_at(user, meeting)


rules.add_rule("participation.see_who_came", is_staff | is_committee_member)


def may_see_who_came(user: Any, community: "Community") -> bool:
    """Whether the person sees which groups are missing at a community's meetings."""
    return rules.test_rule("participation.see_who_came", user, community)
