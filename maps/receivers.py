"""Starts a task for what services announce."""

from typing import Any

from maps.signals import preparation_wanted, publication_wanted
from maps.tasks import publish, work_out


def on_preparation(sender: Any, round_id: int, by_id: int, **kwargs: Any) -> None:
    """Work the thresholds out."""
    work_out.enqueue(round_id, by_id)


def on_approval(sender: Any, proposal_id: int, **kwargs: Any) -> None:
    """Publish."""
    publish.enqueue(proposal_id)


def connect() -> None:
    """Listen from now on."""
    preparation_wanted.connect(on_preparation, dispatch_uid="maps.on_preparation")
    publication_wanted.connect(on_approval, dispatch_uid="maps.on_approval")
