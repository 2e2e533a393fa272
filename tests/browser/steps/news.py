"""News of the work, in two languages."""

import re

from playwright.sync_api import Page, expect

from initiatives.models import UpdateIndexPage
from participation.models import Round
from tests.browser.conftest import PHONE, Visit
from tests.browser.country import (
    People,
)
from tests.browser.steps.gestures import follow, says, sign_in
from tests.browser.steps.names import VILLAGE


def write_an_update(page: Page, people: People) -> None:
    """An editor writes an update in the CMS and hands it in for approval."""
    sign_in(page, people.editor.email)
    page.goto(f"/cms/pages/{UpdateIndexPage.objects.first().pk}/")
    page.get_by_role("link", name="Add child page").first.click()
    page.locator("[name=title]").fill("Water at the school")
    page.locator("[name=introduction]").fill("The drill reached water.")
    body = page.locator("#panel-child-content-body-section")
    body.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text").click()
    body.locator("[contenteditable=true]").press_sequentially(
        "It stands at sixty-two metres."
    )
    # The editor writes what is typed into its field a moment later.
    expect(body.locator("[name=body-0-value]")).to_have_value(re.compile("metres"))
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit to Moderators approval").click()
    says(page, "submitted for moderation")
    assert page.request.get("/updates/water-at-the-school/").status == 404


def approve_it(page: Page) -> None:
    """Staff find it among what waits in the CMS, and approve it."""
    page.goto("/cms/")
    page.get_by_role("link", name="Water at the school").first.click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Approve and Publish", exact=True).click()
    says(page, "Page 'Water at the school' has been")


def read_it(page: Page) -> None:
    """Anybody reads it."""
    page.goto("/updates/")
    follow(page, "Water at the school")
    says(page, "It stands at sixty-two metres.")


def read_everything_in_arabic(visit: Visit, reference: str, round_: Round) -> None:
    """A neighbour reads every public page in Arabic on a telephone."""
    for path in (
        "/",
        "/map/",
        f"/map/areas/{VILLAGE}/",
        "/communities/",
        "/initiatives/",
        f"/initiatives/{reference}/",
        "/rounds/",
        f"/rounds/{round_.slug}/",
        f"/rounds/{round_.slug}/result/",
        "/updates/",
        "/about/",
        "/sign-in/",
    ):
        page = visit(f"/ar{path}", PHONE)
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
