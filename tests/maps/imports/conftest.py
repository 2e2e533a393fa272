"""Small made files: three square areas side by side, and tables about them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
from shapely.geometry import box

from maps.imports.locating import AreaLocator, LocatableArea

REAL_DATA = Path(__file__).resolve().parents[4] / "shared" / "data"

#: West to east, one degree each, between 10° and 11° north.
SQUARES = {f"AA0{n}": box(29 + n, 10, 30 + n, 11) for n in (1, 2, 3)}

TableWriter = Callable[..., Path]


@pytest.fixture
def real_data() -> Path:
    if not REAL_DATA.is_dir():
        pytest.skip("the folder of real files, ../shared/data, is absent")
    return REAL_DATA


@pytest.fixture
def squares() -> AreaLocator[str]:
    return AreaLocator(LocatableArea(c, c, g) for c, g in SQUARES.items())


@pytest.fixture
def write_csv(tmp_path: Path) -> TableWriter:
    def write(
        *rows: Sequence[Any], encoding: str = "utf-8", separator: str = ","
    ) -> Path:
        path = tmp_path / "table.csv"
        text = "\r\n".join(separator.join(map(str, row)) for row in rows)
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def write_xlsx(tmp_path: Path) -> TableWriter:
    def write(*rows: Sequence[Any], **more_sheets: Sequence[Sequence[Any]]) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Data"
        for row in rows:
            sheet.append(list(row))
        for title, sheet_rows in more_sheets.items():
            other = book.create_sheet(title)
            for row in sheet_rows:
                other.append(list(row))
        path = tmp_path / "table.xlsx"
        book.save(path)
        return path

    return write


@pytest.fixture
def frame() -> Callable[..., gpd.GeoDataFrame]:
    """Makes a frame of the squares with columns, in EPSG:4326 unless told."""

    def make(crs: str | None = "EPSG:4326", **columns: Sequence[Any]) -> Any:
        geometry = columns.pop("geometry", list(SQUARES.values()))
        return gpd.GeoDataFrame(columns, geometry=list(geometry), crs=crs)

    return make


@pytest.fixture
def pack(tmp_path: Path) -> Callable[..., Path]:
    """Zips files or bytes by member name."""

    def write(members: dict[str, bytes], name: str = "packed.zip") -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return path

    return write
