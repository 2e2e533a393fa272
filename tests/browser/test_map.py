"""The map as people use it: by hand, by keyboard, by ear, and over time."""

import re
from typing import Any
from urllib.parse import urlsplit

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.countries import country_of_wards, drawn, row
from tests.browser.test_public_pages import STANDARDS
from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.browser

#: Returnees of each ward in each round; three is too few to tell.
ROUNDS = {
    "R1": {"RRI": (3, 40, 61, 12, 95, 57)},
    "R2": {"RRI": (3, 90, 70, 112, 95, 30)},
    "R3": {"RRI": (3, 140, 61, 212, 95, 57)},
}


@pytest.fixture(scope="module", autouse=True)
def country(site: str) -> None:
    """A country of six wards with three rounds, and a community in one of them."""
    wards = country_of_wards(ROUNDS)
    community = CommunityFactory(
        name="Dunmar Wells", area=wards[3], point=Point(20.05, 10.05, srid=4326)
    )
    community.services.create(name="Clinic", category="health", status="active")


def requests_of(page: Page) -> list[str]:
    found: list[str] = []
    page.on("request", lambda request: found.append(urlsplit(request.url).path))
    return found


def test_first_drawing_needs_little_script_and_the_rest_comes_when_it_is_used(
    visit: Visit,
) -> None:
    page = visit("about:blank", PHONE)
    scripts: dict[str, int] = {}

    def weigh(answer: Response) -> None:
        folder, name = urlsplit(answer.url).path.rsplit("/", 1)
        if folder.endswith("/maps") and name.endswith(".js"):
            scripts[name] = len(brotli.compress(answer.body(), quality=9))

    page.on("response", weigh)
    page.goto("/map/")
    page.wait_for_function("() => performance.getEntriesByName('map-drawn').length")
    page.wait_for_load_state("networkidle")

    assert sum(scripts.values()) <= 10_000
    assert {"map.js", "labels.js"} <= set(scripts)
    assert not {"choice.js", "facts.js"} & set(scripts)
    with page.expect_response("**/choice.js"):
        page.get_by_label("Show").focus()
    with page.expect_response("**/facts.js"):
        page.get_by_role("application").focus()


def test_places_are_laid_over_the_map_on_request(visit: Visit) -> None:
    page = drawn(visit("/map/", PHONE))
    element = page.locator("homeground-map").evaluate_handle("map => map")
    names = "map => map.points.map(({ name }) => name)"

    with page.expect_response("**/services.json"):
        page.get_by_label("Services").check()
    page.wait_for_function(
        f"map => ({names})(map).includes('Clinic · Dunmar Wells')", arg=element
    )
    page.get_by_label("Communities", exact=True).uncheck()
    page.wait_for_function(
        f"map => !({names})(map).includes('Dunmar Wells')", arg=element
    )

    assert element.evaluate(names) == ["Clinic · Dunmar Wells"]


# --- choosing ---------------------------------------------------------------------


def test_other_choice_fetches_figures_and_no_shapes(visit: Visit) -> None:
    page = drawn(visit("/map/", DESK))
    page.wait_for_load_state("networkidle")
    asked = requests_of(page)

    page.get_by_label("Show").select_option("persons")
    expect(page.locator("[data-live=measure]")).to_have_text("Returnees")
    page.get_by_role("slider", name="Round").press("ArrowLeft")
    expect(page.locator("[data-live=when]")).to_contain_text("R2")

    expect(row(page, "Dunmar")).to_contain_text("112")
    assert "round=R2" in page.url
    assert "shade=persons" in page.url
    of_map = [path.split("/")[2] for path in asked if path.startswith("/map/")]
    assert set(of_map) == {"values"}


def test_other_level_fetches_its_shapes_once(visit: Visit) -> None:
    page = drawn(visit("/map/", DESK))
    asked = requests_of(page)

    for level, name in (("0", "Kelda"), ("2", "Esh"), ("0", "Kelda")):
        page.get_by_label("Areas").select_option(level)
        expect(row(page, name)).to_be_visible()

    shapes = [path for path in asked if "/shapes/" in path]
    assert len(shapes) == len(set(shapes))


def test_link_restores_the_choice_and_the_place(visit: Visit) -> None:
    page = drawn(visit("/map/", DESK))
    page.get_by_label("Show").select_option("per_km2")
    page.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile("shade=per_km2.*#"))
    where = "element => [element.map.getZoom(), element.map.getCenter().lat]"
    zoom, latitude = page.locator("homeground-map").evaluate(where)

    other = drawn(visit(_path(page.url), DESK))

    expect(other.get_by_label("Show")).to_have_value("per_km2")
    there = other.locator("homeground-map").evaluate(where)
    assert there == [zoom, pytest.approx(latitude, abs=1e-3)]


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}#{parts.fragment}"


def test_without_a_connection_the_picture_stays(visit: Visit) -> None:
    page = visit("about:blank", PHONE)
    page.route("**/map/shapes/**", lambda route: route.fulfill(status=204))

    page.goto("/map/")

    expect(page.locator("homeground-map img")).to_be_visible()


# --- places -----------------------------------------------------------------------


def test_place_is_found_by_name_and_its_facts_are_said(visit: Visit) -> None:
    page = drawn(visit("/map/", PHONE))

    page.get_by_label("Find a place").fill("dunmar")
    page.get_by_label("Find a place").press("Enter")

    facts = page.locator(".map-facts")
    expect(facts).to_contain_text("212")
    expect(facts.get_by_role("link", name="Dunmar Wells")).to_be_visible()
    assert facts.get_attribute("aria-live") == "polite"


def test_place_is_found_without_script(visit: Visit) -> None:
    page = visit("/map/", PHONE, java_script_enabled=False)

    page.get_by_label("Find a place").fill("Corvan")
    page.get_by_label("Find a place").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Corvan")


def test_areas_are_reached_by_arrow_keys(visit: Visit) -> None:
    page = drawn(visit("/map/", DESK))
    page.get_by_label("Find a place").fill("Dunmar")
    page.get_by_label("Find a place").press("Enter")
    facts = page.locator(".map-facts-name")
    expect(facts).to_have_text("Dunmar")
    canvas = page.get_by_role("application")

    for key, name in (
        ("ArrowRight", "Esh"),
        ("ArrowUp", "Bekal"),
        ("ArrowLeft", "Amra"),
    ):
        canvas.press(key)
        expect(facts).to_have_text(name)
    expect(page.locator(".map-facts")).to_contain_text("not shown")
    canvas.press("Escape")
    expect(facts).to_have_count(0)

    canvas.press("Enter")
    expect(facts).to_have_count(1)
    canvas.press("Enter")
    expect(page).to_have_url(re.compile("/map/areas/"))


def test_point_of_a_community_leads_to_it(visit: Visit) -> None:
    page = drawn(visit("/map/", DESK))
    page.wait_for_function(
        "() => document.querySelector('homeground-map').points.length"
    )
    x, y = page.locator("homeground-map").evaluate(
        "e => { const p = e.map.latLngToContainerPoint([10.05, 20.05]); return [p.x, p.y]; }"
    )

    page.locator(".map-canvas").click(position={"x": x, "y": y})

    expect(page.locator(".map-facts")).to_contain_text("Dunmar Wells")


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_names_on_the_map_never_cover_each_other(
    visit: Visit, prefix: str, size: tuple[int, int]
) -> None:
    page = drawn(visit(f"{prefix}/map/?level=2", size))
    page.wait_for_function(
        "() => document.querySelector('homeground-map').names?.length"
    )

    boxes = page.locator("homeground-map").evaluate("e => e.names.map(n => n.box)")

    for index, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[index + 1 :]:
            assert (
                right <= other[0]
                or other[2] <= left
                or bottom <= other[1]
                or other[3] <= top
            )


# --- on other sites, on paper, and for very many areas ----------------------------------


def test_map_in_a_frame_stands_alone(visit: Visit) -> None:
    page = drawn(visit("/map/embed/?shade=persons", PHONE))

    expect(page.get_by_role("link", name="Open the map with its table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_code_for_other_sites_follows_the_choice(visit: Visit) -> None:
    page = drawn(visit("/map/", DESK))

    page.get_by_label("Show").select_option("per_km2")

    expect(page.locator("[data-embed]")).to_have_value(re.compile("shade=per_km2"))
    ways = page.get_by_role("navigation", name="Ways of looking at returns")
    expect(ways.get_by_role("link", name="As hexagons")).to_have_attribute(
        "href", re.compile("shade=per_km2")
    )


def test_map_is_drawn_as_large_as_the_paper(visit: Visit) -> None:
    page = drawn(visit("/map/", PHONE))
    width = "document.querySelector('.map-canvas canvas').getBoundingClientRect().width"
    before = page.evaluate(width)

    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    printed = page.evaluate(width)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")

    assert printed > 1_400  # 380 mm
    assert page.evaluate(width) == before


@pytest.mark.parametrize("name", ["hexagons", "need-and-response"])
def test_other_ways_of_looking_are_drawn_by_the_same_script(
    visit: Visit, name: str
) -> None:
    page = drawn(visit(f"/map/{name}/", DESK))

    page.get_by_role("application").press("Enter")

    expect(page.locator(".map-facts-name")).to_be_visible()


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_way_of_looking_that_is_shown_is_in_sight_among_the_others(
    visit: Visit, prefix: str
) -> None:
    page = visit(f"{prefix}/map/compare/", PHONE)

    expect(page.locator(".map-ways [aria-current]")).to_be_in_viewport(ratio=0.99)


@pytest.mark.postgis
def test_very_many_areas_are_drawn_from_tiles_with_the_same_look(
    visit: Visit, settings: Any
) -> None:
    settings.VECTOR_TILES_ABOVE = 3

    page = drawn(visit("/map/?level=2", DESK))
    page.wait_for_function(
        "() => document.querySelector('homeground-map').names?.length > 3"
    )
    page.get_by_label("Find a place").fill("Dunmar")
    page.get_by_label("Find a place").press("Enter")
    expect(page.locator(".map-facts")).to_contain_text("212")
    page.get_by_role("application").press("ArrowRight")

    expect(page.locator(".map-facts-name")).to_have_text("Esh")


WAYS = ["", "hexagons/", "need-and-response/", "rounds/", "compare/", "embed/"]


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_looking_fits_its_window_and_axe_finds_nothing(
    visit: Visit, way: str, prefix: str
) -> None:
    page = visit(f"{prefix}/map/{way}?level=2", PHONE)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    found = Axe().run(page, options={"runOnly": STANDARDS})
    assert [
        (each["id"], node["html"][:200])
        for each in found.response["violations"]
        for node in each["nodes"]
    ] == []
