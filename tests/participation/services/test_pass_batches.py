"""A batch of passes that was lost: voided as a whole, and replaced."""

import datetime
import json

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation.enums import PassState, RoundState
from participation.models import PassBatch, VotingPass
from participation.services.ballots import check_pass
from participation.services.errors import (
    NotPermittedError,
    PassRefusedError,
    PassUsedError,
    PassVoidError,
    RollError,
    RoundSetupError,
    RoundStateError,
)
from participation.services.pass_batches import ask_to_void
from participation.services.passes import issue_passes, replace_pass, void_pass
from participation.services.roll import hand_out_batch, set_roll
from participation.services.table_devices import serials_of
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    cast,
    code_of,
    in_state,
    open_round_with_options,
    passes,
    staff_member,
    void_by_two,
)

pytestmark = pytest.mark.django_db


def good_passes(round_):
    return round_.passes.exclude(state__in=[PassState.VOID, PassState.TEST]).count()


@pytest.fixture
def round_():
    """An open round in which two of five passes of one batch were used."""
    round_ = open_round_with_options()
    passes(round_, 5)
    cast(round_, [1], [2])
    return round_


@pytest.fixture
def batch(round_):
    return round_.batches.get()


def test_what_is_not_used_becomes_worthless_and_what_is_used_stays(round_, batch):
    hand_out_batch(batch, by=staff_member())

    assert void_by_two(batch) is None

    states = list(batch.passes.order_by("state").values_list("state", flat=True))
    assert states == [PassState.USED] * 2 + [PassState.VOID] * 3
    assert round_.ballots.count() == 2
    unused = batch.passes.filter(state=PassState.VOID).first()
    with pytest.raises(PassVoidError):
        check_pass(round_, code_of(unused))


def test_as_many_new_ones_take_their_place_while_voting_goes_on(round_, batch):
    issued = void_by_two(batch, with_new_passes=True)

    assert good_passes(round_) == 5
    assert (issued.batch.label, issued.batch.size) == (batch.label, 3)
    for code in issued.codes:
        new = check_pass(round_, code.printed)
        assert new.replaces.batch_id == batch.pk
        assert new.replaces.state == PassState.VOID


def test_a_sheet_that_never_arrived_is_replaced_where_the_roll_is_full():
    """A printer jam, or a connection cut in the one answer that holds the codes."""
    round_, staff = open_round_with_options(), staff_member()
    set_roll(round_, ["1", "2", "3"], by=staff)
    lost = issue_passes(round_, label="Table 2", count=3, by=staff)
    with pytest.raises(RoundSetupError, match="3 passes are out"):
        issue_passes(round_, label="Table 2", count=1, by=staff)

    again = void_by_two(lost.batch, "Printer jam.", with_new_passes=True)
    # The second sheet is lost as well.
    last = void_by_two(again.batch, "Printer jam.", with_new_passes=True)

    assert good_passes(round_) == 3
    for codes, is_good in (
        (lost.codes, False),
        (again.codes, False),
        (last.codes, True),
    ):
        for code in codes:
            if is_good:
                assert check_pass(round_, code.printed).batch == last.batch
            else:
                with pytest.raises(PassVoidError):
                    check_pass(round_, code.printed)


def test_the_audit_log_has_the_reason_and_neither_codes_nor_serials(round_, batch):
    issued = void_by_two(batch, " Stolen. ", with_new_passes=True)

    entry = ModelLogEntry.objects.get(action="participation.void_batch")
    voiding = batch.voidings.get()
    assert entry.data == {
        "batch": batch.label,
        "count": 3,
        "replaced": True,
        "reason": "Stolen.",
        "asked_by": voiding.asked_by_id,
        "agreed_by": voiding.decided_by_id,
    }
    logged = json.dumps(list(ModelLogEntry.objects.values("label", "data")))
    for each in [*issued.codes, *batch.passes.all()]:
        assert each.serial not in logged


def test_new_codes_are_nowhere_in_the_database(round_, batch):
    issued = void_by_two(batch, with_new_passes=True)

    stored = json.dumps(
        [
            *VotingPass.objects.values("serial", "secret_hash", "state"),
            *PassBatch.objects.values("label"),
        ]
    )
    assert len(issued.codes) == 3
    for code in issued.codes:
        assert code.secret not in stored


def test_a_batch_is_voided_once(round_, batch):
    void_by_two(batch, with_new_passes=True)

    with pytest.raises(RoundSetupError, match="already"):
        void_by_two(batch, with_new_passes=True)
    with pytest.raises(RollError, match="declared void"):
        hand_out_batch(batch, by=staff_member())
    assert good_passes(round_) == 5


def test_where_all_were_used_nothing_is_issued_and_the_try_is_on_record(round_):
    (last,) = round_.batches.all()
    cast(round_, [1], [1], [1])

    assert void_by_two(last, with_new_passes=True) is None

    assert round_.passes.filter(state=PassState.USED).count() == 5
    assert round_.batches.count() == 1
    entry = ModelLogEntry.objects.get(action="participation.void_batch")
    assert entry.data["count"] == 0


def test_which_passes_of_a_void_batch_were_used_cannot_be_asked(round_, batch):
    """Voiding one by one tells it of each at the price of the pass; this had no price."""
    void_by_two(batch)

    answers = set()
    for each in batch.passes.all():
        for ask in (void_pass, replace_pass):
            with pytest.raises(RoundSetupError) as refusal:
                ask(round_, serial=each.serial, reason="Lost.", by=staff_member())
            answers.add((type(refusal.value), str(refusal.value)))

    assert len(answers) == 1


def test_a_table_hears_no_serial_of_a_void_batch(round_, batch):
    issued = void_by_two(batch, with_new_passes=True)

    known = serials_of(round_)["serials"]
    assert sorted(known[at : at + 4] for at in range(0, len(known), 4)) == sorted(
        code.serial for code in issued.codes
    )


def test_the_holder_of_a_used_pass_hears_that_it_was_used(round_, batch):
    used = batch.passes.filter(state=PassState.USED).first()
    void_by_two(batch)

    with pytest.raises(PassUsedError):
        check_pass(round_, code_of(used))


def test_passes_for_trying_out_are_not_exchanged_for_such_as_vote(round_):
    (trial,) = passes(round_, state=PassState.TEST)

    with pytest.raises(RoundSetupError, match="nothing to void"):
        void_by_two(trial.batch, "Lost.", with_new_passes=True)
    assert good_passes(round_) == 5


def test_it_needs_a_reason(batch):
    with pytest.raises(RoundSetupError, match="Say why"):
        void_by_two(batch, " ")


def test_it_is_for_organisers(round_, batch):
    member = MandateFactory(community=round_.community).user

    with pytest.raises(NotPermittedError):
        ask_to_void(batch, reason="Stolen.", by=member)


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_it_ends_with_the_round(state):
    round_ = in_state(state)
    batch = round_.batches.first() or PassBatch(round=round_, label="East", size=1)

    with pytest.raises(RoundStateError):
        void_by_two(batch)


def test_it_ends_with_voting():
    past = timezone.now() - datetime.timedelta(hours=1)
    round_ = open_round_with_options(
        opens_at=past - datetime.timedelta(days=1), closes_at=past
    )
    (unused,) = passes(round_)

    with pytest.raises(RoundStateError, match="passes stay as they are"):
        void_by_two(unused.batch, "Lost.")


def test_single_passes_of_other_batches_are_not_touched(round_, batch):
    other = open_round_with_options()
    (kept,) = passes(other)

    void_by_two(batch)

    kept.refresh_from_db()
    assert kept.state == PassState.PRINTED
    assert check_pass(other, code_of(kept)) == kept
    with pytest.raises(PassRefusedError):
        check_pass(round_, code_of(kept))
