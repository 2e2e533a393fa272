"""Who may do what with a round, and in which of its states; who may handle feedback.

The rules say *who*; `ACTIONS` says *when*. Services ask for both, pages ask `may` which
buttons to show. For feedback `participation.handling` says when, and the end of this
module who reads which route.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import rules

from communities.enums import Role
from communities.permissions import current_mandates, is_staff, is_steward
from participation import handling
from participation.enums import RoundState, Sensitivity

if TYPE_CHECKING:
    from participation.models import Feedback, Round

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


def is_permitted(
    user: Any, action: str, round_: "Round | Feedback | None" = None
) -> bool:
    """Whether the person may take an action, whatever state the round or item is in."""
    return rules.test_rule(f"participation.{action}", user, round_)


def may(user: Any, action: str, round_: "Round") -> bool:
    """Whether the person may take an action with this round as it stands."""
    return round_.state in ACTIONS[action] and is_permitted(user, action, round_)


#: Roles that feedback may speak about, or that could lean on whoever gave it. Who holds
#: one of them, for whatever place, reads no feedback: elites do not control the channel.
INTERESTED: Final = frozenset({Role.COMMITTEE, Role.AUTHORITY, Role.IMPLEMENTER})
SERIOUS: Final = "participation.answer_serious_feedback"


@rules.predicate
def is_independent(user: Any) -> bool:
    """Of no committee, no authority, and no implementing partner."""
    return not any(mandate.role in INTERESTED for mandate in current_mandates(user))


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
    return bool(_HANDLES[feedback.route].test(user))


@rules.predicate
def has_in_hand(user: Any, feedback: "Feedback | None") -> bool:
    """Whether an item was given to this person."""
    return feedback is not None and feedback.assignee_id == user.pk


rules.add_rule("participation.handle_feedback", handles)
rules.add_rule("participation.read_contact", handles & has_in_hand)
rules.add_rule("participation.enter_feedback", is_staff & is_independent)
rules.add_rule("participation.publish_answer", is_staff & is_independent)
