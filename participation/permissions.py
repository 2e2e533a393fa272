"""Who may do what with a round, and in which of its states.

The rules say *who*; `ACTIONS` says *when*. Services ask for both, pages ask `may` which
buttons to show.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import rules

from communities.enums import Role
from communities.permissions import current_mandates, is_staff
from participation.enums import RoundState

if TYPE_CHECKING:
    from participation.models import Round

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
    "run_table": frozenset({OPEN}),
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
for _action in ("see_turnout", "hand_out", "take_step", "run_table"):
    rules.set_rule(f"participation.{_action}", is_staff | is_of_own_community)


def is_permitted(user: Any, action: str, round_: "Round | None" = None) -> bool:
    """Whether the person may take an action, whatever state the round is in."""
    return rules.test_rule(f"participation.{action}", user, round_)


def may(user: Any, action: str, round_: "Round") -> bool:
    """Whether the person may take an action with this round as it stands."""
    return round_.state in ACTIONS[action] and is_permitted(user, action, round_)
