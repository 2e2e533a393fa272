"""Files of open data as a field office opens them."""

import csv
import json

import geopandas
import openpyxl
import pyogrio
import pytest

from maps.enums import ReleaseState
from maps.models import Release, ReleasedCell
from maps.services.releases import publish_release
from tests.factories.communities import CommunityFactory
from tests.factories.maps import ReportingRoundFactory, area_tree, return_count
from tests.maps.views.open_data.reading import (
    FORMS,
    LINK,
    RELEASE,
    body,
    rows_of,
)

pytestmark = pytest.mark.django_db


# --- the same cells in every file -----------------------------------------------------


def told_by(opened, form):
    """(P-code, status, value) of every row of a release's file."""
    path = opened(f"{RELEASE}returns.{form}")
    if form == "csv":
        _tags, *rows = csv.DictReader(path.read_text().splitlines())
        found = [(r["pcode"], r["status"], r["value"] or None) for r in rows]
    elif form == "geojson":
        features = json.loads(path.read_text())["features"]
        found = [
            tuple(f["properties"][name] for name in ("pcode", "status", "value"))
            for f in features
        ]
    elif form == "xlsx":
        head, _tags, *rows = openpyxl.load_workbook(path)["Data"].values
        places = [head.index(name) for name in ("P-code", "Status", "Returnees")]
        found = [tuple(row[place] for place in places) for row in rows]
    else:
        frames = (
            [geopandas.read_parquet(path)]
            if form == "parquet"
            else [
                pyogrio.read_dataframe(path, layer=layer)
                for layer, _kind in pyogrio.list_layers(path)
            ]
        )
        found = [
            (row.pcode, row.status, row.value)
            for frame in frames
            for row in frame.itertuples()
        ]
    return sorted(
        (pcode, status, None if value is None or value != value else int(value))
        for pcode, status, value in found
    )


@pytest.mark.parametrize("form", FORMS)
def test_every_file_holds_the_released_cells_and_nothing_else(
    opened, wards, form, temporary
):
    cells = sorted(
        ReleasedCell.objects.values_list("area__pcode", "status", "value"),
    )

    assert told_by(opened, form) == cells
    assert (wards[0].pcode, "hidden", None) in cells
    assert list(temporary.iterdir()) == []


# --- where they come from --------------------------------------------------------------


def about_in(path, form):
    """What a file says of itself, by name."""
    if form == "geojson":
        return json.loads(path.read_text())["about"]
    if form == "gpkg":
        return pyogrio.read_info(path, layer="returns_adm2")["layer_metadata"]
    import pyarrow.parquet as pq  # noqa: PLC0415 - as heavy here as there

    return json.loads(pq.read_schema(path).metadata[b"about"])


@pytest.mark.parametrize("form", ["geojson", "gpkg", "parquet"])
def test_a_file_carries_licence_source_round_date_k_and_its_address(
    opened, wards, form
):
    about = about_in(opened(f"{RELEASE}returns.{form}"), form)

    expected = {
        "publisher": "Programme office",
        "licence": "CC BY 4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "source": "Test registry",
        "round": "R/1",
        "date": "2026-09-30",
        "version": "1",
        "k": "10",
        "link": LINK,
    }
    assert expected.items() <= about.items()


def test_a_workbook_carries_them_on_a_sheet_of_its_own(opened, wards):
    book = openpyxl.load_workbook(opened(f"{RELEASE}returns.xlsx"))

    about = dict(book["About"].values)
    assert about["Licence"] == "CC BY 4.0"
    assert about["Source"] == "Test registry"
    assert about["Smallest number shown"] == "10"
    assert about["Address that stays"] == LINK
    # Readers of HXL take the first sheet.
    assert book.sheetnames[0] == "Data"


def test_a_table_of_text_has_a_description_beside_it(client, wards):
    answer = client.get(f"{RELEASE}returns.csv")
    sidecar = client.get(f"{RELEASE}returns.csv-metadata.json")

    assert '<returns.csv-metadata.json>; rel="describedby"' in answer["Link"]
    described = sidecar.json()
    head, tags, *_rows = rows_of(body(answer).decode())
    columns = described["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == [
        list(pair) for pair in zip(head, tags, strict=True)
    ]
    assert described["url"] == "returns.csv"
    assert described["dialect"]["headerRowCount"] == 2
    assert described["dc:license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert described["dc:source"] == "Test registry"
    assert described["dc:identifier"] == LINK


def test_each_row_of_a_table_of_text_says_where_it_is_from(client, wards):
    head, tags, *rows = rows_of(body(client.get(f"{RELEASE}returns.csv")).decode())

    told = {
        "round": "R/1",
        "k": "10",
        "source": "Test registry",
        "licence": "CC BY 4.0",
        "link": LINK,
    }
    for row in rows:
        assert told.items() <= dict(zip(head, row, strict=True)).items()
    assert dict(zip(head, tags, strict=True))["licence"] == "#meta+licence"
    assert len(set(head)) == len(head)


def test_hxl_tags_name_levels_groups_and_dates(client, wards):
    head, tags, *rows = rows_of(body(client.get(f"{RELEASE}returns.csv")).decode())

    tag_of = dict(zip(head, tags, strict=True))
    assert tag_of["adm2_pcode"] == "#adm2+code+v_pcode"
    assert tag_of["value"] == "#affected+returnees+ind"
    assert tag_of["date"] == "#date+reported"
    assert all(tag.startswith("#") for tag in tags)
    [row] = [dict(zip(head, r, strict=True)) for r in rows if wards[3].pcode in r]
    assert row["adm2_pcode"] == wards[3].pcode
    assert row["adm1_pcode"] == wards[3].parent.pcode
    assert row["adm0_name"] == wards[3].parent.parent.name


def test_a_name_that_is_a_formula_is_written_as_text(client, opened, wards):
    type(wards[3]).objects.filter(pk=wards[3].pk).update(name='=HYPERLINK("x")')

    text = body(client.get(f"{RELEASE}returns.csv")).decode()
    cells = next(row for row in rows_of(text) if wards[3].pcode in row)
    sheet = openpyxl.load_workbook(opened(f"{RELEASE}returns.xlsx"))["Data"]

    assert '\'=HYPERLINK("x")' in cells
    assert not [c for row in sheet for c in row if c.data_type == "f"]


def test_borders_run_as_geojson_and_geoparquet_ask(opened, wards):
    features = json.loads(opened(f"{RELEASE}returns.geojson").read_text())["features"]
    frame = geopandas.read_parquet(opened(f"{RELEASE}returns.parquet"))

    [polygon] = geopandas.GeoDataFrame.from_features(features[:1]).geometry
    assert polygon.geoms[0].exterior.is_ccw
    assert all(shape.geoms[0].exterior.is_ccw for shape in frame.geometry)
    assert frame.crs == "OGC:CRS84"


# --- addresses that stay ---------------------------------------------------------------


def test_a_release_that_has_a_newer_version_stays_and_says_so(client, wards):
    first = Release.objects.get()
    Release.objects.create(round=first.round, version=2, threshold=10)

    page = client.get(RELEASE).content.decode()

    assert "A newer version has been published since." in page
    assert "/data/returns/R/1/2/" in page
    assert client.get(f"{RELEASE}returns.csv").status_code == 200


@pytest.mark.parametrize("name", ["", "returns.csv", "returns.gpkg"])
def test_a_withdrawn_release_is_gone_for_good_and_its_address_says_so(
    client, wards, name
):
    Release.objects.update(state=ReleaseState.WITHDRAWN)

    answer = client.get(f"{RELEASE}{name}")

    assert answer.status_code == 410
    assert "has been withdrawn" in answer.content.decode()
    assert wards[3].pcode not in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "returns/R/1/2/",
        "returns/R9/1/returns.csv",
        "returns/R/1/1/returns.exe",
        "returns/R/1/1/other.csv",
        "returns/R/1/1/returns",
        "raw/raw.csv",
        "areas/returns.csv",
        "areas/areas.csv.bak",
    ],
)
def test_what_is_not_offered_is_not_found(client, wards, address):
    assert client.get(f"/data/{address}").status_code == 404


def test_a_file_that_has_not_changed_is_not_sent_again(client, wards):
    answer = client.get(f"{RELEASE}returns.gpkg")
    body(answer)

    again = client.get(
        f"{RELEASE}returns.gpkg", headers={"if-none-match": answer["ETag"]}
    )

    assert again.status_code == 304
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert 'filename="returns-R-1-v1.gpkg"' in answer["Content-Disposition"]


def test_a_file_speaks_the_language_of_its_address(client, wards):
    type(wards[3]).objects.filter(pk=wards[3].pk).update(names={"ar": "ناحية"})

    assert "ناحية" in body(client.get(f"/ar{RELEASE}returns.csv")).decode()
    assert "ناحية" not in body(client.get(f"{RELEASE}returns.csv")).decode()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("key", ["areas", "returns", "communities", "services"])
def test_every_collection_is_a_file_in_every_form_even_when_empty(client, key, form):
    assert body(client.get(f"/data/{key}/{key}.{form}"))


def test_figures_of_persons_and_households_have_no_unit_in_their_tag(client):
    """The column of the measure says which of them a row has."""
    [_country], wards = area_tree(1, 3)
    reporting = ReportingRoundFactory(code="R1")
    for ward in wards:
        return_count(ward, 60, households=20, round=reporting)
    publish_release("R1", by=None)

    head, tags, *rows = rows_of(
        body(client.get("/data/returns/R1/1/returns.csv")).decode()
    )

    assert {row[head.index("measure")] for row in rows} == {"individuals", "households"}
    assert tags[head.index("measure")] == "#indicator+type+code"
    assert tags[head.index("value")] == "#indicator+num"
    households, persons = (
        {row[head.index("k")] for row in rows if row[head.index("measure")] == measure}
        for measure in ("households", "individuals")
    )
    assert (households, persons) == ({"5"}, {"10"})


def test_a_community_is_told_with_the_areas_around_it(client, wards):
    CommunityFactory(area=wards[1], name="Fenra")

    head, _tags, row = rows_of(
        body(client.get("/data/communities/communities.csv")).decode()
    )

    told = dict(zip(head, row, strict=True))
    assert (told["name"], told["adm2_pcode"]) == ("Fenra", wards[1].pcode)
    assert told["adm1_pcode"] == wards[1].parent.pcode


@pytest.mark.parametrize("form", ["csv", "gpkg"])
@pytest.mark.parametrize("count", [1, 30])
def test_questions_to_the_database_do_not_grow_with_the_rows(
    client, django_assert_max_num_queries, form, count
):
    [_country], wards = area_tree(1, count)
    reporting = ReportingRoundFactory(code="R1")
    for ward in wards:
        return_count(ward, 60, round=reporting)
    publish_release("R1", by=None)

    with django_assert_max_num_queries(10):
        body(client.get(f"/data/returns/R1/1/returns.{form}"))
