"""One roll: every number gets one pass, once, and never more passes than numbers."""

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from participation.enums import PassState, RoundState, TakenAs
from participation.models import Entitlement
from participation.services.errors import (
    NotPermittedError,
    RollError,
    RoundSetupError,
    RoundStateError,
)
from participation.services.passes import issue_passes, replace_pass
from participation.services.roll import (
    LARGEST_ROLL,
    hand_out,
    hand_out_batch,
    read_numbers,
    set_roll,
)
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    cast,
    in_state,
    open_round_with_options,
    passes,
    staff_member,
)

# --- reading ------------------------------------------------------------------------


def test_numbers_are_read_one_a_line_or_as_ranges():
    assert read_numbers("17\n A-4/2, b7 \n\n8..10; ١٢–١٣") == [
        *("17", "A-4/2", "B7", "8", "9", "10", "12", "13"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1\nAmal", "Line 2: “Amal” is no number of a register. Never enter names."),
        ("1\nAmal Badr 17", "Line 2: “Amal Badr 17” is no number"),
        ("7\n5..9", "Line 2: 7 is in line 1 already."),
        (f"1..{LARGEST_ROLL + 1}", "Line 1: a roll has 50000 numbers at most."),
        (f"1..{LARGEST_ROLL}\nA1", "Line 2: a roll has 50000 numbers at most."),
        ("9..5", "Line 1: “9..5” ends before it begins."),
        ("1...9", "Line 1: “1...9” is no number"),
    ],
)
def test_what_is_no_roll_is_told_with_its_line(text, words):
    with pytest.raises(RollError) as told:
        read_numbers(text)

    assert words in str(told.value)


@given(st.text())
def test_any_text_is_read_or_refused_and_no_number_comes_twice(text):
    try:
        numbers = read_numbers(text)
    except RollError:
        return
    assert len(set(numbers)) == len(numbers)
    assert all(any(sign.isdigit() for sign in number) for number in numbers)


# --- entering -----------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def with_roll(round_, numbers=("1", "2", "3")):
    set_roll(round_, list(numbers), by=staff_member())
    return round_


def refused(change):
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


def test_the_roll_is_replaced_until_handing_out_begins():
    round_ = with_roll(open_round_with_options())
    with_roll(round_, ["7", "8"])
    assert [each.number for each in round_.roll.all()] == ["7", "8"]
    hand_out(round_, "7", by=staff_member())

    with pytest.raises(RollError, match="stays as it is"):
        with_roll(round_, ["9"])
    assert ModelLogEntry.objects.filter(action="participation.set_roll").count() == 2


def test_the_roll_stays_once_a_ballot_was_cast():
    round_ = open_round_with_options()
    cast(round_, [1])

    with pytest.raises(RollError, match="stays as it is"):
        with_roll(round_)


def test_there_are_never_more_passes_than_numbers():
    round_ = with_roll(open_round_with_options())
    staff = staff_member()
    issue_passes(round_, label="Hall", count=2, by=staff)

    with pytest.raises(RoundSetupError, match="3 numbers, and 2 passes are out"):
        issue_passes(round_, label="Hall", count=2, by=staff)
    assert refused(lambda: passes(round_, 2))
    issue_passes(round_, label="Trial", count=5, by=staff, is_trial=True)
    lost = round_.passes.filter(state=PassState.PRINTED).first()
    issue_passes(round_, label="Hall", count=1, by=staff)
    replace_pass(round_, serial=lost.serial, reason="lost", by=staff)


def test_a_roll_shorter_than_the_passes_that_are_out_is_refused():
    round_ = open_round_with_options()
    passes(round_, 4)

    with pytest.raises(RollError, match="4 passes for 3 numbers"):
        with_roll(round_)


# --- handing out --------------------------------------------------------------------


def test_each_number_gets_one_pass_once():
    round_ = with_roll(open_round_with_options(), ["17", "A4"])
    staff = staff_member()

    assert hand_out(round_, " ١٧ ", by=staff).number == "17"
    assert hand_out(round_, "a4", by=staff).number == "A4"
    with pytest.raises(RollError, match=r"No\. 17 has already been given out"):
        hand_out(round_, "17", by=staff)
    with pytest.raises(RollError, match=r"No\. 18 is not on the roll"):
        hand_out(round_, "18", by=staff)


def test_handing_out_leaves_no_number_in_the_log():
    round_ = with_roll(open_round_with_options(), ["1717"])

    hand_out(round_, "1717", by=staff_member())

    entry = ModelLogEntry.objects.get(action="participation.hand_out")
    assert "1717" not in f"{entry.data} {entry.label}"


def test_the_committee_of_the_place_hands_out_and_no_other():
    round_ = with_roll(open_round_with_options())

    hand_out(round_, "1", by=MandateFactory(community=round_.community).user)

    with pytest.raises(NotPermittedError):
        hand_out(round_, "2", by=MandateFactory().user)


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_nothing_is_handed_out_after_the_round(state):
    with pytest.raises(RoundStateError):
        hand_out(in_state(state), "1", by=staff_member())


def test_a_batch_is_handed_out_as_a_whole():
    round_ = open_round_with_options()
    first, _second = passes(round_, 2)

    assert hand_out_batch(first.batch, by=staff_member()) == 2
    assert hand_out_batch(first.batch, by=staff_member()) == 0
    assert set(round_.passes.values_list("state", flat=True)) == {"handed"}


# --- what the database keeps --------------------------------------------------------


def test_a_number_is_taken_once_whatever_code_tries():
    round_ = with_roll(open_round_with_options())
    row = round_.roll.filter(number="1")
    row.update(taken_as=TakenAs.PASS)

    assert refused(lambda: row.update(taken_as=TakenAs.NOTHING))
    assert refused(lambda: row.update(taken_as=TakenAs.PAPER))
    assert refused(lambda: row.update(number="4"))
    assert refused(lambda: row.delete())
    assert not refused(lambda: round_.roll.filter(number="2").delete())


def test_the_roll_neither_grows_nor_shrinks_once_voting_has_begun():
    round_ = with_roll(open_round_with_options())
    cast(round_, [1])

    assert refused(lambda: Entitlement.objects.create(round=round_, number="9"))
    assert refused(lambda: round_.roll.filter(number="2").delete())
    assert not refused(
        lambda: round_.roll.filter(number="2").update(taken_as=TakenAs.PASS)
    )
