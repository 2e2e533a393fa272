"""The database itself keeps passes and roll, whatever code tries."""

import pytest

from participation.enums import PassState, RoundState, TakenAs, VoidingState
from participation.models import (
    Ballot,
    Entitlement,
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
from tests.participation.freezing import begin_sealing, refused

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


# --- passes after voting ------------------------------------------------------------

ENDS = [PassState.HANDED_OUT, PassState.USED, PassState.VOID]


def after(state):
    """The one pass that was not used, of a round in a state."""
    round_ = open_round_with_options()
    passes(round_, 2)
    cast(round_, [1])
    if state == RoundState.CLOSED:
        closed_by_two(round_)
    elif state == RoundState.CANCELLED:
        cancelled(round_)
    else:
        begin_sealing(round_)
    return VotingPass.objects.filter(round=round_, state=PassState.PRINTED)


@pytest.mark.parametrize(
    "state", [RoundState.SEALING, RoundState.CLOSED, RoundState.CANCELLED]
)
@pytest.mark.parametrize("target", ENDS)
def test_passes_stay_as_they_are_once_the_round_is_over(state, target):
    row = after(state)

    assert refused(lambda: row.update(state=target))
    assert row.count() == 1


@pytest.mark.parametrize(
    "state", [RoundState.SEALING, RoundState.CLOSED, RoundState.CANCELLED]
)
def test_no_pass_is_added_to_or_taken_from_a_round_that_is_over(state):
    row = after(state)
    round_ = row.get().round

    for kind in (PassState.PRINTED, PassState.TEST):
        assert refused(lambda kind=kind: passes(round_, state=kind))
    assert refused(lambda: row._raw_delete("default"))


# --- no more passes than numbers ----------------------------------------------------


def with_roll(numbers, **fields):
    round_ = open_round_with_options(**fields)
    Entitlement.objects.bulk_create(
        Entitlement(round=round_, number=str(n)) for n in range(numbers)
    )
    return round_


def test_there_are_no_more_passes_than_numbers_on_the_roll():
    round_ = with_roll(3)

    assert refused(lambda: passes(round_, 4))
    assert not round_.passes.exists()
    assert not refused(lambda: passes(round_, 2))
    assert not refused(lambda: passes(round_, 1))
    assert refused(lambda: passes(round_, 1))


def test_void_and_trial_passes_leave_room_on_the_roll():
    round_ = with_roll(2)
    passes(round_, 2)

    assert not refused(lambda: passes(round_, 3, state=PassState.TEST))
    round_.passes.filter(pk=round_.passes.first().pk).update(state=PassState.VOID)
    assert not refused(lambda: passes(round_, 1))
    assert refused(lambda: passes(round_, 1))


def test_a_number_that_votes_on_paper_leaves_room_for_one_pass_less():
    round_ = with_roll(2)
    round_.roll.filter(number="0").update(taken_as=TakenAs.PAPER)

    assert refused(lambda: passes(round_, 2))
    assert not refused(lambda: passes(round_, 1))


def test_rounds_that_get_passes_together_are_asked_of_each_by_itself():
    full, free, open_to_all = with_roll(1), with_roll(9), open_round_with_options()
    batch = {each.pk: passes(each)[0].batch for each in (full, free, open_to_all)}

    def add(*rounds):
        VotingPass.objects.bulk_create(
            VotingPass(
                round=each, batch=batch[each.pk], serial=f"Z{n:03}", secret_hash="x"
            )
            for n, each in enumerate(rounds)
        )

    assert not refused(lambda: add(free, open_to_all))
    assert refused(lambda: add(free, open_to_all, full))


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
