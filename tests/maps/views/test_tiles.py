"""Vector tiles: borders and names only, and only where one file would be too large."""

import pytest
from django.urls import reverse

from maps.models import AdminArea
from maps.queries.drawings import borders_version

LEVEL = 2


def tile(z=0, x=0, y=0, version=None):
    return reverse(
        "maps:tile", args=[LEVEL, version or borders_version(LEVEL), z, x, y]
    )


@pytest.fixture
def many(wards: list[AdminArea], settings) -> list[AdminArea]:
    """A level that counts as large."""
    settings.VECTOR_TILES_ABOVE = 3
    return wards


@pytest.mark.postgis
def test_tile_holds_the_borders_and_names_in_it(client, many):
    answer = client.get(tile())

    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    for ward in many:
        assert ward.pcode.encode() in answer.content
        assert ward.name.encode() in answer.content


@pytest.mark.postgis
def test_tile_elsewhere_is_empty(client, many):
    assert client.get(tile(z=3, x=0, y=7)).content == b""


@pytest.mark.postgis
def test_name_in_a_tile_follows_the_language(client, many):
    AdminArea.objects.filter(pk=many[0].pk).update(names={"ar": "مارو"})

    answer = client.get(f"/ar{tile()}")

    assert "مارو".encode() in answer.content
    assert many[1].name.encode() in answer.content


@pytest.mark.postgis
def test_page_of_a_large_level_names_its_tiles(client, many):
    page = client.get(reverse("maps:map"), {"level": "2"}).content.decode()

    assert "/{z}/{x}/{y}.mvt" in page


@pytest.mark.postgis
@pytest.mark.parametrize(("z", "x", "y"), [(1, 2, 0), (1, 0, 2), (15, 0, 0)])
def test_tile_outside_the_world_is_not_found(client, many, z, x, y):
    assert client.get(tile(z, x, y)).status_code == 404


@pytest.mark.postgis
def test_tile_of_older_borders_leads_to_the_present_ones(client, many):
    assert client.get(tile(version="0" * 12))["Location"] == tile()


def test_small_level_has_no_tiles(client, wards):
    page = client.get(reverse("maps:map"), {"level": "2"}).content.decode()

    assert ".mvt" not in page
    assert client.get(tile()).status_code == 404
