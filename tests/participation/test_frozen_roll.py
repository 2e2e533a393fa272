"""The database itself keeps passes and roll, whatever code tries."""

import pytest

from participation.enums import PassState, RoundState, VoidingState
from participation.models import (
    Ballot,
    PassBatch,
    VotingPass,
)
from tests.factories.participation import (
    cancelled,
    cast,
    closed_by_two,
    in_state,
    open_round_with_options,
    passes,
    round_with_options,
    voiding_of,
)
from tests.participation.freezing import refused

pytestmark = pytest.mark.django_db


def test_roll_does_not_grow_once_voting_has_begun():
    round_ = open_round_with_options()
    passes(round_, 2)
    assert not refused(lambda: passes(round_, 1))

    cast(round_, [1])

    assert refused(lambda: passes(round_, 1))


def test_passes_for_trying_out_may_be_added_at_any_time_and_never_vote():
    round_ = open_round_with_options()
    cast(round_, [1])

    assert not refused(lambda: passes(round_, 1, state=PassState.TEST))
    trial = round_.passes.filter(state=PassState.TEST)
    assert refused(lambda: trial.update(state=PassState.USED))
    assert refused(lambda: trial.update(state=PassState.PRINTED))
    assert refused(lambda: trial.update(state=PassState.VOID))


def test_a_pass_that_was_handed_out_is_used_or_voided_and_not_taken_back():
    round_ = open_round_with_options()
    first, second = passes(round_, 2)
    round_.passes.update(state=PassState.HANDED_OUT)

    assert refused(lambda: round_.passes.update(state=PassState.PRINTED))
    for each, end in ((first, PassState.USED), (second, PassState.VOID)):
        row = VotingPass.objects.filter(pk=each.pk)
        assert not refused(lambda row=row, end=end: row.update(state=end))


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_roll_does_not_grow_after_the_round(state):
    round_ = in_state(state)

    assert refused(lambda: passes(round_, 1))


def test_void_pass_may_be_replaced_while_voting_goes_on():
    round_ = open_round_with_options()
    lost, kept = passes(round_, 2)
    cast_with(kept, [1])

    def replace():
        VotingPass.objects.create(
            round=round_,
            batch=lost.batch,
            serial="ZZZZ",
            secret_hash="x",
            replaces=lost,
        )

    assert refused(replace)
    VotingPass.objects.filter(pk=lost.pk).update(state=PassState.VOID)
    assert not refused(replace)


def cast_with(voting_pass, choices):
    VotingPass.objects.filter(pk=voting_pass.pk).update(state=PassState.USED)
    Ballot.objects.create(round=voting_pass.round, choices=choices, way="web")


@pytest.mark.parametrize("end", [PassState.USED, PassState.VOID])
@pytest.mark.parametrize("target", PassState)
def test_used_or_void_pass_stays_so(end, target):
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    row = VotingPass.objects.filter(pk=voting_pass.pk)
    row.update(state=end)

    assert refused(lambda: row.update(state=target)) is (target != end)


@pytest.mark.parametrize(
    "change", [{"serial": "ZZZZ"}, {"secret_hash": "x"}], ids=["serial", "hash"]
)
def test_pass_never_changes_its_code(change):
    (voting_pass,) = passes(round_with_options())

    assert refused(
        lambda: VotingPass.objects.filter(pk=voting_pass.pk).update(**change)
    )


def test_pass_is_not_moved_to_another_round():
    (voting_pass,) = passes(open_round_with_options())
    other = open_round_with_options()

    assert refused(
        lambda: VotingPass.objects.filter(pk=voting_pass.pk).update(round=other)
    )


def test_pass_is_used_only_while_open():
    (voting_pass,) = passes(round_with_options())

    assert refused(
        lambda: VotingPass.objects.filter(pk=voting_pass.pk).update(
            state=PassState.USED
        )
    )


def test_passes_and_batches_of_an_open_round_are_kept():
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    batch = PassBatch.objects.filter(pk=voting_pass.batch_id)

    assert refused(
        lambda: VotingPass.objects.filter(pk=voting_pass.pk)._raw_delete("default")
    )
    assert refused(lambda: batch.update(size=7))
    assert refused(lambda: batch._raw_delete("default"))


@pytest.mark.parametrize("column", ["handed_out_at", "voided_at"])
def test_what_is_done_with_a_whole_batch_is_noted_once(column):
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    batch = PassBatch.objects.filter(pk=voting_pass.batch_id)
    moment = round_.opens_at
    if column == "voided_at":
        voiding_of(batch.get(), VoidingState.AGREED)

    assert not refused(lambda: batch.update(**{column: moment}))
    assert refused(lambda: batch.update(**{column: None}))
    assert refused(lambda: batch.update(**{column: round_.closes_at}))
    assert not refused(lambda: batch.update(**{column: moment}))


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_nothing_is_noted_of_a_batch_after_the_round(state):
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    voiding_of(voting_pass.batch, VoidingState.AGREED)
    if state == RoundState.CLOSED:
        cast(round_, [1])
        closed_by_two(round_)
    else:
        cancelled(round_)

    assert refused(
        lambda: PassBatch.objects.filter(pk=voting_pass.batch_id).update(
            voided_at=round_.opens_at
        )
    )
