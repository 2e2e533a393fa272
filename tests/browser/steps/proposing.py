"""From an idea to the ballot."""

import re

from django.core import mail
from playwright.sync_api import Page, expect

from communities.models import Community
from participation.models import Round
from tests.browser.country import (
    People,
    in_days,
)
from tests.browser.steps.gestures import (
    expect_nothing_kept,
    follow,
    press,
    says,
    sign_in,
)
from tests.browser.steps.names import GOATS, ROOM, TITLE
from tests.factories.participation import eligible_initiative


def propose(page: Page, people: People) -> str:
    """The secretary proposes a borehole on her telephone, a step at a time."""
    sign_in(page, people.secretary.email)
    page.goto("/initiatives/")
    follow(page, "Propose an initiative")
    page.get_by_label("What is the problem, and for whom?").fill("One well for all.")
    page.get_by_label("What should we call the initiative?").fill(TITLE)
    press(page, "Save and go on")

    page.get_by_label("What do you want to do?").fill("A borehole and four taps.")
    page.get_by_label("Social", exact=True).check()
    page.get_by_label("What kind of initiative is it?").select_option("infrastructure")
    page.get_by_label("A new project of the whole community").check()
    press(page, "Save and go on")

    page.get_by_label("How many returnees benefit?").fill("240")
    page.get_by_label("How many neighbours benefit?").fill("660")
    page.get_by_label("Where does it take place?").fill("Beside the school")
    page.locator("[data-pin-map]").click(position={"x": 90, "y": 90})
    expect(page.get_by_label("Latitude")).to_have_value(re.compile(r"^10\.\d+$"))
    press(page, "Save and go on")

    plan_money_and_milestones(page)

    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("What could go wrong between people").fill("Quarrels in queues.")
    page.get_by_label("How are children affected").fill("The site is fenced.")
    press(page, "Save and go on")
    says(page, "The place of this initiative, near")
    press(page, "Hand in the proposal")
    says(page, "Your proposal is handed in.")
    expect_nothing_kept(page)
    return page.url.rstrip("/").rsplit("/", 1)[1]


def plan_money_and_milestones(page: Page) -> None:
    page.get_by_label("When does it start?").fill(in_days(30))
    page.get_by_label("And end?").fill(in_days(200))
    for name, value in {
        "lines-0-label": "Drilling",
        "lines-0-planned": "18000",
        "lines-1-label": "Pipes",
        "lines-1-planned": "4000",
        "milestones-0-title": "Water found",
        "milestones-0-planned_on": in_days(60),
        "milestones-0-means_of_verification": "The test result hangs out",
        "milestones-1-title": "Taps open",
        "milestones-1-planned_on": in_days(190),
    }.items():
        page.locator(f"[name={name}]").fill(value)
    press(page, "Save and go on")


def screen(page: Page, people: People) -> None:
    """Staff find it among what waits for them, take it up and pass it on."""
    sign_in(page, people.staff.email)
    follow(page, TITLE)
    press(page, "Take up for screening")
    decide(page, "Pass to the local authority", "Complete, and both groups were heard.")
    says(page, "With the local authority")


def decide(page: Page, answer: str, reason: str) -> None:
    page.get_by_label(answer, exact=True).check()
    page.get_by_label("Reason", exact=True).fill(reason)
    press(page, "Record the decision")
    says(page, "Done:")
    expect_nothing_kept(page)


def endorse(page: Page, people: People, reference: str) -> None:
    """The local authority's officer is told by mail, and endorses it."""
    told = [message for message in mail.outbox if people.authority.email in message.to]
    assert reference in f"{told[-1].subject} {told[-1].body}"
    sign_in(page, people.authority.email)
    follow(page, TITLE)
    decide(page, "Endorse", "The district keeps the pump running.")
    says(page, "Ready for a vote")
    says(page, "The district keeps the pump running.")


def prepare_round(page: Page, community: Community) -> Round:
    """Staff prepare a vote between the borehole and two other proposals."""
    eligible_initiative(community, 12_000, ROOM)
    eligible_initiative(community, 7_000, GOATS)
    page.goto("/rounds/manage/")
    follow(page, "Prepare a round")
    page.get_by_label("Where", exact=True).select_option(label="Dunmar Wells")
    page.get_by_label("Title", exact=True).fill("Choose for Dunmar Wells")
    page.get_by_role("spinbutton", name="Budget").fill("30000")
    page.get_by_label("Voting opens").fill(f"{in_days(-1)}T08:00")
    page.get_by_label("Voting closes").fill(f"{in_days(7)}T18:00")
    press(page, "Save and choose proposals")
    for box in page.locator("[name=initiatives]").all():
        box.check()
    press(page, "Save and draw the lot")
    return Round.objects.get(community=community)


def print_passes(page: Page, count: int) -> list[str]:
    """Staff issue passes; the sheet with their codes is shown this once."""
    follow(page, "Issue and print passes")
    page.get_by_label("For whom").fill("Table 1")
    page.get_by_label("Number of passes").fill(str(count))
    press(page, "Issue and show for printing")
    expect(page.locator(".pass svg")).to_have_count(count)
    codes = page.locator(".pass .code").all_inner_texts()
    follow(page, "Printed; back to the round")
    page.on("dialog", lambda dialog: dialog.accept())
    return codes
