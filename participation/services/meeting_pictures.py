"""Pictures of a meeting: with the leave of everybody in them, gone when it is taken back."""

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.services.errors import PictureError
from initiatives.services.pictures import clean_picture
from participation.models import Meeting, MeetingPicture
from participation.services.errors import MeetingError
from participation.services.meetings import held_meeting, record
from participation.services.minutes_held import held_for_minutes

if TYPE_CHECKING:
    from django.core.files.base import File

MOST_PICTURES = 8


@transaction.atomic
def add_picture(
    meeting: Meeting,
    key: uuid.UUID,
    *,
    by: Any,
    picture: "File[bytes]",
    alt: str,
    has_consent: bool,
) -> MeetingPicture:
    """Add a picture to minutes, without the place and time that cameras write into it.

    Sent twice with one key, it is added once. Raises NotPermittedError,
    MeetingStateError, and MeetingError without words or without consent, for a file that
    is no picture, or for one too many.
    """
    held = held_for_minutes(meeting, by=by)
    there = held.pictures.filter(pk=key).first()
    if there is not None:
        return there
    if not has_consent:
        raise MeetingError(
            _("A picture is shown only if everybody who can be recognised agreed."),
            "has_consent",
        )
    if not alt.strip():
        raise MeetingError(_("Say in words what the picture shows."), "alt")
    if held.pictures.count() >= MOST_PICTURES:
        raise MeetingError(
            _("A meeting has %(most)d pictures at most.") % {"most": MOST_PICTURES}
        )
    try:
        kept = clean_picture(picture)
    except PictureError as refusal:
        raise MeetingError(str(refusal), "picture") from refusal
    added = MeetingPicture(
        pk=key, meeting=held, alt=alt.strip(), has_consent=True, added_by=by
    )
    added.picture.save(str(kept.name), kept, save=False)
    added.save(force_insert=True)
    record(held, "add_picture", by=by, picture=str(key))
    return added


@transaction.atomic
def remove_picture(picture: MeetingPicture, *, by: Any) -> None:
    """Delete a picture and its file, also of published minutes: consent may be taken back."""
    held = held_meeting(picture.meeting, "remove_picture", by=by)
    picture.delete()
    transaction.on_commit(partial(picture.picture.storage.delete, picture.picture.name))
    record(held, "remove_picture", by=by)
