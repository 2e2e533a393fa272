"""What stands after two readings and a third, and who had it wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.paper import agree, differing

LINES = st.sampled_from(["0", "-", "1", "1 2", "3"])


def test_two_that_read_alike_agree_without_a_third():
    found = agree({1: "1", 2: "0"}, {1: "1", 2: "0"}, {})

    assert found.standing == {1: "1", 2: "0"}
    assert (found.read_twice, found.first_errors, found.second_errors) == (2, 0, 0)


def test_the_third_reading_stands_and_tells_who_was_wrong():
    first = {1: "1", 2: "2", 3: "3", 4: "1"}
    second = {1: "1", 2: "1", 3: "1", 4: "2"}

    assert differing(first, second) == [2, 3, 4]
    found = agree(first, second, {2: "2", 3: "1", 4: "0"})

    assert found.standing == {1: "1", 2: "2", 3: "1", 4: "0"}
    assert (found.first_errors, found.second_errors) == (2, 2)


def test_sheets_read_once_stand_and_count_for_no_error():
    found = agree({1: "1", 2: "2", 3: "3"}, {2: "2"}, {})

    assert found.standing == {1: "1", 2: "2", 3: "3"}
    assert (found.read_twice, found.first_errors) == (1, 0)


def test_nothing_stands_while_a_difference_is_open():
    with pytest.raises(ValueError, match="not resolved"):
        agree({1: "1"}, {1: "2"}, {})
    with pytest.raises(ValueError, match="second clerk only"):
        agree({1: "1"}, {1: "1", 2: "2"}, {})


@given(st.lists(st.tuples(LINES, LINES, LINES), max_size=30))
def test_errors_are_the_readings_that_do_not_stand(sheets):
    first = {at: each[0] for at, each in enumerate(sheets, start=1)}
    second = {at: each[1] for at, each in enumerate(sheets, start=1)}
    third = {
        at: each[2] for at, each in enumerate(sheets, start=1) if each[0] != each[1]
    }

    found = agree(first, second, third)

    assert found.first_errors == sum(
        first[at] != found.standing[at] for at in found.standing
    )
    wrong = found.first_errors + found.second_errors
    assert len(third) <= wrong <= 2 * len(third)
