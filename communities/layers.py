"""Communities as points on the map, and where it opens for a local authority."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from communities.enums import ServiceStatus
from communities.models import Community, Service
from communities.permissions import own_areas
from communities.queries.directory import page_urls
from maps.focus import Focus
from maps.layers import PointFeature
from maps.queries.areas import within

if TYPE_CHECKING:
    from django.db.models import QuerySet


def community_points() -> Iterator[PointFeature]:
    """Every community with its page."""
    communities = list(Community.objects.order_by("name"))
    urls = page_urls(communities)
    for community in communities:
        yield PointFeature(
            lon=community.point.x,
            lat=community.point.y,
            name=community.display_name,
            url=urls.get(community.pk, ""),
        )


def service_points() -> Iterator[PointFeature]:
    """Every service that can be used, where its community is, with that page."""
    services = list(_usable().select_related("community").order_by("name", "pk"))
    urls = page_urls([service.community for service in services])
    for service in services:
        community = service.community
        yield PointFeature(
            lon=community.point.x,
            lat=community.point.y,
            name=f"{service.display_name} · {community.display_name}",
            url=urls.get(community.pk, ""),
        )


def service_counts() -> Counter[int]:
    """How many services can be used, by the area of their community."""
    return Counter(_usable().values_list("community__area_id", flat=True))


def _usable() -> "QuerySet[Service]":
    return Service.objects.filter(
        status__in=[ServiceStatus.ACTIVE, ServiceStatus.STRETCHED]
    )


def own_focus(user: Any) -> Focus | None:
    """The areas that a local authority answers for, with all that lies inside."""
    areas = own_areas(user)
    if not areas:
        return None
    inside = within([area.pk for area in areas]).values_list("pcode", flat=True)
    return Focus(areas, frozenset(inside))
