"""What the map's room stores. Raw return counts are imported from their own module."""

from maps.models.areas import AdminArea, AreaOutline
from maps.models.population import Population
from maps.models.releases import Release, ReleasedCell
from maps.models.reporting import ReportingRound
from maps.models.returns import ReturnCount

__all__ = [
    "AdminArea",
    "AreaOutline",
    "Population",
    "Release",
    "ReleasedCell",
    "ReportingRound",
    "ReturnCount",
]
