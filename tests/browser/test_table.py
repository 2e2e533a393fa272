"""A voting table as people meet it: one device, two voters, a connection that is cut."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from participation.enums import PassState, Way
from participation.models import Ballot, TableSession, VotingPass
from participation.services.receipts import receipt_of
from participation.views.table_pages import IDLE_SECONDS
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.steps.gestures import follow, press, says, sign_in
from tests.browser.steps.tables import (
    NOTHING_WAITS,
    cast,
    cut,
    locked,
    mended,
    ready_offline,
    type_pass,
    type_pass_twice,
    unlock,
)
from tests.factories.participation import (
    code_of,
    open_round_with_options,
    passes,
)
from tests.factories.tables import given_up, table_at

pytestmark = pytest.mark.browser

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: All that a device keeps of its own: every store of every database, and the rest.
KEPT = """async () => {
  const found = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((ok) => { const r = indexedDB.open(name); r.onsuccess = () => ok(r.result); });
    for (const store of db.objectStoreNames) {
      const all = db.transaction(store).objectStore(store);
      const rows = await Promise.all([all.getAllKeys(), all.getAll()].map((r) => new Promise((ok) => { r.onsuccess = () => ok(r.result); })));
      found.push(name + "/" + store + JSON.stringify(rows));
    }
    db.close();
  }
  for (const cache of await caches.keys()) found.push(...(await (await caches.open(cache)).keys()).map((r) => r.url));
  return found.join("\\n");
}"""


def table_of(round_: Any) -> tuple[str, str, TableSession]:
    opened = table_at(round_)
    return f"/rounds/{round_.slug}/table/{opened.table.key}/", opened.pin, opened.table


def give_pass(page: Page, voting_pass: VotingPass) -> None:
    type_pass(page, code_of(voting_pass))


def kept(page: Page) -> str:
    return str(page.evaluate(KEPT))


def test_two_vote_at_one_table_one_of_them_without_a_connection(visit: Visit) -> None:
    round_ = open_round_with_options()
    first, second = passes(round_, 2)
    path, pin, table = table_of(round_)
    page = visit("about:blank", PHONE)
    page.goto(path)

    unlock(page, pin)
    give_pass(page, first)
    page.get_by_label("Proposal 1").check()
    receipt = cast(page)
    says(page, "Your ballot is in")
    press(page, "Done: lock for the next voter")
    locked(page)
    assert Ballot.objects.get().choices == [1]
    assert receipt == receipt_of(Ballot.objects.get().pk)

    ready_offline(page)
    cut(page)
    unlock(page, pin)
    type_pass_twice(page, code_of(second))
    page.get_by_label("Proposal 2").check()
    page.get_by_label("Proposal 3").check()
    second_receipt = cast(page)
    says(page, "locked on this device")

    page.reload()
    locked(page)
    says(page, "wait on this device for a connection: 1")
    page.go_back()
    page.go_forward()
    locked(page)
    secrets = kept(page)
    assert "ballots" in secrets
    for told in (code_of(second).replace("-", ""), code_of(second), second_receipt):
        assert told not in secrets
    assert Ballot.objects.count() == 1

    mended(page)
    page.wait_for_function(NOTHING_WAITS, timeout=40_000)
    ballots = {receipt_of(each.pk): each for each in Ballot.objects.all()}
    assert ballots[second_receipt].choices == [2, 3]
    assert {each.way for each in ballots.values()} == {Way.TABLE}

    unlock(page, pin)
    page.get_by_text("For the person at the table").click()
    press(page, "Close this table")
    says(page, "forgets the table")
    page.get_by_label("The facilitator's PIN").last.fill(pin)
    press(page, "Close this table")
    says(page, "This table was closed")
    page.wait_for_function("async () => !(await indexedDB.databases()).length")
    assert table.key not in kept(page)
    table.refresh_from_db()
    assert (table.is_open, table.private_key, table.served) == (False, "", 2)


@pytest.mark.parametrize(
    ("kind", "fields", "marked"),
    [
        ("approval", {"most_choices": 2}, [1, 3]),
        ("ranking", {}, [3, 1]),
        ("points", {"points": 5}, [[1, 4], [3, 1]]),
        ("score", {"points": 5}, [[1, 4], [3, 1]]),
    ],
)
def test_every_kind_of_ballot_is_cast_as_it_was_marked(
    visit: Visit, kind: str, fields: dict[str, Any], marked: list[Any]
) -> None:
    round_ = open_round_with_options(ballot_type=kind, **fields)
    (voting_pass,) = passes(round_)
    path, pin, _table = table_of(round_)
    page = visit(path, PHONE)
    unlock(page, pin)
    give_pass(page, voting_pass)
    press(page, "Look it over, then cast")
    says(page, "Mark at least one proposal.")

    options = page.locator("[data-option]")
    if kind in ("points", "score"):
        more = page.get_by_role("button", name="More: Proposal 1")
        for _ in range(4):
            more.click()
        options.nth(2).locator("input").fill("1")
    else:
        for number in (3, 1):
            options.nth(number - 1).locator("input").check()
    press(page, "Look it over, then cast")
    press(page, "Change something")
    press(page, "Look it over, then cast")
    press(page, "Cast my ballot")
    says(page, "Your ballot is in")
    receipt = page.locator(".receipt .code").inner_text()

    ballot = Ballot.objects.get(round=round_)
    assert ballot.choices == marked
    assert receipt == receipt_of(ballot.pk)


def test_what_the_round_does_not_allow_is_said_before_it_is_sealed(
    visit: Visit,
) -> None:
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    path, pin, table = table_of(round_)
    page = visit(path, PHONE)
    unlock(page, pin)
    give_pass(page, voting_pass)
    for number in (1, 2):
        page.get_by_label(f"Proposal {number}").check()
    press(page, "Look it over, then cast")

    expect(page.locator("[data-said]")).to_contain_text("More than the budget")
    expect(page.get_by_role("button", name="Cast my ballot")).to_have_count(0)
    table.refresh_from_db()
    assert table.refused == 0


def test_a_used_pass_is_said_at_once_and_a_wrong_pin_opens_nothing(
    visit: Visit,
) -> None:
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    VotingPass.objects.update(state=PassState.USED)
    path, pin, _table = table_of(round_)
    page = visit(path, PHONE)

    unlock(page, "00000000" if pin != "00000000" else "00000001")
    says(page, "This is not the PIN of this table.")
    locked(page)
    unlock(page, pin)
    give_pass(page, voting_pass)
    says(page, "already been used")
    expect(page.locator("[data-mark]")).to_have_count(0)


def test_a_table_locks_itself_and_forgets_who_left_it(visit: Visit) -> None:
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    path, pin, _table = table_of(round_)
    page = visit("about:blank", PHONE)
    page.clock.install()
    page.goto(path)
    unlock(page, pin)
    give_pass(page, voting_pass)
    page.get_by_label("Proposal 2").check()
    # From here on time passes as the test says, however busy the machine is.
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)

    page.clock.run_for(IDLE_SECONDS * 1000 - 21_000)
    says(page, "Are you still there?")
    expect(page.get_by_role("button", name="I am still here")).to_be_in_viewport()
    press(page, "I am still here")
    page.clock.run_for(60_000)
    expect(page.get_by_label("Proposal 2")).to_be_checked()
    page.clock.run_for(IDLE_SECONDS * 1000)

    locked(page)
    assert code_of(voting_pass).replace("-", "") not in kept(page)
    assert not Ballot.objects.filter(round=round_).exists()


def test_back_leads_out_of_a_ballot_to_the_locked_page(visit: Visit) -> None:
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    path, pin, _table = table_of(round_)
    page = visit(path, PHONE)
    unlock(page, pin)
    give_pass(page, voting_pass)
    page.get_by_label("Proposal 2").check()

    page.go_back()
    locked(page)
    page.go_forward()
    locked(page)


def test_pressing_twice_is_not_typing_a_pass_twice(visit: Visit) -> None:
    """A mistyped pass would be sealed, and its voter never told."""
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    path, pin, _table = table_of(round_)
    page = visit(path, PHONE)
    unlock(page, pin)
    ready_offline(page)
    page.locator("[name=code]").fill(code_of(voting_pass))
    cut(page)
    page.locator("[data-stage] form").evaluate(
        "(form) => { form.requestSubmit(); form.requestSubmit(); }"
    )

    says(page, "Type the pass once more")
    page.wait_for_timeout(500)
    expect(page.locator("[data-mark]")).to_have_count(0)


def test_a_table_given_up_tells_its_device_what_is_lost(visit: Visit) -> None:
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    path, pin, table = table_of(round_)
    page = visit("about:blank", PHONE)
    page.goto(path)
    unlock(page, pin)
    ready_offline(page)
    cut(page)
    type_pass_twice(page, code_of(voting_pass))
    page.get_by_label("Proposal 1").check()
    cast(page)
    table.refresh_from_db()
    given_up(table)
    mended(page)

    says(page, "can no longer be read by anybody: 1")
    page.wait_for_function("async () => !(await indexedDB.databases()).length")
    assert not Ballot.objects.filter(round=round_).exists()


def test_who_is_signed_in_on_the_device_is_signed_out_first(visit: Visit) -> None:
    path, _pin, table = table_of(open_round_with_options())
    page = visit("/sign-in/")
    sign_in(page, table.opened_by.email)

    page.goto(path)
    says(page, "Somebody is signed in on this device")
    press(page, "Sign out")
    expect(page.locator("[data-table][data-ready]")).to_be_visible()


def test_without_script_the_same_steps_are_walked(visit: Visit) -> None:
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    path, pin, _table = table_of(round_)
    page = visit(path, PHONE, java_script_enabled=False)
    page.get_by_label("The facilitator's PIN").fill(pin)
    press(page, "Open for the next voter")
    page.get_by_label("Your pass").fill(code_of(voting_pass))
    press(page, "Go on to the ballot")
    page.get_by_label("Proposal 1").check()
    press(page, "Look it over, then cast")
    press(page, "Cast my ballot")
    says(page, "Your receipt")
    follow(page, "Done: lock for the next voter")

    expect(page.get_by_label("The facilitator's PIN")).to_be_visible()
    assert Ballot.objects.get(round=round_).way == Way.TABLE


VOICE = """
  speechSynthesis.getVoices = () => [{ lang: "LANG" }];
  speechSynthesis.speak = (speech) => { window.spoken = speech.text; };
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


@pytest.mark.parametrize(("spoken", "is_offered"), [("en-GB", True), ("fr-FR", False)])
def test_what_a_device_can_say_is_read_aloud(
    visit: Visit, spoken: str, is_offered: bool
) -> None:
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    path, pin, _table = table_of(round_)
    page = visit("about:blank", PHONE)
    page.add_init_script(VOICE.replace("LANG", spoken))
    page.goto(path)
    unlock(page, pin)
    give_pass(page, voting_pass)
    aloud = page.get_by_role("button", name=re.compile("Read aloud ?: Proposal 2"))

    if not is_offered:
        expect(aloud).to_be_hidden()
        return
    aloud.click()
    assert page.evaluate("window.spoken").startswith("2. Proposal 2.")


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_every_screen_fits_and_axe_finds_nothing(
    visit: Visit, prefix: str, size: tuple[int, int]
) -> None:
    round_ = open_round_with_options(ballot_type="ranking")
    (voting_pass,) = passes(round_)
    path, pin, _table = table_of(round_)
    page = visit(prefix + path, size)
    expect(page.locator("[data-table][data-ready]")).to_be_visible()
    check(page)
    page.locator("[name=pin]").fill(pin)
    page.locator("[data-locked] form [type=submit]").click()
    page.locator("summary").last.click()
    check(page)
    page.locator("[name=code]").fill(code_of(voting_pass))
    page.locator("[data-stage] [type=submit]").click()
    page.locator("[data-mark]").first.check()
    check(page)
    page.locator("[data-stage] [type=submit]").click()
    expect(page.locator("[data-chosen] li")).to_have_count(1)
    check(page)
    page.locator("[data-cast]").click()
    expect(page.locator(".receipt .code")).to_be_visible()
    check(page)


def check(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:150]) for each in found] == []
