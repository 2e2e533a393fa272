"""Areas by what they are called, in any of their languages."""

from maps.models import AdminArea
from maps.queries.areas import current_areas

_MOST = 12


def areas_called(name: str) -> list[AdminArea]:
    """Current areas whose name in some language is, or else contains, ``name``."""
    wanted = name.strip().casefold()
    if not wanted:
        return []
    exact, near = [], []
    for area in current_areas().only("pk", "name", "names"):
        names = [each.casefold() for each in (area.name, *(area.names or {}).values())]
        if wanted in names:
            exact.append(area.pk)
        elif any(wanted in each for each in names):
            near.append(area.pk)
    found = current_areas().filter(pk__in=(exact or near)[:_MOST])
    return list(
        found.select_related("parent")
        .defer("geometry", "parent__geometry")
        .order_by("level", "name")
    )
