"""The whole thread as people walk it: from a file of returns to a published update.

One long test, because each step stands on what the step before left behind. A step is
a function; its docstring says what a person did.
"""

import datetime
import json
import re
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect

from communities.models import Community
from config.site_tree import plant_site_tree
from initiatives.models import UpdateIndexPage
from participation.models import Round
from participation.services.sealing import close_round
from tests.browser.conftest import PHONE, Visit
from tests.browser.country import (
    People,
    in_days,
    middle,
    settle,
    write_files,
)
from tests.factories.participation import eligible_initiative
from tests.factories.people import PASSWORD
from tests.initiatives.pictures import photograph

pytestmark = pytest.mark.browser

TITLE = "A second borehole at the school"
ROOM, GOATS = "A room for the youth club", "Goats for ten households"
#: Of 30,000 every voter has a third: two reach for the borehole, two for the goats.
BALLOTS = ((TITLE, GOATS), (TITLE,), (ROOM, GOATS))
VILLAGE = "XK0201"


def test_from_a_file_of_returns_to_a_published_update(
    visit: Visit, tmp_path: Path
) -> None:
    public = visit("/map/")
    publish_returns(tmp_path)
    look_at_the_map(public)
    branches = plant_site_tree("Homeground", "localhost", 80)
    community, people = settle(VILLAGE, branches["en"])
    find_the_community(public)

    reference = propose(visit("/sign-in/", PHONE), people)
    staff = visit("/sign-in/")
    screen(staff, people)
    endorse(visit("/sign-in/"), people, reference)

    round_ = prepare_round(staff, community)
    codes = print_passes(staff, 4)
    press(staff, "Open the round")
    for code, marked in zip(codes, BALLOTS, strict=False):
        vote(visit("/rounds/", PHONE), code, marked)
    refuse_a_used_pass(visit("/rounds/", PHONE), codes[0])
    close(round_, people)
    winners = read_the_result(public)
    count_again(staff, tmp_path, winners)
    adopt(staff)

    start_the_work(staff, reference)
    report_a_milestone(visit("/sign-in/", PHONE), people, reference)
    for member in people.members:
        confirm_it(visit("/sign-in/", PHONE), member.email, reference)
    see_the_progress(public, reference)
    write_an_update(visit("/sign-in/"), people)
    approve_it(staff)
    read_it(public)
    read_everything_in_arabic(visit, reference, round_)


# --- small gestures ---------------------------------------------------------------


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


# --- figures ----------------------------------------------------------------------


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


# --- from idea to ballot ----------------------------------------------------------


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
    page.get_by_label("Reason").fill(reason)
    press(page, "Record the decision")


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
    page.get_by_label("Community").select_option(label="Dunmar Wells")
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


# --- voting and counting ----------------------------------------------------------


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
    """A week later, staff close the vote; it is counted and sealed."""
    a_minute_later = Round.objects.get().closes_at + datetime.timedelta(minutes=1)
    close_round(round_, by=people.staff, now=a_minute_later)


def read_the_result(page: Page) -> set[int]:
    """Anybody reads who won and why."""
    page.goto("/rounds/")
    follow(page, "Choose for Dunmar Wells")
    says(page, "Ballots counted")
    chosen = page.locator("section[aria-labelledby=chosen] li")
    expect(chosen.first).to_contain_text("supported it")
    headings = chosen.locator("h3").all_inner_texts()
    assert sorted(heading.split(" · ")[1] for heading in headings) == [TITLE, GOATS]
    others = page.locator("section[aria-labelledby=not-chosen] li")
    expect(others.first).to_contain_text(ROOM)
    expect(others.first).to_contain_text("1 person supported it.")
    return {int(re.findall(r"No\. (\d+)", heading)[0]) for heading in headings}


def count_again(page: Page, folder: Path, winners: set[int]) -> None:
    """A reviewer takes the sealed ballots and counts them on their own machine."""
    page.goto(f"/rounds/{Round.objects.get().slug}/result/")
    with page.expect_download() as download:
        follow(page, "Sealed ballots")
    file = folder / "ballots.pb"
    download.value.save_as(file)
    printed = folder / "tally.json"
    with printed.open("w") as out:
        call_command("tally", file, json=True, stdout=out)
    assert set(map(int, json.loads(printed.read_text())["winners"])) == winners


def adopt(page: Page) -> None:
    """Staff record that the result is adopted as it was voted."""
    page.goto(f"/rounds/manage/{Round.objects.get().slug}/")
    follow(page, "Record the decision")
    press(page, "Adopt and publish")
    says(page, "as voted")


# --- the work ---------------------------------------------------------------------


def start_the_work(page: Page, reference: str) -> None:
    """Staff start what was chosen."""
    page.goto(f"/initiatives/{reference}/")
    says(page, "chose it")
    page.get_by_label("Start the work", exact=True).check()
    press(page, "Record the decision")
    says(page, "In implementation")


def report_a_milestone(page: Page, people: People, reference: str) -> None:
    """The implementing partner reports the first milestone done, with a picture."""
    sign_in(page, people.implementer.email)
    page.goto(f"/initiatives/{reference}/")
    follow(page, "Report it done")
    page.get_by_label("What was done?").fill("Water at 62 metres.")
    picture = photograph()
    page.get_by_label("A picture").set_input_files(
        {
            "name": "water.jpg",
            "mimeType": "image/jpeg",
            "buffer": picture.read(),
        }
    )
    page.get_by_label("The picture in words").fill("Water flows from the test pipe")
    press(page, "Report it done")
    says(page, "waiting for the committee")
    expect(page.get_by_alt_text("Water flows from the test pipe")).to_be_visible()


def confirm_it(page: Page, email: str, reference: str) -> None:
    """A committee member has been to see it, and confirms."""
    sign_in(page, email)
    follow(page, TITLE)
    if page.get_by_role("link", name="Confirm or dispute").count():
        follow(page, "Confirm or dispute")
    page.get_by_label("Yes, I confirm it").check()
    press(page, "Send the answer")
    says(page, "Your answer is stored.")


def see_the_progress(page: Page, reference: str) -> None:
    """Anybody sees it on the initiative, the community and the home page."""
    for address in (f"/initiatives/{reference}/", "/communities/dunmar-wells/", "/"):
        page.goto(address)
        says(page, "1 of 2 milestones confirmed")


# --- news -------------------------------------------------------------------------


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
