"""What somebody tries who means harm: forged tickets, used passes, guesses."""

import pytest

from participation.enums import PassState
from participation.models import Ballot, VotingPass
from participation.services.pass_codes import PassCode, new_secret
from participation.services.receipts import receipt_of
from participation.services.throttle import LIMITS
from tests.factories.participation import (
    cancelled,
    closed_by_two,
    code_of,
    open_round_with_options,
    passes,
)
from tests.participation.views.voting import (
    address,
    send,
    ticket_for,
    ticket_of,
)

pytestmark = pytest.mark.django_db
LIMIT = LIMITS["pass-entry"].amount
MANY = 2 * LIMIT


def guess(serial="AAAA"):
    return PassCode(serial, new_secret()).printed


# --- an adversary -------------------------------------------------------------------


def test_button_pressed_twice_casts_once_and_shows_the_same_receipt(client):
    round_ = open_round_with_options()
    ticket = ticket_for(client, round_)

    pages = [
        send(client, round_, "cast", ticket=ticket, choice=[1]).text for _ in range(3)
    ]

    receipt = receipt_of(Ballot.objects.get().pk)
    assert [receipt in page for page in pages] == [True, True, True]


def test_pass_that_was_used_is_refused_and_says_so(client):
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    code = code_of(voting_pass)
    ticket = ticket_of(send(client, round_, "pass", code=code))
    send(client, round_, "cast", ticket=ticket, choice=[1])

    page = send(client, round_, "pass", code=code)

    assert "already been used" in page.text
    assert 'name="ticket"' not in page.text


def test_two_tickets_of_one_pass_vote_once(client):
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    tickets = [
        ticket_of(send(client, round_, "pass", code=code_of(voting_pass)))
        for _ in range(2)
    ]

    pages = [
        send(client, round_, "cast", ticket=each, choice=[n])
        for n, each in enumerate(tickets, start=1)
    ]

    assert Ballot.objects.get().choices == [1]
    assert "already been used" in pages[1].text


def test_replay_after_closing_changes_nothing(client):
    round_ = open_round_with_options()
    unused = ticket_for(client, round_)
    cast_before = ticket_for(client, round_)
    send(client, round_, "cast", ticket=cast_before, choice=[2])
    closed_by_two(round_)
    sealed = list(Ballot.objects.values("pk", "choices"))

    for ticket in (unused, cast_before):
        page = send(client, round_, "cast", ticket=ticket, choice=[1])
        again = send(client, round_, "review", ticket=ticket, choice=[1])
        assert "Cast my ballot" not in page.text
        assert again.status_code == 200

    assert list(Ballot.objects.values("pk", "choices")) == sealed
    assert round_.result.ballot_count == 1


def test_replay_after_cancelling_changes_nothing(client):
    round_ = open_round_with_options()
    ticket = ticket_for(client, round_)
    cancelled(round_)

    page = send(client, round_, "cast", ticket=ticket, choice=[1])

    assert "cancelled" in page.text
    assert not Ballot.objects.exists()


def test_pass_and_ticket_of_another_round_are_worthless_here(client):
    here, elsewhere = open_round_with_options(), open_round_with_options()
    (foreign,) = passes(elsewhere)
    ticket = ticket_of(send(client, elsewhere, "pass", code=code_of(foreign)))

    by_pass = send(client, here, "pass", code=code_of(foreign))
    by_ticket = send(client, here, "cast", ticket=ticket, choice=[1])

    assert "not known for this vote" in by_pass.text
    assert "Too much time" in by_ticket.text
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("choice", [["99"], ["-1"], ["1", "x"], ["1; DROP"], ["1.5"]])
@pytest.mark.parametrize("step", ["mark", "review", "cast"])
def test_changed_form_fields_cast_nothing(client, step, choice):
    round_ = open_round_with_options()

    page = send(client, round_, step, ticket=ticket_for(client, round_), choice=choice)

    assert page.status_code == 200
    assert not Ballot.objects.exists()
    assert VotingPass.objects.get().state == PassState.PRINTED


@pytest.mark.parametrize("step", ["mark", "review", "cast"])
@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "1:2"])
def test_made_up_ticket_begins_again_with_the_pass(client, step, ticket):
    round_ = open_round_with_options()

    page = send(client, round_, step, ticket=ticket, choice=[1])

    assert 'name="code"' in page.text
    assert not Ballot.objects.exists()


def test_same_choice_sent_many_times_counts_once(client):
    round_ = open_round_with_options()

    send(client, round_, "cast", ticket=ticket_for(client, round_), choice=[1, 1, 1])

    assert Ballot.objects.get().choices == [1]


def test_unknown_step_begins_with_the_pass(client):
    round_ = open_round_with_options()

    assert 'name="code"' in send(client, round_, "open-sesame").text


def test_guessing_is_slowed_down_but_voting_is_not(client):
    round_ = open_round_with_options()
    (voter,) = passes(round_)
    guesses = [send(client, round_, "pass", code=guess()) for _ in range(MANY)]

    right = send(client, round_, "pass", code=code_of(voter))

    assert {answer.status_code for answer in guesses[:LIMIT]} == {200}
    assert {answer.status_code for answer in guesses[LIMIT:]} == {429}
    assert all(int(answer["Retry-After"]) > 0 for answer in guesses[LIMIT:])
    assert right.status_code == 200
    assert 'name="ticket"' in right.text


def test_a_slip_of_the_finger_after_many_guesses_of_others_can_be_mended(client):
    """Neighbours behind one address: the page says what is wrong, and keeps the form."""
    round_ = open_round_with_options()
    (voter,) = passes(round_)
    for _ in range(LIMIT):
        send(client, round_, "pass", code=guess())
    slip = code_of(voter)[:-1] + "Z"

    answer = send(client, round_, "pass", code=slip)

    assert answer.status_code == 429
    assert "Compare it with the printed pass" in answer.text
    assert slip in answer.text
    assert 'name="code"' in answer.text


@pytest.mark.parametrize("spread", [1, 50], ids=["one address", "many addresses"])
def test_guesses_use_up_no_processor(client, slow_checks, spread):
    """The slow hash takes 8 ms: guesses of existing serials must not come to it."""
    round_ = open_round_with_options()
    known = [each.serial for each in passes(round_, 5)]

    for n in range(300):
        client.post(
            address(round_),
            {"step": "pass", "code": guess(known[n % 5])},
            REMOTE_ADDR=f"198.51.100.{n % spread}",
        )

    # One guess in 65,536 is hashed: three of 300 come up once in sixty million runs.
    assert len(slow_checks) <= 2


def test_made_up_forwarding_address_does_not_escape_the_throttle(client, settings):
    settings.TRUSTED_PROXIES = 1
    round_ = open_round_with_options()

    answers = [
        client.post(
            address(round_),
            {"step": "pass", "code": "AAAA-AAAA-AAAA-AAAA"},
            headers={"X-Forwarded-For": f"10.0.0.{n}, 198.51.100.7"},
        ).status_code
        for n in range(LIMIT + 1)
    ]

    assert answers[-1] == 429


def test_many_right_passes_from_one_address_are_not_slowed(client):
    round_ = open_round_with_options()

    pages = [
        send(client, round_, "pass", code=code_of(each))
        for each in passes(round_, LIMIT + 2)
    ]

    assert all('name="ticket"' in page.text for page in pages)
