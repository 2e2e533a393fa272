"""One whole and its parts: what votes, attendance and answers by group are shown with."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.disclosure import LatticeError, shown_parts


def test_parts_that_are_large_are_all_shown():
    shown = shown_parts({"women": 20, "men": 31}, threshold=5)

    assert (shown.whole, shown.parts) == (51, {"women": 20, "men": 31})


def test_a_small_part_takes_the_smallest_other_with_it():
    shown = shown_parts({"women": 20, "men": 31, "not said": 3}, threshold=5)

    assert shown.whole == 54
    assert shown.parts == {"women": None, "men": 31, "not said": None}


def test_nobody_looks_like_few():
    assert shown_parts({"women": 20, "men": 0}, threshold=5).parts["men"] is None


def test_a_whole_of_few_is_hidden_with_all_its_parts():
    shown = shown_parts({"women": 2, "men": 1}, threshold=5)

    assert (shown.whole, shown.parts) == (None, {"women": None, "men": None})


def test_no_parts_show_nothing():
    shown = shown_parts({}, threshold=5)

    assert (shown.whole, shown.parts) == (None, {})


def test_counts_below_nothing_are_refused():
    with pytest.raises(LatticeError):
        shown_parts({"women": -1}, threshold=5)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 12), max_size=5), st.integers(2, 5))
def test_every_small_part_could_be_nobody_and_enough(counts, threshold):
    shown = shown_parts(dict(enumerate(counts)), threshold=threshold)

    small = [count for count in counts if 0 < count < threshold]
    hidden = [at for at, count in shown.parts.items() if count is None]
    assert {at for at, count in enumerate(counts) if count < threshold} <= set(hidden)
    if small and shown.whole is not None:
        rest = shown.whole - sum(count or 0 for count in shown.parts.values())
        assert len(hidden) >= 2
        assert rest >= threshold
