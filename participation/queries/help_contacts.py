"""Who helps near a community, the nearest first."""

from typing import TYPE_CHECKING

from django.db.models import Q

from participation.models import HelpContact

if TYPE_CHECKING:
    from communities.models import Community
    from maps.models import AdminArea


def help_contacts(community: "Community | None" = None) -> list[HelpContact]:
    """Services for a community, for the areas it lies in, and for everywhere.

    Without a community all of them: whoever looks knows where they are.
    """
    found = HelpContact.objects.select_related("community", "area").defer(
        "community__point", "area__geometry", "area__point"
    )
    if community is None:
        return list(found)
    codes = []
    area: AdminArea | None = community.area
    while area is not None:
        # By code: an area may have got a new version since the contact was entered.
        codes.append(area.pcode)
        area = area.parent
    here = Q(community=community) | Q(area__pcode__in=codes)
    near = list(found.filter(here | Q(community__isnull=True, area__isnull=True)))
    return sorted(near, key=lambda each: not (each.community_id or each.area_id))
