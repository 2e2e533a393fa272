"""Communities and the services they can use, as open data: the public part only."""

from collections.abc import Sequence

import shapely
from django.contrib.gis.db.models import Extent
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from communities.enums import ServiceCategory, ServiceStatus, SettlementType
from communities.models import Community, CommunityProfile, Service
from communities.queries.directory import communities_with_facts, page_urls
from maps.collections import (
    Box,
    Collection,
    Column,
    Feature,
    equals,
    overlaps,
    register,
)

#: Kinds whose places are not listed in a file: somebody may be sheltered there. That
#: there is help, a community's own page tells those who live near.
SENSITIVE = frozenset({ServiceCategory.PROTECTION, ServiceCategory.PSYCHOSOCIAL})
_PLACED = ~Q(category__in=SENSITIVE)


def community_extent() -> Box | None:
    """The box around all communities."""
    found: Box | None = Community.objects.aggregate(box=Extent("point"))["box"]
    return found


def community_place(community: Community) -> shapely.Point:
    """The public place of a community: its market or school, never a home."""
    return shapely.Point(community.point.x, community.point.y)


def _communities(rows: Sequence[Community]) -> list[Feature]:
    pages = page_urls(rows)
    newest = {
        profile.community_id: profile
        for profile in CommunityProfile.objects.filter(community__in=rows).order_by(
            "reference_date"
        )
    }
    features = []
    for row in rows:
        profile = newest.get(row.pk)
        features.append(
            Feature(
                key=row.slug,
                geometry=community_place(row),
                values={
                    "community": row.slug,
                    "name": row.display_name,
                    "kind": row.settlement_type,
                    "pcode": row.area.pcode,
                    "area": row.area.display_name,
                    "residents": profile.residents if profile else None,
                    "date": profile.reference_date if profile else None,
                    "services": getattr(row, "service_count", None),
                    "source": profile.display_source if profile else None,
                },
                page=pages.get(row.pk, ""),
            )
        )
    return features


def _services(rows: Sequence[Service]) -> list[Feature]:
    pages = page_urls({row.community for row in rows})
    features = []
    for row in rows:
        told = row.category not in SENSITIVE
        area = row.community.area
        features.append(
            Feature(
                key=str(row.pk),
                geometry=community_place(row.community) if told else None,
                values={
                    "name": row.display_name,
                    "category": row.category,
                    "status": row.status,
                    "provider": row.provider,
                    "community": row.community.slug if told else None,
                    "pcode": area.pcode if told else None,
                    "verified_on": row.verified_on,
                },
                page=pages.get(row.community_id, "") if told else "",
            )
        )
    return features


COMMUNITIES = Collection(
    key="communities",
    title=_("Communities"),
    description=_(
        "Communities with a public place such as the market or the school, and the "
        "newest figures of their own profile."
    ),
    geometry_type="Point",
    columns=(
        Column("community", _("Community"), hxl="#loc+code", where=equals("slug")),
        Column("name", _("Name"), hxl="#loc+name"),
        Column(
            "kind",
            _("Kind of place"),
            hxl="#loc+type",
            where=equals("settlement_type"),
            codes=dict(SettlementType.choices),
        ),
        Column(
            "pcode",
            _("P-code"),
            hxl="#adm+code+v_pcode",
            where=equals("area__pcode"),
        ),
        Column("area", _("Area"), hxl="#adm+name"),
        Column("residents", _("Residents"), "integer", hxl="#population"),
        Column("date", _("Date of the profile"), "date", hxl="#date+reported"),
        Column("services", _("Services"), "integer", hxl="#capacity+services+num"),
        Column("source", _("Source"), hxl="#meta+source"),
    ),
    identifier="slug",
    rows=communities_with_facts,
    features=_communities,
    within=lambda box: Q(point__intersects=box),
    extent=community_extent,
    order=30,
)

SERVICES = Collection(
    key="services",
    title=_("Services"),
    description=_(
        "Services that communities can use. Those where somebody may be sheltered or "
        "treated (protection, psychosocial support) are listed without their place."
    ),
    geometry_type="Point",
    columns=(
        Column("name", _("Name"), hxl="#service+name"),
        Column(
            "category",
            _("Kind"),
            hxl="#sector+code",
            where=equals("category"),
            codes=dict(ServiceCategory.choices),
        ),
        Column(
            "status",
            _("Status"),
            hxl="#status+code",
            where=equals("status"),
            codes=dict(ServiceStatus.choices),
        ),
        Column("provider", _("Provider"), hxl="#org+name"),
        Column(
            "community",
            _("Community"),
            hxl="#loc+code",
            where=lambda slug: Q(community__slug=slug) & _PLACED,
        ),
        Column(
            "pcode",
            _("P-code"),
            hxl="#adm+code+v_pcode",
            where=lambda pcode: Q(community__area__pcode=pcode) & _PLACED,
        ),
        Column("verified_on", _("Verified on"), "date", hxl="#date+verified"),
    ),
    identifier="id",
    rows=lambda: Service.objects.prefetch_related(
        Prefetch(
            "community",
            Community.objects.select_related("area").defer("area__geometry"),
        )
    ),
    features=_services,
    within=lambda box: Q(community__point__intersects=box) & _PLACED,
    during=overlaps("verified_on", "verified_on"),
    extent=community_extent,
    order=40,
)


def register_collections() -> None:
    """Add both to what the site tells."""
    register(COMMUNITIES)
    register(SERVICES)
