"""A plot in a page brings its finding, its source and its numbers."""

from django.template import Context, Template
from django.utils.translation import override

from maps.plots import Datum, Series, Tick

BARS = [Datum("Quay <b>", 4, "4"), Datum("Hill", None, "not shown")]


def draw(source: str, **values: object) -> str:
    return Template("{% load plots %}" + source).render(Context(values))


def test_bar_figure_says_the_finding_the_source_and_the_numbers():
    html = draw(
        '{% bar_figure bars title="Returnees" finding="Few returned." source="Round 3" %}',
        bars=BARS,
    )
    assert "Few returned." in html
    assert "Returnees · Round 3" in html
    assert '<th scope="row">Hill</th><td class="n">not shown</td>' in html


def test_words_from_the_data_are_escaped_in_picture_and_table():
    html = draw('{% bar_figure bars title="t" finding="f" %}', bars=BARS)
    assert "<b>" not in html
    assert html.count("Quay &lt;b&gt;") == 2


def test_a_page_from_right_to_left_has_mirrored_plots():
    with override("ar"):
        assert 'direction="rtl"' in draw(
            '{% bar_figure bars title="t" finding="f" %}', bars=BARS
        )


def test_line_figure_has_a_column_for_each_series():
    html = draw(
        '{% line_figure series labels ticks title="t" finding="f" %}',
        series=[
            Series("Quay", [1, None], texts=["1", "not shown"]),
            Series("District", [2, 3], texts=["2", "3"]),
        ],
        labels=["May", "June"],
        ticks=[Tick(0, "0"), Tick(5, "5")],
    )
    assert (
        '<th scope="row">June</th><td class="n">not shown</td><td class="n">3</td>'
        in html
    )
    assert '<th scope="col" class="n">District</th>' in html


def test_stacked_figure_has_a_legend_that_names_each_part():
    html = draw('{% stacked_figure bars title="t" finding="f" total=9 %}', bars=BARS)
    assert (
        '<span class="swatch tone-accent"></span>Quay &lt;b&gt; <strong>4</strong>'
        in html
    )
    assert '<span class="swatch hatch"></span>Hill' in html


def test_dot_figure_and_sparkline_draw():
    assert "<circle" in draw('{% dot_figure bars title="t" finding="f" %}', bars=BARS)
    assert "sparkline" in draw('{% sparkline values "Rising" %}', values=[1, 2])
