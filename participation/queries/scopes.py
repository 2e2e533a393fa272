"""Where rounds and meetings take place: a community, an area with all in it, everywhere."""

from typing import TYPE_CHECKING

from django.db.models import Q

from communities.models import Community
from initiatives.queries.waiting import within_areas
from maps.models import AdminArea

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.models import Meeting, Round


def borders_of(path: str) -> list[str]:
    """The borders of the area at a path and of all above it, to be left unread."""
    return [f"{path}{'__parent' * above}__geometry" for above in range(5)]


def communities_of(held: "Round | Meeting") -> "QuerySet[Community]":
    """The communities that a round decides for, or a meeting is for."""
    if held.community_id:
        return Community.objects.filter(pk=held.community_id)
    if held.area is None:
        return Community.objects.all()
    # By code: an area may have got a new version since the round was prepared.
    versions = AdminArea.objects.filter(pcode=held.area.pcode).values_list("pk")
    return Community.objects.filter(
        within_areas([pk for (pk,) in versions], path="area")
    )


def rounds_for(community: "Community") -> Q:
    """A condition on rounds or meetings: those for a community, alone or with others."""
    areas = []
    area: AdminArea | None = community.area
    while area is not None:
        areas.append(area.pcode)
        area = area.parent
    return (
        Q(community=community)
        | Q(area__pcode__in=areas)
        | Q(community__isnull=True, area__isnull=True)
    )
