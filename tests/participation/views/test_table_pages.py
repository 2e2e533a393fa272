"""A table without script: opened by PIN, once for each voter."""

import time
from pathlib import Path

import brotli
import pytest
from django.conf import settings as site_settings
from django.core import signing
from django.urls import reverse
from limits import parse

from participation.enums import Way
from participation.models import Ballot, TableSession
from participation.services.receipts import receipt_of
from participation.services.throttle import LIMITS
from tests.factories.participation import (
    SECRET,
    code_of,
    open_round_with_options,
    passes,
    staff_member,
)
from tests.factories.tables import (
    given_up,
    table_at,
    table_in_use,
)
from tests.participation.views.at_tables import (
    TICKET,
    UNLOCKED,
    address,
    is_locked,
    step,
    tell,
    ticket_for,
    unlocked,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return open_round_with_options()


@pytest.fixture
def opened(round_):
    return table_in_use(round_)


def test_a_voter_walks_from_the_pin_to_the_receipt(client, round_, opened):
    (voting_pass,) = passes(round_)
    ticket = ticket_for(client, opened, voting_pass)

    review = step(client, opened.table, "review", ticket=ticket, choice=[1, 3])
    page = step(client, opened.table, "cast", ticket=ticket, choice=[1, 3])

    ballot = Ballot.objects.get()
    assert "Cast my ballot" in review.text
    assert (ballot.choices, ballot.way) == ([1, 3], Way.TABLE)
    assert receipt_of(ballot.pk) in page.text
    assert TableSession.objects.get().served == 1


def test_every_answer_is_kept_by_no_cache_and_sets_no_cookie(client, round_, opened):
    (voting_pass,) = passes(round_)
    pages = [client.get(address(opened.table))]
    pages.append(step(client, opened.table, "unlock", pin=opened.pin))
    ticket = ticket_for(client, opened, voting_pass)
    pages += [
        step(client, opened.table, name, ticket=ticket, choice=[1])
        for name in ("mark", "review", "cast")
    ]
    pages.append(tell(client, opened.table, "check", code="x"))

    for page in pages:
        assert page["Cache-Control"] == "no-store, private"
        assert page["Referrer-Policy"] == "no-referrer"
        assert not page.cookies
        assert SECRET not in page.text


@pytest.mark.parametrize("name", ["pass", "ballot", "review", "receipt"])
def test_pages_between_two_voters_lock_themselves(client, round_, opened, name):
    (voting_pass,) = passes(round_)
    page = step(client, opened.table, "unlock", pin=opened.pin)
    token = UNLOCKED.search(page.text)[1]
    if name != "pass":
        page = step(
            client, opened.table, "pass", code=code_of(voting_pass), unlocked=token
        )
    if name in ("review", "receipt"):
        ticket = TICKET.search(page.text)[1]
        wanted = "review" if name == "review" else "cast"
        page = step(client, opened.table, wanted, ticket=ticket, choice=[1])

    assert f'content="180;url={address(opened.table)}"' in page.text


def test_going_back_after_casting_shows_no_ballot_and_no_choice(client, round_, opened):
    ticket = ticket_for(client, opened, *passes(round_))
    step(client, opened.table, "cast", ticket=ticket, choice=[1, 3])

    for name in ("mark", "review"):
        page = step(client, opened.table, name, ticket=ticket, choice=[1, 3])
        assert is_locked(page)
        assert "checked" not in page.text


def test_a_button_pressed_twice_casts_once(client, round_, opened):
    ticket = ticket_for(client, opened, *passes(round_))

    pages = [
        step(client, opened.table, "cast", ticket=ticket, choice=[1]) for _ in range(2)
    ]

    receipt = receipt_of(Ballot.objects.get().pk)
    assert [receipt in page.text for page in pages] == [True, True]
    assert TableSession.objects.get().served == 1


@pytest.mark.parametrize("pin", ["", "x", "9999999", "٣٣"])
def test_a_wrong_pin_opens_nothing(client, opened, pin):
    page = step(client, opened.table, "unlock", pin=pin)

    assert is_locked(page)
    assert "not the PIN" in page.text
    assert 'name="unlocked"' not in page.text


def test_a_pass_is_taken_only_after_a_pin(client, round_, opened):
    (voting_pass,) = passes(round_)
    elsewhere = table_at(round_)
    foreign = UNLOCKED.search(
        step(client, elsewhere.table, "unlock", pin=elsewhere.pin).text
    )[1]

    for token in ("", "x", foreign):
        page = step(
            client, opened.table, "pass", code=code_of(voting_pass), unlocked=token
        )
        assert is_locked(page)


def test_guessing_the_pin_is_slowed_down_on_every_way(client, round_, monkeypatch):
    opened = table_at(round_)
    monkeypatch.setitem(LIMITS, "table-pin", parse("4 per 15 minutes"))
    for _ in range(LIMITS["table-pin"].amount):
        step(client, opened.table, "unlock", pin="wrong")

    answers = [
        step(client, opened.table, "unlock", pin=opened.pin),
        tell(client, opened.table, "begin", pin=opened.pin),
    ]

    assert [each.status_code for each in answers] == [429] * 2
    assert is_locked(answers[0])
    for answer in (answers[0].text, answers[1].json()["words"]):
        assert "can make another PIN on its page" in answer
    assert all(int(each["Retry-After"]) > 0 for each in answers)
    assert TableSession.objects.get().is_open


def test_nobody_votes_at_a_table_where_somebody_is_signed_in(client, round_, opened):
    client.force_login(staff_member())
    (voting_pass,) = passes(round_)

    page = client.get(address(opened.table))
    answers = [
        tell(client, opened.table, "begin", pin=opened.pin),
        tell(client, opened.table, "check", code=code_of(voting_pass)),
    ]

    assert "Sign out" in page.text
    # A form with a token is refused without the address that it comes from.
    assert page["Referrer-Policy"] == "same-origin"
    assert 'name="pin"' not in page.text
    assert 'name="pin"' not in step(client, opened.table, "unlock", pin=opened.pin).text
    assert [each.status_code for each in answers] == [403, 403]


def test_a_closed_table_says_so(client, opened):
    ticketless = address(opened.table)
    given_up(opened.table)

    page = client.get(ticketless)

    assert "This table was closed" in page.text
    assert 'name="pin"' not in page.text
    assert is_locked(step(client, opened.table, "unlock", pin=opened.pin)) is False


def test_a_table_is_found_by_its_key_in_its_own_round_only(client, round_, opened):
    other = open_round_with_options()

    for slug, key in ((round_.slug, "ABCDEFGHJKLM"), (other.slug, opened.table.key)):
        for name in ("table", "table_worker"):
            path = reverse(f"participation:{name}", args=[slug, key])
            assert client.get(path).status_code == 404


def test_a_ticket_of_the_web_of_another_round_is_worthless(client, opened):
    page = step(client, opened.table, "cast", ticket="a:b:c", choice=[1])

    assert is_locked(page)
    assert not Ballot.objects.exists()


def test_the_locked_page_and_its_scripts_are_light(client, opened):
    static = Path(site_settings.BASE_DIR)
    own = static / "participation" / "static" / "participation"
    shared = static / "config" / "static" / "homeground"

    def weight(*files):
        return sum(len(brotli.compress(file.read_bytes())) for file in files)

    assert (
        weight(own / "table.js", own / "outbox.js", shared / "homeground.js") <= 10_000
    )
    assert weight(own / "table.css", shared / "homeground.css") <= 12_000
    assert len(brotli.compress(client.get(address(opened.table)).content)) <= 14_000


# --- one voter for each PIN ---------------------------------------------------------


def test_a_pin_lets_in_one_pass_and_no_second(client, round_, opened):
    first, second = passes(round_, count=2)
    token = unlocked(client, opened)

    pages = [
        step(client, opened.table, "pass", code=code_of(each), unlocked=token)
        for each in (first, second, first)
    ]

    assert [is_locked(page) for page in pages] == [False, True, True]


def test_a_slip_of_the_finger_costs_no_second_pin(client, round_, opened):
    (voting_pass,) = passes(round_)
    token = unlocked(client, opened)

    wrong = step(client, opened.table, "pass", code="ABCD" * 4, unlocked=token)
    page = step(
        client,
        opened.table,
        "pass",
        code=code_of(voting_pass),
        unlocked=UNLOCKED.search(wrong.text)[1],
    )

    assert TICKET.search(page.text)


def test_a_pin_ends_what_the_pin_before_opened(client, round_, opened):
    (voting_pass,) = passes(round_)
    before, now = unlocked(client, opened), unlocked(client, opened)

    for token, locked in ((before, True), (now, False)):
        page = step(
            client, opened.table, "pass", code=code_of(voting_pass), unlocked=token
        )
        assert is_locked(page) == locked


def test_what_a_pin_opened_is_not_good_for_long(client, round_, opened, monkeypatch):
    (voting_pass,) = passes(round_)
    token, now = unlocked(client, opened), time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 11 * 60)

    page = step(client, opened.table, "pass", code=code_of(voting_pass), unlocked=token)

    assert is_locked(page)


def test_a_ballot_begun_elsewhere_is_not_cast_at_a_table_nor_the_reverse(
    client, round_, opened
):
    """Without its PIN nobody's ballot is counted as one of this table's."""
    at_home, here = passes(round_, count=2)
    vote = reverse("participation:vote", args=[round_.slug])
    page = client.post(vote, {"step": "pass", "code": code_of(at_home)})
    ticket_of_home = TICKET.search(page.text)[1]
    ticket_of_table = ticket_for(client, opened, here)

    at_table = step(client, opened.table, "cast", ticket=ticket_of_home, choice=[1])
    on_web = client.post(
        vote, {"step": "cast", "ticket": ticket_of_table, "choice": [1]}
    )

    assert is_locked(at_table)
    assert "Too much time" in on_web.text
    assert not Ballot.objects.exists()
    assert TableSession.objects.get().served == 0


def test_a_closed_table_keeps_nothing_that_a_pin_opened(client, opened):
    unlocked(client, opened)
    assert TableSession.objects.get().unlocked is not None

    given_up(opened.table)

    assert TableSession.objects.get().unlocked is None
