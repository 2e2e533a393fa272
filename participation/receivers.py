"""Starts a task for what services of this room announce."""

from typing import Any

from participation.signals import question_moved
from participation.tasks import tell_of_question


def on_question(
    sender: Any, question_id: int, move: str, actor_id: int, **kwargs: Any
) -> None:
    """Tell people that a question was decided about or answered."""
    tell_of_question.enqueue(question_id, move, actor_id)


def connect() -> None:
    """Listen from now on."""
    question_moved.connect(on_question, dispatch_uid="participation.on_question")
