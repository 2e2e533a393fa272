"""Sheets drawn by dice: anybody draws the same, nobody can choose."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.paper import SeedError, draw_sheets, read_seed

DIGITS = "314159265358979"
BOXES = st.dictionaries(st.integers(1, 30), st.integers(0, 60), min_size=1, max_size=6)


def test_the_draw_is_as_written_down():
    """By the words of the result page alone, without our code."""
    sheets = [(batch, sheet) for batch in (1, 2) for sheet in range(1, 41)]
    queue = sorted(
        sheets,
        key=lambda each: hashlib.sha256(
            f"{DIGITS}/{each[0]}/{each[1]}".encode()
        ).hexdigest(),
    )

    assert draw_sheets(DIGITS, {1: 40, 2: 40}, 7) == set(queue[:7])


@given(BOXES, st.integers(1, 50))
def test_so_many_are_drawn_as_asked_and_only_sheets_that_are_there(boxes, size):
    drawn = draw_sheets(DIGITS, boxes, size)

    assert len(drawn) == min(size, sum(boxes.values()))
    assert all(1 <= sheet <= boxes[batch] for batch, sheet in drawn)


@given(BOXES, st.integers(1, 50))
def test_asking_for_more_keeps_those_drawn_before(boxes, size):
    assert draw_sheets(DIGITS, boxes, size) <= draw_sheets(DIGITS, boxes, size + 1)


def test_every_sheet_is_drawn_about_as_often():
    drawn = Counter(
        sheet
        for seed in range(2_000)
        for _batch, sheet in draw_sheets(f"{seed:015}", {1: 20}, 5)
    )

    # 500 expected of each; six standard deviations are 116.
    assert all(abs(times - 500) < 116 for times in drawn.values())
    assert len(drawn) == 20


@pytest.mark.parametrize(
    ("typed", "seed"),
    [
        ("314159265358979", DIGITS),
        ("3141 5926 5358 979", DIGITS),
        ("31415-92653-58979", DIGITS),
        ("٣١٤١٥٩٢٦٥٣٥٨٩٧٩", DIGITS),
        ("0" * 60, "0" * 60),
    ],
)
def test_digits_are_read_as_rolled(typed, seed):
    assert read_seed(typed) == seed


@pytest.mark.parametrize("typed", ["", "31415926535897", "1" * 61, "31415926535897x"])
def test_what_is_no_row_of_digits_is_refused(typed):
    with pytest.raises(SeedError):
        read_seed(typed)
