"""What changed between two rounds, where both are published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from maps.density import symmetric_edges
from maps.models import Release
from maps.queries.choropleth import Shade, drawn_value
from maps.queries.released import AreaFigure, figures_at

#: Tones of the diverging ramp by class: three of less, the same, three of more.
TONES = ("f3", "f2", "f1", "same", "r1", "r2", "r3")
_SAME = 3


@dataclass(frozen=True)
class Change:
    """One area in two rounds; the difference is None where either is not shown.

    Areas that both rounds show together, and no others with them, share a difference.
    """

    before: AreaFigure | None
    after: AreaFigure
    difference: float | None
    tone: str | None

    @property
    def is_together(self) -> bool:
        """Whether the change is that of several areas."""
        return self.after.shown_in is not None


@dataclass(frozen=True)
class Comparison:
    """Two rounds of one level, group and measure, and the classes of the change."""

    before: Release
    after: Release
    shade: Shade
    edges: Sequence[float]
    areas: Sequence[Change]

    @property
    def tone_of(self) -> Mapping[str, str | None]:
        """The tone of each area by P-code."""
        return {each.after.area.pcode: each.tone for each in self.areas}

    @property
    def comparable(self) -> list[Change]:
        """Areas that both rounds show by themselves."""
        return [
            each
            for each in self.areas
            if each.difference is not None and not each.is_together
        ]

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Tone and label of each class that the edges make, most of less first."""
        edges = list(self.edges)
        if not edges:
            return [("same", _("no change"))]
        less, more = [], []
        for index, lower in enumerate(edges):
            upper = edges[index + 1] if index + 1 < len(edges) else None
            less.insert(0, (f"f{index + 1}", _less(lower, upper)))
            more.append((f"r{index + 1}", _more(lower, upper)))
        same = _("changed by under %(upper)s") % {"upper": _number(edges[0])}
        return [*less, ("same", same), *more]


def comparison(
    before: Release, after: Release, *, level: int, group: str, shade: Shade
) -> Comparison:
    """Compare released figures; an area hidden in either round stays hidden."""
    earlier = {
        figure.area.pcode: figure
        for figure in figures_at(before, level=level, group=group)
    }
    pairs = [
        (earlier.get(figure.area.pcode), figure)
        for figure in figures_at(after, level=level, group=group)
    ]
    differences = [_difference(one, other, shade) for one, other in pairs]
    edges = symmetric_edges(differences)
    return Comparison(
        before,
        after,
        shade,
        edges,
        [
            Change(one, other, difference, _tone(difference, edges))
            for (one, other), difference in zip(pairs, differences, strict=True)
        ],
    )


def _difference(
    before: AreaFigure | None, after: AreaFigure, shade: Shade
) -> float | None:
    if before is None or _shown_with(before) != _shown_with(after):
        return None
    was, now = drawn_value(before, shade), drawn_value(after, shade)
    return None if was is None or now is None else now - was


def _shown_with(figure: AreaFigure) -> frozenset[str]:
    """Of which areas the figure is that is shown of this one."""
    zone = figure.shown_in
    return zone.pcodes if zone else frozenset({figure.area.pcode})


def _tone(difference: float | None, edges: Sequence[float]) -> str | None:
    if difference is None:
        return None
    steps = sum(abs(difference) >= edge for edge in edges)
    return TONES[_SAME + (steps if difference > 0 else -steps)]


def _less(lower: float, upper: float | None) -> str:
    if upper is None:
        return _("less by %(lower)s and over") % {"lower": _number(lower)}
    return _("less by %(lower)s to under %(upper)s") % {
        "lower": _number(lower),
        "upper": _number(upper),
    }


def _more(lower: float, upper: float | None) -> str:
    if upper is None:
        return _("more by %(lower)s and over") % {"lower": _number(lower)}
    return _("more by %(lower)s to under %(upper)s") % {
        "lower": _number(lower),
        "upper": _number(upper),
    }


def _number(value: float) -> str:
    places = 0 if value >= 10 else 1 if value >= 1 else 2
    return number_format(value, decimal_pos=places)
