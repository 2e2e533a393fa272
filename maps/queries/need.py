"""Need and response: how hard returns press, beside what is there for people.

Both halves are per 1,000 residents and put into three classes each, so that nine
colours tell where help lags behind. Only released figures and public counts are read.
Areas that are shown together have both halves together: the figure of all of them,
beside all that is there in any of them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maps.density import per_1000_residents, thirds
from maps.models import Release
from maps.queries.areas import current_areas
from maps.queries.released import AreaFigure, figures_at


@dataclass(frozen=True)
class Placed:
    """One area: its released figure, what is there, and the class of each from 1 to 3.

    Classes are None where the figure is not shown or residents are not known. ``count``
    is what is there in the area, or in all that it is shown together with.
    """

    figure: AreaFigure
    count: int
    response: float | None
    need_class: int | None
    response_class: int | None


@dataclass(frozen=True)
class NeedAndResponse:
    """All areas of a level, and where the classes of both halves begin."""

    release: Release
    level: int
    group: str
    areas: Sequence[Placed]
    need_edges: tuple[float, float]
    response_edges: tuple[float, float]

    @property
    def lagging(self) -> list[Placed]:
        """Many returns and little response, hardest pressed first.

        Areas shown together are there once, by the first of them.
        """
        found: dict[frozenset[str], Placed] = {}
        for each in self.areas:
            if (each.need_class, each.response_class) == (3, 1):
                found.setdefault(each.figure.drawn_codes, each)
        return sorted(
            found.values(), key=lambda each: -(each.figure.drawn.per_thousand or 0)
        )


def need_and_response(
    release: Release, *, level: int, group: str, counts: Mapping[int, int]
) -> NeedAndResponse:
    """Class every area by its returns and by ``counts``: things there by area's key."""
    figures = figures_at(release, level=level, group=group)
    there = counts_inside(level, counts)
    units = {figure.drawn_codes: figure for figure in figures}
    count_of = {codes: _count_in(figure, there) for codes, figure in units.items()}
    response_of = {
        codes: per_1000_residents(count_of[codes], figure.drawn.residents)
        for codes, figure in units.items()
        if figure.drawn.persons is not None
    }
    need_edges, need_classes = thirds(
        [figure.drawn.per_thousand for figure in units.values()]
    )
    response_edges, response_classes = thirds(
        [response_of.get(codes) for codes in units]
    )
    need_of = dict(zip(units, need_classes, strict=True))
    met_of = dict(zip(units, response_classes, strict=True))
    return NeedAndResponse(
        release,
        level,
        group,
        [
            Placed(
                figure,
                count_of[codes],
                response_of.get(codes),
                need_of[codes],
                met_of[codes],
            )
            for figure in figures
            for codes in [figure.drawn_codes]
        ],
        need_edges,
        response_edges,
    )


def _count_in(figure: AreaFigure, there: Mapping[int, int]) -> int:
    zone = figure.shown_in
    areas = zone.areas if zone else [figure.area]
    return sum(there.get(area.pk, 0) for area in areas)


def counts_inside(level: int, counts: Mapping[int, int]) -> Counter[int]:
    """Counts of areas added up over the area of ``level`` that each lies in."""
    parents = dict(current_areas().values_list("pk", "parent_id"))
    levels = dict(current_areas().values_list("pk", "level"))
    found: Counter[int] = Counter()
    for key, count in counts.items():
        at: int | None = key
        while at is not None and levels.get(at, level) > level:
            at = parents.get(at)
        if at is not None and levels.get(at) == level:
            found[at] += count
    return found


def finest_level(levels: Sequence[int], counts: Mapping[int, int]) -> int:
    """The finest of ``levels`` at which all that is counted can be placed."""
    placed = current_areas().filter(pk__in=counts).values_list("level", flat=True)
    coarsest = min(placed, default=levels[0])
    return max((level for level in levels if level <= coarsest), default=levels[0])
