"""A whole polling day: on telephones, at a table, on paper, until strangers count again.

One long test, because each step stands on what the step before left behind. Everybody
has a device of their own, and whatever they do they do through pages. What is asserted
in the end is what a village has to be able to trust: each ballot is in the file as it was
marked, a stranger's program finds the same winners, and nothing tells who cast which.
"""

import datetime
import hashlib
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from participation.enums import BallotType, Completion, Rule
from participation.models import Round
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.steps.gestures import facts_of, follow, press, says, sign_in
from tests.browser.steps.paper import (
    count_the_box,
    give_out_sheets,
    prepare_sheets,
    refuse_pass,
    type_in,
)
from tests.browser.steps.proposing import print_passes
from tests.browser.steps.recounts import by_a_stranger, by_the_command
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
from tests.browser.steps.traces import (
    assert_no_secret_in,
    assert_nothing_joins_passes_and_ballots,
    whole_database,
)
from tests.browser.steps.voting import do_as_the_second, vote
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.participation import (
    observer_of,
    round_with_options,
    staff_member,
)

pytestmark = pytest.mark.browser

COSTS = (24_000, 12_000, 7_000, 5_000, 6_000)
#: Numbers marked, by way. Most votes first would choose the first and the fourth.
ON_TELEPHONES = ((1, 2), (1,), (3, 4))
AT_THE_TABLE = ((1,), (2, 3))
ON_PAPER = (
    *((1,), (1, 2), (1,), (1, 5), (3, 4)),
    *((3, 4), (4, 5), (5,), (1,), (3,)),
)
WINNERS = {3, 4, 5}
#: What the second clerk reads on this sheet is not there.
MISREAD, AS_READ = 4, "1 3"

Clock = Callable[[datetime.datetime], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return a function that sets the site's clock, which then goes on."""
    true_now = timezone.now

    def set_to(moment: datetime.datetime) -> None:
        ahead = moment - true_now()
        monkeypatch.setattr(timezone, "now", lambda: true_now() + ahead)

    return set_to


@pytest.fixture
def server_log(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """All that the site's loggers say, those too that keep it to themselves."""
    apart = [
        logger
        for logger in logging.root.manager.loggerDict.values()
        if isinstance(logger, logging.Logger) and not logger.propagate
    ]
    for logger in apart:
        logger.addHandler(caplog.handler)
    with caplog.at_level(logging.DEBUG):
        yield lambda: caplog.text
    for logger in apart:
        logger.removeHandler(caplog.handler)


def test_a_polling_day_until_strangers_count_again(
    visit: Visit,
    set_clock: Clock,
    server_log: Callable[[], str],
    tmp_path: Path,
) -> None:
    addresses: list[str] = []

    def device(path: str, size: tuple[int, int] = DESK) -> Page:
        page = visit("about:blank", size)
        page.context.on("request", lambda request: addresses.append(request.url))
        page.goto(path)
        return page

    def desk_of(person: str) -> Page:
        page = device("/sign-in/")
        sign_in(page, person)
        return page

    round_ = a_round_in_preparation()
    officer, first, second, third = (
        MandateFactory(community=round_.community).user.email for _each in range(4)
    )
    watcher = observer_of(round_, is_agreed=False).person
    staff = desk_of(staff_member().email)
    staff.goto(f"/rounds/manage/{round_.slug}/")
    codes = print_passes(staff, 16)
    press(staff, "Ask a second person to open")
    do_as_the_second(device("/sign-in/", PHONE), officer, "Open the round")

    receipts = []
    for code, marked in zip(codes[:3], ON_TELEPHONES, strict=True):
        phone = device("/rounds/", PHONE)
        vote(phone, code, titles(marked))
        receipts.append(phone.locator(".receipt .code").inner_text())

    path, pin = open_a_table(staff, round_)
    receipts += vote_at_the_table(device(path, PHONE), pin, codes[3:5])

    batch = prepare_sheets(staff, round_, sheets=12)
    box = desk_of(officer)
    give_out_sheets(box, batch, codes[5:15])
    refuse_pass(box, codes[0])

    staff.goto(f"/rounds/manage/{round_.slug}/")
    says(staff, "The round can be closed and counted from")
    late = device(f"/rounds/{round_.slug}/vote/", PHONE)
    set_clock(round_.closes_at + datetime.timedelta(minutes=1))
    refuse_who_is_late(late, codes[15])

    count_the_box(box, batch, spoilt=1, unused=1, missing=0, cast=10)
    lines = {
        sheet: " ".join(map(str, marked))
        for sheet, marked in enumerate(ON_PAPER, start=1)
    }
    type_in(desk_of(first), batch, "First entry", lines)
    type_in(desk_of(second), batch, "Second entry", lines | {MISREAD: AS_READ})
    refuse_to_close(staff, round_)
    type_in(desk_of(third), batch, "Where the two differ", {MISREAD: lines[MISREAD]})
    box.goto(batch)
    says(box, "These sheets are agreed.")

    staff.goto(f"/rounds/manage/{round_.slug}/")
    press(staff, "Ask a second person to close and count")
    do_as_the_second(device("/sign-in/"), staff_member().email, "Close, count and seal")

    public = device(f"/rounds/{round_.slug}/result/", PHONE)
    winners, digest = read_the_day(public, receipts)
    public.screenshot(path=tmp_path / "result.png", full_page=True)
    assert public.request.get(f"/rounds/{round_.slug}/ballots.pb").status == 403

    assert staff.request.get(f"/rounds/{round_.slug}/ballots.pb").status == 403
    file = take_the_ballots(desk_of(watcher.email), tmp_path)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == digest
    assert ballots_in(file) == Counter((*ON_TELEPHONES, *AT_THE_TABLE, *ON_PAPER))
    assert winners == WINNERS
    assert set(by_the_command(file)) == set(by_a_stranger(file)) == WINNERS

    assert_no_secret_in("\n".join(text for _table, text in whole_database()), codes)
    assert_no_secret_in("\n".join((server_log(), *addresses)), codes)
    assert_nothing_joins_passes_and_ballots()


def a_round_in_preparation() -> Round:
    """Five proposals for 30,000, under the rule that pabutools counts by."""
    return round_with_options(
        COSTS,
        community=CommunityFactory(name="Dunmar Wells"),
        title="Choose for Dunmar Wells",
        budget=30_000,
        ballot_type=BallotType.APPROVAL,
        rule=Rule.EQUAL_SHARES,
        completion=Completion.ADD1_EXHAUSTIVE,
        closes_at=timezone.now() + datetime.timedelta(hours=3),
    )


def titles(marked: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(f"Proposal {number}" for number in marked)


def open_a_table(page: Page, round_: Round) -> tuple[str, str]:
    """Staff open a table; its address and PIN are shown this once."""
    page.goto(f"/rounds/manage/{round_.slug}/")
    follow(page, "See the tables")
    page.get_by_label("Where the table stands").fill("School, room 2")
    press(page, "Open a table")
    pin = page.locator(".receipt .code").inner_text()
    address = page.locator(".table-address strong").inner_text()
    follow(page, "Written down; go on")
    return address[address.index("/") :], pin


def vote_at_the_table(page: Page, pin: str, codes: list[str]) -> list[str]:
    """Two vote on one device, the second while the connection is cut; then it closes."""
    receipts = []
    for at, (code, marked) in enumerate(zip(codes, AT_THE_TABLE, strict=True)):
        unlock(page, pin)
        (type_pass_twice if at else type_pass)(page, code)
        for title in titles(marked):
            page.get_by_label(title).check()
        receipts.append(cast(page))
        says(page, "locked on this device" if at == 1 else "Your ballot is in")
        press(page, "Done: lock for the next voter")
        locked(page)
        if at == 0:
            ready_offline(page)
            cut(page)
    says(page, "wait on this device for a connection: 1")
    mended(page)
    page.wait_for_function(NOTHING_WAITS, timeout=40_000)

    unlock(page, pin)
    page.get_by_text("For the person at the table").click()
    press(page, "Close this table")
    says(page, "forgets the table")
    page.get_by_label("The facilitator's PIN").last.fill(pin)
    press(page, "Close this table")
    says(page, "This table was closed")
    return receipts


def refuse_who_is_late(page: Page, code: str) -> None:
    """A good pass gets no ballot after the closing time, from a page opened before."""
    page.get_by_label("Your pass").fill(code)
    press(page, "Go on to the ballot")
    says(page, "Voting has ended.")
    expect(page.locator("[name=choice]")).to_have_count(0)


def refuse_to_close(page: Page, round_: Round) -> None:
    """While a sheet is read in two ways nothing is counted."""
    page.goto(f"/rounds/manage/{round_.slug}/")
    press(page, "Ask a second person to close and count")
    says(page, "are not agreed yet")


def read_the_day(page: Page, receipts: list[str]) -> tuple[set[int], str]:
    """Anybody reads how many voted, how paper was read, who won, and the digest."""
    figures = facts_of(page.locator(".figures.boxed"))
    assert (figures["Ballots counted"], figures["Entitled to vote"]) == ("15", "16")
    # So few came by telephone and at the table that they are told with the rest.
    assert page.locator("aside dl.facts").last.locator("dd").all_inner_texts() == ["15"]
    # Ten on paper of fifteen would say that five came by the other ways.
    paper = page.locator("section[aria-labelledby=paper]")
    expect(paper).to_contain_text("How many sheets there were is not told then")
    expect(paper).to_contain_text("issued to the tables were accounted for")
    expect(paper).to_contain_text("typed in by two persons apart")
    # One sheet was typed in wrongly: said so, and not of how many.
    assert facts_of(paper.locator("dl")) == {
        "Wrong in the first entry": "none",
        "Wrong in the second entry": "at least one",
    }
    expect(page.get_by_role("link", name="Sealed ballots")).to_have_count(0)
    page.get_by_text("Receipts of all 15 ballots").click()
    listed = page.locator("details[open] li code").all_inner_texts()
    assert len(set(listed)) == 15
    assert set(receipts) <= set(listed)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    headings = page.locator("section[aria-labelledby=chosen] h3").all_inner_texts()
    winners = {int(re.findall(r"No\. (\d+)", heading)[0]) for heading in headings}
    assert winners
    return winners, page.locator("aside p code").inner_text()


def take_the_ballots(page: Page, folder: Path) -> Path:
    """An observer takes the file, into a folder with nothing else of its kind."""
    follow(page, "As an observer, download the ballots")
    with page.expect_download() as download:
        follow(page, "Sealed ballots")
    file = folder / "ballots.pb"
    download.value.save_as(file)
    return file


def ballots_in(file: Path) -> Counter[tuple[int, ...]]:
    """How often which numbers are marked together, read without any of our code."""
    lines = file.read_text().split("VOTES\n")[1].splitlines()[1:]
    marked = (line.split(";")[1].split(",") for line in lines)
    return Counter(tuple(sorted(map(int, each))) for each in marked)
