"""A stranger's file of borders cannot fill the disk, leave its folder, or read ours."""

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from maps.imports import archives
from maps.imports.areas import AreaFile, read_areas


def only_message(result: AreaFile) -> str:
    (finding,) = result.findings
    assert result.rows == []
    assert finding.remedy
    return finding.message


def test_zip_bomb_is_refused_before_unpacking(pack, tmp_path):
    bomb = pack({"areas.geojson": b"0" * 20_000_000})
    assert "as a zip bomb does" in only_message(read_areas(bomb, level=2))
    assert [path.name for path in tmp_path.iterdir()] == ["packed.zip"]


def test_zip_larger_than_the_limit_is_refused(pack):
    packed = pack({"areas.geojson": bytes(range(256)) * 40})
    message = only_message(read_areas(packed, level=2, max_bytes=10_000))
    assert message.startswith("Unpacked, the archive has")


@pytest.mark.parametrize(
    "member", ["../outside.shp", "/etc/outside.shp", "..\\outside.shp", "C:\\x.shp"]
)
def test_zip_with_a_path_outside_is_refused(pack, member):
    message = only_message(read_areas(pack({member: b"x"}), level=2))
    assert message == (
        "The archive holds a file that would be written outside its folder."
    )


def test_zip_whose_file_is_another_ones_folder_is_refused(pack):
    packed = pack({"a.shp": b"x", "a.shp/b.shp": b"x"})
    assert only_message(read_areas(packed, level=2)) == "The archive is damaged."


def test_zip_with_too_many_members_is_refused(pack, monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
    packed = pack({f"{n}.shp": b"x" for n in range(3)})
    assert "holds 3 files" in only_message(read_areas(packed, level=2))


def test_zip_that_lies_about_a_size_is_refused(pack):
    packed = pack({"areas.geojson": b'{"type": "FeatureCollection"}' * 1000})
    content = packed.read_bytes()
    true_size = (29_000).to_bytes(4, "little")
    packed.write_bytes(content.replace(true_size, (290).to_bytes(4, "little")))
    assert "damaged" in only_message(read_areas(packed, level=2))


def test_zip_with_a_password_is_refused(pack):
    packed = pack({"areas.shp": b"x"})
    content = bytearray(packed.read_bytes())
    central = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[central + 8] |= 1
    packed.write_bytes(content)
    assert "password" in only_message(read_areas(packed, level=2))


def test_zip_that_is_none_is_refused(tmp_path):
    path = tmp_path / "areas.zip"
    path.write_bytes(b"PK\x03\x04 not really")
    assert only_message(read_areas(path, level=2)) == (
        "The archive is damaged or not a zip."
    )


def test_file_larger_than_the_limit_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "areas.geojson"
    with path.open("wb") as stream:
        stream.truncate(400_000_000)
    assert only_message(read_areas(path, level=2)) == (
        "The file has 400 MB; the limit is 300 MB."
    )


def test_folder_larger_than_the_limit_is_refused(tmp_path):
    for name in ("a.geojson", "b.geojson"):
        (tmp_path / name).write_bytes(b"{" + b" " * 6_000)
    message = only_message(read_areas(tmp_path, level=2, max_bytes=10_000))
    assert message.startswith("The parts have")


def test_missing_and_empty_files_are_refused(tmp_path):
    assert only_message(read_areas(tmp_path / "no.gpkg", level=2)) == (
        "There is no such file."
    )
    empty = tmp_path / "empty.gpkg"
    empty.touch()
    assert only_message(read_areas(empty, level=2)) == "The file is empty."


@pytest.fixture
def secret(tmp_path: Path, frame) -> Path:
    """Borders that a hostile file would like to have read on its behalf."""
    path = tmp_path / "secret.geojson"
    frame(adm2_pcode=["S1", "S2", "S3"]).to_file(path)
    return path


def test_json_that_is_a_gdal_pipeline_is_not_followed(tmp_path, secret):
    path = tmp_path / "areas.geojson"
    path.write_text(
        json.dumps(
            {
                "type": "gdal_streamed_alg",
                "command_line": f"gdal vector pipeline ! read {secret} "
                "! write --format stream streamed_dataset",
            }
        )
    )
    assert "cannot be read" in only_message(read_areas(path, level=2))


@pytest.mark.parametrize("name", ["areas.geojson", "areas.shp", "areas.gpkg"])
def test_virtual_dataset_under_another_name_is_not_followed(tmp_path, secret, name):
    path = tmp_path / name
    path.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}'
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )
    assert only_message(read_areas(path, level=2)) == (
        "The content is not what the file's name says."
    )


def test_geopackage_with_a_foreign_virtual_table_is_refused(frame, tmp_path):
    path = tmp_path / "areas.gpkg"
    frame(adm2_pcode=["A1", "A2", "A3"]).to_file(path)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES "
            "('table', 'x', 'x', 0, "
            "'CREATE VIRTUAL TABLE x USING VirtualOGR(''/etc/passwd'')')"
        )
    assert only_message(read_areas(path, level=2)) == (
        "The GeoPackage refers to data outside itself."
    )


def test_damaged_files_are_refused(frame, tmp_path):
    path = tmp_path / "areas.gpkg"
    frame(adm2_pcode=["A1", "A2", "A3"]).to_file(path)
    path.write_bytes(path.read_bytes()[:5_000])
    assert "cannot be read" in only_message(read_areas(path, level=2))
    other = tmp_path / "areas.geojson"
    other.write_text('{"type": "FeatureCollection", "features": [')
    assert "cannot be read" in only_message(read_areas(other, level=2))


def test_shapefile_without_its_index_or_table_is_refused(frame, tmp_path):
    path = tmp_path / "areas.shp"
    frame(adm2_pcode=["A1", "A2", "A3"]).to_file(path)
    path.with_suffix(".dbf").unlink()
    result = read_areas(path, level=2)
    assert result.rows == []
    assert result.findings[0].is_error


def test_zip_within_a_zip_is_not_unpacked(pack, tmp_path):
    inner = pack({"areas.geojson": b"{}"}, name="inner.zip")
    outer = pack({"inner.zip": inner.read_bytes()}, name="outer.zip")
    assert only_message(read_areas(outer, level=2)) == "There are no borders in it."
    assert zipfile.is_zipfile(outer)
