"""The wizard as those walk it who load data."""

import datetime
import io
import json
import re
import zipfile

import geopandas as gpd
import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from maps.models import AdminArea, ColumnMapping, Population, ReportingRound
from maps.models.returns import ReturnCount, StagedCount
from tests.maps.wizard.walking import (
    GOOD,
    answer,
    only_job,
    page_of,
    press,
    stored,
    text_of,
    upload,
    waiting_files,
    workbook,
)

pytestmark = pytest.mark.django_db


def test_a_steward_walks_from_the_file_to_the_stored_round(client, steward, country):
    my_work = client.get(reverse("participation:my_work"))
    assert reverse("maps:imports") in my_work.content.decode()

    columns = upload(client, GOOD)
    assert "3 rows with a place and a count" in text_of(columns)
    assert "As recognised: individuals" in text_of(columns)
    assert re.search(r"“individuals”: [^“]+ \(\d+%\)", text_of(columns))

    preview = answer(client, only_job(), group="RRI")
    assert "What would be stored" in text_of(preview)
    assert "Rows read 3 Rows with errors 0 Areas with returns 3" in text_of(preview)
    assert not ReturnCount.objects.exists()

    done = press(client, "store_import", only_job())
    assert "It is stored, and the file is deleted." in text_of(done)
    assert stored() == {
        ("XA01", "RRI"): (40, 9),
        ("XA02", "RRI"): (55, 11),
        ("XA03", "RRI"): (120, 25),
    }
    reporting = ReportingRound.objects.get(code="R7")
    assert reporting.reported_on == datetime.date(2026, 6, 30)
    assert reporting.source == "Test registry"
    assert waiting_files() == []
    assert not StagedCount.objects.exists()


def test_the_same_file_again_changes_nothing(client, steward, country):
    for _time in range(2):
        upload(client, GOOD)
        preview = answer(client, only_job(), group="RRI")
        done = press(client, "store_import", only_job())

    assert "The very same counts are stored already" in text_of(preview)
    assert "Nothing has changed" in text_of(done)
    # Both loads are on record: one that is missing would tell that a guess was right.
    loads = ModelLogEntry.objects.filter(action="maps.load_returns")
    assert loads.count() == 2


def test_pressing_store_twice_stores_once(client, steward, country):
    upload(client, GOOD)
    job = only_job()
    answer(client, job, group="RRI")
    press(client, "store_import", job)

    again = press(client, "store_import", job)

    assert "This import is in another state by now: Stored" in text_of(again)
    assert ModelLogEntry.objects.filter(action="maps.commit_import").count() == 1


def test_a_file_of_a_coarser_level_says_so_and_is_counted_by_it(
    client, steward, country
):
    upload(client, "pcode,individuals\nXA1,400\nXA2,300\n")

    refused = answer(client, only_job(), group="RRI")

    assert (
        "The codes of the file are those of another level: Region (level 1). "
        "Count by that level. Go to the answer"
    ) in text_of(refused)

    answer(client, only_job(), group="RRI", level="1")
    press(client, "store_import", only_job())

    assert stored() == {("XA1", "RRI"): (400, None), ("XA2", "RRI"): (300, None)}


def test_columns_chosen_by_hand_are_remembered_for_the_next_file(
    client, steward, country
):
    strange = "adm2_pcode,alpha,beta\nXA01,40,1\nXA02,55,2\n"
    columns = upload(client, strange)
    assert "No column is recognised as the number of returnees" in text_of(columns)
    preview = answer(client, only_job(), column_individuals="B", group="RRI")
    assert "named by a person" in text_of(preview)
    press(client, "store_import", only_job())

    next_time = upload(client, strange.replace("40", "41"), round="R8")

    assert f"{steward} has chosen columns for files with these headings" in text_of(
        next_time
    )
    assert re.search(r'<option value="B" selected>', next_time.content.decode())
    mapping = ColumnMapping.objects.get()
    assert mapping.remembered_by == steward
    assert "40" not in mapping.mapping


def test_columns_are_not_remembered_against_a_persons_will(client, steward, country):
    upload(client, GOOD)
    answer(client, only_job(), group="RRI", remember="")
    press(client, "store_import", only_job())

    assert not ColumnMapping.objects.exists()


def test_the_sheet_is_chosen_by_content_and_can_be_changed(client, steward, country):
    content = workbook(
        Notes=[["About this file"]],
        Places=[
            ["adm2_pcode", "individuals"],
            ["XA01", 40],
            ["XA02", 55],
            ["XA03", 70],
        ],
        Summary=[["adm2_pcode", "individuals"], ["XA01", 999]],
    )
    columns = upload(client, content, name="book.xlsx")
    assert "“Places” was chosen by its content: 3 rows" in text_of(columns)

    other = page_of(client, "import_columns", only_job(), table="1")
    assert "What the table looks like" in text_of(other)
    answer(client, only_job(), table="1", group="RRI")
    press(client, "store_import", only_job())

    assert stored() == {("XA01", "RRI"): (999, None)}


@pytest.mark.parametrize(
    ("content", "language"),
    [
        (
            "Código del distrito;Distrito;Personas retornadas\n"
            "XA01;Uno;40\nXA02;Dos;55\n",
            "es",
        ),
        ("رمز المديرية,المديرية,عدد العائدين\nXA01,أ,40\nXA02,ب,55\n", "ar"),
    ],
)
def test_headings_in_other_languages(client, steward, country, content, language):
    upload(client, content)
    preview = answer(client, only_job(), group="RRI")
    press(client, "store_import", only_job())

    assert "What would be stored" in text_of(preview)
    assert stored() == {("XA01", "RRI"): (40, None), ("XA02", "RRI"): (55, None)}


def squares(*codes):
    features = [
        {
            "type": "Feature",
            "properties": {"adm0_pcode": "XB", "adm0_name": code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[n, 20], [n + 1, 20], [n + 1, 21], [n, 21], [n, 20]]],
            },
        }
        for n, code in enumerate(codes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_borders_are_loaded_by_the_same_way(client, steward):
    preview = upload(client, squares("Bana"), kind="areas", name="b.geojson", level="0")
    assert "Areas 1" in text_of(preview)

    done = press(client, "store_import", only_job())
    assert "Areas added 1" in text_of(done)

    upload(client, squares("Bana"), kind="areas", name="b.geojson", level="0")
    again = press(client, "store_import", only_job())
    assert "Nothing has changed" in text_of(again)
    assert waiting_files() == []


def test_what_became_of_earlier_borders_is_told(client, steward):
    upload(client, squares("Bana"), kind="areas", name="b.geojson", level="0")
    press(client, "store_import", only_job())
    renamed = squares("Bana").replace('"XB"', '"XC"')

    upload(
        client, renamed, kind="areas", name="b.geojson", level="0", date="2026-01-01"
    )
    done = press(client, "store_import", only_job())

    assert "Bana (XB) → Bana (XC)" in text_of(done)


def test_borders_that_say_too_little_are_asked_about(client, steward):
    nameless = squares("Bana").replace("adm0_pcode", "kennung")
    upload(client, nameless, kind="areas", name="b.geojson", level="0")
    asked = page_of(client, "import_columns", only_job())
    assert "What the file does not say" in text_of(asked)

    preview = press(
        client, "import_columns", only_job(), code="kennung", name="adm0_name"
    )

    assert "Areas 1" in text_of(preview)


def test_columns_of_borders_are_remembered_for_the_next_file(client, steward):
    odd = squares("Rand").replace("adm0_pcode", "kennung")
    upload(client, odd, kind="areas", name="b.geojson", level="0")
    press(
        client,
        "import_columns",
        only_job(),
        code="kennung",
        name="adm0_name",
        remember="on",
    )
    press(client, "store_import", only_job())

    later = squares("Zed").replace("adm0_pcode", "kennung")
    preview = upload(client, later, kind="areas", name="c.geojson", level="0")

    assert "What would be stored" in text_of(preview)
    assert "Areas 1" in text_of(preview)
    assert "Code of the area kennung remembered" in text_of(preview)
    mapping = ColumnMapping.objects.get()
    assert mapping.remembered_by == steward


def test_columns_of_borders_are_not_remembered_against_a_persons_will(client, steward):
    odd = squares("Rand").replace("adm0_pcode", "kennung")
    upload(client, odd, kind="areas", name="b.geojson", level="0")
    press(client, "import_columns", only_job(), code="kennung")
    press(client, "store_import", only_job())

    assert not ColumnMapping.objects.exists()


def test_the_day_of_borders_is_taken_from_the_column_that_is_named(client, steward):
    found = json.loads(squares("Rand"))
    for feature in found["features"]:
        feature["properties"]["kennung"] = feature["properties"].pop("adm0_pcode")
        feature["properties"]["stand"] = "2020-02-01"
    upload(client, json.dumps(found), kind="areas", name="b.geojson", level="0")

    press(client, "import_columns", only_job(), code="kennung", valid_on="stand")
    press(client, "store_import", only_job())

    assert AdminArea.objects.get().valid_on == datetime.date(2020, 2, 1)


def swapped(text):
    """The same squares with latitude before longitude."""
    found = json.loads(text)
    for feature in found["features"]:
        [ring] = feature["geometry"]["coordinates"]
        feature["geometry"]["coordinates"] = [[[y, x] for x, y in ring]]
    return json.dumps(found)


def regions():
    found = json.loads(squares("Bana", "Kesh").replace("adm0", "adm1"))
    for number, feature in enumerate(found["features"], start=1):
        feature["properties"]["adm1_pcode"] = f"XB0{number}"
    return json.dumps(found)


def loaded_country(client):
    """A country that holds the regions."""
    whole = json.loads(squares("Zed"))
    whole["features"][0]["geometry"]["coordinates"] = [
        [[-1, 19], [4, 19], [4, 22], [-1, 22], [-1, 19]]
    ]
    upload(client, json.dumps(whole), kind="areas", name="b.geojson", level="0")
    press(client, "store_import", only_job())


def test_swapped_axes_are_noticed_and_turned_on_request(client, steward):
    loaded_country(client)

    upload(client, swapped(regions()), kind="areas", name="b.geojson", level="1")
    asked = page_of(client, "import_columns", only_job())
    preview = press(client, "import_columns", only_job(), turn_axes="on")

    assert "Latitude and longitude are swapped." in text_of(asked)
    assert "Areas 2" in text_of(preview)


def test_a_shapefile_without_prj_is_asked_about_with_what_is_likely(
    client, steward, tmp_path
):
    loaded_country(client)
    frame = gpd.read_file(io.StringIO(regions())).to_crs("EPSG:32631")
    frame.to_file(tmp_path / "b.shp")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in (".shp", ".shx", ".dbf"):
            archive.write(tmp_path / f"b{part}", f"b{part}")

    upload(client, packed.getvalue(), kind="areas", name="b.zip", level="1")
    asked = page_of(client, "import_columns", only_job()).text
    preview = press(client, "import_columns", only_job(), crs="EPSG:32631")

    assert re.search(r'<option value="EPSG:32631">[^<]*100 % inside', asked)
    assert '<datalist id="known-code">' in asked
    assert '<option value="adm1_pcode">' in asked
    assert "Areas 2" in text_of(preview)


def test_residents_are_loaded_by_the_same_way(client, steward, country):
    table = "adm2_pcode,year,population\nXA01,2025,1000\nTotal,2025,1000\n"
    asked = upload(client, table, kind="population")
    assert "Resident population Which column says what?" in text_of(asked)
    preview = answer(client, only_job())
    assert "2025" in text_of(preview)
    assert "Left out 1 row: they are totals of other rows" in text_of(preview)
    done = press(client, "store_import", only_job())

    assert "Figures new or changed 1" in text_of(done)
    assert Population.objects.get().persons == 1000


def test_residents_of_an_unknown_code_are_said_before_anything_is_stored(
    client, steward, country
):
    table = "adm2_pcode,year,population\nXA01,2025,1000\nQQ99,2025,300\n"
    upload(client, table, kind="population")

    preview = answer(client, only_job())

    assert "The area code is not loaded." in text_of(preview)
    press(client, "store_import", only_job(), without_bad_rows="on")
    assert Population.objects.get().persons == 1000
