"""Borders from KML and GeoParquet, and questions about where borders lie."""

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from shapely.geometry import MultiPolygon, box

from maps.imports.areas import AreaFile, read_areas
from tests.maps.imports.conftest import SQUARES

CODES = ["AA01", "AA02", "AA03"]
NAMES = ["West", "Middle", "East"]
LAND = [box(29, 9, 34, 12)]

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<NetworkLink><Link><href>http://elsewhere.example/more.kml</href></Link></NetworkLink>
<Folder>
<Placemark><name>Label</name><Point><coordinates>30.5,10.5</coordinates></Point></Placemark>
<Placemark><name>West</name>
 <description><![CDATA[<table><tr><td>adm2_pcode</td><td>XX99</td></tr></table>]]></description>
 <ExtendedData><SchemaData schemaUrl="#s">
  <SimpleData name="adm2_pcode">AA01</SimpleData></SchemaData></ExtendedData>
 <Polygon><outerBoundaryIs><LinearRing><coordinates>
  30,10,0 31,10,0 31,11,0 30,11,0 30,10,0</coordinates></LinearRing></outerBoundaryIs>
  <innerBoundaryIs><LinearRing><coordinates>
  30.2,10.2 30.4,10.2 30.4,10.4 30.2,10.4 30.2,10.2
  </coordinates></LinearRing></innerBoundaryIs></Polygon>
</Placemark>
<Placemark><name>Middle</name>
 <ExtendedData><Data name="adm2_pcode"><value>AA02</value></Data></ExtendedData>
 <MultiGeometry>
  <Polygon><outerBoundaryIs><LinearRing><coordinates>31,10 32,10 32,11 31,11 31,10
  </coordinates></LinearRing></outerBoundaryIs></Polygon>
  <Polygon><outerBoundaryIs><LinearRing><coordinates>33,10 34,10 34,11 33,11 33,10
  </coordinates></LinearRing></outerBoundaryIs></Polygon>
 </MultiGeometry>
</Placemark>
</Folder></Document></kml>"""


def messages(result: AreaFile) -> list[str]:
    return [finding.message for finding in result.findings]


def is_west(geometry) -> bool:
    west = shapely.normalize(MultiPolygon([SQUARES["AA01"]]))
    return bool(shapely.equals_exact(shapely.normalize(geometry), west, 1e-5))


def turned(shapes):
    return list(shapely.transform(list(shapes), lambda xy: xy[:, ::-1]))


def test_kml_is_read_with_its_extended_data(tmp_path):
    path = tmp_path / "areas.kml"
    path.write_text(KML)
    result = read_areas(path, level=2)
    assert messages(result) == []
    assert [(row.code, row.name) for row in result.rows] == [
        ("AA01", "West"),
        ("AA02", "Middle"),
    ]
    assert len(result.rows[0].geometry.geoms[0].interiors) == 1
    assert len(result.rows[1].geometry.geoms) == 2


def test_kmz_is_read_and_nothing_else_of_it(pack):
    path = pack({"doc.kml": KML.encode(), "files/logo.png": b"x"}, "areas.kmz")
    assert [row.code for row in read_areas(path, level=2).rows] == ["AA01", "AA02"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not xml",
        "<gpx></gpx>",
        KML[:400],
        '<?xml version="1.0" encoding="no-such"?><kml/>',
        '<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml>&b;</kml>',
        '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/hostname">]><kml>&x;</kml>',
    ],
)
def test_kml_that_is_none_or_hostile_is_refused(tmp_path, content):
    path = tmp_path / "areas.kml"
    path.write_text(content)
    result = read_areas(path, level=2)
    assert result.is_refused
    assert result.rows == []


@pytest.mark.parametrize("coordinates", ["", "30,10", "a,b c,d", "1e999,0 1,1 2,2 0,0"])
def test_kml_polygon_without_a_ring_is_passed_over(tmp_path, coordinates):
    path = tmp_path / "areas.kml"
    path.write_text(KML.replace("30,10,0 31,10,0 31,11,0 30,11,0 30,10,0", coordinates))
    assert [row.code for row in read_areas(path, level=2).rows] == ["AA02"]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32636"])
def test_geoparquet_is_read_in_its_own_coordinate_system(frame, tmp_path, crs):
    path = tmp_path / "areas.parquet"
    frame(adm2_pcode=CODES, adm2_name=NAMES).to_crs(crs).to_parquet(path)
    result = read_areas(path, level=2, around=LAND)
    assert messages(result) == []
    assert [(row.code, row.name) for row in result.rows] == list(
        zip(CODES, NAMES, strict=True)
    )
    assert is_west(result.rows[0].geometry)


def test_geoparquet_that_knows_no_system_is_asked_about(frame, tmp_path):
    path = tmp_path / "areas.parquet"
    frame(crs=None, adm2_pcode=CODES).to_parquet(path)
    result = read_areas(path, level=2, around=LAND)
    assert [candidate.code for candidate in result.crs_candidates] == ["EPSG:4326"]
    assert read_areas(path, level=2, crs="EPSG:4326").rows


def test_geoparquet_larger_than_the_limit_when_unpacked_is_refused(frame, tmp_path):
    path = tmp_path / "areas.parquet"
    many = 40_000
    frame(geometry=[SQUARES["AA01"]] * many, adm2_pcode=["A" * 200] * many).to_parquet(
        path, compression="zstd"
    )
    assert path.stat().st_size < 400_000
    result = read_areas(path, level=2, max_bytes=1_000_000)
    assert messages(result) == ["The file unpacks to more than 1 MB."]


def test_parquet_without_borders_or_damaged_is_refused(tmp_path, frame):
    plain = tmp_path / "plain.parquet"
    pq.write_table(pa.table({"adm2_pcode": CODES}), plain)
    damaged = tmp_path / "damaged.parquet"
    frame(adm2_pcode=CODES).to_parquet(damaged)
    content = bytearray(damaged.read_bytes())
    content[10:40] = b"\xff" * 30
    damaged.write_bytes(content)
    bogus = tmp_path / "bogus.parquet"
    bogus.write_bytes(b"PAR1 not really PAR1")
    for path in (plain, damaged, bogus):
        result = read_areas(path, level=2)
        assert result.is_refused
        assert result.rows == []


def shapefile_without_prj(frame: gpd.GeoDataFrame, folder) -> None:
    frame.to_file(folder / "areas.shp")
    (folder / "areas.prj").unlink()


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32636", "EPSG:3857"])
def test_shapefile_without_prj_is_asked_about_with_the_system_that_fits(
    frame, tmp_path, crs
):
    shapefile_without_prj(frame(adm2_pcode=CODES).to_crs(crs), tmp_path)
    asked = read_areas(tmp_path / "areas.shp", level=2, around=LAND)
    assert asked.is_refused
    assert asked.crs_candidates[0].code == crs
    assert asked.crs_candidates[0].inside == 1
    assert f"{crs} (WGS 84" in asked.findings[0].remedy
    answered = read_areas(tmp_path / "areas.shp", level=2, crs=crs, around=LAND)
    assert messages(answered) == []
    assert is_west(answered.rows[0].geometry)


def test_shapefile_without_prj_is_asked_about_where_nothing_is_loaded(frame, tmp_path):
    shapefile_without_prj(frame(adm2_pcode=CODES), tmp_path)
    asked = read_areas(tmp_path / "areas.shp", level=2)
    assert [str(candidate) for candidate in asked.crs_candidates] == [
        "EPSG:4326 (WGS 84)"
    ]


def test_borders_with_latitude_first_are_found_by_where_they_lie(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    frame(geometry=turned(SQUARES.values()), adm2_pcode=CODES).to_file(path)
    result = read_areas(path, level=2, around=LAND)
    assert result.is_refused
    assert messages(result) == ["Latitude and longitude are swapped."]
    told = read_areas(path, level=2, around=LAND, turn_axes=True)
    assert messages(told) == []
    assert told.rows[0].geometry.equals(SQUARES["AA01"])


def test_borders_elsewhere_are_read_and_it_is_said(frame, tmp_path):
    path = tmp_path / "areas.geojson"
    frame(adm2_pcode=CODES).to_file(path)
    result = read_areas(path, level=2, around=[box(100, 50, 110, 60)])
    assert len(result.rows) == 3
    assert messages(result) == ["Only 0 % of the areas lie in those that are loaded."]


def test_countries_of_natural_earth_are_read_by_their_letters(frame, tmp_path):
    path = tmp_path / "countries.geojson"
    frame(
        ADM0_A3=["SSD", "SDN", "ETH"], NAME=["S. Sudan", "Sudan", "Ethiopia"]
    ).to_file(path)
    assert [(row.code, row.name) for row in read_areas(path, level=0).rows] == [
        *(("SSD", "S. Sudan"), ("SDN", "Sudan"), ("ETH", "Ethiopia")),
    ]


def test_every_format_is_offered_where_none_is_recognised(tmp_path):
    path = tmp_path / "areas.docx"
    path.write_bytes(b"x")
    remedy = read_areas(path, level=2).findings[0].remedy
    assert "GeoParquet or KML" in remedy
