"""Paper that the database itself keeps, whatever code tries."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from participation.enums import (
    EntryPlace,
    PaperState,
    PassState,
    RoundState,
    Step,
    TakenAs,
)
from participation.models import (
    Ballot,
    Entitlement,
    PaperBatch,
    PaperDraw,
    PaperEntry,
    PaperReading,
    Round,
    RoundResult,
    VotingPass,
)
from participation.services.paper_entry import begin_entry, store_readings
from tests.factories.paper import agreed, counted, given_at, table, typed_in
from tests.factories.participation import agreed as agreed_step
from tests.factories.participation import (
    closed_by_two,
    ended_round_with_options,
    open_round_with_options,
    passes,
    round_with_options,
    staff_member,
)

pytestmark = pytest.mark.django_db


def refused(change):
    """Whether the database refuses, and leaves the transaction usable."""
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


@pytest.fixture
def round_():
    return open_round_with_options()


# --- entries ------------------------------------------------------------------------


def test_the_same_person_is_on_one_entry_of_a_batch(round_):
    batch, clerk = counted(round_, 2), staff_member()
    typed_in(batch, ["1", "2"], by=clerk)

    with pytest.raises(IntegrityError), transaction.atomic():
        PaperEntry.objects.create(batch=batch, place=EntryPlace.SECOND, clerk=clerk)


def test_an_entry_is_not_given_to_somebody_else():
    round_ = ended_round_with_options()
    batch = counted(round_, 1)
    entry = begin_entry(batch, by=staff_member())
    row = PaperEntry.objects.filter(pk=entry.pk)

    assert refused(lambda: row.update(clerk=staff_member()))
    assert refused(lambda: row.update(place=EntryPlace.SECOND))
    assert refused(lambda: row.update(batch=counted(round_, 1)))


def test_no_entry_begins_finished_or_of_a_table_that_is_not_counted(round_):
    at_table, done = table(round_), agreed(round_, ["1"])
    batch = counted(round_, 1)

    for each, is_finished in ((at_table, False), (done, False), (batch, True)):
        assert refused(
            lambda each=each, is_finished=is_finished: PaperEntry.objects.create(
                batch=each,
                place=EntryPlace.THIRD,
                clerk=staff_member(),
                is_finished=is_finished,
            )
        )


@pytest.mark.parametrize("is_agreed", [False, True], ids=["finished", "agreed"])
def test_a_finished_entry_does_not_change(round_, is_agreed):
    batch = counted(round_, 2)
    entry = typed_in(batch, ["1", "2"])
    if is_agreed:
        typed_in(batch, ["1", "2"])

    assert refused(lambda: entry.readings.filter(sheet=1).update(marks="3"))
    assert refused(lambda: PaperReading.objects.create(entry=entry, sheet=3, marks="1"))
    assert refused(
        lambda: PaperEntry.objects.filter(pk=entry.pk).update(is_finished=False)
    )


def test_what_an_agreed_batch_says_is_not_deleted_before_the_sealing(round_):
    batch = agreed(round_, ["1"])
    entry = batch.entries.first()

    assert refused(lambda: entry.readings.all()._raw_delete("default"))
    assert refused(lambda: entry.readings.all().delete())
    assert refused(lambda: batch.entries.all().delete())


def test_a_reading_is_not_moved_to_another_sheet_or_clerk():
    round_ = ended_round_with_options()
    batch = counted(round_, 2)
    clerks = [staff_member(), staff_member()]
    entries = [begin_entry(batch, by=clerk) for clerk in clerks]
    store_readings(entries[0], {1: "1"}, by=clerks[0])
    row = PaperReading.objects.filter(entry=entries[0])

    assert refused(lambda: row.update(sheet=2))
    assert refused(lambda: row.update(entry=entries[1]))
    assert not refused(lambda: row.update(marks="2"))


# --- batches ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"cast": 0, "unused": 2},
        {"issued": 3, "spoilt": 1},
        {"explanation": "Something else.", "explanation_language": "en"},
        {"label": "Another table"},
        {"state": PaperState.COUNTED},
        {"by_pass": 3},
        {"in_full": True},
        {"valid": 2},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("is_sealed", [False, True], ids=["agreed", "sealed"])
def test_an_agreed_batch_does_not_change(round_, is_sealed, change):
    batch = agreed(round_, ["1", "0"])
    if is_sealed:
        closed_by_two(round_)

    assert refused(lambda: PaperBatch.objects.filter(pk=batch.pk).update(**change))


def test_a_batch_is_not_agreed_by_hand(round_):
    batch = counted(round_, 1)
    row = PaperBatch.objects.filter(pk=batch.pk)

    assert refused(lambda: row.update(state=PaperState.AGREED))
    typed_in(batch, ["1"])
    assert refused(lambda: row.update(state=PaperState.AGREED))


def test_votes_are_given_up_at_the_table_and_never_taken_back(round_):
    at_table = given_at(table(round_), 2)
    done = counted(round_, 2)

    assert refused(lambda: PaperBatch.objects.filter(pk=at_table.pk).update(by_pass=1))
    assert refused(lambda: PaperBatch.objects.filter(pk=done.pk).update(by_pass=3))


def test_no_vote_is_given_up_before_the_round_opens():
    batch = table(round_with_options())

    assert refused(lambda: PaperBatch.objects.filter(pk=batch.pk).update(by_pass=1))


def test_a_batch_of_an_open_round_is_kept(round_):
    batch = table(round_)

    assert refused(
        lambda: PaperBatch.objects.filter(pk=batch.pk)._raw_delete("default")
    )


def test_a_batch_begins_empty(round_):
    for fields in ({"by_pass": 1}, {"valid": 0}, {"by_number": 2}):
        assert refused(
            lambda fields=fields: PaperBatch.objects.create(
                round=round_, number=9, label="T", issued=5, **fields
            )
        )


def test_digits_are_written_once_and_after_every_table_was_counted(round_):
    staff = staff_member()
    batch = table(round_)

    def roll():
        return PaperDraw.objects.create(round=round_, seed="1" * 15, entered_by=staff)

    assert refused(roll)
    PaperBatch.objects.filter(pk=batch.pk).update(
        state=PaperState.AGREED, spoilt=0, unused=20, missing=0, cast=0
    )
    draw = roll()
    row = PaperDraw.objects.filter(pk=draw.pk)
    assert refused(lambda: row.update(seed="2" * 15))
    assert refused(lambda: row.delete())
    assert refused(
        lambda: PaperBatch.objects.create(round=round_, number=9, label="T", issued=5)
    )


# --- the roll and the sealing -------------------------------------------------------


def test_passes_and_numbers_on_paper_stay_within_the_roll(round_):
    Entitlement.objects.bulk_create(
        Entitlement(round=round_, number=str(number)) for number in (1, 2)
    )
    passes(round_, 1)

    assert not refused(
        lambda: round_.roll.filter(number="1").update(taken_as=TakenAs.PAPER)
    )
    assert refused(
        lambda: round_.roll.filter(number="2").update(taken_as=TakenAs.PAPER)
    )
    assert refused(lambda: passes(round_, 1))


def begin_sealing(round_):
    """As two persons agreed, without our service."""
    agreed_step(round_, Step.CLOSE)
    Round.objects.filter(pk=round_.pk).update(state=RoundState.SEALING)


def sealed_by_hand(round_, ballots):
    """End the sealing with a result that claims so many ballots, without our service."""
    RoundResult.objects.create(
        round=round_,
        sealed_at=round_.closes_at,
        sealed_by=round_.created_by,
        ballot_count=ballots,
        pass_count=0,
        pb_file="",
        digest="",
    )
    Round.objects.filter(pk=round_.pk).update(state=RoundState.CLOSED)


def test_the_database_seals_no_round_whose_paper_is_open(round_):
    counted(round_, 1)
    begin_sealing(round_)

    assert refused(lambda: sealed_by_hand(round_, 0))


def test_the_database_seals_no_round_that_has_not_forgotten_what_was_typed(round_):
    batch = agreed(round_, ["1"])

    def seal(forget):
        begin_sealing(round_)
        Ballot.objects.create(round=round_, choices=[1], way="paper")
        PaperBatch.objects.filter(pk=batch.pk).update(valid=1)
        if forget:
            PaperReading.objects.all().delete()
        sealed_by_hand(round_, 1)

    assert refused(lambda: seal(forget=False))
    assert not refused(lambda: seal(forget=True))


def test_the_database_seals_no_round_with_a_ballot_that_no_sheet_or_pass_paid_for(
    round_,
):
    batch = agreed(round_, ["1"])

    def seal():
        begin_sealing(round_)
        for _ in range(2):
            Ballot.objects.create(round=round_, choices=[1], way="paper")
        PaperBatch.objects.filter(pk=batch.pk).update(valid=1)
        PaperReading.objects.all().delete()
        sealed_by_hand(round_, 2)

    assert refused(seal)


def test_a_pass_given_up_for_paper_stays_used(round_):
    (voting_pass,) = passes(round_)
    given_at(table(round_), 1)

    assert refused(
        lambda: VotingPass.objects.filter(pk=voting_pass.pk).update(
            state=PassState.PRINTED
        )
    )
