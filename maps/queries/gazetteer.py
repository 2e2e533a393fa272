"""The names by which loaded areas can be recognised in a file."""

import datetime

from django.utils import timezone

from maps.imports.gazetteer import Gazetteer, Place
from maps.models import AdminArea
from maps.queries.areas import current_areas, levels_in_use


def gazetteer_on(day: datetime.date, level: int | None = None) -> Gazetteer:
    """Names of the areas of one level valid on a day (the finest unless told)."""
    areas = list(
        current_areas(day)
        .only("pk", "level", "pcode", "name", "names", "parent_id")
        .order_by("level", "pcode")
    )
    if level is None:
        level = max((area.level for area in areas), default=0)
    by_key = {area.pk: area for area in areas}
    return Gazetteer(
        [_place(area, by_key) for area in areas if area.level == level],
        [_place(area, by_key) for area in areas if area.level < level],
    )


def gazetteers_now(level: int | None = None) -> list[Gazetteer]:
    """Names of today's areas by level, finest first; of one level if told."""
    levels = reversed(levels_in_use()) if level is None else [level]
    return [gazetteer_on(timezone.localdate(), each) for each in levels]


def _place(area: AdminArea, by_key: dict[int, AdminArea]) -> Place:
    above: list[str] = []
    around = by_key.get(area.parent_id or 0)
    while around is not None:
        above.append(around.pcode)
        around = by_key.get(around.parent_id or 0)
    names = dict.fromkeys((area.name, *area.names.values()))
    return Place(area.pcode, tuple(filter(None, names)), tuple(above))
