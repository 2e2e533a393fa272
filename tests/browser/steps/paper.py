"""Sheets of paper: given out at a table, counted, and typed in by two persons and a third."""

from collections.abc import Sequence

from playwright.sync_api import Page, expect

from participation.models import Round
from tests.browser.steps.gestures import follow, press, says


def prepare_sheets(page: Page, round_: Round, sheets: int) -> str:
    """Staff prepare the sheets of a table; return the address of its page."""
    page.goto(f"/rounds/manage/{round_.slug}/")
    follow(page, "Paper ballots and tables")
    follow(page, "Sheets for a table")
    page.get_by_label("Table or place").fill("School, east side")
    page.get_by_label("Who is at the table").fill("Secretary, two members")
    page.get_by_label("Shift").fill("Saturday, from 8 to 13")
    page.get_by_label("Sheets issued to the table").fill(str(sheets))
    press(page, "Save")
    says(page, "Who was at the table")
    return page.url


def give_out_sheets(page: Page, batch: str, codes: Sequence[str]) -> None:
    """An officer takes a pass from each voter, then gives out any sheet of the pile."""
    page.goto(batch)
    follow(page, "At the table: give out sheets")
    for count, code in enumerate(codes, start=1):
        hand_in(page, code)
        says(page, "Noted: give one sheet.")
        says(page, "votes were given up" if count > 1 else "1 vote was given up")


def hand_in(page: Page, code: str) -> None:
    page.get_by_label("The pass that is handed in").fill(code)
    with page.expect_navigation():
        press(page, "Look up and note")


def refuse_pass(page: Page, code: str) -> None:
    """Somebody who voted elsewhere gets no sheet."""
    hand_in(page, code)
    says(page, "already been used")
    expect(page.get_by_text("Noted: give one sheet.")).to_have_count(0)


def count_the_box(page: Page, batch: str, **sheets: int) -> None:
    """The officer notes what came back; all sheets issued must be there."""
    page.goto(batch)
    follow(page, "Count what came back")
    for label, count in sheets.items():
        page.locator(f"[name={label}]").fill(str(count))
    press(page, "Save the count")
    says(page, "Nobody has begun.")


def type_in(page: Page, batch: str, entry: str, lines: dict[int, str]) -> None:
    """A clerk types the sheets by keyboard alone, and finishes."""
    page.goto(batch)
    press(page, f"Begin: {entry}")
    expect(page.locator("[data-line]")).to_have_count(len(lines))
    for sheet, line in lines.items():
        field = page.locator(f"[name=sheet-{sheet}]")
        expect(field).to_be_focused()
        # Nobody is shown what another read.
        expect(field).to_have_value("")
        page.keyboard.type(line)
        if sheet != max(lines):
            page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    says(page, "All sheets are typed in.")
    page.once("dialog", lambda dialog: dialog.accept())
    press(page, "Finish this entry")
    says(page, "Finished. Nobody can change what you typed.")
