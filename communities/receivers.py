"""Starts a task for what the map's services announce: it knows no people, we do."""

from typing import Any

from communities.tasks import tell_stewards_of_release, tell_stewards_of_withdrawal
from maps.signals import proposal_moved, withdrawal_moved


def on_proposal(sender: Any, proposal_id: int, **kwargs: Any) -> None:
    """Tell data stewards of a proposed release."""
    tell_stewards_of_release.enqueue(proposal_id)


def on_withdrawal(sender: Any, withdrawal_id: int, **kwargs: Any) -> None:
    """Tell data stewards of a withdrawal."""
    tell_stewards_of_withdrawal.enqueue(withdrawal_id)


def connect() -> None:
    """Listen from now on."""
    proposal_moved.connect(on_proposal, dispatch_uid="communities.on_proposal")
    withdrawal_moved.connect(on_withdrawal, dispatch_uid="communities.on_withdrawal")
