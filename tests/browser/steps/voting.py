"""Voting, counting and adopting."""

import datetime
import json
import re
from pathlib import Path

from django.core.management import call_command
from playwright.sync_api import Page, expect

from participation.models import Round
from tests.browser.country import (
    People,
)
from tests.browser.steps.gestures import follow, press, says, sign_in
from tests.browser.steps.names import GOATS, ROOM, TITLE
from tests.factories.participation import closed_by_two


def vote(page: Page, code: str, marked: tuple[str, ...]) -> None:
    """A resident without an account votes on a borrowed telephone."""
    enter_pass(page, code)
    for title in marked:
        page.get_by_label(title).check()
    press(page, "Look it over, then cast")
    press(page, "Cast my ballot")
    says(page, "Your receipt")
    expect(page.locator(".receipt .code")).to_have_text(re.compile(r"\w{4,}"))
    assert page.context.cookies() == []


def name_an_observer(page: Page, name: str) -> None:
    """Staff name somebody who will count again, and come back to the round."""
    follow(page, "Name observers")
    person = page.get_by_role("option", name=name).get_attribute("value")
    page.get_by_label("Who observes").select_option(person)
    page.get_by_label("On behalf of").fill("Builders of the ward")
    press(page, "Name as an observer")
    says(page, "Agreed to with the opening")
    follow(page, "Back to the round")


def do_as_the_second(page: Page, email: str, step: str) -> None:
    """Somebody finds a step under their work, reads what is agreed to, and does it."""
    sign_in(page, email)
    follow(page, f"As the second person: {step}")
    says(page, "What voters are shown")
    page.on("dialog", lambda dialog: dialog.accept())
    press(page, step)
    says(page, "The round is ")


def enter_pass(page: Page, code: str) -> None:
    follow(page, "Choose for Dunmar Wells")
    follow(page, "Vote with a pass")
    page.get_by_label("Your pass").fill(code.lower())
    press(page, "Go on to the ballot")


def refuse_a_used_pass(page: Page, code: str) -> None:
    """Nobody votes twice with one pass."""
    enter_pass(page, code)
    says(page, "used")
    expect(page.locator("[name=choice]")).to_have_count(0)


def close(round_: Round, people: People) -> None:
    """A week later, two of the staff close the vote; it is counted and sealed."""
    a_minute_later = Round.objects.get().closes_at + datetime.timedelta(minutes=1)
    closed_by_two(round_, by=people.staff, now=a_minute_later)


def read_the_result(page: Page) -> set[int]:
    """Anybody reads who won and why."""
    page.goto("/rounds/")
    follow(page, "Choose for Dunmar Wells")
    says(page, "Ballots counted")
    chosen = page.locator("section[aria-labelledby=chosen] li")
    says(page, "So few people voted that only what was chosen is told")
    headings = chosen.locator("h3").all_inner_texts()
    assert sorted(heading.split(" · ")[1] for heading in headings) == [TITLE, GOATS]
    others = page.locator("section[aria-labelledby=not-chosen] li")
    expect(others.first).to_contain_text(ROOM)
    expect(page.locator("main")).not_to_contain_text("supported it")
    return {int(re.findall(r"No\. (\d+)", heading)[0]) for heading in headings}


def count_again(page: Page, email: str, folder: Path, winners: set[int]) -> None:
    """An observer takes the sealed ballots and counts them on their own machine."""
    sign_in(page, email)
    follow(page, "As an observer, download the ballots")
    with page.expect_download() as download:
        follow(page, "Sealed ballots")
    file = folder / "ballots.pb"
    download.value.save_as(file)
    printed = folder / "tally.json"
    with printed.open("w") as out:
        call_command("tally", file, json=True, stdout=out)
    assert set(map(int, json.loads(printed.read_text())["winners"])) == winners


def agree_to_the_result(page: Page, email: str) -> None:
    """Somebody of a body finds the result under their work, and agrees to what was voted."""
    sign_in(page, email)
    follow(page, "A result waits for your decision")
    press(page, "Agree to this")
    says(page, "agreed on")
