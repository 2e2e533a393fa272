"""Whether a person may take an action, whatever state its subject is in."""

from typing import TYPE_CHECKING, Any

import rules

if TYPE_CHECKING:
    from participation.models import Feedback, Question, Round


def is_permitted(
    user: Any, action: str, subject: "Round | Question | Feedback | None" = None
) -> bool:
    """Whether the person may take an action, whatever state its subject is in."""
    return rules.test_rule(f"participation.{action}", user, subject)
