"""The page of open data, and the catalogue that portals read."""

import pytest
from django.urls import reverse

from tests.factories.communities import CommunityFactory
from tests.maps.views.open_data.reading import FORMS, LINK, RELEASE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_the_page_leads_to_every_file(client, wards, prefix):
    page = client.get(f"{prefix}/data/").content.decode()

    for form in FORMS:
        assert f'href="{prefix}{RELEASE}returns.{form}"' in page
        assert f'href="{prefix}/data/communities/communities.{form}"' in page
    assert "CC BY 4.0" in page


def test_the_page_before_anything_is_released(client):
    page = client.get("/data/")

    assert page.status_code == 200
    assert "/data/returns/" not in page.content.decode().replace("returns.", "")


@pytest.mark.parametrize("page", ["maps:map", "area"])
def test_maps_and_areas_lead_to_their_files(client, wards, page):
    address = (
        reverse("maps:area", args=[wards[3].pcode]) if page == "area" else reverse(page)
    )

    assert f'href="{RELEASE}"' in client.get(address).content.decode()


def nodes(document):
    """Every object of a document that has a type."""
    if isinstance(document, dict):
        if "@type" in document:
            yield document
        for value in document.values():
            yield from nodes(value)
    elif isinstance(document, list):
        for value in document:
            yield from nodes(value)


#: What DCAT-AP 3 makes mandatory, and what this issue asks for beside it.
MANDATORY = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"},
    "dcat:Dataset": {
        *("dct:title", "dct:description", "dct:publisher", "dct:spatial"),
        *("dcat:distribution", "dct:identifier"),
    },
    "dcat:Distribution": {
        *("dcat:accessURL", "dct:format", "dct:license", "dcat:mediaType"),
    },
    "dcat:DataService": {"dct:title", "dcat:endpointURL", "dcat:endpointDescription"},
}


def test_the_catalogue_has_all_that_dcat_ap_makes_mandatory(client, wards):
    CommunityFactory()
    answer = client.get("/data/catalogue.jsonld")

    assert answer["Content-Type"] == "application/ld+json"
    found = list(nodes(answer.json()))
    for kind, wanted in MANDATORY.items():
        of_kind = [node for node in found if node["@type"] == kind]
        assert of_kind
        for node in of_kind:
            assert wanted <= node.keys(), (kind, node.get("@id"))


def test_every_name_in_the_catalogue_belongs_to_a_vocabulary_it_names(client, wards):
    document = client.get("/data/catalogue.jsonld").json()
    prefixes = document["@context"]

    for node in nodes(document):
        for name in node:
            assert name.startswith("@") or name.split(":")[0] in prefixes


def test_the_catalogue_leads_to_files_that_are_there(client, wards):
    CommunityFactory()
    document = client.get("/data/catalogue.jsonld").json()

    for node in nodes(document):
        for name in ("dcat:downloadURL", "dcat:landingPage", "dcat:endpointURL"):
            if name in node:
                address = node[name]["@id"].removeprefix("http://testserver")
                assert client.get(address).status_code == 200, address


def test_a_release_in_the_catalogue_has_time_source_and_protection(client, wards):
    document = client.get("/data/catalogue.jsonld").json()

    [dataset] = [d for d in document["dcat:dataset"] if d["@id"] == LINK]
    assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2026-09-30"
    assert dataset["dct:provenance"]["rdfs:label"] == "Test registry"
    assert "under 10 persons" in dataset["dct:description"]
    assert dataset["dcat:version"] == "1"


def test_without_a_licence_the_catalogue_says_whom_to_ask(client, settings):
    settings.DATA_PUBLISHER = "Programme office"

    document = client.get("/data/catalogue.jsonld").json()

    rights = [n for n in nodes(document) if n["@type"] == "dct:RightsStatement"]
    assert "ask Programme office" in rights[0]["rdfs:label"]
    assert "dct:license" not in document
