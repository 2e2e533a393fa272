"""Lines break where a value is not shown, and keep their scale."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.plots import Datum, Series, Tick, dot_strip, line_chart, sparkline
from tests.maps.plots.strategies import data, parsed, values, words

TICKS = [Tick(0, "0"), Tick(100, "100")]


def chart(*rows: list[float | None], **options: Any) -> str:
    labels = [str(index) for index in range(len(rows[0]))]
    series = [Series(f"s{index}", row) for index, row in enumerate(rows)]
    return line_chart(series, labels=labels, ticks=TICKS, title="t", **options)


def strokes(markup: str) -> list[str]:
    return [
        each.get("d", "")
        for each in parsed(markup).iter("path")
        if each.get("vector-effect")
    ]


def dots(markup: str) -> list[str | None]:
    return [each.get("cx") for each in parsed(markup).iter("circle")]


@given(st.lists(values, min_size=1, max_size=40), words, st.booleans())
def test_line_chart_is_wellformed_whatever_is_hidden(row, title, mirror):
    labels = [title] * len(row)
    parsed(
        line_chart(
            [Series(title, row)], labels=labels, ticks=TICKS, title=title, mirror=mirror
        )
    )


def test_a_hidden_value_breaks_the_line_and_is_hatched():
    markup = chart([10, 20, None, 40, 50])
    assert strokes(markup)[0].count("M") == 2
    assert markup.count('fill="url(#') == 1
    assert len(dots(markup)) == 4


def test_a_value_hidden_in_one_series_only_is_not_hatched():
    assert 'fill="url(#' not in chart([10, None, 30], [1, 2, 3])


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("gaps", [1, 2, 5])
def test_numbers_of_the_grid_are_written_beside_hatching_at_the_start(gaps, mirror):
    row = [None] * gaps + [float(each) for each in range(8 - gaps)]

    numbers = _numbers(chart(row, mirror=mirror), mirror=mirror)
    bars = _bars(chart(row, mirror=mirror), mirror=mirror)

    assert len(bars) == gaps
    assert numbers
    assert min(numbers) > max(end for _start, end in bars)


def test_numbers_of_the_grid_stand_at_the_start_where_nothing_is_hidden_there():
    assert set(_numbers(chart([1, None, 3]))) == {0.0}


def test_numbers_of_the_grid_stay_inside_where_nearly_all_is_hidden():
    assert set(_numbers(chart([None] * 11 + [4]))) == {0.0}


def _share(words: str | None, *, mirror: bool) -> float:
    """Percent along the line of reading."""
    place = float((words or "").removesuffix("%"))
    return round(100 - place, 2) if mirror else place


def _numbers(markup: str, *, mirror: bool = False) -> list[float]:
    """Where the texts of TICKS begin."""
    words = {tick.text for tick in TICKS}
    return [
        _share(each.get("x"), mirror=mirror)
        for each in parsed(markup).iter()
        if each.tag.endswith("text")
        and each.text in words
        and each.get("text-anchor") is None
    ]


def _bars(markup: str, *, mirror: bool) -> list[tuple[float, float]]:
    """Start and end of each hatched bar, in percent along the line of reading."""
    found = []
    for each in parsed(markup).iter():
        if each.tag.endswith("rect") and "url(#" in each.get("fill", ""):
            left = float(each.get("x", "").removesuffix("%"))
            length = float(each.get("width", "").removesuffix("%"))
            start = 100 - left - length if mirror else left
            found.append((start, start + length))
    return found


def test_a_value_alone_between_gaps_still_has_its_dot():
    assert len(dots(chart([None, 20, None, *[None] * 30]))) == 1


def test_the_scale_runs_from_the_lowest_tick_to_the_highest():
    assert strokes(chart([0, 100]))[0] == "M20 148L980 0"


def test_a_mirrored_line_runs_from_the_right():
    assert strokes(chart([0, 100], mirror=True))[0] == "M980 148L20 0"


def test_positions_put_values_at_their_true_distance():
    assert dots(chart([1, 1, 1], positions=[0, 10, 100])) == ["2%", "11.6%", "98%"]


def test_the_first_and_the_last_label_are_always_written():
    words_drawn = "".join(parsed(chart(list(range(12)))).itertext())
    assert "11" in words_drawn


@pytest.mark.parametrize(
    ("series", "labels", "ticks"),
    [
        ([Series("a", [1, 2])], ["x"], TICKS),
        ([Series("a", [])], [], TICKS),
        ([Series("a", [1])], ["x"], TICKS[:1]),
    ],
)
def test_line_chart_refuses_what_does_not_fit_together(series, labels, ticks):
    with pytest.raises(ValueError, match=r"line chart|differ in number"):
        line_chart(series, labels=labels, ticks=ticks, title="t")


@given(
    st.lists(values, min_size=1, max_size=30).filter(
        lambda row: any(v is not None for v in row)
    )
)
def test_sparkline_is_wellformed(row):
    assert parsed(sparkline(row, title="t")).get("aria-label") == "t"


def test_sparkline_refuses_nothing():
    with pytest.raises(ValueError, match="at least one value"):
        sparkline([None, None], title="t")


@given(
    data.filter(lambda rows: any(each.value is not None for each in rows)),
    st.booleans(),
)
def test_dot_strip_has_a_dot_for_each_value_shown(rows, mirror):
    markup = dot_strip(rows, title="t", mirror=mirror)
    assert len(dots(markup)) == sum(each.value is not None for each in rows)


def test_dot_strip_names_the_place_it_highlights():
    rows = [Datum("a", 1, "1"), Datum("b", 3, "3"), Datum("c", 2, "2")]
    markup = dot_strip(rows, title="t", highlight="c")
    assert "c: 2" in markup
    assert "a: 1" not in markup


def test_dot_strip_refuses_to_show_nothing():
    with pytest.raises(ValueError, match="at least one value"):
        dot_strip([Datum("a", None, "not shown")], title="t")
