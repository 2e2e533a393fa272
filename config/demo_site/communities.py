"""Communities, their profiles, services and bodies."""

from django.contrib.gis.geos import Point

from communities.models import (
    Community,
    CommunityBody,
    CommunityProfile,
    ProfileGroup,
    Service,
)
from config.demo.communities import (
    LIMITATIONS,
    METHOD,
    REFERENCE_DATE,
    SOURCE,
    VERIFIED_ON,
    CommunitySketch,
    communities,
)
from maps.enums import SRID
from maps.models import AdminArea


def load_communities() -> dict[str, Community]:
    """Store the 24 communities; return them by slug."""
    areas = {area.pcode: area for area in AdminArea.objects.defer("geometry")}
    return {
        sketch.slug: _community(sketch, areas[sketch.ward_pcode])
        for sketch in communities()
    }


def _community(sketch: CommunitySketch, area: AdminArea) -> Community:
    community = Community.objects.create(
        slug=sketch.slug,
        name=sketch.name.en,
        names={"ar": sketch.name.ar},
        area=area,
        point=Point(sketch.longitude, sketch.latitude, srid=SRID),
        settlement_type=sketch.settlement_type,
    )
    profile = CommunityProfile.objects.create(
        community=community,
        reference_date=REFERENCE_DATE,
        residents=sketch.residents,
        households=sketch.households,
        method=METHOD.en,
        source=SOURCE.en,
        limitations=LIMITATIONS.en,
        translations={
            "ar": {
                "method": METHOD.ar,
                "source": SOURCE.ar,
                "limitations": LIMITATIONS.ar,
            }
        },
    )
    ProfileGroup.objects.bulk_create(
        ProfileGroup(profile=profile, group=group, persons=persons)
        for group, persons in sketch.groups.items()
    )
    Service.objects.bulk_create(
        [
            Service(
                community=community,
                name=service.name.en,
                names={"ar": service.name.ar},
                provider=service.provider,
                category=service.category,
                status=service.status,
                verified_on=VERIFIED_ON,
            )
            for service in sketch.services
        ]
    )
    CommunityBody.objects.bulk_create(
        CommunityBody(
            community=community,
            kind=body.kind,
            name=body.name.en,
            names={"ar": body.name.ar},
        )
        for body in sketch.bodies
    )
    return community
