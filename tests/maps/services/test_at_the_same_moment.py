"""Two stewards decide at once. Only PostgreSQL locks rows one by one."""

import pytest

from maps.enums import ReleaseState, WithdrawalState
from maps.services.approvals import approve_release
from maps.services.refusals import OutOfTurnError
from maps.services.releases import publish_release
from maps.services.withdrawals import (
    ask_to_withdraw,
    confirm_withdrawal,
    decline_withdrawal,
)
from tests.factories.releases import counted_round, proposed, steward
from tests.moments import at_once

pytestmark = [
    pytest.mark.postgis,
    pytest.mark.usefixtures("own_database"),
]


def test_of_two_approvals_at_the_same_moment_one_counts():
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=steward())
    people = [steward(), steward()]

    outcomes = at_once(
        [lambda person=each: approve_release(proposal, by=person) for each in people]
    )

    assert sorted(type(each).__name__ for each in outcomes) == [
        "OutOfTurnError",
        "ReleaseProposal",
    ]
    assert reporting.releases.count() == 1


def test_of_two_answers_at_the_same_moment_one_counts():
    counted_round()
    release = publish_release("R1", by=None, threshold=10)
    asked = ask_to_withdraw(release, reason="Two were swapped.", by=steward())
    one, other = steward(), steward()

    outcomes = at_once(
        [
            lambda: confirm_withdrawal(asked, by=one),
            lambda: decline_withdrawal(asked, by=other),
        ]
    )

    asked.refresh_from_db()
    release.refresh_from_db()
    assert sum(isinstance(each, OutOfTurnError) for each in outcomes) == 1
    is_withdrawn = asked.state == WithdrawalState.CONFIRMED
    assert (release.state == ReleaseState.WITHDRAWN) is is_withdrawn
