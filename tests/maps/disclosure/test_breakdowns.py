"""Breakdowns of one whole that everybody was seen to be in."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.disclosure import LatticeError, shown_breakdown


def test_large_groups_are_all_shown():
    shown = shown_breakdown({"women": 20, "men": 31}, threshold=10)

    assert (shown.whole, shown.parts) == (51, {"women": 20, "men": 31})


@pytest.mark.parametrize("returnees", [0, 1, 9, 31, 39, 40])
def test_all_and_none_are_hidden_like_few(returnees):
    shown = shown_breakdown(
        {"returnees": returnees, "neighbours": 40 - returnees}, threshold=10
    )

    assert shown.whole == 40
    assert shown.parts == {"returnees": None, "neighbours": None}


def test_the_whole_stays_the_same_whatever_its_parts():
    """Other breakdowns show it: hiding it in one only would be no protection."""
    whole = {
        shown_breakdown({"a": a, "b": 12 - a}, threshold=10).whole for a in range(13)
    }

    assert whole == {12}


def test_nothing_is_shown_of_fewer_than_the_threshold():
    shown = shown_breakdown({"women": 4, "men": 5}, threshold=10)

    assert (shown.whole, shown.parts) == (None, {"women": None, "men": None})


def test_one_group_alone_would_be_everybody():
    assert shown_breakdown({"women": 30}, threshold=10).parts == {"women": None}


def test_counts_below_nothing_are_refused():
    with pytest.raises(LatticeError):
        shown_breakdown({"women": -1, "men": 30}, threshold=10)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=2, max_size=4), st.integers(2, 5))
def test_every_hidden_group_could_be_nobody_and_enough(counts, threshold):
    shown = shown_breakdown(dict(enumerate(counts)), threshold=threshold)

    hidden = [at for at, count in shown.parts.items() if count is None]
    assert {at for at, count in enumerate(counts) if count < threshold} <= set(hidden)
    if shown.whole is None:
        assert sum(counts) < threshold
        assert hidden == list(range(len(counts)))
    elif hidden:
        rest = shown.whole - sum(count or 0 for count in shown.parts.values())
        others = itertools.product(range(rest + 1), repeat=len(hidden))
        possible = [each for each in others if sum(each) == rest]
        for at in range(len(hidden)):
            values = {each[at] for each in possible}
            assert 0 in values
            assert max(values) >= threshold
