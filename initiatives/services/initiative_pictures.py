"""The picture of an initiative: on its page, its cards and the ballot."""

from typing import TYPE_CHECKING, Any

import rules
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.log_actions import log

from initiatives.models import Initiative
from initiatives.services.errors import (
    NotAllowedError,
    PictureError,
    PlanError,
    WrongStateError,
)
from initiatives.services.moves import locked
from initiatives.services.pictures import clean_picture
from initiatives.signals import ballot_asked

if TYPE_CHECKING:
    from django.core.files.base import File


@transaction.atomic
def set_picture(
    initiative: Initiative,
    *,
    by: Any,
    picture: "File[bytes] | None",
    alt: str,
    has_consent: bool,
) -> Initiative:
    """Give an initiative a picture, or (without one) new words for the one it has.

    The picture before is deleted with its file. Raises NotAllowedError, WrongStateError
    while the initiative stands on an open ballot (every voter sees the same one),
    PictureError for a file that is none or without consent, PlanError without words.
    """
    held = _held(initiative, by)
    if is_on_open_ballot(held):
        raise WrongStateError(
            _(
                "The picture stands on an open ballot. It can be changed once voting is "
                "over; taking it out is possible at any time."
            )
        )
    if not picture and held.picture is None:
        raise PictureError(_("Choose a picture."))
    if picture and not has_consent:
        raise PictureError(
            _("A picture is shown only if everybody who can be recognised agreed."),
            "has_consent",
        )
    if not alt.strip():
        raise PlanError(_("Say in words what the picture shows."), "alt")
    before = held.picture
    if picture:
        kept = clean_picture(picture)
        held.picture = get_image_model().objects.create(
            title=held.title, description=alt.strip(), file=kept, uploaded_by_user=by
        )
    held.picture_alt = alt.strip()
    # Words in other languages were about the picture or the wording before.
    _forget_other_words(held)
    held.save(update_fields=["picture", "picture_alt", "translations", "changed_at"])
    if picture and before is not None:
        before.delete()
    log(
        instance=held,
        action="initiatives.set_picture",
        user=by,
        data={"new": bool(picture), "consent": bool(picture)},
    )
    return held


@transaction.atomic
def remove_picture(initiative: Initiative, *, by: Any) -> Initiative:
    """Delete the picture with its file, also during a vote: consent may be taken back.

    A drawing of its kind stands in its place. Raises NotAllowedError.
    """
    held = _held(initiative, by)
    before = held.picture
    if before is None:
        return held
    held.picture, held.picture_alt = None, ""
    _forget_other_words(held)
    held.save(update_fields=["picture", "picture_alt", "translations", "changed_at"])
    before.delete()
    log(instance=held, action="initiatives.remove_picture", user=by)
    return held


def is_on_open_ballot(initiative: Initiative) -> bool:
    """Whether voters decide about it now."""
    answers = ballot_asked.send(sender=Initiative, initiative_id=initiative.pk)
    return any(answer for _receiver, answer in answers)


def _held(initiative: Initiative, by: Any) -> Initiative:
    held = locked(initiative)
    if not rules.has_perm("initiatives.set_picture", by, held):
        raise NotAllowedError
    return held


def _forget_other_words(held: Initiative) -> None:
    held.translations = {
        code: {name: text for name, text in texts.items() if name != "picture_alt"}
        for code, texts in held.translations.items()
    }
