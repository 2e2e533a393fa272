"""Phones, tables and clerks at once. Only PostgreSQL locks rows one by one."""

import pytest

from participation.enums import PaperState, SheetGivenBack
from participation.models import PaperReading
from participation.services.ballots import cast_ballot
from participation.services.giving_back import give_back_at_table
from participation.services.paper_entry import begin_entry, store_readings
from participation.services.paper_tables import (
    Account,
    account_for_paper,
    give_up_number,
    give_up_pass,
)
from participation.services.roll import hand_out, set_roll
from participation.services.tickets import Ticket
from tests.factories.paper import agreed, counted, table
from tests.factories.participation import (
    closed_by_two,
    code_of,
    ended_round_with_options,
    open_round_with_options,
    passes,
    staff_member,
)
from tests.moments import at_once

pytestmark = [
    pytest.mark.postgis,
    pytest.mark.usefixtures("own_database"),
]


def test_one_pass_on_phones_and_at_tables_at_once_votes_once():
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    code, staff = code_of(voting_pass), staff_member()
    tables = [table(round_) for _ in range(4)]

    outcomes = at_once(
        [
            *(lambda: cast_ballot(Ticket.for_pass(voting_pass), [1]) for _ in range(4)),
            *(lambda each=each: give_up_pass(each, code, by=staff) for each in tables),
        ]
    )

    refused = [each for each in outcomes if type(each).__name__ == "PassUsedError"]
    assert len(refused) == 7
    given = sum(each.given for each in round_.paper_batches.all())
    assert round_.ballots.count() + given == 1


def test_one_number_at_the_desk_and_at_tables_at_once_is_taken_once():
    round_, staff = open_round_with_options(), staff_member()
    set_roll(round_, ["17", "18"], by=staff)
    passes(round_, 1)
    tables = [table(round_) for _ in range(3)]

    outcomes = at_once(
        [
            *(
                lambda each=each: give_up_number(each, "17", by=staff)
                for each in tables
            ),
            *(lambda: hand_out(round_, "17", by=staff) for _ in range(3)),
        ]
    )

    assert [type(each).__name__ for each in outcomes].count("RollError") == 5
    given = sum(each.given for each in round_.paper_batches.all())
    taken_as = round_.roll.get(number="17").taken_as
    assert (given, taken_as) in [(1, "paper"), (0, "pass")]


def test_a_number_given_back_twice_at_once_is_counted_less_once():
    round_, staff = open_round_with_options(), staff_member()
    set_roll(round_, ["1", "2", "3", "4"], by=staff)
    batch = table(round_)
    for number in ("1", "2"):
        give_up_number(batch, number, by=staff)

    outcomes = at_once(
        [
            lambda: give_back_at_table(
                batch, "1", reason=SheetGivenBack.NO_SHEET, by=staff
            )
        ]
        * 4
    )

    assert [type(each).__name__ for each in outcomes].count("NumberNotTakenError") == 3
    batch.refresh_from_db()
    assert batch.by_number == round_.roll.filter(taken_as="paper").count() == 1


def test_the_last_room_on_the_roll_is_taken_by_one_number():
    round_, staff = open_round_with_options(), staff_member()
    set_roll(round_, ["1", "2", "3", "4"], by=staff)
    passes(round_, 3)
    batch = table(round_)

    outcomes = at_once(
        [
            lambda number=number: give_up_number(batch, number, by=staff)
            for number in ("1", "2", "3", "4")
        ]
    )

    assert [type(each).__name__ for each in outcomes].count("RollError") == 3
    batch.refresh_from_db()
    assert batch.given == 1


def test_sheets_given_out_while_they_are_counted_are_in_the_count_or_refused():
    round_, staff = open_round_with_options(), staff_member()
    codes = [code_of(each) for each in passes(round_, 6)]
    batch = table(round_, issued=6)
    back = Account(
        issued=6,
        spoilt=0,
        unused=0,
        missing=6,
        cast=0,
        explanation="In a hurry.",
        language="en",
    )

    outcomes = at_once(
        [
            *(lambda code=code: give_up_pass(batch, code, by=staff) for code in codes),
            lambda: account_for_paper(batch, back, by=staff),
        ]
    )

    batch.refresh_from_db()
    assert batch.state == PaperState.AGREED
    assert batch.given == sum(each is None for each in outcomes[:-1])
    assert round_.passes.filter(state="used").count() == batch.given


def test_many_who_begin_at_once_become_a_first_and_a_second():
    batch = counted(ended_round_with_options(), 2)
    clerks = [staff_member() for _ in range(5)]

    outcomes = at_once(
        [lambda clerk=clerk: begin_entry(batch, by=clerk) for clerk in clerks * 2]
    )

    places = sorted(batch.entries.values_list("place", flat=True))
    assert places == [1, 2]
    # Each of the two pressed twice, and got the same entry twice.
    begun = [each for each in outcomes if not isinstance(each, Exception)]
    assert len(begun) == 4


def test_a_page_sent_twice_at_once_stores_each_sheet_once():
    batch, clerk = counted(ended_round_with_options(), 3), staff_member()
    entry = begin_entry(batch, by=clerk)
    lines = {1: "1", 2: "2", 3: "0"}

    outcomes = at_once([lambda: store_readings(entry, lines, by=clerk)] * 4)

    assert outcomes == [{}] * 4
    assert PaperReading.objects.count() == 3


def test_ballots_cast_while_paper_is_sealed_are_counted_or_refused():
    round_ = open_round_with_options()
    used = passes(round_, 10)
    agreed(round_, ["1", "2", "1 3"])
    left = list(round_.passes.filter(state="printed"))
    assert len(left) == len(used) - 3

    outcomes = at_once(
        [
            *(lambda p=each: cast_ballot(Ticket.for_pass(p), [1]) for each in left[:3]),
            lambda: closed_by_two(round_),
            *(lambda p=each: cast_ballot(Ticket.for_pass(p), [1]) for each in left[3:]),
        ]
    )

    receipts = [each for each in outcomes if isinstance(each, str)]
    round_.refresh_from_db()
    assert round_.result.ballot_count == len(receipts) + 3
    assert set(receipts) <= set(round_.result.receipts)
