"""GDAL opens the open interface of a running site, as QGIS does. Needs no browser.

GDAL asks from a process of its own: it would hold this one's interpreter while the
site has to answer.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from tests.factories.communities import CommunityFactory
from tests.factories.maps import ReportingRoundFactory, area_tree, return_count

ROOT = Path(__file__).parents[2]
_ASK = """
import json, sys
import pyogrio
source, layer, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
if "bbox" in options:
    options["bbox"] = tuple(options["bbox"])
found = pyogrio.read_dataframe(source, layer=layer, **options)
print(json.dumps({
    "layers": [name for name, _kind in pyogrio.list_layers(source)],
    "pcodes": list(found["pcode"]),
    "types": {name: str(kind) for name, kind in found.dtypes.items()},
    "hidden": [name for name, value in zip(found["pcode"], found.get("value", [])) if value != value],
    "bounds": list(found.total_bounds),
    "crs": str(found.crs),
}))
"""


@pytest.fixture(scope="module")
def wards(site: str) -> list[Any]:
    """A region of twelve released districts, one of them small."""
    [_country], [_region], wards = area_tree(1, 1, 12)
    reporting = ReportingRoundFactory(code="R1")
    for number, ward in enumerate(wards):
        return_count(ward, 3 if number == 0 else 40 + number, round=reporting)
    for level in (0, 1, 2):
        redraw_outlines(level)
    publish_release("R1", by=None)
    CommunityFactory(area=wards[2])
    return wards


def asked(site: str, layer: str, **options: Any) -> dict[str, Any]:
    """What GDAL read of a layer."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and arguments
        [
            *(sys.executable, "-c", _ASK),
            f"OAPIF:{site}/api/features/",
            *(layer, json.dumps(options)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_gdal_finds_every_collection(site: str, wards: list[Any]) -> None:
    found = asked(site, "communities")

    assert found["layers"] == [
        *("areas", "returns", "zones", "communities", "services", "initiatives")
    ]
    assert found["pcodes"] == [wards[2].pcode]


def test_gdal_walks_all_pages_and_knows_types(site: str, wards: list[Any]) -> None:
    found = asked(site, "returns", PAGE_SIZE="5", INITIAL_REQUEST_PAGE_SIZE="5")

    assert len(found["pcodes"]) == len(set(found["pcodes"])) == 14
    assert wards[0].pcode in found["hidden"]
    assert found["types"]["date"].startswith("datetime64")
    assert found["types"]["level"].startswith("int")


def test_gdal_asks_for_a_box(site: str, wards: list[Any]) -> None:
    west, south, east, north = wards[4].geometry.extent
    inside = (west + 0.2, south + 0.2, east - 0.2, north - 0.2)

    found = asked(site, "areas", bbox=inside)

    assert wards[4].pcode in found["pcodes"]
    assert wards[8].pcode not in found["pcodes"]


def test_gdal_reads_metres_where_it_is_told_to(site: str, wards: list[Any]) -> None:
    found = asked(site, "areas", CRS="EPSG:3857")

    assert "3857" in found["crs"]
    assert found["bounds"][3] == pytest.approx(111_325.14, abs=1)


def test_gdal_keeps_latitude_and_longitude_apart(site: str, wards: list[Any]) -> None:
    found = asked(site, "areas", CRS="EPSG:4326")

    assert found["bounds"][1] == pytest.approx(0, abs=1e-6)
    assert found["bounds"][3] == pytest.approx(1, abs=1e-6)
