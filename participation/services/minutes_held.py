"""Holding a meeting still while its minutes are written."""

from typing import Any

from django.utils.translation import gettext as _

from participation.enums import MeetingState
from participation.models import Meeting
from participation.services.errors import MeetingStateError
from participation.services.meetings import held_meeting


def held_for_minutes(meeting: Meeting, *, by: Any) -> Meeting:
    """A meeting, held still, of which minutes may be written: so it did take place.

    Raises NotPermittedError, MeetingStateError (also before the meeting has begun).
    """
    held = held_meeting(meeting, "write_minutes", by=by)
    if not held.has_begun:
        raise MeetingStateError(
            _("This meeting has not begun. Its minutes are written afterwards.")
        )
    if held.state == MeetingState.CALLED:
        held.state = MeetingState.HELD
        held.save(update_fields=["state"])
    return held
