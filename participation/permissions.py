"""Who may do what with a round or a meeting, and in which of its states.

The rules say *who*; `ACTIONS` and `MEETING_ACTIONS` say *when*. Services ask for both, pages ask `may` which
buttons to show.
"""

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
from participation.enums import MeetingState, RoundState

if TYPE_CHECKING:
    from communities.models import Community
    from maps.models import AdminArea
    from participation.models import ActionPoint, Meeting, Round

DRAFT, OPEN, CLOSED = RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED

#: In which states of a round an action makes sense at all.
ACTIONS: Final[Mapping[str, frozenset[RoundState]]] = {
    "edit_round": frozenset({DRAFT}),
    "open_round": frozenset({DRAFT}),
    "set_roll": frozenset({DRAFT, OPEN}),
    "hand_out": frozenset({DRAFT, OPEN}),
    "issue_passes": frozenset({DRAFT, OPEN}),
    "void_pass": frozenset({DRAFT, OPEN}),
    "close_round": frozenset({OPEN}),
    "cancel_round": frozenset({DRAFT, OPEN}),
    "take_step": frozenset({DRAFT, OPEN}),
    "see_turnout": frozenset({OPEN, CLOSED}),
    "adopt_result": frozenset({CLOSED}),
    "read_sealed_ballots": frozenset({CLOSED}),
}


@rules.predicate
def is_of_own_community(user: Any, round_: "Round | None") -> bool:
    """A member of the committee of a community that the round decides for."""
    return round_ is not None and any(
        mandate.role == Role.COMMITTEE and round_.decides_for(mandate.community)
        for mandate in current_mandates(user)
    )


rules.add_rule("participation.prepare_rounds", is_staff)
for _action in ACTIONS:
    rules.add_rule(f"participation.{_action}", is_staff)
for _action in ("see_turnout", "hand_out", "take_step"):
    rules.set_rule(f"participation.{_action}", is_staff | is_of_own_community)


def is_permitted(user: Any, action: str, round_: "Round | None" = None) -> bool:
    """Whether the person may take an action, whatever state the round is in."""
    return rules.test_rule(f"participation.{action}", user, round_)


def may(user: Any, action: str, round_: "Round") -> bool:
    """Whether the person may take an action with this round as it stands."""
    return round_.state in ACTIONS[action] and is_permitted(user, action, round_)


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
