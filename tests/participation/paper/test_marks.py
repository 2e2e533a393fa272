"""A line typed from a sheet becomes the same text, however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.paper import (
    BLANK,
    UNREADABLE,
    Fault,
    Marking,
    MarksError,
    choices_of,
    read_marks,
)

ON_THE_BALLOT = range(1, 13)


def read(typed, marking=Marking.TICKS):
    return read_marks(typed, numbers=ON_THE_BALLOT, marking=marking)


@pytest.mark.parametrize(
    "typed", ["3 7 12", " 12,7 3 ", "3+7+12", "3.7.12", "٣ ٧ ١٢", "3، 7؛ 12", "3-7-12"]
)
def test_ticks_are_read_in_any_order_and_any_digits(typed):
    assert read(typed) == "3 7 12"


@pytest.mark.parametrize("typed", ["0", " 0 ", "٠", "0,"])
def test_a_blank_sheet_is_0_on_every_ballot(typed):
    assert {read(typed, marking) for marking in Marking} == {BLANK}


@pytest.mark.parametrize("typed", ["-", "x", "X", "–", "ء"])
def test_a_sheet_that_nobody_can_read_is_a_dash(typed):
    assert {read(typed, marking) for marking in Marking} == {UNREADABLE}


@pytest.mark.parametrize("typed", ["3:5 7:2", "7*2 3*5", "7=2, 3 : 5", "3*5+7*2"])
def test_points_stand_with_their_number(typed):
    assert read(typed, Marking.POINTS) == "3:5 7:2"


def test_no_points_for_anything_is_a_blank_sheet():
    assert read("3:0", Marking.POINTS) == BLANK


@pytest.mark.parametrize("typed", ["7 3 12", "7:1 3:2 12:3", "12:9 7:2 3:4"])
def test_an_order_is_typed_as_it_is_or_by_places(typed):
    assert read(typed, Marking.ORDER) == "7:1 3:2 12:3"


def test_two_in_the_same_place_stay_so():
    assert read("3:1 7:1 12:2", Marking.ORDER) == "3:1 7:1 12:2"


@pytest.mark.parametrize(
    ("typed", "marking", "fault", "mark"),
    [
        ("", Marking.TICKS, Fault.EMPTY, ""),
        ("three", Marking.TICKS, Fault.NO_MARK, "three"),
        ("3 13", Marking.TICKS, Fault.NOT_ON_THE_BALLOT, "13"),
        ("0 3", Marking.TICKS, Fault.NOT_ON_THE_BALLOT, "0"),
        ("3 7 3", Marking.TICKS, Fault.TWICE, "3"),
        ("3:5", Marking.TICKS, Fault.POINTS_NOT_ASKED, "3:5"),
        ("3:5 7", Marking.POINTS, Fault.POINTS_MISSING, "7"),
        ("3:5000", Marking.POINTS, Fault.NO_MARK, "3:5000"),
        ("3:1 7", Marking.ORDER, Fault.MIXED, "7"),
        (",,", Marking.TICKS, Fault.NO_MARK, ",,"),
    ],
)
def test_what_no_sheet_can_show_was_mistyped(typed, marking, fault, mark):
    with pytest.raises(MarksError) as told:
        read(typed, marking)

    assert (told.value.fault, told.value.mark) == (fault, mark)


def test_what_was_kept_is_understood_again():
    assert choices_of("3 7 12") == [3, 7, 12]
    assert choices_of("3:5 7:2") == {3: 5, 7: 2}
    assert choices_of(BLANK) == []
    assert choices_of(UNREADABLE) is None


@given(st.text(max_size=40), st.sampled_from(Marking))
def test_any_text_is_refused_or_read_the_same_again(typed, marking):
    try:
        kept = read(typed, marking)
    except MarksError:
        return
    assert read(kept, marking) == kept
    choices = choices_of(kept)
    assert choices is None or set(choices) <= set(ON_THE_BALLOT)


@given(st.sets(st.sampled_from(ON_THE_BALLOT), min_size=1), st.randoms())
def test_the_order_of_typing_ticks_makes_no_difference(numbers, random):
    shuffled = list(numbers)
    random.shuffle(shuffled)

    assert choices_of(read(" ".join(map(str, shuffled)))) == sorted(numbers)
