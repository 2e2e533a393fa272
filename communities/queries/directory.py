"""Communities with what a list or a map needs, without a query for each."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from wagtail.models import Locale

from communities.enums import ServiceStatus
from communities.models import Community, CommunityPage, CommunityProfile

#: Services that people can use today, stretched or not.
USABLE = (ServiceStatus.ACTIVE, ServiceStatus.STRETCHED)


def communities_with_facts() -> QuerySet[Community]:
    """All communities with ``residents``, ``service_count`` and their areas joined."""
    newest = CommunityProfile.objects.filter(community=OuterRef("pk")).order_by(
        "-reference_date"
    )
    return (
        Community.objects.select_related("area", "area__parent")
        .defer("area__geometry", "area__parent__geometry")
        .annotate(
            residents=Subquery(newest.values("residents")[:1]),
            service_count=Count(
                "services", filter=Q(services__status__in=USABLE), distinct=True
            ),
        )
        .order_by("name")
    )


def page_urls(communities: Iterable[Community]) -> dict[int, str]:
    """Address of each community's page in the reader's language, else in another."""
    keys = [community.pk for community in communities]
    current = Locale.objects.filter(language_code=get_language() or "en").first()
    found: dict[int, str] = {}
    pages = (
        CommunityPage.objects.live()
        .filter(community__in=keys)
        .select_related("locale")
        .order_by("pk")
    )
    for page in pages:
        if page.community_id not in found or page.locale_id == getattr(
            current, "pk", None
        ):
            found[page.community_id] = page.get_url() or ""
    return found


def page_url(community: Community) -> str:
    """Address of one community's page, or "" where it has none."""
    return page_urls([community]).get(community.pk, "")


def current_profile(community: Community) -> CommunityProfile | None:
    """The newest profile."""
    return community.profiles.order_by("-reference_date").first()
