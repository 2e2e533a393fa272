"""Starts a task for what services announce."""

from typing import Any

from initiatives.signals import initiative_moved, milestone_moved
from initiatives.tasks import tell_of_milestone, tell_of_step


def on_step(sender: Any, event_id: int, **kwargs: Any) -> None:
    """Tell people that an initiative moved."""
    tell_of_step.enqueue(event_id)


def on_milestone(
    sender: Any, milestone_id: int, move: str, actor_id: int, **kwargs: Any
) -> None:
    """Tell people that a milestone was reported, judged or opened again."""
    tell_of_milestone.enqueue(milestone_id, str(move), actor_id)


def connect() -> None:
    """Listen from now on."""
    initiative_moved.connect(on_step, dispatch_uid="initiatives.on_step")
    milestone_moved.connect(on_milestone, dispatch_uid="initiatives.on_milestone")
