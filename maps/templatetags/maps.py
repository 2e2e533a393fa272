"""Tags that draw pieces of a map."""

from collections.abc import Sequence
from typing import Any

from django import template

from maps.focus import Focus
from maps.queries.choropleth import Choropleth
from maps.queries.released import AreaFigure

register = template.Library()

#: Steps of the colour ramp in the stylesheet (`--d1` … `--d7`).
RAMP = 7


@register.inclusion_tag("maps/_legend.html")
def map_legend(drawn: Choropleth) -> dict[str, Any]:
    """The classes with their colours, and the hatch of what is not shown."""
    count = len(drawn.classes)
    return {
        "entries": [
            {"label": each.label, "ramp": ramp_step(each.number, count)}
            for each in drawn.classes
        ]
    }


def ramp_step(number: int, count: int) -> int:
    """The ramp's step for class ``number`` of ``count``: classes use the whole ramp."""
    if count <= 1:
        return RAMP // 2 + 1
    return round((number - 1) * (RAMP - 1) / (count - 1)) + 1


@register.filter
def own_first(
    figures: Sequence[AreaFigure], focus: Focus | None
) -> Sequence[AreaFigure]:
    """Figures with those of the reader's own areas first, each part in its order."""
    if focus is None:
        return figures
    return sorted(figures, key=lambda figure: figure.area.pcode not in focus.pcodes)
