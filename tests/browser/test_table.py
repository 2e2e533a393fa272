"""A voting table as people meet it: one device, two voters, a connection that is cut."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from participation.enums import Way
from participation.models import Ballot, TableSession, VotingPass
from participation.services.receipts import receipt_of
from tests.browser.conftest import PHONE, Visit
from tests.browser.steps.gestures import press, says
from tests.factories.participation import code_of, open_round_with_options, passes
from tests.factories.tables import table_at

pytestmark = pytest.mark.browser

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

NOTHING_WAITS = "() => document.querySelector('[data-waiting]').textContent === '0'"


def table_of(round_: Any) -> tuple[str, str, TableSession]:
    opened = table_at(round_)
    return f"/rounds/{round_.slug}/table/{opened.table.key}/", opened.pin, opened.table


def unlock(page: Page, pin: str) -> None:
    expect(page.locator("[data-table][data-ready]")).to_be_visible()
    page.get_by_label("The facilitator's PIN").fill(pin)
    press(page, "Open for the next voter")


def give_pass(page: Page, voting_pass: VotingPass) -> None:
    page.locator("[name=code]").fill(code_of(voting_pass).lower())
    press(page, "Go on to the ballot")


def cast(page: Page) -> str:
    press(page, "Look it over, then cast")
    press(page, "Cast my ballot")
    receipt = page.locator(".receipt .code")
    expect(receipt).to_be_visible()
    return receipt.inner_text()


def locked(page: Page) -> None:
    expect(page.get_by_label("The facilitator's PIN")).to_be_visible()
    expect(page.get_by_label("The facilitator's PIN")).to_have_value("")
    expect(page.locator("[data-stage] > *")).to_have_count(0)


def kept(page: Page) -> str:
    return str(page.evaluate(KEPT))


def ready_offline(page: Page) -> None:
    """The page has put itself aside and its worker looks after it."""
    page.wait_for_function(
        "async () => (await caches.keys()).length && navigator.serviceWorker.controller"
    )


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
    page.context.set_offline(True)
    unlock(page, pin)
    give_pass(page, second)
    says(page, "Type the pass once more")
    give_pass(page, second)
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

    page.context.set_offline(False)
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
