"""Answers what the map's services announce: they know no people and places, we do."""

from typing import Any

from communities.models import Community, Mandate
from communities.tasks import tell_stewards_of_release, tell_stewards_of_withdrawal
from maps.signals import area_continued, proposal_moved, withdrawal_moved


def on_proposal(sender: Any, proposal_id: int, **kwargs: Any) -> None:
    """Tell data stewards of a proposed release."""
    tell_stewards_of_release.enqueue(proposal_id)


def on_withdrawal(sender: Any, withdrawal_id: int, **kwargs: Any) -> None:
    """Tell data stewards of a withdrawal."""
    tell_stewards_of_withdrawal.enqueue(withdrawal_id)


def on_area_continued(
    sender: Any, before_id: int, after_id: int, **kwargs: Any
) -> None:
    """Take communities and mandates over to the version of their area that follows."""
    for model in (Community, Mandate):
        model._default_manager.filter(area=before_id).update(area=after_id)


def connect() -> None:
    """Listen from now on."""
    area_continued.connect(on_area_continued, dispatch_uid="communities.on_area")
    proposal_moved.connect(on_proposal, dispatch_uid="communities.on_proposal")
    withdrawal_moved.connect(on_withdrawal, dispatch_uid="communities.on_withdrawal")
