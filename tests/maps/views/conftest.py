"""Districts to draw, one of them with a count that would point to a family."""

import datetime

import pytest

from maps.models import AdminArea, Release
from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from tests.factories.maps import (
    PopulationFactory,
    ReportingRoundFactory,
    area_tree,
    return_count,
)

#: A raw count that must be hidden; no public byte may contain it.
SECRET = 7


@pytest.fixture
def wards(db: None) -> list[AdminArea]:
    """Five wards of a region and their first round."""
    [_country], [_region], wards = area_tree(1, 1, 5)
    reporting = ReportingRoundFactory(code="R1", source="Test registry")
    for ward, persons in zip(wards, (SECRET, 40, 55, 120, 83), strict=True):
        return_count(ward, persons, round=reporting)
        PopulationFactory(area=ward, persons=4_000)
    for level in (0, 1, 2):
        redraw_outlines(level)
    publish_release("R1", by=None)
    return wards


@pytest.fixture
def second(wards: list[AdminArea]) -> Release:
    """A second round: two wards more, one fewer, one as before."""
    later = ReportingRoundFactory(code="R2", reported_on=datetime.date(2026, 10, 31))
    for ward, persons in zip(wards, (SECRET, 90, 55, 60, 203), strict=True):
        return_count(ward, persons, round=later)
    publish_release("R2", by=None)
    return Release.objects.get(round=later)
