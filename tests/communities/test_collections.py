"""Communities and services as open data: the public part, and no sheltered place."""

import pytest

from communities.enums import ServiceCategory, ServiceStatus
from communities.models import Service
from tests.factories.communities import CommunityFactory, CommunityProfileFactory

pytestmark = pytest.mark.django_db

ROOT = "/api/features/collections/"


def features(client, key, **query):
    answer = client.get(f"{ROOT}{key}/items", query)
    assert answer.status_code == 200, answer.content
    return answer.json()["features"]


def service(community, category=ServiceCategory.WATER, name="Shared wells"):
    return Service.objects.create(
        community=community,
        name=name,
        category=category,
        status=ServiceStatus.ACTIVE,
        provider="Water committee",
    )


@pytest.fixture
def community():
    return CommunityProfileFactory(community__slug="fenra").community


def test_a_community_tells_its_public_place_and_profile(client, community):
    service(community)

    [feature] = features(client, "communities")

    assert feature["id"] == "fenra"
    assert feature["geometry"]["type"] == "Point"
    assert feature["properties"] == {
        "community": "fenra",
        "name": community.name,
        "kind": "village",
        "pcode": community.area.pcode,
        "area": community.area.name,
        "residents": 1800,
        "date": "2026-06-30",
        "services": 1,
        "source": "Community assessment",
        "page": None,
    }


def test_a_service_stands_at_its_communitys_place(client, community):
    service(community)

    [feature] = features(client, "services")

    assert feature["geometry"]["coordinates"] == list(community.point.coords)
    assert feature["properties"]["community"] == "fenra"


@pytest.mark.parametrize(
    "category", [ServiceCategory.PROTECTION, ServiceCategory.PSYCHOSOCIAL]
)
def test_a_place_where_somebody_may_be_sheltered_is_not_told(
    client, community, category
):
    service(community, category, name="A safe house")
    x, y = community.point.coords
    box = f"{x - 0.1},{y - 0.1},{x + 0.1},{y + 0.1}"

    [feature] = features(client, "services")

    assert feature["geometry"] is None
    assert feature["properties"]["name"] == "A safe house"
    for name in ("community", "pcode", "page"):
        assert feature["properties"][name] is None
    # Neither a box nor a filter finds out what the feature does not say.
    assert features(client, "services", bbox=box) == []
    assert features(client, "services", community="fenra") == []
    assert features(client, "services", pcode=community.area.pcode) == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("key", "queries"), [("communities", 5), ("services", 5)])
def test_questions_to_the_database_do_not_grow(
    client, django_assert_num_queries, key, queries, count
):
    for community in CommunityFactory.create_batch(count):
        CommunityProfileFactory(community=community)
        service(community)

    with django_assert_num_queries(queries):
        assert len(features(client, key)) == count
