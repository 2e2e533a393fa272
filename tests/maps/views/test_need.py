"""Need and response: where returns press and little is there, in words and colours."""

import pytest
from django.urls import reverse

from communities.enums import ServiceCategory, ServiceStatus
from communities.models import Service
from maps.models import Release
from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(wards):
    """Services in two wards; the ward pressed hardest has none."""
    for ward, count in ((wards[1], 2), (wards[2], 5)):
        community = CommunityFactory(area=ward)
        for number in range(count):
            Service.objects.create(
                community=community,
                name=f"Clinic {number}",
                category=ServiceCategory.values[0],
                status=ServiceStatus.ACTIVE,
            )
    Service.objects.create(
        community=CommunityFactory(area=wards[3]),
        name="Closed clinic",
        category=ServiceCategory.values[0],
        status=ServiceStatus.CLOSED,
    )
    return wards


def address(name, *more):
    release = Release.objects.get()
    return reverse(f"maps:{name}", args=[release.pk, 2, "RET", "services", *more])


def test_page_names_where_help_lags_behind(client, served):
    page = client.get(reverse("maps:need"), {"response": "services"})

    assert served[3].name in page.context["finding"]
    assert "Many returns, few services: look here first." in page.content.decode()


def test_hidden_areas_have_no_class_and_no_figure(client, served):
    values = client.get(address("need_values")).json()

    assert values["areas"][served[0].pcode] is None
    assert values["areas"][served[3].pcode][0] == 7  # many returns, fewest services
    assert values["areas"][served[2].pcode][3] == "5"
    assert len(values["legend"]) == 9


def test_picture_has_the_same_areas_hatched(client, served):
    values = client.get(address("need_values")).json()

    svg = client.get(address("need_picture", "dark")).content.decode()

    hidden = [code for code, row in values["areas"].items() if row is None]
    assert svg.count("url(#h)") == len(hidden)


def test_services_of_wards_add_up_over_their_region(client, served):
    page = client.get(reverse("maps:need"), {"response": "services", "level": "1"})

    [(_code, _name, row)] = page.context["rows"]
    assert row[2] == "7"


def test_level_finer_than_what_is_counted_is_not_offered(client, served):
    CommunityFactory(area=served[0].parent, slug="whole-region").services.create(
        name="Court", category=ServiceCategory.values[0], status=ServiceStatus.ACTIVE
    )

    page = client.get(reverse("maps:need"), {"response": "services", "level": "2"})

    assert page.context["selection"].level == 1


@pytest.mark.parametrize("response", ["returns", "__class__"])
def test_response_that_nobody_registered_is_not_found(client, served, response):
    release = Release.objects.get()

    answer = client.get(f"/map/need/{release.pk}/2/RET/{response}.json")

    assert answer.status_code == 404
