"""Many devices vote at once. Only PostgreSQL locks rows one by one."""

import pytest

from participation.enums import RoundState
from participation.services.ballots import cast_ballot
from participation.services.errors import RoundStateError
from participation.services.tickets import Ticket
from tests.factories.participation import (
    closed_by_two,
    open_round_with_options,
    passes,
)
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
