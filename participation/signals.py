"""What services of this room announce once a change is stored; receivers tell people."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.dispatch import Signal

if TYPE_CHECKING:
    from participation.models import Question

#: A question was decided about or answered. Arguments: ``question_id``, ``move`` (a
#: Decision value or "answered") and ``actor_id``, who is not told what they just did.
question_moved = Signal()


def announce(move: str, question: "Question", *, by: Any) -> None:
    """Send `question_moved` once the transaction is stored."""
    transaction.on_commit(
        partial(
            question_moved.send,
            sender=type(question),
            question_id=question.pk,
            move=str(move),
            actor_id=by.pk,
        ),
        robust=True,
    )
