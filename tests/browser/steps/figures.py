"""Returns are published and found on the map."""

from pathlib import Path

from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.browser.country import (
    middle,
    write_files,
)
from tests.browser.steps.gestures import follow, says
from tests.browser.steps.names import VILLAGE


def publish_returns(folder: Path) -> None:
    """The data steward loads borders, residents and returns, and publishes them."""
    files = write_files(folder)
    for level in (0, 1, 2):
        call_command("load_areas", files[f"level{level}.geojson"], level=level)
    call_command("load_population", files["residents.csv"], year=2026, level=2)
    call_command(
        *("load_returns", files["returns.csv"]),
        round="R1",
        date="2026-09-30",
        group="RRI",
        source="Made up for this test",
    )
    call_command("publish_release", round="R1", threshold=10)


def look_at_the_map(page: Page) -> None:
    """Anybody finds the wards, sees that a small one is not shown, opens another."""
    says(page, "Nothing has been released yet")
    page.reload()
    expect(page.locator(".map-canvas canvas").first).to_be_visible()
    page.get_by_label("Areas").select_option("2")
    expect(page.locator("tr", has_text="Amra")).to_contain_text("not shown")
    expect(page.locator("tr", has_text="Dunmar")).to_contain_text("212")

    click_on_map(page, "XK0101")
    expect(page.locator(".map-facts")).to_contain_text("not shown")
    click_on_map(page, VILLAGE)
    facts = page.locator(".map-facts", has_text="Dunmar")
    facts.get_by_role("link", name="Open this area").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dunmar")
    says(page, "212")


def click_on_map(page: Page, pcode: str) -> None:
    x, y = page.locator("homeground-map").evaluate(
        """(element, [lon, lat]) => {
             const at = element.map.latLngToContainerPoint([lat, lon]);
             return [at.x, at.y];
           }""",
        list(middle(pcode)),
    )
    page.locator(".map-canvas").click(position={"x": x, "y": y})


def find_the_community(page: Page) -> None:
    """Anybody opens the village's page from the list of communities."""
    page.goto("/communities/")
    follow(page, "Dunmar Wells")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dunmar Wells")
    says(page, "1,840")
    says(page, "The wells are dry from June.")
    says(page, "Returns: round R1")
