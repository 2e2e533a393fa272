"""Districts with released figures, one of them hidden."""

import pytest

from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from tests.factories.maps import (
    ReportingRoundFactory,
    area_tree,
    return_count,
)
from tests.maps.views.features.asking import SECRET


@pytest.fixture
def wards(db):
    """Districts with one count that would point to a family, released."""
    [_country], [_region], wards = area_tree(1, 1, 5)
    reporting = ReportingRoundFactory(code="R1", source="Test registry")
    for ward, persons in zip(wards, (SECRET, 40, 55, 120, 83), strict=True):
        return_count(ward, persons, round=reporting)
    for level in (0, 1, 2):
        redraw_outlines(level)
    publish_release("R1", by=None)
    return wards
