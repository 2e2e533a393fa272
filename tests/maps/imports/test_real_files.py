"""The figures that published files are known to hold.

Sources: IOM DTM (South Sudan, mobility tracking round 11), UNHCR through HDX HAPI,
OCHA COD-AB, geoBoundaries.
"""

import json
import zipfile
from collections import Counter
from datetime import date

import geopandas as gpd
import pytest

from maps.imports.areas import AreaFile, read_areas
from maps.imports.choices import Choices, WhenTheyDiffer
from maps.imports.containment import parents_by_containment
from maps.imports.counting import LeftOut
from maps.imports.country_codes import THREE_LETTERS
from maps.imports.gazetteer import Gazetteer, Place
from maps.imports.locating import AreaLocator, LocatableArea
from maps.imports.population import read_population
from maps.imports.returns import look_at_returns, read_returns
from maps.imports.unplaced import confirmed_codes, confirmed_places

ROUND_11 = "returns/ssd_dtm_mobility_tracking_r11.xlsx"
LOCATIONS = "MT R11 Baseline locations"
BY_STATE = {
    "SS01": 209_225,
    "SS02": 168_678,
    "SS03": 184_331,
    "SS04": 61_549,
    "SS05": 100_317,
    "SS06": 171_095,
    "SS07": 361_232,
    "SS08": 79_116,
    "SS09": 243_832,
    "SS10": 203_428,
}


def locator(areas: AreaFile) -> AreaLocator[str]:
    return AreaLocator(LocatableArea(r.code, r.code, r.geometry) for r in areas.rows)


@pytest.fixture
def counties(real_data):
    return read_areas(real_data / "areas" / "cod_SSD_adm2.topojson", level=2)


@pytest.fixture
def states(real_data):
    return read_areas(real_data / "areas" / "cod_SSD_adm1.topojson", level=1)


@pytest.mark.parametrize(
    ("name", "level", "areas", "repaired"),
    [
        ("cod_SSD_adm1.topojson", 1, 10, 4),
        ("cod_SSD_adm2.topojson", 2, 79, 6),
        ("cod_NPL_adm1_simplified.geojson", 1, 7, 0),
        ("cod_NPL_adm2_simplified.geojson", 2, 775, 0),
        ("gb_HND_ADM1.geojson", 1, 18, 0),
        ("gb_SLV_ADM1_simplified.geojson", 1, 14, 0),
        ("ne_110m_admin0_countries.json", 0, 177, 1),
    ],
)
def test_borders_load_whole(real_data, name, level, areas, repaired):
    result = read_areas(real_data / "areas" / name, level=level)
    assert (len(result.rows), result.bad_rows) == (areas, 0)
    assert sum("repaired" in finding.message for finding in result.findings) == repaired
    assert len(result.findings) == repaired
    assert result.crs == "EPSG:4326"
    assert all(row.geometry.is_valid for row in result.rows)


@pytest.mark.parametrize("suffix", ["parquet", "kml", "kmz", "shp.zip"])
def test_counties_are_the_same_from_every_format(counties, states, tmp_path, suffix):
    frame = gpd.GeoDataFrame(
        {"ADM2_PCODE": [row.code for row in counties.rows]},
        geometry=[row.geometry for row in counties.rows],
        crs=4326,
    )
    path = tmp_path / f"counties.{suffix}"
    around = [row.geometry for row in states.rows]
    crs = None
    if suffix == "parquet":
        frame.to_parquet(path)
    elif suffix == "shp.zip":
        frame.to_crs(32636).to_file(tmp_path / "counties.shp")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in (".shp", ".shx", ".dbf", ".cpg"):
                archive.write(tmp_path / f"counties{part}", f"counties{part}")
        asked = read_areas(path, level=2, around=around)
        crs = asked.crs_candidates[0].code
        assert crs == "EPSG:32636"
    else:
        frame.to_file(tmp_path / "counties.kml", driver="LIBKML")
        if suffix == "kmz":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(tmp_path / "counties.kml", "doc.kml")
    result = read_areas(path, level=2, around=around, crs=crs)
    assert not result.has_errors
    assert [row.code for row in result.rows] == [row.code for row in counties.rows]
    for one, other in zip(result.rows, counties.rows, strict=True):
        assert one.area_km2 == pytest.approx(other.area_km2, rel=1e-3)


def test_list_of_codes_is_looked_at_with_its_columns_recognised(real_data):
    look = look_at_returns(real_data / "areas" / "global_pcodes_adm1-2.csv")
    (candidate,) = look.candidates
    found = {
        role: tuple(map(candidate.heading.label, columns))
        for role, columns in candidate.matching.chosen.items()
    }
    assert found == {"code": ("Location", "P-Code"), "name": ("Name",)}
    assert candidate.heading.row == 2


@pytest.mark.parametrize(
    ("name", "level", "square_kilometres"),
    [
        ("cod_NPL_adm1_simplified.geojson", 1, 147_516),
        ("cod_NPL_adm2_simplified.geojson", 2, 147_516),
        ("gb_HND_ADM1.geojson", 1, 112_492),
        ("gb_SLV_ADM1_simplified.geojson", 1, 21_041),
    ],
)
def test_areas_of_countries_are_those_of_the_atlas(
    real_data, name, level, square_kilometres
):
    result = read_areas(real_data / "areas" / name, level=level)
    total = sum(row.area_km2 for row in result.rows)
    assert total == pytest.approx(square_kilometres, rel=0.01)


def test_nepal_brings_dates_and_parents(real_data):
    result = read_areas(real_data / "areas/cod_NPL_adm2_simplified.geojson", level=2)
    phungling = next(row for row in result.rows if row.code == "NP0101301")
    assert (phungling.name, phungling.parent_code) == ("Phungling", "NP01")
    assert phungling.valid_on == date(2019, 4, 30)


def test_counties_lie_in_the_states_their_codes_happen_to_name(counties, states):
    found = parents_by_containment(
        {row.code: row.geometry for row in counties.rows},
        {row.code: row.geometry for row in states.rows},
    )
    # SS0807 is the Abyei Area, which the file of states leaves out.
    assert found.orphans == ["SS0807"]
    assert found.doubtful == []
    assert all(
        child.startswith(parent) for child, parent in found.parents.items() if parent
    )


def test_round_11_adds_up_to_the_published_figures(real_data, counties):
    result = read_returns(
        real_data / ROUND_11, locate=locator(counties), sheet=LOCATIONS
    )
    by_state: Counter[str] = Counter()
    for (county, group), count in result.counts.items():
        assert group == "RRI"
        by_state[county[:4]] += count.individuals
    assert by_state == BY_STATE
    assert by_state.total() == 1_782_803
    assert (result.rows_read, result.bad_rows, result.left_out) == (3_335, 0, {})
    assert sum(count.individuals > 0 for count in result.counts.values()) == 78
    assert sum(count.households or 0 for count in result.counts.values()) == 344_894
    assert any(
        finding.message.startswith("33 rows lie in another area")
        for finding in result.findings
    )


@pytest.mark.parametrize(
    ("rule", "bad_rows", "total"),
    [
        (WhenTheyDiffer.CODE, 0, 1_782_803),
        (WhenTheyDiffer.POINT, 0, 1_782_803),
        (WhenTheyDiffer.REFUSE, 33, None),
    ],
)
def test_round_11_puts_33_locations_where_a_person_decides(
    real_data, counties, rule, bad_rows, total
):
    result = read_returns(
        real_data / ROUND_11,
        locate=locator(counties),
        choices=Choices(when_they_differ=rule),
    )
    assert sum(result.differing.values()) == 33
    assert result.bad_rows == bad_rows
    counted = sum(count.individuals for count in result.counts.values())
    assert total in (None, counted)
    assert counted <= 1_782_803


def test_round_11_by_points_alone_places_every_location(real_data, counties):
    result = read_returns(
        real_data / ROUND_11,
        locate=locator(counties),
        sheet=LOCATIONS,
        columns={"code": "location_ssid"},
    )
    total = sum(count.individuals for count in result.counts.values())
    assert (total, result.bad_rows) == (1_782_803, 0)


def test_round_11_from_abroad_is_read_when_chosen(real_data, states):
    result = read_returns(
        real_data / ROUND_11,
        locate=locator(states),
        sheet=LOCATIONS,
        columns={"individuals": "Estimated # of returnee individuals from abroad"},
    )
    assert sum(count.individuals for count in result.counts.values()) == 599_137


def test_round_11_summaries_agree_with_the_locations(real_data, counties, states):
    of_states = read_returns(
        real_data / ROUND_11, locate=locator(states), sheet="MT R11 State Summary"
    )
    assert {
        area: c.individuals for (area, _g), c in of_states.counts.items()
    } == BY_STATE
    for sheet in ("MT R11 County summary", "MT R11 Payam summary"):
        result = read_returns(
            real_data / ROUND_11, locate=locator(counties), sheet=sheet
        )
        total = sum(count.individuals for count in result.counts.values())
        assert (total, result.bad_rows) == (1_782_803, 0)
        assert result.left_out == {LeftOut.TOTAL_ROW: 1}


def test_round_11_is_read_from_its_list_of_locations_and_says_so(real_data, counties):
    result = read_returns(real_data / ROUND_11, locate=locator(counties))
    assert result.sheet == LOCATIONS
    assert result.findings[0].message == (
        f"The sheet “{LOCATIONS}” was read: "
        "3335 rows with a place and a count, coordinates too."
    )
    assert sum(count.individuals for count in result.counts.values()) == 1_782_803
    assert result.columns["individuals"] == (
        "Estimated # of returnee individuals (total)"
    )


@pytest.mark.parametrize(
    ("name", "sheet", "last_row_of_headings", "taken"),
    [
        ("hnd_345w_2021.csv", "", 2,
         {"code": ("PCODE2", "PCODE1", "Country code"),
          "name": ("ADMIN 2", "ADMIN 1", "PAÍS")}),
        ("ner_3w_2022-02_redacted.xlsx", "3w_Data", 2,
         {"name": ("Commune", "Département", "Région"),
          "latitude": ("Départ_Latitude",), "longitude": ("Départ_Longitude",)}),
        ("ssd_3w_2022q1.xlsx", "January to March", 1,
         {"code": ("#adm2+code", "#adm1+code"), "name": ("#adm2+name", "#adm1+name")}),
        ("hxl_input_merged.xlsx", "input-valid", 3,
         {"name": ("¿Cuándo? / Departamento/Provincia/Estado", "¿Dónde? / País")}),
        ("hxl_input_quality.xlsx", "input-quality-hxl", 3,
         {"name": ("¿Dónde? / Departamento/Provincia/Estado", "¿Dónde? / País")}),
    ],
)  # fmt: skip
def test_columns_of_places_are_found_in_every_layout(
    real_data, name, sheet, last_row_of_headings, taken
):
    look = look_at_returns(real_data / "services-and-forms" / name)
    (candidate,) = [c for c in look.candidates if c.sheet == sheet]
    assert candidate.heading.row == last_row_of_headings
    found = {
        role: tuple(map(candidate.heading.label, columns))
        for role, columns in candidate.matching.chosen.items()
        if role in taken
    }
    assert found == taken


def test_round_11_by_names_proposes_every_county_within_its_state(
    real_data, counties, states
):
    gazetteer = Gazetteer(
        [Place(r.code, (r.name,), (r.code[:4],)) for r in counties.rows],
        [Place(r.code, (r.name,)) for r in states.rows],
    )
    blind = {"code": "-", "latitude": "-"}
    result = read_returns(
        real_data / ROUND_11,
        locate=locator(counties),
        columns=blind,
        sheet=LOCATIONS,
        gazetteer=gazetteer,
    )
    assert result.counts == {}
    assert len(result.place_proposals) == 78
    sure = confirmed_places(result.place_proposals)
    told = read_returns(
        real_data / ROUND_11,
        locate=locator(counties),
        columns=blind,
        sheet=LOCATIONS,
        choices=Choices(places=sure),
    )
    by_code = read_returns(
        real_data / ROUND_11, locate=locator(counties), sheet=LOCATIONS
    )
    assert told.counts.items() <= by_code.counts.items()
    assert len(told.counts) >= 75


def test_countries_of_three_letters_are_proposed_for_borders_of_two(real_data):
    path = real_data / "returns" / "hapi_returnees_global.csv"
    countries = AreaLocator(LocatableArea(two, two) for two in THREE_LETTERS)
    first = read_returns(path, locate=countries, on=date(2023, 12, 31))
    assert first.counts == {}
    (proposal,) = first.code_proposals
    assert proposal.reason.startswith("countries have two letters")
    told = Choices(codes=confirmed_codes([proposal]))
    second = read_returns(path, locate=countries, on=date(2023, 12, 31), choices=told)
    total = sum(count.individuals for count in second.counts.values())
    # Six returnees are stateless: STA is no country.
    assert total == 1_052_074 + 5_092_064 - 6


def test_codes_of_countries_agree_with_the_list_of_places(real_data):
    path = real_data / "areas" / "ne_110m_admin0_countries.json"
    listed = {
        feature["properties"]["ISO_A2"]: feature["properties"]["ISO_A3"]
        for feature in json.loads(path.read_text("utf-8"))["features"]
    }
    shared = THREE_LETTERS.keys() & listed.keys()
    assert len(shared) > 170
    assert {two: listed[two] for two in shared} == {
        two: THREE_LETTERS[two] for two in shared
    }


@pytest.mark.parametrize(
    ("year", "refugees", "displaced"),
    [
        (2020, 250_951, 3_184_118),
        (2021, 429_234, 5_265_622),
        (2022, 1_356_261, 8_324_166),
        (2023, 1_052_074, 5_092_064),
    ],
)
def test_hapi_is_read_by_year_without_counting_anyone_twice(
    real_data, year, refugees, displaced
):
    path = real_data / "returns" / "hapi_returnees_global.csv"
    codes = {
        line.split(",")[0] for line in path.read_text("utf-8-sig").splitlines()[1:]
    }
    countries = AreaLocator(LocatableArea(code, code) for code in codes)
    result = read_returns(path, locate=countries, on=date(year, 12, 31))
    assert result.rows_read == 2_301
    assert not result.has_errors
    by_group: Counter[str] = Counter()
    for (_country, group), count in result.counts.items():
        by_group[group] += count.individuals
    assert by_group == {"RET": refugees, "RDP": displaced}


def test_hapi_is_not_added_over_years(real_data):
    path = real_data / "returns" / "hapi_returnees_global.csv"
    result = read_returns(path, locate=AreaLocator([LocatableArea("AFG", "AFG")]))
    assert result.is_refused


def test_a_workbook_of_services_is_not_taken_for_returns(real_data, counties):
    path = real_data / "services-and-forms" / "ssd_3w_2022q1.xlsx"
    assert read_returns(path, locate=locator(counties)).is_refused
    assert read_population(path).has_errors
