"""Borders are read from every usual file, under every usual spelling."""

import json
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Polygon, box

from maps.imports.areas import AreaFile, read_areas
from maps.imports.findings import FindingKind, Severity

CODES = ["AA01", "AA02", "AA03"]
NAMES = ["West", "Middle", "East"]


def messages(result: AreaFile) -> list[str]:
    return [finding.message for finding in result.findings]


def write_shapefile(frame: gpd.GeoDataFrame, folder: Path, **options: str) -> Path:
    folder.mkdir(exist_ok=True)
    frame.to_file(folder / "areas.shp", **options)
    return folder / "areas.shp"


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson"])
def test_areas_read_from_each_format(frame, tmp_path, suffix):
    path = tmp_path / f"areas.{suffix}"
    frame(adm2_pcode=CODES, adm2_name=NAMES).to_file(path)
    result = read_areas(path, level=2)
    assert messages(result) == []
    assert [(r.code, r.name) for r in result.rows] == list(
        zip(CODES, NAMES, strict=True)
    )
    assert all(isinstance(row.geometry, MultiPolygon) for row in result.rows)


def test_areas_read_from_topojson_without_stated_crs(tmp_path):
    topology = {
        "type": "Topology",
        "arcs": [[[30, 10], [31, 10], [31, 11], [30, 11], [30, 10]]],
        "objects": {
            "geom": {
                "type": "GeometryCollection",
                "geometries": [
                    {
                        "type": "Polygon",
                        "arcs": [[0]],
                        "properties": {"admin2Name": "West", "admin2Pcode": "AA01"},
                    }
                ],
            }
        },
    }
    path = tmp_path / "areas.topojson"
    path.write_text(json.dumps(topology))
    result = read_areas(path, level=2)
    assert [(row.code, row.name) for row in result.rows] == [("AA01", "West")]
    assert result.crs == "EPSG:4326"


def test_areas_read_from_a_zipped_shapefile(frame, tmp_path, pack):
    shapefile = write_shapefile(frame(ADM2_PCODE=CODES, ADM2_EN=NAMES), tmp_path / "s")
    packed = pack(
        {f"deep/{p.name}": p.read_bytes() for p in shapefile.parent.iterdir()}
    )
    assert [row.name for row in read_areas(packed, level=2).rows] == NAMES


def test_areas_read_from_a_folder_of_several_files(frame, tmp_path):
    whole = frame(adm2_pcode=CODES, adm2_name=NAMES)
    whole[:1].to_file(tmp_path / "west.geojson")
    whole[1:].to_file(tmp_path / "rest.geojson")
    result = read_areas(tmp_path, level=2)
    assert sorted(row.code for row in result.rows) == CODES


def test_areas_of_the_level_come_from_the_layer_that_has_each_once(frame, tmp_path):
    path = tmp_path / "cod.gpkg"
    frame(adm1_pcode=["AA", "AA", "AA"], adm2_pcode=CODES).to_file(path, layer="adm2")
    frame(adm1_pcode=["AA"], adm1_name=["All"], geometry=[box(30, 10, 33, 11)]).to_file(
        path, layer="adm1"
    )
    assert [row.name for row in read_areas(path, level=1).rows] == ["All"]
    assert len(read_areas(path, level=2).rows) == 3


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("adm2_pcode", "adm2_name"),
        ("ADM2_PCODE", "ADM2_EN"),
        ("admin2Pcode", "admin2Name"),
        ("admin2Pcode", "admin2Name_en"),
        ("admin2Pcod", "admin2Name"),
        ("#adm2+code+v_pcode", "#adm2+i_en+name"),
        ("shapeID", "shapeName"),
    ],
)
def test_areas_recognise_code_and_name(frame, tmp_path, code, name):
    path = tmp_path / "areas.geojson"
    frame(**{code: CODES, name: NAMES}).to_file(path)
    rows = read_areas(path, level=2).rows
    assert [(row.code, row.name) for row in rows] == list(
        zip(CODES, NAMES, strict=True)
    )


def test_areas_keep_names_in_every_language(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    frame(
        ADM2_PCODE=CODES, ADM2_EN=NAMES, ADM2_AR=["غرب", "وسط", "شرق"], ADM2_REF=NAMES
    ).to_file(path)
    first = read_areas(path, level=2).rows[0]
    assert first.name == "West"
    assert first.names == {"en": "West", "ar": "غرب"}


def test_areas_take_languages_of_numbered_names_from_the_row(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    frame(
        adm2_pcode=CODES,
        adm2_name=NAMES,
        adm2_name1=["Ouest", "Milieu", "Est"],
        lang=["en"] * 3,
        lang1=["fr"] * 3,
    ).to_file(path)
    assert read_areas(path, level=2).rows[0].names == {"en": "West", "fr": "Ouest"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("valid_on", "2021-09-30"),
        ("validOn", "2021/09/30"),
        ("date", "2021-09-30T00:00:00"),
        ("#date+start", "2021-Sep-30"),
    ],
)
def test_areas_take_the_date_they_became_valid(frame, tmp_path, column, value):
    path = tmp_path / "areas.gpkg"
    frame(adm2_pcode=CODES, **{column: [value] * 3}).to_file(path)
    assert read_areas(path, level=2).rows[0].valid_on == date(2021, 9, 30)


def test_areas_take_the_parent_from_the_file_only(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    frame(ADM2_PCODE=CODES, ADM1_PCODE=["X9", "X9", None]).to_file(path)
    parents = [row.parent_code for row in read_areas(path, level=2).rows]
    assert parents == ["X9", "X9", None]


def test_areas_keep_leading_zeros_and_never_turn_codes_into_numbers(frame, tmp_path):
    path = tmp_path / "areas.gpkg"
    frame(adm2_pcode=["007", "010", "1e3"]).to_file(path)
    assert [r.code for r in read_areas(path, level=2).rows] == ["007", "010", "1e3"]


def test_areas_write_a_numeric_code_without_decimals(frame, tmp_path):
    path = tmp_path / "areas.gpkg"
    frame(adm2_pcode=[101.0, 102.0, 103.0]).to_file(path)
    assert [r.code for r in read_areas(path, level=2).rows] == ["101", "102", "103"]


def test_areas_take_explicit_columns(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    frame(kennzahl=CODES, titel=NAMES).to_file(path)
    result = read_areas(path, level=2, columns={"code": "kennzahl", "name": "titel"})
    assert [row.name for row in result.rows] == NAMES


def test_areas_without_a_code_column_are_refused_with_the_remedy(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    frame(kennzahl=CODES).to_file(path)
    result = read_areas(path, level=2)
    assert result.rows == []
    assert messages(result) == ["No column holds the codes of level 2."]
    assert "adm2_pcode" in result.findings[0].remedy


def test_areas_are_turned_into_degrees_from_any_crs(frame, tmp_path):
    path = tmp_path / "areas.gpkg"
    frame(adm2_pcode=CODES).to_crs("EPSG:32636").to_file(path)
    west = read_areas(path, level=2).rows[0].geometry
    assert west.bounds == pytest.approx((30, 10, 31, 11), abs=1e-6)


def test_areas_of_a_shapefile_without_prj_are_refused_unless_crs_is_given(
    frame, tmp_path
):
    shapefile = write_shapefile(frame(adm2_pcode=CODES), tmp_path / "s")
    shapefile.with_suffix(".prj").unlink()
    refused = read_areas(shapefile, level=2)
    assert refused.rows == []
    assert messages(refused) == [
        "The Shapefile has no .prj part, so its coordinate system is unknown."
    ]
    assert "EPSG:4326 (WGS 84)" in refused.findings[0].remedy
    assert len(read_areas(shapefile, level=2, crs="EPSG:4326").rows) == 3


def test_areas_with_swapped_axes_are_refused(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    frame(adm2_pcode=["AA01"], geometry=[box(10, 130, 11, 131)]).to_file(path)
    assert messages(read_areas(path, level=2)) == [
        "Latitude and longitude are swapped."
    ]


def test_areas_out_of_range_are_refused(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    frame(
        adm2_pcode=["AA01"], geometry=[box(500_000, 1_100_000, 600_000, 1_200_000)]
    ).to_file(path)
    result = read_areas(path, level=2)
    assert messages(result) == ["The coordinates lie outside the world."]
    assert result.findings[0].kind is FindingKind.FILE


def test_areas_repair_invalid_rings_and_say_so(frame, tmp_path):
    bow_tie = Polygon([(30, 10), (31, 11), (31, 10), (30, 11)])
    path = tmp_path / "areas.geojson"
    frame(adm2_pcode=["AA01"], geometry=[bow_tie]).to_file(path)
    result = read_areas(path, level=2)
    (row,), (finding,) = result.rows, result.findings
    assert row.geometry.is_valid
    assert row.geometry.area == pytest.approx(0.5)
    assert (finding.row, finding.severity) == (1, Severity.NOTE)
    assert "Self-intersection" in finding.message


def test_areas_drop_height(frame, tmp_path):
    path = tmp_path / "areas.gpkg"
    solid = Polygon([(30, 10, 5), (31, 10, 5), (31, 11, 5), (30, 10, 5)])
    frame(adm2_pcode=["AA01"], geometry=[solid]).to_file(path)
    assert not read_areas(path, level=2).rows[0].geometry.has_z


def test_areas_keep_the_polygons_of_a_collection(frame, tmp_path):
    mixed = GeometryCollection([box(30, 10, 31, 11), LineString([(0, 0), (1, 1)])])
    path = tmp_path / "areas.geojson"
    frame(adm2_pcode=["AA01"], geometry=[mixed]).to_file(path)
    assert read_areas(path, level=2).rows[0].geometry.area == pytest.approx(1)


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (None, "The area has no borders."),
        (Polygon(), "The area has no borders."),
        (
            LineString([(0, 0), (1, 1)]),
            "The geometry is of points or lines, not of areas.",
        ),
        (
            Polygon([(30, 10), (31, 11), (30, 10)]),
            "The borders enclose nothing, even after repair.",
        ),
    ],
)
def test_areas_report_unusable_geometry_by_row(frame, tmp_path, geometry, message):
    path = tmp_path / "areas.geojson"
    frame(
        adm2_pcode=["AA01", "AA02"], geometry=[box(30, 10, 31, 11), geometry]
    ).to_file(path)
    result = read_areas(path, level=2)
    assert [(f.row, f.message) for f in result.findings] == [(2, message)]
    assert [row.code for row in result.rows] == ["AA01"]
    assert (result.rows_read, result.bad_rows) == (2, 1)


def test_areas_report_missing_and_repeated_codes(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    boxes = [box(30 + n, 10, 31 + n, 11) for n in range(4)]
    frame(adm2_pcode=["AA01", None, "AA02", "AA02"], geometry=boxes).to_file(path)
    result = read_areas(path, level=2)
    assert [(f.row, f.message) for f in result.findings] == [
        (2, "The area has no code."),
        (3, "The code stands on 2 rows."),
        (4, "The code stands on 2 rows."),
    ]
    assert [row.code for row in result.rows] == ["AA01"]


def test_areas_report_codes_that_differ_only_in_case(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    frame(adm2_pcode=["AA01", "aa01", "AA02"]).to_file(path)
    assert [row.code for row in read_areas(path, level=2).rows] == ["AA02"]


def test_areas_say_when_the_file_is_malformed(tmp_path):
    path = tmp_path / "areas.geojson"
    ring = [[30, 10], [31, 10], [31, 11], [30, 11]]
    feature = {
        "type": "Feature",
        "properties": {"adm2_pcode": "AA01"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    result = read_areas(path, level=2)
    assert len(result.rows) == 1
    assert messages(result) == [
        "Parts of the file are malformed; what could be read of them was."
    ]


def test_areas_of_a_shapefile_leave_alone_files_of_the_same_name(frame, tmp_path):
    frame(adm2_pcode=CODES).to_file(tmp_path / "areas.shp")
    frame(adm2_pcode=["X1", "X2", "X3"]).to_file(tmp_path / "areas.geojson")
    rows = read_areas(tmp_path / "areas.shp", level=2).rows
    assert [row.code for row in rows] == CODES


def test_areas_of_an_empty_layer_are_refused(frame, tmp_path):
    path = tmp_path / "areas.gpkg"
    frame(adm2_pcode=CODES)[:0].to_file(path)
    assert messages(read_areas(path, level=2)) == ["There is no area in the file."]


def test_areas_pass_over_layers_of_lines_and_points(frame, tmp_path):
    folder = tmp_path / "package"
    folder.mkdir()
    frame(adm2_pcode=CODES).to_file(folder / "areas.geojson")
    line = LineString([(30, 10), (31, 11)])
    frame(adm2_pcode=["AA01"], geometry=[line]).to_file(folder / "lines.geojson")
    (folder / "._areas.shp").write_bytes(b"resource fork")
    result = read_areas(folder, level=2)
    assert (len(result.rows), result.findings) == (3, [])


def test_areas_keep_html_in_a_name_as_text_and_say_so(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    hostile = '<script>alert("x")</script>'
    frame(adm2_pcode=CODES, adm2_name=[hostile, "A & B", "x < y"]).to_file(path)
    result = read_areas(path, level=2)
    assert result.rows[0].name == hostile
    assert [(f.row, f.severity) for f in result.findings] == [(1, Severity.NOTE)]
    assert "markup" in result.findings[0].message


def test_areas_clean_control_characters_from_names(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    frame(adm2_pcode=CODES, adm2_name=["We\x00st", " Mid\n dle ", "East"]).to_file(path)
    assert [r.name for r in read_areas(path, level=2).rows][1] == "Mid dle"


@pytest.mark.parametrize(
    ("encoding", "notes"),
    [
        ("UTF-8", []),
        (
            "ISO-8859-1",
            ["The names are not in UTF-8; they were read as CP1252."],
        ),
    ],
)
def test_areas_of_a_shapefile_without_cpg_keep_their_accents(
    frame, tmp_path, encoding, notes
):
    names = ["Cuscatlán", "Ñuflo", "Usulután"]
    shapefile = write_shapefile(
        frame(adm2_pcode=CODES, adm2_name=names), tmp_path / "s", encoding=encoding
    )
    shapefile.with_suffix(".cpg").unlink()
    result = read_areas(shapefile, level=2)
    assert [row.name for row in result.rows] == names
    assert messages(result) == notes


def test_areas_measure_square_kilometres_on_an_equal_area_grid(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    equator = box(0, -0.5, 1, 0.5)
    frame(adm2_pcode=["AA01"], geometry=[equator]).to_file(path)
    # One degree square at the equator on the WGS 84 ellipsoid.
    assert read_areas(path, level=2).rows[0].area_km2 == pytest.approx(
        12_308.8, rel=1e-4
    )


def test_areas_name_an_unknown_layer(frame, tmp_path):
    path = tmp_path / "areas.gpkg"
    frame(adm2_pcode=CODES).to_file(path, layer="adm2")
    assert messages(read_areas(path, level=2, layer="adm3")) == [
        "There is no layer of that name."
    ]


def test_areas_name_an_unknown_crs(frame, tmp_path):
    path = tmp_path / "areas.gpkg"
    frame(adm2_pcode=CODES).to_file(path)
    assert "not known" in messages(read_areas(path, level=2, crs="EPSG:nonsense"))[0]
