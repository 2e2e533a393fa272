"""The authority's desk in the demonstration: comments on places, and a correction."""

import datetime
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from communities.models import Community
from config.demo.words import content
from initiatives.enums import CommentState
from initiatives.models import Correction, PlaceComment, PlaceCommentReply
from maps.enums import SRID
from participation.models import User


def load_desk(communities: dict[str, Community], actors: dict[str, User]) -> None:
    """Store what the desk shows; nobody gets a mail about it."""
    for entry in content("desk")["comments"]:
        _comment(entry, communities[entry["community"]], actors)
    for entry in content("desk")["corrections"]:
        community = communities[entry["community"]]
        correction = Correction.objects.create(
            community=community,
            point=_place(entry, community),
            reason=entry["reason"],
            proposed_by=actors[entry["by"]],
        )
        Correction.objects.filter(pk=correction.pk).update(proposed_at=_when(entry))


def _comment(
    entry: dict[str, Any], community: Community, actors: dict[str, User]
) -> None:
    resolved = entry.get("resolved", "")
    comment = PlaceComment.objects.create(
        area=community.area,
        place=_place(entry, community),
        author=actors[entry["by"]],
        author_role=entry["by"],
        text=entry["text"],
        state=CommentState.RESOLVED if resolved else CommentState.OPEN,
        settled_by=actors["staff"] if resolved else None,
        settled_at=timezone.now() if resolved else None,
        settled_why=resolved,
    )
    PlaceComment.objects.filter(pk=comment.pk).update(at=_when(entry))
    for answer in entry.get("replies", []):
        reply = PlaceCommentReply.objects.create(
            comment=comment,
            author=actors[answer["by"]],
            author_role=answer["by"],
            text=answer["text"],
        )
        PlaceCommentReply.objects.filter(pk=reply.pk).update(at=_when(answer))


def _place(entry: dict[str, Any], community: Community) -> Point:
    east, north = entry.get("shift", (0.0, 0.0))
    return Point(community.point.x + east, community.point.y + north, srid=SRID)


def _when(entry: dict[str, Any]) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=entry["days"])
