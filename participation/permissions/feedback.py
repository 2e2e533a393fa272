"""Who handles feedback: by route, and independent of those it may speak about."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import rules

from communities.enums import Role
from communities.permissions import (
    current_mandates,
    is_staff,
    is_steward,
    last_day_in,
)
from participation import handling
from participation.enums import (
    Sensitivity,
)

if TYPE_CHECKING:
    import datetime

    from participation.models import Feedback

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
