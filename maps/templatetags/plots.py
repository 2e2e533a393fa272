"""Plots in a page: the finding, the picture, its source, and the numbers behind it.

    {% load plots %}
    {% bar_figure data title=title finding=finding source=source head=heads %}

`finding` is one sentence that says what the picture shows; `source` says where the
numbers come from and of which date; `heads` are the two or more headings of the table.
"""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from maps import plots
from maps.plots import Datum, Series, Tick

register = template.Library()

_TEMPLATE = "maps/_plot_figure.html"
Context = dict[str, Any]


@register.inclusion_tag(_TEMPLATE)
def bar_figure(
    data: Sequence[Datum],
    *,
    title: str,
    finding: str,
    source: str = "",
    heads: Sequence[str] = (),
    maximum: float | None = None,
) -> Context:
    """Show bars to compare."""
    markup = plots.bar_chart(
        data, title=title, desc=finding, maximum=maximum, mirror=get_language_bidi()
    )
    return _figure(markup, title, finding, source, heads, _rows(data))


@register.inclusion_tag(_TEMPLATE)
def stacked_figure(
    parts: Sequence[Datum],
    *,
    title: str,
    finding: str,
    source: str = "",
    heads: Sequence[str] = (),
    total: float | None = None,
) -> Context:
    """Show the parts of a whole with a legend."""
    markup = plots.stacked_bar(
        parts, title=title, desc=finding, total=total, mirror=get_language_bidi()
    )
    legend = [
        (each.tone if each.value is not None else "", each.label, each.text)
        for each in parts
    ]
    return {
        **_figure(markup, title, finding, source, heads, _rows(parts)),
        "legend": legend,
    }


@register.inclusion_tag(_TEMPLATE)
def line_figure(
    series: Sequence[Series],
    labels: Sequence[str],
    ticks: Sequence[Tick],
    *,
    title: str,
    finding: str,
    source: str = "",
    heads: Sequence[str] = (),
    positions: Sequence[float] | None = None,
) -> Context:
    """Show change over time; every series must bring `texts`, the cells of its column."""
    markup = plots.line_chart(
        series,
        labels=labels,
        ticks=ticks,
        title=title,
        desc=finding,
        positions=positions,
        mirror=get_language_bidi(),
    )
    rows = list(zip(labels, *(each.texts for each in series), strict=True))
    columns = [heads[0] if heads else _("When"), *(each.name for each in series)]
    legend = [(each.tone, each.name, "") for each in series] if len(series) > 1 else []
    return {**_figure(markup, title, finding, source, columns, rows), "legend": legend}


@register.inclusion_tag(_TEMPLATE)
def dot_figure(
    data: Sequence[Datum],
    *,
    title: str,
    finding: str,
    source: str = "",
    heads: Sequence[str] = (),
    highlight: str = "",
) -> Context:
    """Show where one place stands among the others."""
    markup = plots.dot_strip(
        data, title=title, desc=finding, highlight=highlight, mirror=get_language_bidi()
    )
    return _figure(markup, title, finding, source, heads, _rows(data))


@register.simple_tag
def sparkline(
    values: Sequence[float | None], title: str, tone: str = "accent"
) -> SafeString:
    """Draw a small line for a table cell."""
    markup = plots.sparkline(values, title=title, tone=tone, mirror=get_language_bidi())
    return mark_safe(markup)  # noqa: S308 - maps.plots escapes all text


def _rows(data: Sequence[Datum]) -> list[tuple[str, ...]]:
    return [(each.label, each.text) for each in data]


def _figure(
    markup: str,
    title: str,
    finding: str,
    source: str,
    heads: Sequence[str],
    rows: Sequence[tuple[str, ...]],
) -> Context:
    return {
        "plot": mark_safe(markup),  # noqa: S308 - maps.plots escapes all text
        "title": title,
        "finding": finding,
        "source": source,
        "heads": heads or (_("What"), _("Value")),
        "rows": rows,
    }
