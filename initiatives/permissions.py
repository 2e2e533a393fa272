"""Who may see, write and move an initiative: one rule a step of the lifecycle.

The rules are named ``initiatives.<action>`` after `initiatives.lifecycle`, and
``initiatives.see``, ``.propose``, ``.edit_proposal``, ``.plan_milestone``,
``.claim_milestone``, ``.judge_claim``, ``.reopen_milestone``, ``.record_spending``,
``.set_picture``.
``initiatives.comment_on_place`` and ``.propose_correction`` are asked of an area,
``.decide_correction`` of a correction.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import rules

from communities.permissions import (
    is_authority,
    is_authority_over,
    is_committee_member,
    is_implementer,
    is_staff,
    sits_on_committee,
)
from initiatives import lifecycle

if TYPE_CHECKING:
    from communities.models import Community
    from initiatives.models import Correction, Initiative
    from maps.models import AdminArea


def roles_in(user: Any, community: "Community") -> frozenset[str]:
    """The role codes that a person holds towards a community, as the lifecycle knows them."""
    held = {
        lifecycle.COMMITTEE: is_committee_member(user, community),
        lifecycle.STAFF: is_staff(user),
        lifecycle.AUTHORITY: is_authority(user, community),
        lifecycle.IMPLEMENTER: is_implementer(user, community),
    }
    return frozenset(code for code, holds in held.items() if holds)


def role_over(user: Any, area: "AdminArea") -> str:
    """The role in which a person speaks about an area that is theirs to speak about."""
    return lifecycle.AUTHORITY if is_authority_over(user, area) else lifecycle.STAFF


@rules.predicate
def is_of_somebody_else(user: Any, correction: "Correction | None") -> bool:
    """Proposed by another person than the one who would decide."""
    return correction is not None and correction.proposed_by_id != user.pk


@rules.predicate
def is_public(user: Any, initiative: "Initiative | None") -> bool:
    """Everybody may read what was submitted and is not back with the committee."""
    if initiative is None or initiative.state in lifecycle.PRIVATE:
        return False
    return initiative.state != "cancelled" or initiative.submitted_at is not None


@rules.predicate
def is_proposer(user: Any, initiative: "Initiative | None") -> bool:
    """The person who began the proposal."""
    return initiative is not None and initiative.proposed_by_id == user.pk


@rules.predicate
def is_in_committee(user: Any, initiative: "Initiative | None") -> bool:
    """A member of the committee of the initiative's community."""
    return initiative is not None and is_committee_member(user, initiative.community)


@rules.predicate
def judges_for_committee(user: Any, initiative: "Initiative | None") -> bool:
    """A member of that committee by a role of their own: who stands in has seen nothing."""
    return initiative is not None and sits_on_committee(user, initiative.community)


@rules.predicate
def is_implementing(user: Any, initiative: "Initiative | None") -> bool:
    """An implementing partner in the initiative's community."""
    return initiative is not None and is_implementer(user, initiative.community)


@rules.predicate
def is_editable(user: Any, initiative: "Initiative | None") -> bool:
    """A draft, or back with the committee for revision."""
    return initiative is not None and initiative.state in lifecycle.EDITABLE


@rules.predicate
def is_chosen(user: Any, initiative: "Initiative | None") -> bool:
    """Chosen and not yet finished: its plan is worked on."""
    return initiative is not None and initiative.state in {
        "selected",
        *lifecycle.UNDER_WAY,
    }


@rules.predicate
def is_in_implementation(user: Any, initiative: "Initiative | None") -> bool:
    """Work is going on now."""
    return initiative is not None and initiative.state == "in_implementation"


@rules.predicate
def can_spend(user: Any, initiative: "Initiative | None") -> bool:
    """Money may still be booked, also for bills that arrive after completion."""
    return initiative is not None and initiative.state in {
        *lifecycle.UNDER_WAY,
        "completed",
    }


def may_take(action: str) -> Callable[[Any, "Initiative | None"], bool]:
    """The predicate of one step: the table's roles, in the state that it is in."""

    def holds(user: Any, initiative: "Initiative | None") -> bool:
        return initiative is not None and (
            lifecycle.acting_role(
                action, initiative.state, roles_in(user, initiative.community)
            )
            is not None
        )

    return rules.predicate(holds, name=f"may_{action}")


def register() -> None:
    """Name the rules; called once, when the site starts."""
    for action in lifecycle.BY_ACTION:
        rules.add_perm(f"initiatives.{action}", may_take(action))

    rules.add_perm(
        "initiatives.see", is_public | is_proposer | is_in_committee | is_staff
    )
    rules.add_perm("initiatives.propose", is_committee_member)
    rules.add_perm("initiatives.edit_proposal", is_editable & is_in_committee)
    rules.add_perm(
        "initiatives.plan_milestone",
        (is_editable & is_in_committee) | (is_chosen & (is_staff | is_implementing)),
    )
    rules.add_perm(
        "initiatives.claim_milestone",
        is_in_implementation & (is_staff | is_implementing),
    )
    rules.add_perm(
        "initiatives.judge_claim", is_in_implementation & judges_for_committee
    )
    rules.add_perm("initiatives.reopen_milestone", is_in_implementation & is_staff)
    rules.add_perm(
        "initiatives.record_spending", can_spend & (is_staff | is_implementing)
    )
    rules.add_perm("initiatives.set_picture", is_in_committee | is_staff)
    rules.add_perm("initiatives.comment_on_place", is_staff | is_authority_over)
    rules.add_perm("initiatives.propose_correction", is_staff | is_authority_over)
    rules.add_perm("initiatives.decide_correction", is_staff & is_of_somebody_else)
