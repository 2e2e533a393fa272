"""How the open interface answers: problems, forms, caches, languages, pages for people."""

import datetime

import pytest
from django.urls import reverse

from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from tests.factories.maps import (
    AdminAreaFactory,
    ReportingRoundFactory,
    area_tree,
    return_count,
)
from tests.maps.views.features.asking import (
    ROOT,
    SECRET,
    items,
    local,
)

pytestmark = pytest.mark.django_db


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
        "communities/items/no%00where",
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
