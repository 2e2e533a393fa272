"""Small gestures on any page."""

from playwright.sync_api import Locator, Page, expect

from tests.factories.people import PASSWORD


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")


def says(page: Page, words: str) -> None:
    expect(page.locator("body")).to_contain_text(words)


def expect_nothing_kept(page: Page) -> None:
    """What was typed and has arrived is not left behind on the device."""
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage)") == []


def facts_of(listed: Locator) -> dict[str, str]:
    """What a list of facts says, each by its words."""
    return {
        row.locator("dt").inner_text(): " ".join(row.locator("dd").inner_text().split())
        for row in listed.locator("> div").all()
    }
