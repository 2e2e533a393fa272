"""Comments on places: said, answered, resolved, opened again."""

from functools import partial
from typing import TYPE_CHECKING, Any

import rules
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from initiatives.enums import CommentMove, CommentState
from initiatives.models import PlaceComment, PlaceCommentReply
from initiatives.permissions import role_over
from initiatives.queries.place_comments import area_at
from initiatives.services.errors import (
    NotAllowedError,
    PlanError,
    ReasonMissingError,
    WrongStateError,
)
from initiatives.signals import place_comment_moved

if TYPE_CHECKING:
    from django.contrib.gis.geos import Point

    from maps.models import AdminArea


def _held(comment: PlaceComment, permission: str, by: Any) -> PlaceComment:
    """Read the comment again, hold its row, check the permission."""
    held = (
        PlaceComment.objects.select_for_update(of=("self",))
        .select_related("area")
        .get(pk=comment.pk)
    )
    if not rules.has_perm(f"initiatives.{permission}", by, held.area):
        raise NotAllowedError
    return held


def _record(comment: PlaceComment, move: CommentMove, *, by: Any, **data: Any) -> None:
    """Put on record and tell the others: keys and roles only, never text or place."""
    log(
        instance=comment,
        action=f"initiatives.place_comment_{move}",
        user=by,
        data={"area": comment.area_id, **data},
    )
    transaction.on_commit(
        partial(
            place_comment_moved.send,
            sender=PlaceComment,
            comment_id=comment.pk,
            move=move,
            actor_id=by.pk,
        ),
        robust=True,
    )


@transaction.atomic
def add_place_comment(
    *,
    by: Any,
    text: str,
    language: str,
    place: "Point | None" = None,
    area: "AdminArea | None" = None,
) -> PlaceComment:
    """Pin a comment to a point, or to an area as a whole.

    The area of a point is the smallest that holds it. Raises PlanError without a place,
    or for a point in no area; NotAllowedError for an area of somebody else.
    """
    if place is not None:
        area = area_at(place)
        if area is None:
            raise PlanError(_("No area holds this place."), "latitude")
    if area is None:
        raise PlanError(_("Give a place or choose an area."), "area")
    if not rules.has_perm("initiatives.comment_on_place", by, area):
        raise NotAllowedError
    comment = PlaceComment.objects.create(
        area=area,
        place=place,
        author=by,
        author_role=role_over(by, area),
        language=language,
        text=text.strip(),
    )
    _record(comment, CommentMove.ADDED, by=by)
    return comment


@transaction.atomic
def reply_to_place_comment(
    comment: PlaceComment, *, by: Any, text: str, language: str
) -> PlaceCommentReply:
    """Answer an open comment. Raises NotAllowedError, WrongStateError once resolved."""
    held = _held(comment, "comment_on_place", by)
    _require(held, CommentState.OPEN)
    reply = PlaceCommentReply.objects.create(
        comment=held,
        author=by,
        author_role=role_over(by, held.area),
        language=language,
        text=text.strip(),
    )
    _record(held, CommentMove.ANSWERED, by=by, reply=reply.pk)
    return reply


@transaction.atomic
def resolve_place_comment(
    comment: PlaceComment, *, by: Any, reason: str
) -> PlaceComment:
    """Close a comment and say how it was resolved.

    Raises NotAllowedError, WrongStateError, ReasonMissingError.
    """
    held = _held(comment, "comment_on_place", by)
    _require(held, CommentState.OPEN)
    if not reason.strip():
        raise ReasonMissingError
    held.state = CommentState.RESOLVED
    held.settled_by, held.settled_at = by, timezone.now()
    held.settled_why = reason.strip()
    held.save(update_fields=["state", "settled_by", "settled_at", "settled_why"])
    _record(held, CommentMove.RESOLVED, by=by)
    return held


@transaction.atomic
def reopen_place_comment(
    comment: PlaceComment, *, by: Any, text: str, language: str
) -> PlaceComment:
    """Open a resolved comment again; ``text`` says why and stands as a reply.

    Raises NotAllowedError, WrongStateError, ReasonMissingError.
    """
    held = _held(comment, "comment_on_place", by)
    _require(held, CommentState.RESOLVED)
    if not text.strip():
        raise ReasonMissingError
    held.state = CommentState.OPEN
    held.settled_by = held.settled_at = None
    before, held.settled_why = held.settled_why, ""
    held.save(update_fields=["state", "settled_by", "settled_at", "settled_why"])
    PlaceCommentReply.objects.create(
        comment=held,
        author=by,
        author_role=role_over(by, held.area),
        language=language,
        text=text.strip(),
    )
    _record(held, CommentMove.REOPENED, by=by, resolved_before=bool(before))
    return held


def _require(comment: PlaceComment, state: CommentState) -> None:
    if comment.state != state:
        raise WrongStateError(
            _("Somebody has acted meanwhile. The comment is now: %(state)s.")
            % {"state": comment.get_state_display()}
        )
