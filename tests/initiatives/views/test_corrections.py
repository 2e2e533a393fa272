"""Corrections of the map, through the pages."""

import json

import pytest
from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from initiatives import services
from initiatives.enums import CorrectionState
from initiatives.models import Correction
from maps.models import AdminArea
from tests.factories.maps import square

LIST = reverse("initiatives:corrections")
PROPOSE = reverse("initiatives:propose_correction")


def wider(area):
    west, south, _east, _north = area.geometry.extent
    return square(west, south, 1.25)


def page_of(correction):
    return reverse("initiatives:correction", args=[correction.pk])


def proposed(cast):
    area = cast.community.area
    return services.propose_correction(
        area, by=cast.authority, reason="Decree 12.", borders=wider(area)
    )


@pytest.mark.parametrize("address", [LIST, PROPOSE])
@pytest.mark.parametrize("role", ["committee", "implementer", "outsider"])
def test_others_have_no_corrections(client, cast, role, address):
    client.force_login(cast[role])
    assert client.get(address).status_code == 403
    assert client.get(page_of(proposed(cast))).status_code == 404


def test_the_form_starts_with_the_present_borders_and_name(client, cast):
    client.force_login(cast.authority)
    area = cast.community.area
    page = client.get(f"{PROPOSE}?area={area.pcode}").content.decode()
    assert f'value="{area.name}"' in page
    assert "MultiPolygon" in page


def test_borders_are_proposed_as_text(client, cast):
    client.force_login(cast.authority)
    area = cast.community.area
    response = client.post(
        f"{PROPOSE}?area={area.pcode}",
        {"name": area.name, "shape": wider(area).geojson, "reason": "Decree 12."},
    )
    correction = Correction.objects.get()
    assert response["Location"] == page_of(correction)
    assert correction.borders.equals(wider(area))
    assert correction.name == ""


def test_borders_are_proposed_as_a_file(client, cast):
    client.force_login(cast.authority)
    area = cast.community.area
    collection = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {},
                "geometry": json.loads(wider(area).geojson),
            }
        ],
    }
    file = SimpleUploadedFile("ward.geojson", json.dumps(collection).encode())
    client.post(
        f"{PROPOSE}?area={area.pcode}",
        {"name": area.name, "shape": "", "file": file, "reason": "Decree 12."},
    )
    assert Correction.objects.get().borders.equals(wider(area))


@pytest.mark.parametrize(
    "body",
    [b"\\xff\\xfe\\x00", b"{", b'{"type": "Point", "coordinates": [1, 2]}', b"[]"],
)
def test_a_file_that_is_no_border_is_refused_in_words(client, cast, body):
    client.force_login(cast.authority)
    area = cast.community.area
    response = client.post(
        f"{PROPOSE}?area={area.pcode}",
        {"reason": "x", "file": SimpleUploadedFile("a.geojson", body)},
    )
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not Correction.objects.exists()


def test_a_community_is_moved_by_a_point(client, cast):
    client.force_login(cast.authority)
    client.post(
        f"{PROPOSE}?community={cast.community.slug}",
        {
            "shape": json.dumps({"type": "Point", "coordinates": [0.25, 0.25]}),
            "reason": "The market moved.",
        },
    )
    correction = Correction.objects.get()
    assert (correction.community, correction.point.x) == (cast.community, 0.25)


def test_the_area_of_others_is_not_offered(client, cast):
    theirs = cast.elsewhere["authority"].mandates.get().area
    client.force_login(cast.authority)
    response = client.post(
        f"{PROPOSE}?area={theirs.pcode}", {"name": "Ours", "reason": "x"}
    )
    assert response.templates[0].name == "initiatives/correction_subject.html"
    assert not Correction.objects.exists()


def test_staff_see_before_and_after_and_decide(client, cast):
    correction = proposed(cast)
    client.force_login(cast.staff)
    page = client.get(page_of(correction)).content.decode()
    assert 'class="before"' in page
    assert 'class="after"' in page
    assert "km²" in page
    client.post(page_of(correction), {"answer": "accept", "reason": "Checked."})
    correction.refresh_from_db()
    assert correction.state == CorrectionState.ACCEPTED
    assert AdminArea.objects.filter(pcode=cast.community.area.pcode).count() == 2
    assert "Checked." in client.get(page_of(correction)).content.decode()


def test_a_place_outside_its_area_is_pointed_out(client, cast):
    correction = services.propose_correction(
        cast.community,
        by=cast.authority,
        reason="Moved.",
        point=Point(-120, -45, srid=4326),
    )
    client.force_login(cast.staff)
    page = client.get(page_of(correction)).content.decode()
    assert f"The new place lies outside {cast.community.area.name}." in page


def test_the_proposer_sees_it_and_decides_nothing(client, cast):
    correction = proposed(cast)
    client.force_login(cast.authority)
    assert client.get(page_of(correction)).context["form"] is None
    client.post(page_of(correction), {"answer": "accept", "reason": "Mine."})
    correction.refresh_from_db()
    assert correction.state == CorrectionState.OPEN


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    client, cast, item_count, django_assert_num_queries
):
    for _number in range(item_count):
        proposed(cast)
    client.force_login(cast.staff)
    with django_assert_num_queries(5):
        assert len(client.get(LIST).context["rows"]) == item_count
