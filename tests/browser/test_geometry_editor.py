"""The geometry editor in a real browser: what is drawn, kept, refused, and asked for."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect, sync_playwright

from communities.models import Community
from maps.models import AdminArea
from maps.validators import geometry_from_geojson
from tests.conftest import chromium_path
from tests.factories.communities import CommunityFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.browser

ISLES = json.dumps(
    {
        "type": "MultiPolygon",
        "coordinates": [
            [
                [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]],
                [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]],
            ],
            [[[5, 5], [6, 5], [6, 6], [5, 6], [5, 5]]],
        ],
    }
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def isles(site):
    return AdminAreaFactory(
        level=1,
        geometry=geometry_from_geojson(ISLES, "MultiPolygon"),
        point=geometry_from_geojson('{"type":"Point","coordinates":[3,3]}', "Point"),
    )


@pytest.fixture
def desk(site):
    """A page of a signed-in administrator, and every address it asked for."""
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path(), args=FLAGS
        )
        context = chromium.new_context(viewport={"width": 1280, "height": 1000})
        context.add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": client.cookies["sessionid"].value,
                    "url": site,
                }
            ]
        )
        page = context.new_page()
        page.set_default_timeout(30_000)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        yield page, asked
        chromium.close()


def go(page: Page, site, name, *args):
    page.goto(site + reverse(name, args=args))


def editor(page: Page, field: str):
    """The map round one field, drawn."""
    found = page.locator("geometry-input", has=page.locator(f"[name={field}]"))
    found.scroll_into_view_if_needed()
    expect(found.locator(".leaflet-draw")).to_be_visible()
    return found


def save(page: Page):
    with page.expect_navigation():
        page.locator("button[type=submit]", has_text="Save").click()


def test_an_untouched_area_keeps_its_holes_and_parts(desk, site, isles):
    page, _asked = desk
    go(page, site, "adminarea:edit", isles.pk)
    editor(page, "geometry")
    save(page)
    assert page.url.endswith(reverse("adminarea:index"))
    assert AdminArea.objects.get(pk=isles.pk).geometry.equals_exact(isles.geometry)


def test_an_edited_area_keeps_its_holes_and_parts(desk, site, isles):
    page, _asked = desk
    go(page, site, "adminarea:edit", isles.pk)
    map_ = editor(page, "geometry")
    map_.locator(".leaflet-draw-edit-edit").click()
    corner = map_.locator(".leaflet-editing-icon").first
    box = corner.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] - 15, box["y"] + 20, steps=5)
    page.mouse.up()
    map_.locator(".leaflet-draw-actions a", has_text="Save").click()
    save(page)
    stored = AdminArea.objects.get(pk=isles.pk).geometry
    assert not stored.equals_exact(isles.geometry, 0.01)
    assert sorted(part.num_interior_rings for part in stored) == [0, 1]


def test_a_place_is_pinned_on_the_map(desk, site, isles):
    page, _asked = desk
    community = CommunityFactory(area=isles)
    before = community.point.coords
    go(page, site, "community:edit", community.pk)
    map_ = editor(page, "point")
    map_.locator(".leaflet-draw-draw-marker").click()
    map_.locator(".geometry-input__map").click(position={"x": 200, "y": 120})
    assert map_.locator(".leaflet-marker-pane img").count() == 1
    save(page)
    after = Community.objects.get(pk=community.pk).point.coords
    assert after != before
    assert all(abs(old - new) < 180 for old, new in zip(before, after, strict=True))


def test_text_that_is_no_shape_is_shown_with_the_reason(desk, site, isles):
    page, _asked = desk
    community = CommunityFactory(area=isles)
    go(page, site, "community:edit", community.pk)
    map_ = editor(page, "point")
    map_.locator("summary").click()
    map_.locator("textarea").fill('{"type": "Point", "coordinates": [36.5')
    save(page)
    map_ = editor(page, "point")
    expect(page.get_by_text("This text is not GeoJSON")).to_be_visible()
    expect(map_.locator("textarea")).to_be_visible()
    assert Community.objects.get(pk=community.pk).point.equals_exact(community.point)


def test_the_cms_asks_nothing_of_anybody_else(desk, site, isles):
    page, asked = desk
    community = CommunityFactory(area=isles)
    for name, *args in (
        ("wagtailadmin_home",),
        ("community:index",),
        ("community:edit", community.pk),
        ("adminarea:edit", isles.pk),
        ("mandate:add",),
        ("wagtailimages:index",),
        ("wagtailadmin_account",),
    ):
        go(page, site, name, *args)
        page.wait_for_load_state("networkidle")
    elsewhere = [
        url for url in asked if not url.startswith((site, "data:", "blob:", "about:"))
    ]
    assert asked
    assert elsewhere == []
