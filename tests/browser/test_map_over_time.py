"""Rounds of the map, moved by hand and played."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.countries import country_of_wards, drawn, row

pytestmark = pytest.mark.browser

#: Returnees of each ward, since R3 returned refugees too, in R4 returned migrants; three
#: is too few to tell.
ROUNDS = {
    "R1": {"RRI": (3, 40, 61, 12, 95, 57)},
    "R2": {"RRI": (3, 90, 70, 112, 95, 30)},
    "R3": {"RRI": (3, 140, 61, 212, 95, 57), "RET": (3, 44, 70, 81, 60, 30)},
    "R4": {
        "RRI": (3, 150, 65, 222, 99, 59),
        "RET": (3, 46, 72, 85, 66, 32),
        "MIG": (3, 31, 41, 51, 61, 71),
    },
}


@pytest.fixture(scope="module", autouse=True)
def country(site: str) -> None:
    """A country whose later rounds count a group that earlier ones did not."""
    country_of_wards(ROUNDS)


def test_slider_is_moved_by_keyboard_and_says_the_round(visit: Visit) -> None:
    page = drawn(visit("/map/?group=RRI", PHONE))
    slider = page.get_by_role("slider", name="Round")
    expect(slider).to_have_attribute("aria-valuetext", "R4 · July 2026")

    slider.press("Home")

    expect(slider).to_have_attribute("aria-valuetext", re.compile("R1 · April 2026"))
    expect(page.locator("[data-live=when]")).to_contain_text("R1")


def test_rounds_play_in_the_same_colours_and_stop_at_the_last(visit: Visit) -> None:
    page = drawn(visit("/map/?round=R1", DESK))
    legend = page.locator("[data-live-legend]").inner_text()

    page.get_by_role("button", name="Play").click()

    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator("[data-live=when]")).to_contain_text("R4")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(row(page, "Dunmar")).to_contain_text("222")
    assert page.locator("[data-live-legend]").inner_text() == legend


def test_who_asked_for_less_motion_gets_no_play_button(visit: Visit) -> None:
    page = drawn(visit("/map/", DESK, reduced_motion="reduce"))

    expect(page.get_by_role("slider", name="Round")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_hidden()


def test_only_rounds_that_count_the_group_are_played(visit: Visit) -> None:
    page = drawn(visit("/map/?group=RET", DESK))
    page.evaluate("() => { window.isSamePage = true; }")
    slider = page.get_by_role("slider", name="Round")

    slider.press("Home")
    expect(page.locator("[data-live=when]")).to_contain_text("R3")
    page.get_by_role("button", name="Play").click()

    expect(page.locator("[data-live=when]")).to_contain_text("R4")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(row(page, "Dunmar")).to_contain_text("85")
    assert page.evaluate("() => window.isSamePage")


def test_slider_follows_the_group_that_is_chosen(visit: Visit) -> None:
    page = drawn(visit("/map/?group=RET", DESK))
    slider = page.get_by_role("slider", name="Round")
    expect(slider).to_have_attribute("max", "1")

    page.get_by_label("Who").select_option("RRI")
    expect(slider).to_have_attribute("max", "3")
    slider.press("Home")
    expect(page.locator("[data-live=when]")).to_contain_text("R1")
    # R1 has no returned refugees: they are shown of the newest round that has.
    page.get_by_label("Who").select_option("RET")

    expect(page.locator("[data-live=when]")).to_contain_text("R4")
    expect(slider).to_have_attribute("max", "1")
    expect(row(page, "Dunmar")).to_contain_text("85")


def test_group_of_a_single_round_has_no_slider_and_other_rounds_stay_at_hand(
    visit: Visit,
) -> None:
    page = drawn(visit("/map/?group=RET", PHONE))

    page.get_by_label("Who").select_option("MIG")

    expect(row(page, "Dunmar")).to_contain_text("51")
    expect(page.get_by_role("slider", name="Round")).to_be_hidden()
    expect(page.get_by_role("button", name="Play")).to_be_hidden()
    expect(page.get_by_role("combobox", name="Round")).to_have_value("R4")
