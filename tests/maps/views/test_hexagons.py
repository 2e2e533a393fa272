"""The surface of hexagons: drawn from what the map of areas shows, and no more."""

import pytest
from django.urls import reverse

from maps.models import Release

pytestmark = pytest.mark.django_db


def test_page_has_the_areas_behind_it_as_a_table(client, wards):
    page = client.get(reverse("maps:hexagons")).content.decode()

    assert "120" in page
    assert "not shown</td>" in page


def test_hexagons_take_the_densities_of_their_areas(client, wards):
    release = Release.objects.get()
    shapes = client.get(
        client.get(reverse("maps:hexagons")).context["addresses"]["shapes"]
    ).json()

    values = client.get(
        reverse("maps:hexagon_values", args=[release.pk, 2, "RET"])
    ).json()

    assert {area[0] for area in shapes["areas"]} == set(values["areas"])
    densest = 120 / wards[3].area_km2
    shown = [float(row[1]) for row in values["areas"].values() if row]
    assert max(shown) == pytest.approx(densest, abs=0.01)
    assert None in values["areas"].values()


def test_picture_of_hexagons_hatches_what_is_mostly_hidden(client, wards):
    release = Release.objects.get()
    values = client.get(
        reverse("maps:hexagon_values", args=[release.pk, 2, "RET"])
    ).json()

    svg = client.get(
        reverse("maps:hexagon_picture", args=[release.pk, 2, "RET", "light"])
    ).content.decode()

    hidden = [row for row in values["areas"].values() if row is None]
    assert svg.count("url(#h)") == len(hidden)
