"""What services of this room announce once a change is stored; receivers tell people."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.dispatch import Signal

if TYPE_CHECKING:
    from communities.models import Delegation
    from participation.enums import MeetingNews
    from participation.models import Feedback, Meeting, Question, Round

#: A question was decided about or answered. Arguments: ``question_id``, ``move`` (a
#: Decision value or "answered") and ``actor_id``, who is not told what they just did.
question_moved = Signal()

#: Something happened to a meeting of which people are told. Arguments: ``meeting_id``,
#: ``news`` (a MeetingNews value), ``actor_id``, and ``initiatives``, the keys of those
#: that were linked last.
meeting_moved = Signal()

#: A round's result was sealed and is published. Argument: ``round_id``.
result_sealed = Signal()

#: Feedback was answered. Argument: ``feedback_id``.
feedback_answered = Signal()

#: Those who handle feedback have something to do. Arguments: ``person_id`` and
#: ``counts``, how many items by `Pressing` value.
handlers_waited_for = Signal()

#: Somebody was asked to stand in, does, may not, or does no longer. Arguments:
#: ``delegation_id`` and ``actor_id``, who is not told what they just did.
standing_in_moved = Signal()


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


def announce_meeting(
    news: "MeetingNews", meeting: "Meeting", *, by: Any, initiatives: Iterable[int] = ()
) -> None:
    """Send `meeting_moved` once the transaction is stored."""
    transaction.on_commit(
        partial(
            meeting_moved.send,
            sender=type(meeting),
            meeting_id=meeting.pk,
            news=str(news),
            actor_id=by.pk,
            initiatives=sorted(initiatives),
        ),
        robust=True,
    )


def announce_result(round_: "Round") -> None:
    """Send `result_sealed` once the transaction is stored."""
    transaction.on_commit(
        partial(result_sealed.send, sender=type(round_), round_id=round_.pk),
        robust=True,
    )


def announce_answer(feedback: "Feedback") -> None:
    """Send `feedback_answered` once the transaction is stored."""
    transaction.on_commit(
        partial(feedback_answered.send, sender=type(feedback), feedback_id=feedback.pk),
        robust=True,
    )


def announce_waiting(person_id: int, counts: dict[str, int]) -> None:
    """Send `handlers_waited_for` once the transaction is stored."""
    transaction.on_commit(
        partial(
            handlers_waited_for.send, sender=None, person_id=person_id, counts=counts
        ),
        robust=True,
    )


def announce_standing_in(delegation: "Delegation", *, by: Any) -> None:
    """Send `standing_in_moved` once the transaction is stored."""
    transaction.on_commit(
        partial(
            standing_in_moved.send,
            sender=type(delegation),
            delegation_id=delegation.pk,
            actor_id=by.pk,
        ),
        robust=True,
    )
