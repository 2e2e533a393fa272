"""Released districts, and a folder where programs open their files."""

import tempfile

import pytest

from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from tests.factories.maps import ReportingRoundFactory, area_tree, return_count
from tests.maps.views.open_data.reading import SECRET, body


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """A folder of its own for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def wards(settings):
    """Released districts of a region, with one count that would point to a family."""
    settings.DATA_PUBLISHER = "Programme office"
    settings.DATA_LICENCE = "CC BY 4.0"
    settings.DATA_LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
    [_country], [_region], wards = area_tree(1, 1, 5)
    reporting = ReportingRoundFactory(code="R/1", source="Test registry")
    for ward, persons in zip(wards, (SECRET, 40, 55, 120, 83), strict=True):
        return_count(ward, persons, round=reporting)
    for level in (0, 1, 2):
        redraw_outlines(level)
    publish_release("R/1", by=None)
    return wards


@pytest.fixture
def opened(client, tmp_path):
    """Return a function that fetches a file and puts it where programs can open it."""

    def fetch(address):
        path = tmp_path / address.rsplit("/", 1)[1]
        path.write_bytes(body(client.get(address)))
        return path

    return fetch
