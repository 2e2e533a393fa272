"""Plots drawn on the server as SVG: pure functions from numbers and words to markup.

Every function returns one `<svg role="img">` with a title and a description, no inline
style, colours by class only (`homeground.css`, section 14). Lengths along the line of
reading are percentages, so that text keeps its size from a phone to a poster; `mirror`
turns a plot round for languages read from right to left. Numbers come formatted by the
caller (`text`), who also owes the reader a caption that says the finding.
A value of None is a value that is not shown: it is hatched or left as a gap, never zero.
"""

from .bars import bar_chart, progress_bar, stacked_bar
from .data import Datum, Series, Tick
from .dots import dot_strip
from .lines import line_chart, sparkline

__all__ = [
    "Datum",
    "Series",
    "Tick",
    "bar_chart",
    "dot_strip",
    "line_chart",
    "progress_bar",
    "sparkline",
    "stacked_bar",
]
