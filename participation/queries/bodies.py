"""Bodies of communities: which can hold a meeting, and what each has decided."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Q

from communities.models import Community, CommunityBody
from participation.enums import MeetingState
from participation.models import Decision

if TYPE_CHECKING:
    from django.db.models import QuerySet


def bodies_to_choose(
    communities: Sequence[Community], *, held_by: CommunityBody | None = None
) -> list[CommunityBody]:
    """Bodies that can hold a meeting of one of the communities, by community.

    ``held_by`` is the one that holds it so far; it may meet no more.
    """
    if not communities:
        return []
    kept = Q(is_active=True) | Q(pk=held_by.pk if held_by else None)
    return list(
        CommunityBody.objects.filter(kept, community__in=communities)
        .select_related("community")
        .order_by("community__name", "community", "kind", "name")
    )


def bodies_that_meet(community: Community) -> "QuerySet[CommunityBody]":
    """Bodies of a community that meet still, for its page."""
    return community.bodies.filter(is_active=True).order_by("kind", "name")


def decisions_of(body: CommunityBody) -> "QuerySet[Decision]":
    """What a body decided, of published minutes only, the newest first."""
    return (
        Decision.objects.filter(
            meeting__body=body, meeting__state=MeetingState.PUBLISHED
        )
        .select_related("meeting")
        .defer("meeting__minutes")
        .order_by("-meeting__starts_at", "position")
    )
