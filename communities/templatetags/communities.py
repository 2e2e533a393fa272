"""Tags that put a community's page together."""

from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from communities.enums import ServiceStatus, Severity
from communities.models import (
    Community,
    CommunityIndexPage,
    CommunityPage,
    Service,
)
from communities.queries.composition import shown_composition
from communities.queries.directory import (
    communities_with_facts,
    current_profile,
    page_urls,
)
from communities.sections import (
    Section,
    community_sections,
    home_sections,
)
from communities.sections import home_figures as registered_figures
from maps.enums import PopulationGroup
from maps.queries.choropleth import Choropleth, choropleth
from maps.queries.released import figures_of, groups_in, levels_in, release_for
from maps.views.words import legend_of, texts_of

if TYPE_CHECKING:
    from maps.models import AdminArea

register = template.Library()

_SEVERITY_TONES = {
    Severity.SOME: "neutral",
    Severity.SERIOUS: "warn",
    Severity.CRITICAL: "bad",
}
_SERVICE_TONES = {
    ServiceStatus.ACTIVE: "good",
    ServiceStatus.STRETCHED: "warn",
    ServiceStatus.SUSPENDED: "bad",
    ServiceStatus.CLOSED: "bad",
    ServiceStatus.UNKNOWN: "neutral",
}


@register.simple_tag(takes_context=True, name="community_sections")
def community_sections_tag(
    context: template.Context, community: Community
) -> SafeString:
    """Sections of upper rooms on a community's page."""
    return _render(context, community_sections(), community)


@register.simple_tag(takes_context=True, name="home_sections")
def home_sections_tag(context: template.Context) -> SafeString:
    """Sections of upper rooms on the home page."""
    return _render(context, home_sections(), None)


def _render(
    context: template.Context, sections: list[Section], community: Community | None
) -> SafeString:
    request = context["request"]
    parts = []
    for section in sections:
        found = section.context(request, community)
        if found is not None:
            parts.append(
                render_to_string(
                    section.template, {**found, "community": community}, request
                )
            )
    return mark_safe("".join(parts))  # noqa: S308 - rendered templates


@register.simple_tag
def community_facts(community: Community) -> dict[str, Any]:
    """Profile, services and released returns of a community's area."""
    release = release_for()
    area: AdminArea | None = community.area
    figures: list[tuple[str, Any]] = []
    # Where the ward's figure is hidden, the district's is shown, and named as such.
    while release and area:
        found = figures_of(release, area)
        if any(not figure.is_hidden for figure in found.values()):
            figures = [
                (str(PopulationGroup(group).label), figure)
                for group, figure in found.items()
            ]
            break
        area = area.parent
    profile = current_profile(community)
    return {
        "profile": profile,
        "groups": shown_composition(profile) if profile else {},
        "services": list(community.services.all()),
        "release": release,
        "figures": figures,
        "figures_area": area,
        "is_own_area": area is not None and area.pk == community.area_id,
        "committee": community.mandates.current()
        .filter(role="committee")
        .select_related("user"),
    }


@register.simple_tag
def community_cards(page: CommunityIndexPage) -> list[dict[str, Any]]:
    """Every community with a live page below this list. A fixed number of queries."""
    children = {
        child.community_id: child
        for child in CommunityPage.objects.child_of(page)
        .live()
        .select_related("alias_of__locale")
    }
    communities = [
        community for community in communities_with_facts() if community.pk in children
    ]
    urls = page_urls(communities)
    return [
        {
            "community": community,
            "page": children[community.pk],
            "url": urls.get(community.pk, ""),
        }
        for community in communities
    ]


@register.simple_tag
def home_map() -> dict[str, Any] | None:
    """The newest release as a picture: finest level that shows most of its areas."""
    release = release_for()
    if release is None:
        return None
    levels = [level for level in levels_in(release) if level > 0]
    if not levels:
        return None
    level = max((at for at in levels if at <= 2), default=levels[0])
    groups = groups_in(release, level=level)
    drawn: Choropleth = choropleth(
        release, level=level, group=groups[0], shade="per_thousand"
    )
    return {
        "drawn": drawn,
        "legend": legend_of(drawn),
        "together": texts_of(drawn)["together"],
        "release": release,
        "group_label": PopulationGroup(groups[0]).label,
    }


@register.filter
def severity_tone(severity: str) -> str:
    """The tone of a gap: the harder it presses, the warmer."""
    return _SEVERITY_TONES[Severity(int(severity))]


@register.filter
def severity_label(severity: str) -> str:
    """How hard a gap presses, in words."""
    return str(Severity(int(severity)).label)


@register.filter
def service_tone(service: Service) -> str:
    """The tone of a service's status."""
    return _SERVICE_TONES[ServiceStatus(service.status)]


@register.simple_tag
def home_figures() -> list[tuple[str, str]]:
    """Figures of the first page: communities, and what upper rooms add."""
    own = (str(_("Communities")), str(Community.objects.count()))
    return [own, *((str(f.label), f.value()) for f in registered_figures())]
