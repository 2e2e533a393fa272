"""The open interface as a program meets it (OGC API – Features, parts 1 and 2)."""

import json

import pytest

from maps.enums import CellStatus, ReleaseState
from maps.models import Release
from tests.factories.maps import (
    AdminAreaFactory,
)
from tests.maps.views.features.asking import CRS84, EPSG, ROOT, codes, items, local

pytestmark = pytest.mark.django_db


# --- finding one's way -------------------------------------------------------------


@pytest.mark.parametrize(
    ("rel", "kind"),
    [
        ("self", "application/json"),
        ("service-desc", "application/vnd.oai.openapi+json;version=3.0"),
        ("service-doc", "text/html; charset=utf-8"),
        ("conformance", "application/json"),
        ("data", "application/json"),
    ],
)
def test_landing_page_leads_to_everything(client, rel, kind):
    landing = client.get(ROOT).json()

    [found] = [link for link in landing["links"] if link["rel"] == rel]
    answer = client.get(local(found["href"]))

    assert answer.status_code == 200
    assert answer["Content-Type"] == kind


def test_core_geojson_html_openapi_and_reference_systems_are_declared(client):
    declared = client.get(f"{ROOT}conformance").json()["conformsTo"]

    for part in ("1/1.0/conf/core", "1/1.0/conf/geojson", "1/1.0/conf/html"):
        assert f"http://www.opengis.net/spec/ogcapi-features-{part}" in declared
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30" in declared
    assert "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs" in declared


def test_collections_are_those_of_every_room(client):
    told = client.get(f"{ROOT}collections").json()["collections"]

    assert [each["id"] for each in told] == [
        "areas",
        "returns",
        "zones",
        "communities",
        "services",
        "initiatives",
    ]


def test_a_collection_says_where_it_lies_and_in_which_systems(client, wards):
    told = client.get(f"{ROOT}collections/areas").json()

    west, south, east, north = told["extent"]["spatial"]["bbox"][0]
    assert (south, north) == (0.0, 1.0)
    assert west <= wards[0].geometry.extent[0]
    assert east >= wards[-1].geometry.extent[2]
    assert told["storageCrs"] == CRS84
    assert told["crs"] == [CRS84, f"{EPSG}4326", f"{EPSG}3857", f"{EPSG}6933"]


def test_an_empty_collection_has_no_extent_and_no_features(client):
    assert "extent" not in client.get(f"{ROOT}collections/areas").json()
    assert items(client, "areas")["features"] == []


@pytest.mark.parametrize("key", ["areas", "returns", "communities", "services"])
def test_openapi_names_every_parameter_and_the_largest_limit(client, key):
    told = client.get(f"{ROOT}api").json()
    shared = told["components"]["parameters"]

    operation = told["paths"][f"/collections/{key}/items"]["get"]
    names = {
        (shared[each["$ref"].rsplit("/", 1)[1]] if "$ref" in each else each)["name"]
        for each in operation["parameters"]
    }

    assert {"limit", "bbox", "bbox-crs", "crs", "after", "before", "f"} <= names
    queryables = client.get(f"{ROOT}collections/{key}/queryables").json()
    assert set(queryables["properties"]) <= names
    assert shared["limit"]["schema"]["maximum"] == 1_000


def test_every_reference_inside_openapi_leads_somewhere(client):
    text = client.get(f"{ROOT}api").content.decode()
    told = json.loads(text)

    for piece in text.split('"$ref":"#/')[1:]:
        place = told
        for step in piece.split('"')[0].split("/"):
            place = place[step]


def test_schema_types_properties_that_a_first_page_may_not_show(client):
    schema = client.get(f"{ROOT}collections/returns/schema").json()

    assert schema["properties"]["value"]["type"] == "integer"
    assert schema["properties"]["date"]["format"] == "date"
    assert schema["properties"]["group"]["enum"] == ["RET", "RDP", "RRI", "MIG"]


# --- features ------------------------------------------------------------------------


def test_a_hidden_cell_has_its_area_and_no_value(client, wards):
    told = items(client, "returns", pcode=wards[0].pcode)

    [feature] = told["features"]
    assert feature["properties"]["status"] == CellStatus.HIDDEN
    assert feature["properties"]["value"] is None
    assert feature["geometry"]["type"] == "MultiPolygon"


def test_a_released_cell_carries_source_round_date_and_threshold(client, wards):
    [feature] = items(client, "returns", pcode=wards[3].pcode)["features"]

    properties = feature["properties"]
    assert properties["value"] == 120
    assert properties["source"] == "Test registry"
    assert (properties["round"], properties["date"]) == ("R1", "2026-09-30")
    assert (properties["k"], properties["version"]) == (10, 1)
    assert properties["group"] == "RET"
    assert properties["page"] == f"http://testserver/map/areas/{wards[3].pcode}/"


def test_a_withdrawn_release_is_gone(client, wards):
    [feature] = items(client, "returns", pcode=wards[3].pcode)["features"]
    address = f"{ROOT}collections/returns/items/{feature['id']}"
    assert client.get(address).status_code == 200

    Release.objects.update(state=ReleaseState.WITHDRAWN)

    assert items(client, "returns")["features"] == []
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("query", "levels"),
    [({"level": "2"}, {2}), ({"level": "0"}, {0}), ({"round": "R9"}, set())],
)
def test_features_are_narrowed_by_their_properties(client, wards, query, levels):
    found = items(client, "returns", **query)["features"]

    assert {each["properties"]["level"] for each in found} == levels


@pytest.mark.parametrize(
    ("when", "count"),
    [
        ("2026-09-30", 7),
        ("2026-09-30T12:00:00Z", 7),
        ("2026-10-01/..", 0),
        ("../2026-09-30", 7),
        ("../2026-09-29", 0),
        ("2026-01-01/2026-12-31", 7),
    ],
)
def test_released_figures_belong_to_their_day(client, wards, when, count):
    assert items(client, "returns", datetime=when)["numberMatched"] == count


def test_an_area_is_told_in_the_versions_of_a_day(client):
    old = AdminAreaFactory(
        pcode="XA", valid_on="2020-01-01", valid_to="2024-01-01", name="Old"
    )
    AdminAreaFactory(pcode="XA", valid_on="2024-01-01", name="New")

    def names(**query):
        found = items(client, "areas", pcode="XA", **query)["features"]
        return [each["properties"]["name"] for each in found]

    assert names() == ["Old", "New"]
    assert names(datetime="2023-12-31") == ["Old"]
    assert names(datetime="2024-01-01") == ["New"]
    past = client.get(f"{ROOT}collections/areas/items/{old.pk}").json()
    assert past["properties"]["page"] is None


# --- places --------------------------------------------------------------------------


def test_a_box_finds_what_it_meets(client):
    inside = AdminAreaFactory(x=10.0)
    AdminAreaFactory(x=20.0)

    assert codes(items(client, "areas", bbox="10.2,0.2,10.4,0.4")) == [inside.pcode]


def test_a_box_across_the_antimeridian_finds_both_sides(client):
    east, west = AdminAreaFactory(x=178.0), AdminAreaFactory(x=-179.5)
    AdminAreaFactory(x=0.0)

    found = codes(items(client, "areas", bbox="177,-1,-178,2"))

    assert found == [east.pcode, west.pcode]


@pytest.mark.parametrize(
    ("system", "box"),
    [
        (CRS84, "10.2,0.2,10.4,0.4"),
        (f"{EPSG}4326", "0.2,10.2,0.4,10.4"),
        (f"{EPSG}3857", "1135459,22264,1157723,44528"),
        (f"{EPSG}6933", "984000,25000,1003000,50000"),
    ],
)
def test_a_box_is_read_in_its_own_system(client, system, box):
    inside = AdminAreaFactory(x=10.0)
    AdminAreaFactory(x=0.0)

    found = items(client, "areas", bbox=box, **{"bbox-crs": system})

    assert codes(found) == [inside.pcode]


@pytest.mark.parametrize(
    ("system", "corner"),
    [
        (CRS84, (10.0, 0.0)),
        (f"{EPSG}4326", (0.0, 10.0)),
        (f"{EPSG}3857", (1_113_194.91, 0.0)),
        (f"{EPSG}6933", (964_862.8, 0.0)),
    ],
)
def test_features_come_in_the_system_asked_for_and_say_so(client, system, corner):
    AdminAreaFactory(x=10.0)

    answer = client.get(f"{ROOT}collections/areas/items", {"crs": system})

    assert answer["Content-Crs"] == f"<{system}>"
    first = answer.json()["features"][0]["geometry"]["coordinates"][0][0][0]
    assert first == pytest.approx(corner, abs=0.1)
    one = client.get(
        f"{ROOT}collections/areas/items/{answer.json()['features'][0]['id']}",
        {"crs": system},
    )
    assert one["Content-Crs"] == f"<{system}>"
