"""A damaged file gives a message: no error of a library below ever escapes."""

import random
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maps.imports.areas import read_areas
from maps.imports.locating import AreaLocator, LocatableArea
from maps.imports.population import read_population
from maps.imports.returns import read_returns
from tests.maps.imports.conftest import SQUARES

LOCATE = AreaLocator(LocatableArea(c, c, g) for c, g in SQUARES.items())
HEADS = ["pcode", "returnees", "lat", "lon", "year", "population"]
ROW = ["AA01", 3, 10.5, 30.5, 2021, 5]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds one sound file of each format."""
    folder = tmp_path_factory.mktemp("sound")
    text = "\n".join(",".join(map(str, row)) for row in (HEADS, ROW, ROW))
    (folder / "sound.csv").write_text(text)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADS, ROW, ROW):
        sheet.append(row)
    book.save(folder / "sound.xlsx")
    squares = gpd.GeoDataFrame(
        {"adm2_pcode": list(SQUARES)}, geometry=list(SQUARES.values()), crs=4326
    )
    for suffix in ("geojson", "gpkg", "shp"):
        squares.to_file(folder / f"sound.{suffix}")
    return folder


def damaged(content: bytes, seed: int) -> bytes:
    """The content with some bytes changed, taken out, put in or cut off."""
    chance = random.Random(seed)  # noqa: S311 -- not for secrets
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 8))):
        at = chance.randrange(len(changed))
        match chance.choice(("change", "change", "take", "put", "cut")):
            case "change":
                changed[at] = chance.randrange(256)
            case "take":
                del changed[at : at + chance.randrange(1, 30)]
            case "put":
                changed[at:at] = chance.randbytes(4)
            case "cut":
                del changed[max(1, at) :]
        changed = changed or bytearray(b"x")
    return bytes(changed)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
@example(seed=742)  # says that it is strongly encrypted
def test_damaged_tables_are_read_or_refused(folder, suffix, seed):
    path = folder / f"damaged.{suffix}"
    path.write_bytes(damaged((folder / f"sound.{suffix}").read_bytes(), seed))
    returns = read_returns(path, locate=LOCATE)
    assert returns.counts or returns.has_errors
    population = read_population(path)
    assert population.rows or population.has_errors or population.left_out


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp"])
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_damaged_borders_are_read_or_refused(folder, suffix, seed):
    for part in folder.glob("sound.???"):
        (folder / f"damaged{part.suffix}").write_bytes(part.read_bytes())
    path = folder / f"damaged.{suffix}"
    path.write_bytes(damaged((folder / f"sound.{suffix}").read_bytes(), seed))
    result = read_areas(path, level=2)
    assert result.rows or result.has_errors
    assert all(row.geometry.is_valid for row in result.rows)
