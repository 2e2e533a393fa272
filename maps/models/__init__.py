"""What the map's room stores. Raw return counts are imported from their own module."""

import maps.models.returns  # noqa: F401 - stored, and handed on to nobody
from maps.models.areas import AdminArea, AreaOutline
from maps.models.column_mappings import ColumnMapping
from maps.models.import_jobs import ImportFinding, ImportJob
from maps.models.population import Population
from maps.models.proposals import ReleaseProposal
from maps.models.releases import (
    Release,
    ReleasedCell,
    ReleasedZone,
    ReleasedZoneFigure,
)
from maps.models.reporting import ReportingRound
from maps.models.successions import AreaSuccession
from maps.models.withdrawals import ReleaseWithdrawal

__all__ = [
    "AdminArea",
    "AreaOutline",
    "AreaSuccession",
    "ColumnMapping",
    "ImportFinding",
    "ImportJob",
    "Population",
    "Release",
    "ReleaseProposal",
    "ReleaseWithdrawal",
    "ReleasedCell",
    "ReleasedZone",
    "ReleasedZoneFigure",
    "ReportingRound",
]
