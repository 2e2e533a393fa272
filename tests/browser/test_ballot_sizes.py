"""What a voter's browser sends is as long whatever is marked."""

import pytest
from playwright.sync_api import Page, Request

from tests.browser.conftest import PHONE, Visit
from tests.browser.steps.gestures import press, says
from tests.factories.participation import code_of, open_round_with_options, passes

pytestmark = pytest.mark.browser


def sent_by(page: Page, code: str, marked: list[str]) -> list[int]:
    """Length of each form that is sent after the pass."""
    sent: list[int] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(len(request.post_data or ""))

    page.get_by_label("Your pass").fill(code)
    press(page, "Go on to the ballot")
    for title in marked:
        page.get_by_label(title).check()
    page.on("request", note)
    press(page, "Look it over, then cast")
    press(page, "Cast my ballot")
    says(page, "Your receipt")
    return sent


def test_forms_of_the_ballot_are_as_long_whatever_is_marked(visit: Visit) -> None:
    round_ = open_round_with_options([10, 20, 30, 40])
    one, other = passes(round_, 2)
    address = f"/rounds/{round_.slug}/vote/"

    few = sent_by(visit(address, PHONE), code_of(one), ["Proposal 4"])
    many = sent_by(
        visit(address, PHONE), code_of(other), [f"Proposal {n}" for n in (1, 2, 3)]
    )

    assert len(few) == 2
    assert few == many
