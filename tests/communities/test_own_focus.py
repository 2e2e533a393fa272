"""The map opens on the areas of whoever answers for them."""

import pytest
from django.urls import reverse

from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.maps import ReportingRoundFactory, area_tree, return_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def districts():
    """Two districts of two wards each, with a release."""
    [_country], districts, wards = area_tree(1, 2, 2)
    reporting = ReportingRoundFactory(code="R1")
    for ward in wards:
        return_count(ward, 60, round=reporting)
    for level in (0, 1, 2):
        redraw_outlines(level)
    publish_release("R1", by=None)
    return districts


def test_an_authority_sees_its_own_district_first(client, districts):
    second = districts[1]
    client.force_login(MandateFactory(authority=True, area=second).user)
    page = client.get(reverse("maps:map"), {"level": "2"})
    west, south, east, north = second.geometry.extent
    assert f'data-focus="{west},{south},{east},{north}"' in page.content.decode()
    own = {child.pcode for child in second.children.all()}
    shown = [figure.area.pcode for figure in page.context["drawn"].figures]
    body = page.content.decode()
    body = body[body.index("<tbody") :]
    in_table = sorted(shown, key=lambda code: body.index(f">{_name(page, code)}<"))
    assert set(in_table[:2]) == own


@pytest.mark.parametrize("path", ["need", "hexagons", "compare"])
def test_its_district_is_first_on_every_page_of_the_map(client, districts, path):
    reporting = ReportingRoundFactory(code="R0", reported_on="2025-01-31")
    second = districts[1]
    for ward in second.children.all():
        return_count(ward, 60, round=reporting)
    publish_release("R0", by=None)
    CommunityFactory(area=second.children.first()).services.create(
        name="Clinic", category="health", status="active"
    )
    client.force_login(MandateFactory(authority=True, area=second).user)

    page = client.get(
        reverse(f"maps:{path}"), {"level": "2", "round": "R1", "response": "services"}
    )

    own = {child.pcode for child in second.children.all()}
    assert {code for code, _name, _row in page.context["rows"][:2]} == own
    assert "Your areas:" in page.content.decode()


def _name(page, pcode):
    return next(
        figure.area.display_name
        for figure in page.context["drawn"].figures
        if figure.area.pcode == pcode
    )


@pytest.mark.parametrize("role", [{}, {"staff": True}, {"implementer": True}])
def test_others_see_the_whole(client, districts, role):
    client.force_login(MandateFactory(**role).user)
    assert "data-focus" not in client.get(reverse("maps:map")).content.decode()


def test_visitors_see_the_whole(client, districts):
    assert "data-focus" not in client.get(reverse("maps:map")).content.decode()


def test_an_ended_mandate_opens_no_map(client, districts):
    mandate = MandateFactory(authority=True, area=districts[0], ends_on="2025-02-01")
    client.force_login(mandate.user)
    assert "data-focus" not in client.get(reverse("maps:map")).content.decode()
