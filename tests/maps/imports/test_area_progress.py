"""How far the reading of borders has come is told, and whoever is told can stop it."""

import pytest
from shapely.geometry import box

from maps.imports.areas import read_areas
from maps.imports.progress import ImportCancelledError


@pytest.fixture
def path(frame, tmp_path):
    many = [f"AA{number:04}" for number in range(120)]
    squares = [box(at, 10, at + 1, 11) for at in range(-60, 60)]
    path = tmp_path / "areas.geojson"
    frame(geometry=squares, adm2_pcode=many, adm2_name=many).to_file(path)
    return path


def test_how_far_the_reading_is_is_told(path):
    told = []

    read_areas(path, level=2, progress=lambda *said, bad: told.append((*said, bad)))

    assert told == [(50, 120, 0), (100, 120, 0)]


def test_the_reading_is_stopped(path):
    def stop(done, total, *, bad=0):
        raise ImportCancelledError

    with pytest.raises(ImportCancelledError):
        read_areas(path, level=2, progress=stop)
