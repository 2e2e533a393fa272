"""Bars are true to their numbers, and say what is not shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.plots import Datum, bar_chart, progress_bar, stacked_bar
from tests.maps.plots.strategies import data, parsed, widths, words


@given(data, words, words, st.booleans())
def test_bar_chart_is_wellformed_whatever_the_words(data, title, desc, mirror):
    root = parsed(bar_chart(data, title=title, desc=desc, mirror=mirror))
    assert root.get("role") == "img"


@given(data)
def test_bar_chart_never_leaves_its_frame(data):
    root = parsed(bar_chart(data, title="t"))
    assert all(0 <= width <= 100 for width in widths(root, "mark"))


def test_bars_are_proportional_to_their_values():
    chart = bar_chart([Datum("a", 50, "50"), Datum("b", 200, "200")], title="t")
    assert widths(parsed(chart), "mark") == [25, 100]


def test_maximum_fixes_the_scale():
    chart = bar_chart([Datum("a", 50, "50")], title="t", maximum=100)
    assert widths(parsed(chart), "mark") == [50]


def test_a_value_not_shown_is_hatched_and_has_no_bar():
    chart = bar_chart([Datum("a", None, "not shown"), Datum("b", 3, "3")], title="t")
    root = parsed(chart)
    assert widths(root, "mark") == [100]
    assert chart.count('fill="url(#') == 1
    assert "not shown" in "".join(root.itertext())


def test_a_chart_in_which_everything_is_shown_has_no_hatch():
    assert "pattern" not in bar_chart([Datum("a", 0, "0")], title="t")


def test_mirrored_bars_grow_from_the_other_side():
    one = [Datum("a", 25, "25"), Datum("b", 100, "100")]
    plain, mirrored = bar_chart(one, title="t"), bar_chart(one, title="t", mirror=True)
    assert 'x="0%" y="21" width="25%"' in plain
    assert 'x="75%" y="21" width="25%"' in mirrored
    assert 'direction="rtl"' in mirrored


def test_title_and_description_name_the_picture():
    root = parsed(bar_chart([Datum("a", 1, "1")], title="What", desc="So it is"))
    named = {each.get("id"): each.text for each in root if each.get("id")}
    assert named[root.get("aria-labelledby")] == "What"
    assert named[root.get("aria-describedby")] == "So it is"


def test_two_different_charts_share_no_identifier():
    first = parsed(bar_chart([Datum("a", 1, "1")], title="t"))
    second = parsed(bar_chart([Datum("b", 1, "1")], title="t"))
    assert first.get("aria-labelledby") != second.get("aria-labelledby")


@pytest.mark.parametrize("wrong", [[], [Datum("a", -1, "-1")]])
def test_bar_chart_refuses_what_it_cannot_draw(wrong):
    with pytest.raises(ValueError, match="bar"):
        bar_chart(wrong, title="t")


def test_stacked_parts_fill_the_bar_in_their_order():
    chart = stacked_bar(
        [Datum("a", 30, "30", tone="economic"), Datum("b", 10, "10", tone="social")],
        title="t",
    )
    assert widths(parsed(chart), "mark") == [74.5, 24.5]


def test_stacked_rest_is_hatched_when_a_part_is_not_shown():
    parts = [Datum("a", 30, "30"), Datum("b", None, "not shown")]
    assert 'fill="url(#' in stacked_bar(parts, title="t", total=100)
    assert 'fill="url(#' not in stacked_bar(parts[:1], title="t", total=100)


def test_stacked_bar_refuses_parts_beyond_the_total():
    with pytest.raises(ValueError, match="more than the total"):
        stacked_bar([Datum("a", 30, "30")], title="t", total=20)


@given(data, words, st.booleans())
def test_stacked_bar_is_wellformed(data, title, mirror):
    parsed(stacked_bar(data, title=title, mirror=mirror))


@pytest.mark.parametrize(
    ("value", "total", "width"),
    [(0, 5, 0), (2, 5, 40), (5, 5, 100), (9, 5, 100), (0, 0, 0)],
)
def test_progress_shows_the_share_and_no_more_than_all(value, total, width):
    assert widths(parsed(progress_bar(value, total, title="t")), "value") == [width]


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6), st.booleans())
def test_progress_parts_never_exceed_the_bar(value, total, second, mirror):
    root = parsed(progress_bar(value, total, title="t", second=second, mirror=mirror))
    assert sum(widths(root, "value") + widths(root, "second")) <= 100.02


def test_progress_refuses_less_than_nothing():
    with pytest.raises(ValueError, match="less than nothing"):
        progress_bar(-1, 5, title="t")
