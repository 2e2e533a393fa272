"""Areas as they stand today, and their drawings."""

import datetime
from collections.abc import Iterable

import shapely
from django.db.models import Q, QuerySet
from django.utils import timezone

from maps.enums import AreaLevel, Scale
from maps.models import AdminArea, AreaOutline


def current_areas(on: datetime.date | None = None) -> QuerySet[AdminArea]:
    """Areas whose borders are valid on a day (today unless told)."""
    day = on or timezone.localdate()
    return AdminArea.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_on__lte=day
    )


def within(area_ids: Iterable[int]) -> QuerySet[AdminArea]:
    """Current areas that are one of these, or lie in one of them at whatever depth."""
    keys = list(area_ids)
    condition, path = Q(pk__in=keys), "parent"
    for _level in AreaLevel.values[1:]:
        condition |= Q(**{f"{path}__in": keys})
        path += "__parent"
    return current_areas().filter(condition)


def levels_in_use() -> list[int]:
    """Administrative levels that have areas now, coarsest first."""
    return list(
        current_areas().order_by("level").values_list("level", flat=True).distinct()
    )


def outline_of(area: int, scale: Scale) -> AreaOutline | None:
    """Simplified borders of one area, by its key, where they are drawn."""
    return AreaOutline.objects.filter(area=area, scale=scale).first()


def outlines(level: int, scale: Scale) -> QuerySet[AreaOutline]:
    """Simplified borders of all current areas of a level, with the area joined."""
    return (
        AreaOutline.objects.filter(
            scale=scale, area__level=level, area__in=current_areas()
        )
        .select_related("area")
        .order_by("area__pcode")
    )


def touching_pairs(area_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Pairs of areas, by their keys, that share a border or a point of one. One query.

    Exact borders, looked at in memory: the index finds who may touch whom.
    """
    keys, shapes = [], []
    for key, geometry in (
        AdminArea.objects.filter(pk__in=list(area_ids))
        .order_by("pk")
        .values_list("pk", "geometry")
    ):
        keys.append(key)
        shapes.append(shapely.from_wkb(bytes(geometry.wkb)))
    if not shapes:
        return []
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    return [
        (keys[one], keys[other])
        for one, other in zip(first.tolist(), second.tolist(), strict=True)
        if one < other
    ]
