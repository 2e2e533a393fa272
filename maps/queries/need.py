"""Need and response: how hard returns press, beside what is there for people.

Both halves are per 1,000 residents and put into three classes each, so that nine
colours tell where help lags behind. Only released figures and public counts are read.
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

    Classes are None where the figure is not shown or residents are not known.
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
        """Many returns and little response: hardest pressed first."""
        found = [
            each
            for each in self.areas
            if (each.need_class, each.response_class) == (3, 1)
        ]
        return sorted(found, key=lambda each: -(each.figure.per_thousand or 0))


def need_and_response(
    release: Release, *, level: int, group: str, counts: Mapping[int, int]
) -> NeedAndResponse:
    """Class every area by its returns and by ``counts``: things there by area's key."""
    figures = figures_at(release, level=level, group=group)
    there = counts_inside(level, counts)
    responses = [
        None
        if figure.is_hidden
        else per_1000_residents(there[figure.area.pk], figure.residents)
        for figure in figures
    ]
    need_edges, need_classes = thirds([figure.per_thousand for figure in figures])
    response_edges, response_classes = thirds(responses)
    return NeedAndResponse(
        release,
        level,
        group,
        [
            Placed(figure, there[figure.area.pk], response, need, met)
            for figure, response, need, met in zip(
                figures, responses, need_classes, response_classes, strict=True
            )
        ],
        need_edges,
        response_edges,
    )


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
