"""The open interface as a program meets it (OGC API – Features, parts 1 and 2)."""

import datetime
import json
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maps.enums import CellStatus, ReleaseState
from maps.models import Release
from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from tests.factories.maps import (
    AdminAreaFactory,
    ReportingRoundFactory,
    area_tree,
    return_count,
)

pytestmark = pytest.mark.django_db

ROOT = "/api/features/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
#: A raw count that must be hidden; no public byte may contain it.
SECRET = 7


def items(client, key, **query):
    answer = client.get(f"{ROOT}collections/{key}/items", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def codes(collection):
    return [feature["properties"]["pcode"] for feature in collection["features"]]


def local(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def wards():
    """Districts with one count that would point to a family, released."""
    [_country], [_region], wards = area_tree(1, 1, 5)
    reporting = ReportingRoundFactory(code="R1", source="Test registry")
    for ward, persons in zip(wards, (SECRET, 40, 55, 120, 83), strict=True):
        return_count(ward, persons, round=reporting)
    for level in (0, 1, 2):
        redraw_outlines(level)
    publish_release("R1", by=None)
    return wards


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


# --- page by page --------------------------------------------------------------------


def walk(client, first, rel="next"):
    """Features and addresses met by following a link until it is missing."""
    address: str | None = first
    while address:
        answer = client.get(address).json()
        yield answer
        address = next(
            (local(x["href"]) for x in answer["links"] if x["rel"] == rel), None
        )


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(limit=st.integers(1, 9), narrowed=st.sampled_from(["", "&level=2", "&round=R1"]))
def test_next_links_lead_past_every_feature_exactly_once(
    client, wards, limit, narrowed
):
    start = f"{ROOT}collections/returns/items?limit={limit}{narrowed}"
    everything = client.get(start.replace(f"limit={limit}", "limit=1000")).json()

    pages = list(walk(client, start))

    met = [each["id"] for page in pages for each in page["features"]]
    assert met == [each["id"] for each in everything["features"]]
    assert all(page["numberReturned"] <= limit for page in pages)
    assert {page["numberMatched"] for page in pages} == {len(met)}


def test_prev_links_lead_back_to_the_beginning(client, wards):
    pages = list(walk(client, f"{ROOT}collections/returns/items?limit=3"))
    last = next(
        local(link["href"]) for link in pages[-1]["links"] if link["rel"] == "self"
    )

    back = list(walk(client, last, rel="prev"))

    assert sorted(f["id"] for p in back for f in p["features"]) == sorted(
        f["id"] for p in pages for f in p["features"]
    )


def test_a_walk_is_not_disturbed_by_what_is_added_before_it(client):
    AdminAreaFactory.create_batch(4)
    address = f"{ROOT}collections/areas/items?limit=2"
    steps = walk(client, address)
    first = next(steps)
    AdminAreaFactory()

    rest = [code for page in steps for code in codes(page)]

    assert len(set(codes(first) + rest)) == 5


def test_links_keep_the_question(client, wards):
    told = items(client, "returns", limit=1, level=2, crs=f"{EPSG}3857", f="json")

    [following] = [x["href"] for x in told["links"] if x["rel"] == "next"]

    assert "level=2" in following
    assert f"crs={EPSG}3857" in following


# --- what is wrong -------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "areas/items?limit=0",
        "areas/items?limit=-1",
        "areas/items?limit=abc",
        "areas/items?offset=99999999999999999999",
        "areas/items?unknown=1",
        "areas/items?crs=EPSG:4326",
        "areas/items?bbox=1,2,3",
        "areas/items?datetime=never",
        "areas/items?after=abc",
        "areas/items?before=%00",
        "areas/items?pcode=%00",
        "areas/items?f=xml",
        "areas?limit=1",
        "communities/items?datetime=2026-01-01",
        "returns/items?status=raw",
    ],
)
def test_a_wrong_question_is_answered_with_a_problem(client, question):
    answer = client.get(f"{ROOT}collections/{question}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 400
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "question",
    [
        "raw",
        "raw/items",
        "areas/items/999999",
        "areas/items/abc",
        "areas/items/99999999999999999999999",
        "communities/items/no%00where",
    ],
)
def test_what_is_not_there_is_not_found(client, question):
    answer = client.get(f"{ROOT}collections/{question}")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_going_on_behind_the_last_feature_finds_nothing(client, wards):
    told = items(client, "areas", after="99999999999999999999")

    assert told["features"] == []
    assert told["numberMatched"] == 7


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_is_written_here(client, method):
    answer = getattr(client, method)(f"{ROOT}collections/areas/items")

    assert answer.status_code == 405


# --- how it is answered ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepts", "kind"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("application/geo+json, application/json", "application/geo+json"),
        ("*/*", "application/geo+json"),
        ("application/json", "application/geo+json"),
    ],
)
def test_form_follows_what_the_client_accepts(client, wards, accepts, kind):
    answer = client.get(f"{ROOT}collections/areas/items", headers={"accept": accepts})

    assert answer["Content-Type"] == kind
    assert "Accept" in answer["Vary"]


def test_f_wins_over_what_the_client_accepts(client):
    answer = client.get(f"{ROOT}?f=json", headers={"accept": "text/html"})

    assert answer["Content-Type"] == "application/json"


def test_data_are_open_to_every_site_and_pages_are_not(client, wards):
    data = client.get(f"{ROOT}collections/areas/items?f=json")
    page = client.get(f"{ROOT}collections/areas/items?f=html")

    assert data["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in data
    assert "Access-Control-Allow-Origin" not in page
    assert "Access-Control-Allow-Origin" not in client.get(reverse("maps:map"))


def test_data_are_kept_by_caches_and_asked_for_anew_by_their_tag(client, wards):
    address = f"{ROOT}collections/areas/items"
    answer = client.get(address, headers={"accept-encoding": "gzip"})

    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Content-Encoding"] == "gzip"
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_browsers_may_ask_first(client):
    answer = client.options(f"{ROOT}collections/areas/items")

    assert answer.status_code == 204
    assert "GET" in answer["Access-Control-Allow-Methods"]


def test_names_and_words_follow_the_language_of_the_address(client):
    AdminAreaFactory(pcode="XA", name="Maro", names={"ar": "مارو"})

    assert items(client, "areas")["features"][0]["properties"]["name"] == "Maro"
    told = client.get(f"/ar{ROOT}collections/areas/items").json()
    assert told["features"][0]["properties"]["name"] == "مارو"
    assert "/ar/api/features/" in told["links"][0]["href"]


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "api",
        "conformance",
        "collections",
        "collections/returns",
        "collections/returns/items",
        "collections/returns/items?level=2&limit=2",
        "collections/initiatives/items",
    ],
)
def test_every_resource_is_a_page_too(client, wards, prefix, path):
    mark = "&" if "?" in path else "?"

    page = client.get(f"{prefix}{ROOT}{path}{mark}f=html")

    assert page.status_code == 200
    assert "<h1" in page.content.decode()


def test_a_page_of_features_is_walked_by_its_links(client, wards):
    page = client.get(f"{ROOT}collections/areas/items?f=html&limit=3&level=")
    content = page.content.decode()

    assert 'rel="next"' in content
    assert wards[4].pcode not in content
    following = client.get(local(page.context["next"])).content.decode()
    assert wards[1].pcode in following
    assert 'rel="prev"' in following


def test_a_page_of_one_hidden_feature_says_only_that_it_is_hidden(client, wards):
    [feature] = items(client, "returns", pcode=wards[0].pcode)["features"]

    page = client.get(f"{ROOT}collections/returns/items/{feature['id']}?f=html")

    content = page.content.decode()
    assert "Not shown, to protect people" in content
    assert f"<dd>{SECRET}</dd>" not in content


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("key", "queries"), [("areas", 2), ("returns", 5)])
def test_questions_to_the_database_do_not_grow_with_the_features(
    client, django_assert_num_queries, key, queries, count
):
    [_country], wards = area_tree(1, count)
    reporting = ReportingRoundFactory(code="R1")
    for ward in wards:
        return_count(ward, 60, round=reporting)
    for level in (0, 1):
        redraw_outlines(level)
    publish_release("R1", by=None)

    with django_assert_num_queries(queries):
        assert items(client, key)["numberMatched"] == count + 1


def test_nothing_told_changes_with_who_asks(client, wards, admin_client):
    address = f"{ROOT}collections/returns/items"

    assert client.get(address).content == admin_client.get(address).content


def test_rounds_are_told_side_by_side(client, wards):
    later = ReportingRoundFactory(
        code="R2", reported_on=datetime.date(2026, 12, 31), source="Test registry"
    )
    for ward in wards:
        return_count(ward, 60, round=later)
    publish_release("R2", by=None)

    found = items(client, "returns", pcode=wards[3].pcode)["features"]

    assert [(f["properties"]["round"], f["properties"]["value"]) for f in found] == [
        ("R1", 120),
        ("R2", 60),
    ]
