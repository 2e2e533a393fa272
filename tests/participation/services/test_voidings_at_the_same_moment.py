"""Voting goes on while a batch is voided. Only PostgreSQL locks rows one by one."""

import pytest

from participation.enums import PassState, VoidingState
from participation.services.ballots import cast_ballot
from participation.services.errors import PassVoidError, RoundSetupError, StepError
from participation.services.pass_batches import (
    agree_to_void,
    ask_to_void,
    refuse_to_void,
    renew_batch,
    take_back_voiding,
)
from participation.services.passes import IssuedPasses
from participation.services.tickets import Ticket
from tests.factories.participation import (
    open_round_with_options,
    passes,
    staff_member,
)
from tests.moments import at_once

pytestmark = [
    pytest.mark.postgis,
    pytest.mark.usefixtures("own_database"),
]


def in_use(count=8):
    """An open round, and passes of one batch."""
    round_ = open_round_with_options()
    return round_, passes(round_, count)


def kinds(outcomes):
    return sorted(type(each).__name__ for each in outcomes)


@pytest.mark.parametrize("with_new_passes", [False, True])
def test_a_pass_used_as_its_batch_is_voided_votes_or_is_void_and_never_both(
    with_new_passes,
):
    round_, held = in_use()
    asker = staff_member()
    asked = ask_to_void(
        held[0].batch, reason="Lost.", with_new_passes=with_new_passes, by=asker
    )
    second = staff_member()
    casts = [lambda p=each: cast_ballot(Ticket.for_pass(p), [1]) for each in held]
    if with_new_passes:
        agreed_to = agree_to_void(asked, by=second)
        casts.insert(4, lambda: renew_batch(agreed_to, by=asker))
    else:
        casts.insert(4, lambda: agree_to_void(asked, by=second))

    outcomes = at_once(casts)

    receipts = [each for each in outcomes if isinstance(each, str)]
    refused = [each for each in outcomes if isinstance(each, PassVoidError)]
    assert len(receipts) + len(refused) == 8
    assert round_.ballots.count() == len(receipts)
    batch = asked.batch
    assert batch.passes.filter(state=PassState.USED).count() == len(receipts)
    assert batch.passes.filter(state=PassState.VOID).count() == len(refused)
    if with_new_passes:
        issued = outcomes[4]
        assert len(issued.codes if issued else ()) == len(refused)


def test_two_who_agree_at_once_are_one_second_person():
    _round, held = in_use()
    asked = ask_to_void(held[0].batch, reason="Lost.", by=staff_member())
    seconds = [staff_member() for _each in range(4)]

    outcomes = at_once(
        [lambda by=each: agree_to_void(asked, by=by) for each in seconds]
    )

    # The others come to a batch that is void, or to what is no longer asked for.
    assert kinds(outcomes).count("BatchVoiding") == 1
    others = [each for each in outcomes if isinstance(each, Exception)]
    assert all(isinstance(each, RoundSetupError | StepError) for each in others)


def test_new_passes_are_printed_once_however_often_the_button_is_pressed():
    round_, held = in_use(3)
    asker = staff_member()
    asked = ask_to_void(held[0].batch, reason="Lost.", with_new_passes=True, by=asker)
    agreed_to = agree_to_void(asked, by=staff_member())

    outcomes = at_once([lambda: renew_batch(agreed_to, by=asker) for _each in range(4)])

    assert [type(each) for each in outcomes].count(IssuedPasses) == 1
    assert round_.batches.count() == 2
    assert round_.passes.exclude(state=PassState.VOID).count() == 3


def test_it_is_asked_for_once_by_whoever_is_first():
    _round, held = in_use()
    people = [staff_member() for _each in range(4)]

    outcomes = at_once(
        [
            lambda by=each: ask_to_void(held[0].batch, reason="Lost.", by=by)
            for each in people
        ]
    )

    assert kinds(outcomes) == ["BatchVoiding", *["StepError"] * 3]


def test_agreeing_refusing_and_taking_back_at_once_come_to_one_of_them():
    _round, held = in_use(4)
    asker = staff_member()
    asked = ask_to_void(held[0].batch, reason="Lost.", by=asker)
    one, other = staff_member(), staff_member()

    outcomes = at_once(
        [
            lambda: agree_to_void(asked, by=one),
            lambda: refuse_to_void(asked, by=other),
            lambda: take_back_voiding(asked, by=asker),
        ]
    )

    asked.refresh_from_db()
    assert kinds(outcomes).count("BatchVoiding") == 1
    is_void = set(asked.batch.passes.values_list("state", flat=True)) == {
        PassState.VOID
    }
    assert is_void == (asked.state == VoidingState.DONE)
