"""Casting: one pass, one ballot, and nothing that links them."""

import datetime
import time
import uuid

import pytest
from django.core import signing
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation.enums import PassState, RoundState
from participation.models import Ballot, VotingPass
from participation.services.ballots import cast_ballot, check_pass
from participation.services.errors import (
    BallotError,
    PassRefusedError,
    PassUsedError,
    PassVoidError,
    RoundStateError,
    TicketError,
    UnknownPassError,
)
from participation.services.receipts import receipt_of
from participation.services.signed_forms import STEPS
from participation.services.tickets import Ticket, read_ticket
from tests.factories.participation import (
    cancelled,
    closed_by_two,
    code_of,
    in_state,
    open_round_with_options,
    opened,
    passes,
    round_with_options,
)

pytestmark = pytest.mark.django_db


def ticket_in(round_):
    (voting_pass,) = passes(round_)
    return Ticket.for_pass(voting_pass)


# --- passes -------------------------------------------------------------------------


def test_check_pass_finds_the_pass():
    round_ = open_round_with_options()
    voting_pass, _other = passes(round_, 2)

    assert check_pass(round_, code_of(voting_pass)) == voting_pass


def test_check_pass_refuses_a_wrong_secret_and_an_unknown_serial_alike():
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    wrong_secret = code_of(voting_pass)[:-1] + "Z"
    unknown = "ZZZZ" + code_of(voting_pass)[4:]

    messages = set()
    for typed in (wrong_secret, unknown):
        with pytest.raises(UnknownPassError) as refusal:
            check_pass(round_, typed)
        messages.add(str(refusal.value))
    assert len(messages) == 1


def test_check_pass_of_another_round_is_unknown_here():
    (foreign,) = passes(open_round_with_options())

    with pytest.raises(UnknownPassError):
        check_pass(open_round_with_options(), code_of(foreign))


@pytest.mark.parametrize(
    ("state", "error"),
    [(PassState.USED, PassUsedError), (PassState.VOID, PassVoidError)],
)
def test_check_pass_tells_only_its_holder_that_it_is_spent(state, error):
    round_ = open_round_with_options()
    (spent,) = passes(round_)
    VotingPass.objects.filter(pk=spent.pk).update(state=state)

    with pytest.raises(error):
        check_pass(round_, code_of(spent))
    with pytest.raises(UnknownPassError):
        check_pass(round_, code_of(spent)[:-1] + "Z")


def test_check_pass_refuses_what_cannot_be_a_code():
    with pytest.raises(PassRefusedError, match="16 letters"):
        check_pass(open_round_with_options(), "K7QM-3FXA")


# --- tickets ------------------------------------------------------------------------


def test_ticket_comes_back_as_it_was_signed():
    round_ = open_round_with_options()
    ticket = ticket_in(round_)

    assert read_ticket(ticket.signed(), round_) == ticket


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + "x", lambda t: "x" + t, lambda t: ""]
)
def test_ticket_that_was_changed_is_refused(change):
    round_ = open_round_with_options()

    with pytest.raises(TicketError):
        read_ticket(change(ticket_in(round_).signed()), round_)


def test_ticket_made_up_by_somebody_is_refused():
    round_ = open_round_with_options()
    forged = signing.dumps([round_.pk, 1, uuid.uuid4().hex], salt="guess")

    with pytest.raises(TicketError):
        read_ticket(forged, round_)


def test_ticket_of_another_round_is_refused():
    ticket = ticket_in(open_round_with_options())

    with pytest.raises(TicketError):
        read_ticket(ticket.signed(), open_round_with_options())


def test_ticket_grows_old(monkeypatch):
    round_ = open_round_with_options()
    text = ticket_in(round_).signed()
    later = time.time() + STEPS.total_seconds() + 5
    monkeypatch.setattr(signing.time, "time", lambda: later)

    with pytest.raises(TicketError):
        read_ticket(text, round_)


# --- casting ------------------------------------------------------------------------


def test_cast_ballot_burns_the_pass_and_stores_the_choices():
    round_ = open_round_with_options()
    ticket = ticket_in(round_)

    receipt = cast_ballot(ticket, [3, 1])

    ballot = round_.ballots.get()
    assert (ballot.choices, ballot.way) == ([1, 3], "web")
    assert receipt == receipt_of(ballot.pk)
    assert VotingPass.objects.get().state == PassState.USED


def test_cast_ballot_twice_stores_one_and_shows_the_same_receipt():
    round_ = open_round_with_options()
    ticket = ticket_in(round_)

    first = cast_ballot(ticket, [1])
    again = cast_ballot(ticket, [2])

    assert first == again
    assert round_.ballots.get().choices == [1]


def test_cast_ballot_with_a_second_ticket_of_the_same_pass_is_refused():
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    one, two = Ticket.for_pass(voting_pass), Ticket.for_pass(voting_pass)
    cast_ballot(one, [1])

    with pytest.raises(PassUsedError):
        cast_ballot(two, [2])
    assert round_.ballots.get().choices == [1]


def test_cast_ballot_refused_leaves_the_pass_unused():
    round_ = open_round_with_options(budget=100)
    ticket = ticket_in(round_)

    with pytest.raises(BallotError):
        cast_ballot(ticket, [1, 2, 3])

    assert VotingPass.objects.get().state == PassState.PRINTED
    assert not Ballot.objects.exists()


def test_a_test_pass_leads_to_a_receipt_and_stores_nothing():
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_, state=PassState.TEST)
    ticket = Ticket.for_pass(check_pass(round_, code_of(voting_pass)))

    receipts = {cast_ballot(ticket, [1]) for _time in range(3)}

    assert len(receipts) == 1
    assert not Ballot.objects.exists()
    assert VotingPass.objects.get().state == PassState.TEST


def test_cast_ballot_takes_a_pass_that_was_handed_out():
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    VotingPass.objects.update(state=PassState.HANDED_OUT)

    cast_ballot(Ticket.for_pass(voting_pass), [1])

    assert VotingPass.objects.get().state == PassState.USED


def test_cast_ballot_with_a_pass_voided_meanwhile_is_refused():
    round_ = open_round_with_options()
    ticket = ticket_in(round_)
    VotingPass.objects.update(state=PassState.VOID)

    with pytest.raises(PassVoidError):
        cast_ballot(ticket, [1])


@pytest.mark.parametrize(
    "state",
    [RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED, RoundState.CANCELLED],
)
@pytest.mark.parametrize("hour", ["before", "during", "after"])
def test_cast_ballot_only_in_an_open_round_during_voting_hours(state, hour):
    round_ = round_with_options()
    ticket = ticket_in(round_)
    bring_to(round_, state)
    minute = datetime.timedelta(minutes=1)
    now = {
        "before": round_.opens_at - minute,
        "during": round_.opens_at + minute,
        "after": round_.closes_at,
    }[hour]

    if state == RoundState.OPEN and hour == "during":
        cast_ballot(ticket, [1], now=now)
    else:
        with pytest.raises(RoundStateError):
            cast_ballot(ticket, [1], now=now)


def bring_to(round_, state):
    if state == RoundState.CANCELLED:
        cancelled(round_)
    elif state != RoundState.DRAFT:
        opened(round_)
    if state == RoundState.CLOSED:
        closed_by_two(round_)


def test_ballot_row_holds_nothing_about_the_voter():
    fields = {field.name for field in Ballot._meta.get_fields()}

    assert fields == {"id", "round", "choices", "way"}


def test_casting_leaves_no_line_in_the_audit_log():
    round_ = open_round_with_options()

    cast_ballot(ticket_in(round_), [1])

    assert not ModelLogEntry.objects.exists()


def test_receipts_differ_and_do_not_show_the_identifier():
    ids = [uuid.uuid4() for _ in range(500)]
    receipts = [receipt_of(each) for each in ids]

    assert len(set(receipts)) == 500
    for each, receipt in zip(ids, receipts, strict=True):
        assert receipt.replace("-", "").lower() not in each.hex


def test_voting_hours_are_the_rounds_own():
    round_ = in_state(
        RoundState.OPEN,
        opens_at=timezone.now() + datetime.timedelta(1),
        closes_at=timezone.now() + datetime.timedelta(2),
    )

    with pytest.raises(RoundStateError, match="not begun"):
        check_pass(round_, "AAAA-AAAA-AAAA-AAAA")
