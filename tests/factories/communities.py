"""Communities and mandates for tests."""

import datetime

import factory
from django.contrib.gis.geos import Point

from communities.enums import BodyKind, Role, SettlementType
from communities.models import (
    Community,
    CommunityBody,
    CommunityProfile,
    Mandate,
    ProfileGroup,
)
from tests.factories.maps import AdminAreaFactory
from tests.factories.people import UserFactory


class CommunityFactory(factory.django.DjangoModelFactory[Community]):
    """A village inside its ward."""

    class Meta:
        model = Community

    slug = factory.Sequence(lambda n: f"community-{n}")
    name = factory.Sequence(lambda n: f"Community {n}")
    area = factory.SubFactory(AdminAreaFactory)
    point = factory.LazyAttribute(
        lambda o: Point(o.area.point.x, o.area.point.y, srid=4326)
    )
    settlement_type = SettlementType.VILLAGE


class CommunityBodyFactory(factory.django.DjangoModelFactory[CommunityBody]):
    """A group of women that meets."""

    class Meta:
        model = CommunityBody

    community = factory.SubFactory(CommunityFactory)
    kind = BodyKind.WOMEN
    name = factory.Sequence(lambda n: f"Women’s group {n}")


class CommunityProfileFactory(factory.django.DjangoModelFactory[CommunityProfile]):
    """A profile of this year."""

    class Meta:
        model = CommunityProfile

    community = factory.SubFactory(CommunityFactory)
    reference_date = datetime.date(2026, 6, 30)
    residents = 1800
    households = 320
    method = "Group interviews and a count of houses"
    source = "Community assessment"


def profile_with_groups(
    *, community: Community, residents: int, **groups: int
) -> CommunityProfile:
    """A profile that knows how many residents are in these groups."""
    profile = CommunityProfileFactory(community=community, residents=residents)
    ProfileGroup.objects.bulk_create(
        ProfileGroup(profile=profile, group=group, persons=persons)
        for group, persons in groups.items()
    )
    return profile


class MandateFactory(factory.django.DjangoModelFactory[Mandate]):
    """A committee member, unless a trait says otherwise."""

    class Meta:
        model = Mandate

    class Params:
        authority = factory.Trait(
            role=Role.AUTHORITY,
            community=None,
            area=factory.SubFactory(AdminAreaFactory),
        )
        staff = factory.Trait(role=Role.STAFF, community=None)
        steward = factory.Trait(role=Role.STEWARD, community=None)
        implementer = factory.Trait(role=Role.IMPLEMENTER)

    user = factory.SubFactory(UserFactory)
    role = Role.COMMITTEE
    community = factory.SubFactory(CommunityFactory)
    starts_on = datetime.date(2025, 1, 1)
