"""Starts a task for what services announce, and looks at pictures on their way in."""

from typing import Any

from django.db.models.signals import pre_save
from wagtail.images import get_image_model

from initiatives.enums import CorrectionState
from initiatives.models import Correction, PlaceComment
from initiatives.services.pictures import without_origin
from initiatives.signals import (
    correction_moved,
    initiative_moved,
    milestone_moved,
    place_comment_moved,
)
from initiatives.tasks import (
    tell_of_correction,
    tell_of_milestone,
    tell_of_place_comment,
    tell_of_step,
)
from maps.signals import area_continued


def on_step(sender: Any, event_id: int, **kwargs: Any) -> None:
    """Tell people that an initiative moved."""
    tell_of_step.enqueue(event_id)


def on_milestone(
    sender: Any, milestone_id: int, move: str, actor_id: int, **kwargs: Any
) -> None:
    """Tell people that a milestone was reported, judged or opened again."""
    tell_of_milestone.enqueue(milestone_id, str(move), actor_id)


def on_place_comment(
    sender: Any, comment_id: int, move: str, actor_id: int, **kwargs: Any
) -> None:
    """Tell people that a comment on a place was added, answered or resolved."""
    tell_of_place_comment.enqueue(comment_id, str(move), actor_id)


def on_correction(
    sender: Any, correction_id: int, actor_id: int, **kwargs: Any
) -> None:
    """Tell people that a correction of the map was proposed or decided."""
    tell_of_correction.enqueue(correction_id, actor_id)


def on_area_continued(
    sender: Any, before_id: int, after_id: int, **kwargs: Any
) -> None:
    """Take comments, and corrections that wait, over to the version that follows."""
    PlaceComment.objects.filter(area=before_id).update(area=after_id)
    Correction.objects.filter(area=before_id, state=CorrectionState.OPEN).update(
        area=after_id
    )


def on_picture(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Take the place and time out of a picture before the CMS stores it.

    The CMS copies them from the original into every rendition that the public sees.
    """
    is_new = instance.file and not instance.file._committed
    if raw or not is_new:
        return
    cleaned = without_origin(instance.file.file)
    if cleaned is not None:
        instance.file.save(instance.file.name, cleaned, save=False)


def connect() -> None:
    """Listen from now on."""
    pre_save.connect(
        on_picture, sender=get_image_model(), dispatch_uid="initiatives.on_picture"
    )
    area_continued.connect(on_area_continued, dispatch_uid="initiatives.on_area")
    initiative_moved.connect(on_step, dispatch_uid="initiatives.on_step")
    milestone_moved.connect(on_milestone, dispatch_uid="initiatives.on_milestone")
    place_comment_moved.connect(
        on_place_comment, dispatch_uid="initiatives.on_place_comment"
    )
    correction_moved.connect(on_correction, dispatch_uid="initiatives.on_correction")
