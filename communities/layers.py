"""Communities as points on the map."""

from collections.abc import Iterator

from communities.models import Community
from communities.queries.directory import page_urls
from maps.layers import PointFeature


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
