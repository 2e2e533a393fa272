"""Areas as they stand today, and their drawings."""

import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from maps.enums import Scale
from maps.models import AdminArea, AreaOutline


def current_areas(on: datetime.date | None = None) -> QuerySet[AdminArea]:
    """Areas whose borders are valid on a day (today unless told)."""
    day = on or timezone.localdate()
    return AdminArea.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_on__lte=day
    )


def levels_in_use() -> list[int]:
    """Administrative levels that have areas now, coarsest first."""
    return list(
        current_areas().order_by("level").values_list("level", flat=True).distinct()
    )


def outlines(level: int, scale: Scale) -> QuerySet[AreaOutline]:
    """Simplified borders of all current areas of a level, with the area joined."""
    return (
        AreaOutline.objects.filter(
            scale=scale, area__level=level, area__in=current_areas()
        )
        .select_related("area")
        .order_by("area__pcode")
    )
