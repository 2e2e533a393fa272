"""Who may do what with a round, and in which of its states."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import rules

from communities.enums import Role
from communities.permissions import (
    current_mandates,
    is_staff,
)
from participation.enums import (
    Body,
    RoundState,
)
from participation.permissions.subjects import is_permitted

if TYPE_CHECKING:
    from participation.models import Round

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
    "name_observer": frozenset({DRAFT, OPEN, CLOSED}),
    "agree_to_observer": frozenset({OPEN, CLOSED}),
    "see_votes_by_way": frozenset({CLOSED}),
    "observe": frozenset({OPEN, CLOSED}),
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


@rules.predicate
def is_observer(user: Any, round_: "Round | None") -> bool:
    """Somebody named to observe this round, who has not laid it down.

    Not whoever organises rounds since: observers watch organisers.
    """
    return bool(
        round_ is not None
        and getattr(user, "is_authenticated", False)
        and user.is_active
        and round_.observers.current().filter(person=user).exists()
    )


rules.add_rule("participation.prepare_rounds", is_staff)
for _action in ACTIONS:
    rules.add_rule(f"participation.{_action}", is_staff)
for _action in (
    *("see_turnout", "see_who", "hand_out", "take_step", "run_table"),
    *("see_paper", "take_paper", "enter_paper", "count_voters"),
    "agree_to_observer",
):
    rules.set_rule(f"participation.{_action}", is_staff | is_of_own_community)
#: Those named for the round, and nobody by a role: not staff, not an administrator.
for _action in ("observe", "read_sealed_ballots"):
    rules.set_rule(f"participation.{_action}", is_observer & ~is_staff)
#: Each body agrees to a result for itself; staff only record it where they say so.
rules.set_rule("participation.adopt_as_committee", is_of_own_community)
rules.set_rule("participation.adopt_as_authority", is_of_own_authority)


def own_bodies(user: Any, round_: "Round") -> list[Body]:
    """For which bodies a person may agree to a round's result as it stands."""
    return [body for body in Body if may(user, f"adopt_as_{body.value}", round_)]


def may_adopt(user: Any, round_: "Round") -> bool:
    """Whether the person may agree to the result for a body, or record that it did."""
    return bool(own_bodies(user, round_)) or may(user, "adopt_on_behalf", round_)


def may(user: Any, action: str, round_: "Round") -> bool:
    """Whether the person may take an action with this round as it stands."""
    return round_.state in ACTIONS[action] and is_permitted(user, action, round_)
