"""The work and its milestones."""

from playwright.sync_api import Page, expect

from tests.browser.country import (
    People,
)
from tests.browser.steps.gestures import (
    expect_nothing_kept,
    follow,
    press,
    says,
    sign_in,
)
from tests.browser.steps.names import TITLE
from tests.initiatives.pictures import photograph


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
    expect_nothing_kept(page)


def see_the_progress(page: Page, reference: str) -> None:
    """Anybody sees it on the initiative, the community and the home page."""
    for address in (f"/initiatives/{reference}/", "/communities/dunmar-wells/", "/"):
        page.goto(address)
        says(page, "1 of 2 milestones confirmed")
