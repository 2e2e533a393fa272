"""Answers what the map's services announce."""

from typing import Any

from maps.signals import area_continued
from participation.enums import InvitationState
from participation.models import Invitation


def on_area_continued(
    sender: Any, before_id: int, after_id: int, **kwargs: Any
) -> None:
    """Offer an area's open invitations for the version that follows it."""
    Invitation.objects.filter(area=before_id, state=InvitationState.OPEN).update(
        area=after_id
    )


def connect() -> None:
    """Listen from now on."""
    area_continued.connect(on_area_continued, dispatch_uid="participation.on_area")
