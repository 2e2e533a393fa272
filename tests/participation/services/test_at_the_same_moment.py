"""Many devices vote at once. Only PostgreSQL locks rows one by one."""

import pytest

from participation.enums import RoundState
from participation.services.ballots import cast_ballot
from participation.services.errors import RoundStateError, TableClosedError
from participation.services.table_arrivals import Arrival, take_envelopes
from participation.services.tables import close_table, say_lost
from participation.services.tickets import Ticket
from tests.factories.participation import (
    closed_by_two,
    open_round_with_options,
    passes,
    staff_member,
)
from tests.factories.tables import sealed_ballot, table_in_use
from tests.moments import at_once

pytestmark = [
    pytest.mark.postgis,
    pytest.mark.usefixtures("own_database"),
]


def test_one_pass_pressed_at_once_from_many_devices_votes_once():
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    outcomes = at_once(
        [lambda: cast_ballot(Ticket.for_pass(voting_pass), [1]) for _ in range(8)]
    )

    assert sorted(type(each).__name__ for each in outcomes) == [
        *["PassUsedError"] * 7,
        "str",
    ]
    assert round_.ballots.count() == 1


def test_ballots_cast_while_the_round_closes_are_counted_or_refused():
    round_ = open_round_with_options()
    used = passes(round_, 12)
    casts = [lambda p=each: cast_ballot(Ticket.for_pass(p), [1]) for each in used]

    outcomes = at_once(
        [
            *casts[:6],
            lambda: closed_by_two(round_),
            *casts[6:],
        ]
    )

    receipts = [each for each in outcomes if isinstance(each, str)]
    refused = [each for each in outcomes if isinstance(each, RoundStateError)]
    round_.refresh_from_db()
    assert round_.state == RoundState.CLOSED
    assert len(receipts) + len(refused) == 12
    assert round_.result.receipts == sorted(receipts)


def test_one_pass_at_a_table_and_on_the_web_at_once_votes_once():
    round_ = open_round_with_options()
    table = table_in_use(round_).table
    (voting_pass,) = passes(round_)
    envelopes = [sealed_ballot(table, voting_pass, {2: 1}) for _ in range(4)]

    def at_the_table(envelope):
        return take_envelopes(table, {"x": envelope}, address="203.0.113.5")["x"]

    outcomes = at_once(
        [
            *(lambda: cast_ballot(Ticket.for_pass(voting_pass), [1]) for _ in range(4)),
            *(lambda each=each: at_the_table(each) for each in envelopes),
        ]
    )

    table.refresh_from_db()
    taken = [each for each in outcomes if each == Arrival.TAKEN]
    receipts = [each for each in outcomes if type(each) is str]
    assert round_.ballots.count() == len(taken) + len(receipts) == 1
    assert (table.served, table.refused) == (len(taken), 4 - len(taken))


def test_one_envelope_sent_at_once_many_times_is_counted_once():
    round_ = open_round_with_options()
    table = table_in_use(round_).table
    good = sealed_ballot(table, *passes(round_))
    bad = good[:-1] + bytes([good[-1] ^ 1])
    both = {"good": good, "bad": bad}

    outcomes = at_once(
        [lambda: take_envelopes(table, both, address="203.0.113.5") for _ in range(6)]
    )

    table.refresh_from_db()
    assert outcomes == [{"good": Arrival.TAKEN, "bad": Arrival.REFUSED}] * 6
    assert (table.served, table.refused) == (1, 1)


def test_a_table_given_up_while_ballots_arrive_loses_no_count():
    round_ = open_round_with_options()
    staff = staff_member()
    table = table_in_use(round_, by=staff).table
    say_lost(table, because="Stolen.", by=staff_member())
    envelopes = [sealed_ballot(table, each) for each in passes(round_, 8)]

    outcomes = at_once(
        [
            *(
                lambda each=each: take_envelopes(
                    table, {"x": each}, address="203.0.113.5"
                )
                for each in envelopes
            ),
            lambda: close_table(table, by=staff),
        ]
    )

    table.refresh_from_db()
    taken = [each for each in outcomes if each == {"x": Arrival.TAKEN}]
    closed = [each for each in outcomes if isinstance(each, TableClosedError)]
    assert not table.is_open
    assert len(taken) + len(closed) == 8
    assert round_.ballots.count() == table.served == len(taken)
