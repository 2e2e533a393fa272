"""Every public page as a visitor meets it: narrow and wide, both directions, no script.

The pages are those of the demonstration, because its texts have the length of real ones.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings
from playwright.sync_api import Page, Response, expect
from pytest_django.plugin import DjangoDbBlocker

from config.demo_site.loading import load_everything
from config.demo_site.rounds import trial_codes
from initiatives.enums import State
from initiatives.models import Initiative
from tests.browser.conftest import DESK, PHONE, Visit, beside_a_loop
from tests.databases import filled_file, shared_folder
from tests.factories.site import without_pages

pytestmark = pytest.mark.browser

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: Page types with an example of each; {initiative} is one in implementation.
PAGES = {
    "home": "/",
    "map": "/map/",
    "area": "/map/areas/XM0101/",
    "report": "/map/releases/R12/1/",
    "communities": "/communities/",
    "community": "/communities/kesra-quay/",
    "initiatives": "/initiatives/",
    "initiative": "/initiatives/{initiative}/",
    "questions": "/questions/initiatives/HG-VV3KZ/",
    "ask": "/questions/initiatives/HG-VV3KZ/ask/",
    "follow up": "/questions/follow-up/",
    "rounds": "/rounds/",
    "round": "/rounds/upper-maro-2026/",
    "vote": "/rounds/upper-maro-2026/vote/",
    "result": "/rounds/kesra-quay-2026/result/",
    "updates": "/updates/",
    "update": "/updates/ice-but-not-enough/",
    "open data": "/data/",
    "release": "/data/returns/R12/1/",
    "for programs": "/api/features/?f=html",
    "collection": "/api/features/collections/returns?f=html",
    "items": "/api/features/collections/returns/items?f=html&level=1",
    "about": "/about/",
    "data": "/about/data/",
    "contact": "/about/contact/",
    "sign in": "/sign-in/",
}
each_page = pytest.mark.parametrize("name", PAGES)
each_prefix = pytest.mark.parametrize("prefix", ["", "/ar"])
#: One page of each way of being put together, where the rest behaves alike.
some_pages = pytest.mark.parametrize(
    "name", ["home", "map", "area", "community", "initiative", "round", "vote"]
)

Address = Callable[..., str]


def demonstrate() -> None:
    """Load the demonstration, which plants pages of its own."""
    without_pages()
    load_everything()


@pytest.fixture(scope="module")
def beginning(
    migrated: Path | None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path | None]:
    """The demonstration with its pictures, loaded once for all processes of a run."""
    folder = shared_folder(tmp_path_factory)
    with override_settings(MEDIA_ROOT=folder / "demonstration"):
        if migrated is None:
            yield None
            return
        with django_db_blocker.unblock(), beside_a_loop():
            file = filled_file(folder, "demonstration", demonstrate)
        yield file


@pytest.fixture(scope="module")
def address(site: str) -> Address:
    """Return a function from the name of a page type to the path of its example."""
    if not Initiative.objects.exists():
        demonstrate()
    busy = Initiative.objects.filter(state=State.IN_IMPLEMENTATION).latest("pk")

    def path(name: str, prefix: str = "") -> str:
        return prefix + PAGES[name].format(initiative=busy.reference)

    return path


def settled(page: Page) -> Page:
    page.wait_for_load_state("networkidle")
    return page


@each_page
@each_prefix
def test_page_fits_its_window_and_axe_finds_nothing(
    visit: Visit, address: Address, name: str, prefix: str
) -> None:
    page = visit(address(name, prefix), DESK)
    direction = "rtl" if prefix else "ltr"
    assert page.locator("html").get_attribute("dir") == direction
    for width, height in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options={"runOnly": STANDARDS})
        assert _findings(found.response["violations"]) == []


def _findings(violations: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (each["id"], node["html"][:200])
        for each in violations
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("name", ["home", "map", "initiative", "result"])
def test_page_is_readable_in_the_dark(
    visit: Visit, address: Address, name: str
) -> None:
    page = settled(visit(address(name), DESK, color_scheme="dark"))
    found = Axe().run(page, options={"runOnly": ["color-contrast"]})
    assert _findings(found.response["violations"]) == []


# --- weight -----------------------------------------------------------------------

#: Kilobytes of a first visit, compressed, without pictures that wait to be scrolled to.
IN_ALL = {"home": 80, "map": 170}
OTHERS = 50
LARGEST = {"document": 14, "stylesheet": 12, "script": 10, "image": 40}
MOST_REQUESTS = 8


@each_page
def test_page_is_light(visit: Visit, address: Address, name: str) -> None:
    page = visit("about:blank", PHONE)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address(name))
    settled(page)
    waiting = set(
        page.locator("img[loading=lazy]").evaluate_all(
            "all => all.map(e => e.currentSrc)"
        )
    )
    first = [a for a in answers if a.url not in waiting and not _is_shapes(a)]
    weights: dict[str, float] = {}
    for answer in first:
        kind = answer.request.resource_type
        weights[kind] = weights.get(kind, 0) + _kilobytes(answer)
    too_heavy = {
        kind: round(weights[kind], 1)
        for kind, most in LARGEST.items()
        if weights.get(kind, 0) > most and not (name == "map" and kind != "document")
    }
    assert too_heavy == {}
    assert sum(weights.values()) <= IN_ALL.get(name, OTHERS), weights
    if name != "map":
        assert len(first) <= MOST_REQUESTS


def _is_shapes(answer: Response) -> bool:
    return "/map/shapes/" in answer.url


def _kilobytes(answer: Response) -> float:
    """Size on the wire: text as a server in front sends it, pictures as they are."""
    body = answer.body()
    kind = answer.headers.get("content-type", "")
    is_picture = kind.startswith("image/") and "svg" not in kind
    return len(body if is_picture else brotli.compress(body, quality=6)) / 1000


# --- by keyboard, and without script --------------------------------------------------


@some_pages
def test_first_stop_of_the_keyboard_is_seen_and_skips_to_the_content(
    visit: Visit, address: Address, name: str
) -> None:
    page = settled(visit(address(name), PHONE))
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_class("skip-link")
    expect(focused).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@some_pages
def test_page_tells_its_content_without_script(
    visit: Visit, address: Address, name: str
) -> None:
    plain = settled(visit(address(name), PHONE, java_script_enabled=False))
    expect(plain.get_by_role("heading", level=1)).to_be_visible()
    scripted = settled(visit(address(name), PHONE))
    headings = "main h1, main h2, main h3"
    assert (
        plain.locator(headings).all_inner_texts()
        == scripted.locator(headings).all_inner_texts()
    )


def test_map_without_script_is_a_picture_and_a_table(
    visit: Visit, address: Address
) -> None:
    page = visit(address("map"), PHONE, java_script_enabled=False)
    expect(page.locator("homeground-map img")).to_be_visible()
    expect(page.locator("main table tbody tr").first).to_be_visible()
    page.get_by_label("Areas").select_option("2")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("level=2"))


def test_ballot_without_script_is_marked_and_looked_over(
    visit: Visit, address: Address
) -> None:
    page = visit(address("vote"), PHONE, java_script_enabled=False)
    page.get_by_label("Your pass").fill(trial_codes()[0])
    page.get_by_role("button", name="Go on to the ballot").click()
    page.locator("[name=choice]").first.check()
    page.get_by_role("button", name="Look it over, then cast").click()
    expect(page.get_by_role("button", name="Cast my ballot")).to_be_visible()


def test_code_of_a_scanned_pass_is_filled_in_and_leaves_the_address(
    visit: Visit, address: Address
) -> None:
    code = trial_codes()[1]
    page = settled(visit(f"{address('vote')}#{code}", PHONE))
    expect(page.get_by_label("Your pass")).to_have_value(code)
    assert code not in page.url
