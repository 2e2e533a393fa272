"""Who may do what with a round, a question or a meeting, and in which of its states;
who may handle feedback.

The rules say *who*; `ACTIONS`, `QUESTION_ACTIONS` and `MEETING_ACTIONS` say *when*. Services
ask for both, pages ask `may` and its sisters which buttons to show. For feedback
`participation.handling` says when, and the end of this module who reads which route.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import rules

from communities.enums import Role
from communities.permissions import (
    PROGRAMME_WIDE,
    areas_from,
    current_mandates,
    has_spoken_for,
    is_authority,
    is_authority_over,
    is_committee_member,
    is_implementer,
    is_staff,
    is_steward,
    last_day_in,
)
from initiatives import lifecycle
from initiatives.enums import ActingRole
from initiatives.permissions import roles_in
from participation import handling
from participation.enums import (
    Body,
    MeetingState,
    QuestionState,
    RoundState,
    Sensitivity,
)

if TYPE_CHECKING:
    import datetime

    from communities.models import Community, Mandate
    from maps.models import AdminArea
    from participation.models import ActionPoint, Feedback, Meeting, Question, Round

DRAFT, OPEN, CLOSED = RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED

#: In which states of a round an action makes sense at all.
ACTIONS: Final[Mapping[str, frozenset[RoundState]]] = {
    "edit_round": frozenset({DRAFT}),
    "open_round": frozenset({DRAFT}),
    "set_roll": frozenset({DRAFT, OPEN}),
    "hand_out": frozenset({DRAFT, OPEN}),
    "give_back": frozenset({DRAFT, OPEN}),
    "issue_passes": frozenset({DRAFT, OPEN}),
    "void_pass": frozenset({DRAFT, OPEN}),
    "close_round": frozenset({OPEN}),
    "cancel_round": frozenset({DRAFT, OPEN}),
    "take_step": frozenset({DRAFT, OPEN}),
    "see_paper": frozenset({DRAFT, OPEN, CLOSED}),
    "manage_paper": frozenset({DRAFT, OPEN}),
    "take_paper": frozenset({OPEN}),
    "enter_paper": frozenset({OPEN}),
    "run_table": frozenset({OPEN}),
    "see_turnout": frozenset({OPEN, CLOSED}),
    "see_who": frozenset({DRAFT, OPEN, CLOSED}),
    "count_voters": frozenset({DRAFT, OPEN}),
    "adopt_as_committee": frozenset({CLOSED}),
    "adopt_as_authority": frozenset({CLOSED}),
    "adopt_on_behalf": frozenset({CLOSED}),
    "read_sealed_ballots": frozenset({CLOSED}),
}


@rules.predicate
def is_of_own_community(user: Any, round_: "Round | None") -> bool:
    """A member of the committee of a community that the round decides for."""
    return round_ is not None and any(
        mandate.role == Role.COMMITTEE and round_.decides_for(mandate.community)
        for mandate in current_mandates(user)
    )


@rules.predicate
def is_of_own_authority(user: Any, round_: "Round | None") -> bool:
    """The local authority of where a round takes place; any, of the programme's."""
    return round_ is not None and any(
        mandate.role == Role.AUTHORITY and round_.lies_in(mandate.area)
        for mandate in current_mandates(user)
    )


rules.add_rule("participation.prepare_rounds", is_staff)
for _action in ACTIONS:
    rules.add_rule(f"participation.{_action}", is_staff)
for _action in (
    *("see_turnout", "see_who", "hand_out", "take_step", "run_table"),
    *("see_paper", "take_paper", "enter_paper", "count_voters"),
):
    rules.set_rule(f"participation.{_action}", is_staff | is_of_own_community)
#: Each body agrees to a result for itself; staff only record it where they say so.
rules.set_rule("participation.adopt_as_committee", is_of_own_community)
rules.set_rule("participation.adopt_as_authority", is_of_own_authority)


def own_bodies(user: Any, round_: "Round") -> list[Body]:
    """For which bodies a person may agree to a round's result as it stands."""
    return [body for body in Body if may(user, f"adopt_as_{body.value}", round_)]


def may_adopt(user: Any, round_: "Round") -> bool:
    """Whether the person may agree to the result for a body, or record that it did."""
    return bool(own_bodies(user, round_)) or may(user, "adopt_on_behalf", round_)


rules.add_rule("participation.see_who_came", is_staff | is_committee_member)


def may_see_who_came(user: Any, community: "Community") -> bool:
    """Whether the person sees which groups are missing at a community's meetings."""
    return rules.test_rule("participation.see_who_came", user, community)


def is_permitted(
    user: Any, action: str, subject: "Round | Question | Feedback | None" = None
) -> bool:
    """Whether the person may take an action, whatever state its subject is in."""
    return rules.test_rule(f"participation.{action}", user, subject)


def may(user: Any, action: str, round_: "Round") -> bool:
    """Whether the person may take an action with this round as it stands."""
    return round_.state in ACTIONS[action] and is_permitted(user, action, round_)


@rules.predicate
def is_administrator(user: Any) -> bool:
    """An administrator of the whole site."""
    return bool(user.is_active and user.is_superuser)


@rules.predicate
def is_not_own(user: Any, mandate: "Mandate | None") -> bool:
    """The mandate of another person: nobody gives or takes a term of their own."""
    return mandate is not None and mandate.user_id != user.pk


@rules.predicate
def gives_its_role(user: Any, mandate: "Mandate | None") -> bool:
    """Staff give roles in communities and over areas, administrators all of them."""
    if mandate is None or mandate.role in PROGRAMME_WIDE:
        return bool(is_administrator(user))
    return bool(is_staff(user))


#: Who may invite whom; a committee brings in its own members.
rules.add_rule("participation.invite_committee", is_staff | is_committee_member)
rules.add_rule("participation.invite_implementer", is_staff)
rules.add_rule("participation.invite_authority", is_staff)
for _role in PROGRAMME_WIDE:
    rules.add_rule(f"participation.invite_{_role}", is_administrator)
rules.add_rule("participation.change_term", gives_its_role & is_not_own)
rules.add_rule("participation.see_people", is_staff | is_committee_member)


def may_invite(user: Any, role: str, community: "Community | None" = None) -> bool:
    """Whether the person may invite somebody to a role (in a community)."""
    return rules.test_rule(f"participation.invite_{Role(role)}", user, community)


def may_change_term(user: Any, mandate: "Mandate") -> bool:
    """Whether the person may extend or end a term of somebody else."""
    return rules.test_rule("participation.change_term", user, mandate)


def may_see_people(user: Any, community: "Community | None" = None) -> bool:
    """Whether the person sees who holds which role (in a community, or everywhere)."""
    return rules.test_rule("participation.see_people", user, community)


#: In which states of a question an action makes sense at all.
QUESTION_ACTIONS: Final[Mapping[str, frozenset[QuestionState]]] = {
    "check_question": frozenset({QuestionState.WAITING}),
    "hide_question": frozenset({QuestionState.PUBLISHED}),
    "decide_appeal": frozenset({QuestionState.APPEALED}),
    "hide_answer": frozenset({QuestionState.PUBLISHED}),
    "answer_question": frozenset({QuestionState.PUBLISHED}),
    "appeal": frozenset({QuestionState.REFUSED, QuestionState.HIDDEN}),
}
#: Who speaks for an initiative, the nearest to it first.
ANSWERING: Final = (
    lifecycle.COMMITTEE,
    lifecycle.IMPLEMENTER,
    lifecycle.AUTHORITY,
    lifecycle.STAFF,
)


def answering_role(user: Any, community: "Community | None") -> str | None:
    """The role in which a person answers for a community (None: the programme), or None."""
    if community is None:
        return lifecycle.STAFF if is_staff(user) else None
    held = roles_in(user, community)
    return next((role for role in ANSWERING if role in held), None)


@rules.predicate
def is_concerned(user: Any, question: "Question | None") -> bool:
    """Whoever is asked, or who asked: they do not judge what may be asked of them.

    Nor does whoever was one of those who are asked on the day of the question or later.
    """
    if question is None or question.author_id == user.pk:
        return True
    if question.community is None:
        return False
    return bool(roles_in(user, question.community) - {lifecycle.STAFF}) or (
        has_spoken_for(user, question.community, question.asked_on)
    )


@rules.predicate
def is_asker(user: Any, question: "Question | None") -> bool:
    """Whoever asked, by their account."""
    return (
        question is not None
        and question.author_id is not None
        and question.author_id == user.pk
    )


@rules.predicate
def is_asked(user: Any, question: "Question | None") -> bool:
    """Somebody who speaks for what the question is about."""
    return question is not None and bool(answering_role(user, question.community))


rules.add_rule("participation.moderate", is_staff)
for _action in ("check_question", "hide_question", "decide_appeal", "hide_answer"):
    rules.add_rule(f"participation.{_action}", is_staff & ~is_concerned)
rules.add_rule("participation.answer_question", is_asked)
rules.add_rule("participation.appeal", is_asker)


def may_with_question(user: Any, action: str, question: "Question") -> bool:
    """Whether the person may take an action with this question as it stands.

    One appeal is all there is, and a decision about it is somebody else's than the one
    that it is made against: services check both.
    """
    return question.state in QUESTION_ACTIONS[action] and is_permitted(
        user, action, question
    )


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


#: Roles that feedback may speak about, or that could lean on whoever gave it. Who holds
#: one of them, for whatever place, reads no feedback: elites do not control the channel.
INTERESTED: Final = frozenset({Role.COMMITTEE, Role.AUTHORITY, Role.IMPLEMENTER})
SERIOUS: Final = "participation.answer_serious_feedback"


@rules.predicate
def is_independent(user: Any) -> bool:
    """Of no committee, no authority, and no implementing partner."""
    return not any(mandate.role in INTERESTED for mandate in current_mandates(user))


def was_interested(user: Any, since: "datetime.date") -> bool:
    """Whether a person held an interested role on a day or later: when something was
    said, or while it was answered."""
    last = last_day_in(user, INTERESTED)
    return last is not None and last >= since


@rules.predicate
def answers_serious(user: Any) -> bool:
    """An administrator, or staff whom an administrator has given this by name."""
    return is_staff(user) and user.has_perm(SERIOUS)


_HANDLES: Final[Mapping[str, Any]] = {
    handling.DESK: is_staff & is_independent,
    handling.INTEGRITY: answers_serious & is_independent,
    handling.DATA: is_steward & is_independent,
}


def routes_of(user: Any) -> list[str]:
    """The routes of feedback that a person handles, none for most."""
    return [route for route, holds in _HANDLES.items() if holds.test(user)]


@rules.predicate
def handles(user: Any, feedback: "Feedback | None") -> bool:
    """Whether an item lies on a desk of this person's."""
    if feedback is None or feedback.state == handling.REFERRED:
        return False
    if feedback.sensitivity == Sensitivity.RESTRICTED and not user.is_superuser:
        return False
    return bool(_HANDLES[feedback.route].test(user)) and not was_interested(
        user, feedback.received_on
    )


@rules.predicate
def has_in_hand(user: Any, feedback: "Feedback | None") -> bool:
    """Whether an item was given to this person."""
    return feedback is not None and feedback.assignee_id == user.pk


rules.add_rule("participation.handle_feedback", handles)
rules.add_rule("participation.read_contact", handles & has_in_hand)
rules.add_rule("participation.enter_feedback", is_staff & is_independent)
rules.add_rule("participation.publish_answer", is_staff & is_independent)
