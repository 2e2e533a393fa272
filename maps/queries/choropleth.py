"""A choropleth: figures of one level, put into at most seven classes."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from django.core.cache import cache
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from maps.models import Release
from maps.queries.released import AreaFigure, figures_at, public_releases

Shade = Literal["per_thousand", "per_km2", "persons"]
SHADES: tuple[Shade, ...] = ("per_thousand", "per_km2", "persons")
MAX_CLASSES = 7
_MOST_VALUES = 200
_A_WEEK = 7 * 86_400


@dataclass(frozen=True)
class MapClass:
    """One class of the legend: its number from 1, and its bounds in words."""

    number: int
    lower: float
    upper: float
    label: str


@dataclass(frozen=True)
class Choropleth:
    """What a map draws: every area with its class, or None where nothing is shown."""

    release: Release
    level: int
    group: str
    shade: Shade
    figures: Sequence[AreaFigure]
    classes: Sequence[MapClass]
    class_of: dict[str, int | None]

    @property
    def hidden_count(self) -> int:
        """Areas of which nothing is drawn, to protect people."""
        return sum(figure.drawn.persons is None for figure in self.figures)

    @property
    def zoned_count(self) -> int:
        """Areas drawn together with others."""
        return sum(figure.shown_in is not None for figure in self.figures)

    @property
    def highest(self) -> AreaFigure | None:
        """The area where the shown value is highest: the map's finding."""
        shown = [f for f in self.figures if drawn_value(f, self.shade) is not None]
        return max(shown, key=lambda f: drawn_value(f, self.shade) or 0.0, default=None)


def drawn_value(figure: AreaFigure, shade: Shade) -> float | None:
    """The number that decides an area's colour: its own, or that of its zone."""
    value: float | None = getattr(figure.drawn, shade)
    return value


def choropleth(
    release: Release,
    *,
    level: int,
    group: str,
    shade: Shade,
) -> Choropleth:
    """Classify a level's released figures. All from public values: nothing leaks.

    Classes are those of all public rounds together, so that a colour means the same
    whichever round is shown: Fisher and Jenks' natural breaks with edges rounded to
    two significant digits, so that a legend reads "10 to 20" and not "9.87 to 20.31".

    Areas that are shown with others have the colour of all of them: whoever draws this
    says beside it that they are not alone.
    """
    figures = figures_at(release, level=level, group=group)
    values = [drawn_value(figure, shade) for figure in figures]
    edges = edges_of_all_rounds(level=level, group=group, shade=shade)
    classes = _classes(edges)
    class_of = {
        figure.area.pcode: None if value is None else class_of_value(value, edges)
        for figure, value in zip(figures, values, strict=True)
    }
    return Choropleth(release, level, group, shade, figures, classes, class_of)


def class_of_value(value: float, edges: Sequence[float]) -> int:
    """The class from 1 that a value falls into; above the last edge, the last."""
    return int(np.searchsorted(edges[:-1], value, side="right")) + 1


def edges_of_all_rounds(*, level: int, group: str, shade: Shade) -> list[float]:
    """Class edges of everything published of a level, a group and a measure."""
    releases = list(public_releases())
    # Releases never change, so neither do their classes.
    key = f"edges:{releases_version(releases)}:{level}:{group}:{shade}"
    edges: list[float] | None = cache.get(key)
    if edges is None:
        edges = class_edges(
            [
                value
                for release in releases
                for figure in figures_at(release, level=level, group=group)
                if (value := drawn_value(figure, shade)) is not None
            ]
        )
        cache.set(key, edges, _A_WEEK)
    return edges


def releases_version(releases: Iterable[Release] | None = None) -> str:
    """A short name for what is public now: another one when a release comes or goes."""
    known = public_releases() if releases is None else releases
    keys = ",".join(str(release.pk) for release in known)
    return hashlib.sha256(keys.encode()).hexdigest()[:12]


def class_edges(values: Sequence[float]) -> list[float]:
    """Upper edges of at most seven classes; the last edge is the highest value.

    ``values`` are those that are shown. Empty for none; a single edge where all
    values are alike.
    """
    distinct = sorted(set(values))
    if not distinct:
        return []
    if len(distinct) == 1:
        return [distinct[0]]
    # It brings scikit-learn along: two seconds that no other page or command should pay.
    import mapclassify  # noqa: PLC0415

    wanted = min(MAX_CLASSES, len(distinct))
    breaks = mapclassify.FisherJenks(_thinned(values), k=wanted).bins
    rounded = sorted({_two_digits(float(edge)) for edge in breaks[:-1]})
    inner = [edge for edge in rounded if distinct[0] < edge < distinct[-1]]
    return [*inner, distinct[-1]]


def _thinned(values: Sequence[float]) -> np.ndarray:
    """The values, or as many of their quantiles as natural breaks can be sought among.

    The search takes time by the square of their number.
    """
    every = np.sort(np.array(values, dtype=float))
    if len(every) <= _MOST_VALUES:
        return every
    chosen: np.ndarray = every[
        np.round(np.linspace(0, len(every) - 1, _MOST_VALUES)).astype(int)
    ]
    return chosen


def _two_digits(value: float) -> float:
    """Rounded to two significant digits."""
    return float(f"{value:.2g}")


def _classes(edges: Sequence[float]) -> list[MapClass]:
    found = []
    lower = 0.0
    for index, upper in enumerate(edges):
        last = index == len(edges) - 1
        if len(edges) == 1:
            label = _number(upper)
        elif index == 0:
            label = _("under %(upper)s") % {"upper": _number(upper)}
        elif last:
            label = _("%(lower)s and over") % {"lower": _number(lower)}
        else:
            label = _("%(lower)s to under %(upper)s") % {
                "lower": _number(lower),
                "upper": _number(upper),
            }
        found.append(MapClass(index + 1, lower, upper, label))
        lower = upper
    return found


def _number(value: float) -> str:
    if value >= 10 or value == int(value):
        return number_format(round(value), decimal_pos=0)
    return number_format(value, decimal_pos=1 if value >= 1 else 2)
