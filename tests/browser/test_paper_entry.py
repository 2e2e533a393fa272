"""Typing in paper ballots from the keyboard: fast, without script too, and nothing lost."""

import time

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from participation.models import PaperReading
from participation.services.paper_entry import begin_entry
from tests.browser.conftest import PHONE
from tests.browser.steps.gestures import sign_in
from tests.factories.paper import counted
from tests.factories.participation import ended_round_with_options, staff_member
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.browser

LINES = ["1 3", "2", "0", "1 2 3", "-"]


@pytest.fixture
def clerk_at(visit):
    """Return a function that opens an entry just begun, of so many sheets."""

    def opened(sheets, **options):
        clerk = staff_member()
        batch = counted(ended_round_with_options(), sheets)
        begin_entry(batch, by=clerk)
        clerk.set_password(PASSWORD)
        clerk.save()
        page = visit("/sign-in/", **options)
        sign_in(page, clerk.email)
        # Whatever language an earlier test left behind.
        with override("en"):
            entry = [batch.round.slug, batch.number]
            page.goto(reverse("participation:paper_entry", args=entry))
        return page, batch

    return opened


def stored(batch):
    read = PaperReading.objects.filter(entry__batch=batch)
    return dict(read.values_list("sheet", "marks"))


def test_twenty_sheets_are_typed_in_a_minute_and_less_by_keyboard_alone(clerk_at):
    """A clerk presses three keys a second; what the page adds must not be felt."""
    page, batch = clerk_at(21)
    lines = LINES * 4
    pressed = sum(len(line) + 1 for line in lines)
    begun = time.monotonic()

    for line in lines[:-1]:
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    page.keyboard.type(lines[-1])
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.get_by_label("Sheet 21")).to_be_focused()
    assert pressed / 3 + (time.monotonic() - begun) <= 60
    assert stored(batch) == dict(enumerate(lines, start=1))


def test_without_script_enter_stores_what_is_there_and_goes_on(clerk_at):
    page, batch = clerk_at(3, size=PHONE, java_script_enabled=False)

    for sheet, line in enumerate(LINES[:3], start=1):
        field = page.get_by_label(f"Sheet {sheet}")
        field.fill(line)
        with page.expect_navigation():
            field.press("Enter")

    assert stored(batch) == {1: "1 3", 2: "2", 3: "0"}
    expect(page.get_by_text("All sheets are typed in.")).to_be_visible()


def test_what_was_typed_comes_back_after_a_cut_connection(clerk_at):
    page, batch = clerk_at(3, size=PHONE)
    page.keyboard.type("1 3")
    page.keyboard.press("Enter")
    page.keyboard.type("2")
    page.wait_for_timeout(600)

    page.reload()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Sheet 2")).to_have_value("2")
    with page.expect_navigation():
        page.get_by_role("button", name="Store and go on").click()

    assert stored(batch) == {1: "1 3", 2: "2"}
    assert page.evaluate("Object.keys(localStorage)") == []
