"""Who sees, invites and changes people in their roles."""

from typing import TYPE_CHECKING, Any

import rules

from communities.enums import Role
from communities.permissions import (
    PROGRAMME_WIDE,
    is_appointed_staff,
    is_committee_member,
    is_staff,
    sits_on_committee,
)

if TYPE_CHECKING:
    from communities.models import Community, Delegation, Mandate


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
    return bool(is_appointed_staff(user))


#: Who may invite whom; a committee brings in its own members. All by roles of their own:
#: whoever stands in for a time gives nobody a role that lasts.
rules.add_rule("participation.invite_committee", is_appointed_staff | sits_on_committee)
rules.add_rule("participation.invite_implementer", is_appointed_staff)
rules.add_rule("participation.invite_authority", is_appointed_staff)
rules.add_rule("participation.invite_observer", is_appointed_staff)
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


def may_agree_to_stand_in(user: Any, delegation: "Delegation") -> bool:
    """Whether the person may agree that somebody stands in for somebody: neither of them."""
    return delegation.person_id != user.pk and may_change_term(user, delegation.mandate)


def may_see_people(user: Any, community: "Community | None" = None) -> bool:
    """Whether the person sees who holds which role (in a community, or everywhere)."""
    return rules.test_rule("participation.see_people", user, community)
