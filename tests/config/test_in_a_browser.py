"""The shell in a real browser: accessibility, width, and what is kept on the device."""

import json
import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client, RequestFactory, override_settings
from django.utils.translation import override
from playwright.sync_api import Page, sync_playwright

from config.views import page_not_found
from tests.conftest import chromium_path

pytestmark = pytest.mark.browser

SITE = "http://homeground.test"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

KEEPING = """
<form method="post" action="/sent/" data-keep="draft">{offer}
  <label>Title <input name="title"></label>
  <label>Password <input name="secret" type="password"></label>
  <label>Pass <input name="pass_code" autocomplete="off"></label>
  <div data-ballot><label>A <input type="checkbox" name="vote" value="a"></label></div>
  <label>B <input type="checkbox" name="side" value="b"></label>
  <label>C <input type="checkbox" name="side" value="c"></label>
  <div data-never-keep><label>Feedback <textarea name="feedback"></textarea></label></div>
</form>
<form method="post" action="/sign-out/" data-forget-kept><button>Sign out</button></form>
"""


@pytest.fixture(scope="module")
def pages():
    """Pages of the shell; none asks the database, which a running browser forbids."""
    with override("en"), override_settings(DEMO=True):
        drawn: dict[str, Any] = {
            path: Client().get(path) for path in ("/styleguide/", "/ar/styleguide/")
        }
    nowhere = RequestFactory().get("/nowhere/")
    drawn["/nowhere/"] = page_not_found(nowhere, Exception())
    guide = drawn["/styleguide/"].content.decode()
    offer = guide[guide.index("<template data-keep-offer>") :]
    offer = offer[: offer.index("</template>") + len("</template>")]
    head = guide[: guide.index("<body")]
    bodies = {path: response.content for path, response in drawn.items()}
    bodies["/keeping/"] = (head + "<body>" + KEEPING.format(offer=offer)).encode()
    bodies["/sent/"] = (head + '<body><p data-keep-done="draft">Stored.</p>').encode()
    bodies["/sign-out/"] = (head + "<body>").encode()
    return bodies, drawn["/styleguide/"]["Content-Security-Policy"]


@pytest.fixture(scope="module")
def browser(pages):
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, pages):
    """Return a function that opens a path at a width and a colour scheme."""
    bodies, policy = pages
    static = Path(settings.BASE_DIR) / "config" / "static"
    contexts = []

    def answer(route):
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            body = (static / path.removeprefix("/static/")).read_bytes()
            route.fulfill(body=body, content_type=mimetypes.guess_type(path)[0])
        else:
            headers = {"Content-Security-Policy": policy}
            route.fulfill(body=bodies[path], content_type="text/html", headers=headers)

    def opened(path, width=1280, scheme="light"):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            bypass_csp=False,
        )
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.goto(SITE + path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["/styleguide/", "/ar/styleguide/", "/nowhere/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(open_page, path, scheme, width):
    page = open_page(path, width, scheme)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
    assert [each["id"] for each in found.response["violations"]] == []


@pytest.mark.parametrize("path", ["/styleguide/", "/ar/styleguide/", "/nowhere/"])
@pytest.mark.parametrize("width", [320, 360, 700, 1056, 1280])
def test_no_page_is_wider_than_its_window(open_page, path, width):
    page = open_page(path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_policy_is_not_broken_by_our_own_pages(open_page):
    page = open_page("/nowhere/")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(SITE + "/styleguide/")
    assert [each for each in complaints if "Content Security Policy" in each] == []


def test_the_first_stop_of_the_keyboard_skips_to_the_content(open_page):
    page = open_page("/nowhere/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_opens_without_script_and_closes_by_escape(open_page):
    page = open_page("/nowhere/", 360)
    page.click(".site-menu summary")
    assert page.is_visible(".site-menu nav")
    page.keyboard.press("Escape")
    assert not page.is_visible(".site-menu nav")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_meter_sums_what_is_marked_and_warns_beyond_the_budget(open_page):
    page = open_page("/styleguide/")
    page.check("input[data-price='28']")
    assert page.inner_text("[data-spent]") == "28"
    page.check("input[data-price='14.5']")
    page.check("input[data-price='31']")
    assert page.inner_text("[data-left]") == "-13.5"
    assert "over" in page.get_attribute("[data-budget-meter]", "class")


def type_a_draft(page: Page) -> None:
    page.fill("[name=title]", "Cold store")
    page.fill("[name=secret]", "hunter2")
    page.fill("[name=pass_code]", "MARO-7QF2")
    page.fill("[name=feedback]", "It is about my neighbour")
    page.check("[name=vote]")
    page.check("[name=side][value=c]")


def kept(page: Page) -> str:
    return str(page.evaluate("JSON.stringify({...localStorage})"))


def test_what_was_typed_comes_back_when_asked_for(open_page):
    page = open_page("/keeping/")
    type_a_draft(page)
    page.reload()
    assert page.input_value("[name=title]") == ""
    page.click("[data-restore]")
    assert page.input_value("[name=title]") == "Cold store"
    assert page.is_checked("[name=side][value=c]")
    assert not page.is_checked("[name=side][value=b]")


def test_passwords_passes_votes_and_feedback_are_never_kept(open_page):
    page = open_page("/keeping/")
    type_a_draft(page)
    page.reload()
    stored = kept(page)
    assert "Cold store" in stored
    names = {
        entry["name"]
        for value in json.loads(stored).values()
        for entry in json.loads(value)["entries"]
    }
    assert names == {"title", "side"}


@pytest.mark.parametrize("way", ["refused", "stored", "signed out"])
def test_what_was_kept_is_forgotten(open_page, way):
    page = open_page("/keeping/")
    type_a_draft(page)
    page.reload()
    assert "Cold store" in kept(page)
    if way == "refused":
        page.click("[data-forget]")
    elif way == "stored":
        page.goto(SITE + "/sent/")
    else:
        page.click("text=Sign out")
    assert "Cold store" not in kept(page)
