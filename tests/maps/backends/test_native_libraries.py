"""GDAL and GEOS are found without anything but the wheels."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from maps.backends.native_libraries import find_native_libraries, set_data_paths

if TYPE_CHECKING:
    import pytest

PROJECT = Path(__file__).parents[3]


def run_alone(script: str) -> str:
    """What a fresh interpreter prints: libraries once loaded cannot be changed."""
    done = subprocess.run(  # noqa: S603  # our own interpreter and script
        [sys.executable, "-c", script],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_wheels_hold_both_libraries_and_the_data() -> None:
    found = find_native_libraries(prefer_system=False)
    assert found.gdal is not None
    assert found.geos is not None
    assert Path(found.gdal).is_file()
    assert Path(found.geos).is_file()
    assert (Path(found.proj_data or "") / "proj.db").is_file()
    assert Path(found.gdal_data or "").is_dir()


def test_environment_wins_over_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GDAL_LIBRARY_PATH", "/opt/gdal.so")
    monkeypatch.setenv("GEOS_LIBRARY_PATH", "/opt/geos.so")
    found = find_native_libraries()
    assert (found.gdal, found.geos) == ("/opt/gdal.so", "/opt/geos.so")
    assert found.gdal_data is None
    assert found.proj_data is None


def test_system_library_keeps_its_own_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GDAL_LIBRARY_PATH", "/opt/gdal.so")
    # Would fail to load /opt/gdal.so if it tried.
    set_data_paths(find_native_libraries())


def test_settings_can_look_without_loading_the_packages() -> None:
    script = (
        "import sys\n"
        "from maps.backends.native_libraries import *\n"
        "set_data_paths(find_native_libraries(prefer_system=False))\n"
        "print([m for m in ('django', 'pyogrio', 'shapely') if m in sys.modules])"
    )
    assert run_alone(script) == "[]"


def test_gdal_of_the_wheel_transforms_with_its_own_proj_data() -> None:
    script = (
        "from maps.backends.native_libraries import *\n"
        "found = find_native_libraries(prefer_system=False)\n"
        "set_data_paths(found)\n"
        "from django.conf import settings\n"
        "settings.configure(\n"
        "    GDAL_LIBRARY_PATH=found.gdal, GEOS_LIBRARY_PATH=found.geos)\n"
        "from django.contrib.gis.geos import Point\n"
        "print(Point(1, 2, srid=4326).transform(6933, clone=True).wkt)"
    )
    assert run_alone(script).startswith("POINT (96486.28")
