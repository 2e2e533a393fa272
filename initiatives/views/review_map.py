"""What the template of the review map needs: the ground, and the same as a picture."""

from typing import TYPE_CHECKING, Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from initiatives.tiles import ground_collection, review_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from initiatives.queries.overseeing import Pin
    from maps.models import AreaOutline


def review_map(
    ground: "Sequence[AreaOutline]", pins: "Sequence[Pin]"
) -> dict[str, Any]:
    """``ground`` for the script and ``picture`` for everybody without it."""
    picture = review_picture(ground, pins, title=_("Map of what is in the list"))
    return {
        "ground": ground_collection(ground),
        "picture": mark_safe(picture),  # noqa: S308 - initiatives.tiles escapes all text
    }
