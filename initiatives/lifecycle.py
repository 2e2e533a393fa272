"""The life of an initiative as one table: which step leads where, and who may take it.

Nothing here knows a framework or a database. Services ask the table what a step needs
and apply it; pages ask it which buttons to show; mails ask it whom to tell; the
documentation and the tests read the same rows. States are plain strings, mirrored by
`initiatives.enums.State`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

#: Who acts, or is told: codes of `initiatives.enums.ActingRole`, and the proposer.
PROPOSER, COMMITTEE, STAFF = "proposer", "committee", "staff"
AUTHORITY, IMPLEMENTER = "authority", "implementer"

#: What must hold before a step; `initiatives.services.guards` finds it out.
PROBLEM_TOLD = "problem_told"
IDEA_TOLD = "idea_told"
BOTH_BENEFIT = "both_benefit"
PLACE_GIVEN = "place_given"
DATES_GIVEN = "dates_given"
MONEY_PLANNED = "money_planned"
MILESTONES_PLANNED = "milestones_planned"
CARE_ANSWERED = "care_answered"
NOT_OWN_PROPOSAL = "not_own_proposal"
NOT_PASSED_ON_BY_SELF = "not_passed_on_by_self"
ALL_VERIFIED = "all_verified"

COMPLETE_PROPOSAL: Final = (
    PROBLEM_TOLD,
    IDEA_TOLD,
    BOTH_BENEFIT,
    PLACE_GIVEN,
    MONEY_PLANNED,
    DATES_GIVEN,
    MILESTONES_PLANNED,
    CARE_ANSWERED,
)
GUARDS: Final = frozenset(
    {*COMPLETE_PROPOSAL, NOT_OWN_PROPOSAL, NOT_PASSED_ON_BY_SELF, ALL_VERIFIED}
)


@dataclass(frozen=True)
class Transition:
    """One step: from any of ``sources`` to ``target``.

    ``roles``: who may take it. ``guards``: what must hold. ``told``: who gets a mail.
    ``needs_reason``: a written reason, which is public wherever the initiative is.
    """

    action: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    needs_reason: bool = False
    told: tuple[str, ...] = ()


TRANSITIONS: Final = (
    Transition(
        "submit",
        ("draft", "returned_for_revision"),
        "submitted",
        (COMMITTEE,),
        guards=COMPLETE_PROPOSAL,
        told=(PROPOSER, COMMITTEE, STAFF),
    ),
    Transition(
        "take_up",
        ("submitted",),
        "screening",
        (STAFF,),
        guards=(NOT_OWN_PROPOSAL,),
        told=(PROPOSER,),
    ),
    Transition(
        "pass_to_authority",
        ("screening",),
        "authority_review",
        (STAFF,),
        guards=(NOT_OWN_PROPOSAL,),
        needs_reason=True,
        told=(PROPOSER, COMMITTEE, AUTHORITY),
    ),
    Transition(
        "endorse",
        ("authority_review",),
        "eligible",
        (AUTHORITY,),
        guards=(NOT_OWN_PROPOSAL, NOT_PASSED_ON_BY_SELF),
        needs_reason=True,
        told=(PROPOSER, COMMITTEE, STAFF),
    ),
    Transition(
        "return_for_revision",
        ("screening", "authority_review"),
        "returned_for_revision",
        (STAFF, AUTHORITY),
        needs_reason=True,
        told=(PROPOSER, COMMITTEE, STAFF),
    ),
    Transition(
        "decline",
        ("screening", "authority_review"),
        "declined",
        (STAFF, AUTHORITY),
        guards=(NOT_OWN_PROPOSAL, NOT_PASSED_ON_BY_SELF),
        needs_reason=True,
        told=(PROPOSER, COMMITTEE, STAFF),
    ),
    Transition(
        "select",
        ("eligible",),
        "selected",
        (STAFF,),
        needs_reason=True,
        told=(PROPOSER, COMMITTEE, AUTHORITY, IMPLEMENTER),
    ),
    Transition(
        "mark_not_selected",
        ("eligible",),
        "not_selected",
        (STAFF,),
        needs_reason=True,
        told=(PROPOSER, COMMITTEE),
    ),
    Transition(
        "stand_again",
        ("not_selected",),
        "eligible",
        (STAFF,),
        told=(PROPOSER, COMMITTEE),
    ),
    Transition(
        "start_implementation",
        ("selected",),
        "in_implementation",
        (STAFF,),
        guards=(MILESTONES_PLANNED,),
        told=(PROPOSER, COMMITTEE, AUTHORITY, IMPLEMENTER),
    ),
    Transition(
        "suspend",
        ("in_implementation",),
        "suspended",
        (STAFF,),
        needs_reason=True,
        told=(PROPOSER, COMMITTEE, AUTHORITY, IMPLEMENTER),
    ),
    Transition(
        "resume",
        ("suspended",),
        "in_implementation",
        (STAFF,),
        needs_reason=True,
        told=(PROPOSER, COMMITTEE, AUTHORITY, IMPLEMENTER),
    ),
    Transition(
        "complete",
        ("in_implementation",),
        "completed",
        (STAFF,),
        guards=(MILESTONES_PLANNED, ALL_VERIFIED),
        told=(PROPOSER, COMMITTEE, AUTHORITY, IMPLEMENTER),
    ),
    Transition(
        "close",
        ("completed",),
        "closed",
        (STAFF,),
        needs_reason=True,
        told=(PROPOSER, COMMITTEE, AUTHORITY, IMPLEMENTER),
    ),
    Transition(
        "withdraw",
        ("draft", "returned_for_revision", "submitted", "screening"),
        "cancelled",
        (COMMITTEE,),
        needs_reason=True,
        told=(PROPOSER, COMMITTEE, STAFF),
    ),
    Transition(
        "cancel",
        ("authority_review", "eligible", "selected", "in_implementation", "suspended"),
        "cancelled",
        (STAFF,),
        needs_reason=True,
        told=(PROPOSER, COMMITTEE, AUTHORITY, IMPLEMENTER),
    ),
)

BY_ACTION: Final[Mapping[str, Transition]] = {row.action: row for row in TRANSITIONS}

#: Which role answers in a state where the table names two: the one whose desk it is on.
_DESK: Final[Mapping[str, str]] = {
    "screening": STAFF,
    "authority_review": AUTHORITY,
}

STATES: Final = (
    "draft",
    "submitted",
    "screening",
    "authority_review",
    "returned_for_revision",
    "eligible",
    "declined",
    "selected",
    "not_selected",
    "in_implementation",
    "suspended",
    "completed",
    "closed",
    "cancelled",
)
EDITABLE: Final = frozenset({"draft", "returned_for_revision"})
#: Seen by the committee and staff only. A cancelled proposal is public if it ever was.
PRIVATE: Final = frozenset({"draft", "returned_for_revision"})
UNDER_WAY: Final = frozenset({"in_implementation", "suspended"})
FINISHED: Final = frozenset({"completed", "closed"})

#: How lists group the public states, in reading order.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "under_way": ("selected", "in_implementation", "suspended"),
    "to_vote": ("eligible",),
    "in_review": ("submitted", "screening", "authority_review"),
    "done": ("completed", "closed"),
    "not_going_ahead": ("not_selected", "declined", "cancelled"),
}

#: The path drawn on a page: each step and the states in which it is the present one.
PATH: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("proposed", ("draft", "submitted", "returned_for_revision")),
    ("screened", ("screening",)),
    ("answered", ("authority_review",)),
    ("chosen", ("eligible", "not_selected")),
    ("implemented", ("selected", "in_implementation", "suspended")),
    ("completed", ("completed", "closed")),
)
#: States in which the present step stands still for good.
STOPPED: Final = frozenset({"declined", "cancelled", "not_selected"})

Verdict = Literal["verified", "disputed"]


def roles_for(transition: Transition, state: str) -> tuple[str, ...]:
    """Return the roles that may take a step from ``state``.

    Where a step is open to staff and to the authority, it belongs to the desk on which
    the proposal lies: staff do not decline in the authority's name.
    """
    desk = _DESK.get(state)
    if len(transition.roles) > 1 and desk in transition.roles:
        return (desk,)
    return transition.roles


def acting_role(action: str, state: str, roles: Collection[str]) -> str | None:
    """Return the role in which somebody holding ``roles`` may take a step, or None.

    Says nothing about guards. Raises KeyError for a step that the table does not know.
    """
    transition = BY_ACTION[action]
    if state not in transition.sources:
        return None
    return next((role for role in roles_for(transition, state) if role in roles), None)


def available(state: str, roles: Collection[str]) -> list[Transition]:
    """Return the steps open from ``state`` to somebody holding ``roles``, in table order."""
    return [
        row for row in TRANSITIONS if acting_role(row.action, state, roles) is not None
    ]


def unmet(transition: Transition, facts: Mapping[str, bool]) -> list[str]:
    """Return the guards of a step that do not hold; a fact left out does not hold."""
    return [guard for guard in transition.guards if not facts.get(guard, False)]


def action_between(source: str, target: str) -> str | None:
    """Return the step that leads from one state to another, or None."""
    return next(
        (
            row.action
            for row in TRANSITIONS
            if row.target == target and source in row.sources
        ),
        None,
    )


def path(state: str, before: str = "draft") -> list[tuple[str, str]]:
    """Return (step, status) pairs for the drawn path; status: done, now, stopped, ahead.

    ``before`` is the state that a declined or cancelled initiative was in: the path stops
    there.
    """
    place = state if state not in ("declined", "cancelled") else before
    here = next((i for i, (_, states) in enumerate(PATH) if place in states), 0)
    if state in FINISHED:
        return [(step, "done") for step, _ in PATH]
    status = "stopped" if state in STOPPED else "now"
    return [
        (step, "done" if i < here else status if i == here else "ahead")
        for i, (step, _) in enumerate(PATH)
    ]


def confirmations_needed(members: int) -> int:
    """Return how many of ``members`` must confirm a claim: more than half of them.

    That is at least two wherever there are two; a committee of one decides alone.
    Raises ValueError without members: nobody could confirm.
    """
    if members < 1:
        raise ValueError("a claim needs at least one committee member to judge it")
    return members // 2 + 1


def judge_claim(members: int, confirmed: int, disputed: int) -> Verdict | None:
    """Return what the answers to a claim amount to, or None while it is undecided.

    Verified when more than half of the current members confirm. Disputed as soon as so
    many dispute that this can no longer be reached: when all have answered, it is always
    one or the other.
    """
    needed = confirmations_needed(members)
    if confirmed >= needed:
        return "verified"
    if members - disputed < needed:
        return "disputed"
    return None
