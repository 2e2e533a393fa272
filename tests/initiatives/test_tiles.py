"""The picture of an initiative's place: its area, its community, and the pin."""

import re

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse

from initiatives.enums import State
from initiatives.tiles import place_picture
from maps.enums import SRID, Scale
from maps.models import AreaOutline
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def outline(cast):
    area = cast.community.area
    return AreaOutline.objects.create(
        area=area, scale=Scale.REGION, geometry=area.geometry
    )


def pinned(cast, **fields):
    corner = cast.community.area.geometry.extent
    return InitiativeFactory(
        community=cast.community,
        state=State.ELIGIBLE,
        location=Point(corner[0] + 0.25, corner[1] + 0.25, srid=SRID),
        **fields,
    )


def test_the_pin_is_west_and_south_of_the_community(cast, outline):
    initiative = pinned(cast)
    drawn = place_picture(
        outline, initiative.location, cast.community, title="Where it is"
    )
    home = [float(re.search(rf'c{axis}="([^"]+)"', drawn)[1]) for axis in "xy"]
    pin = [float(n) for n in re.search(r"translate\((\S+) (\S+)\)", drawn).groups()]
    assert pin[0] < home[0]
    assert pin[1] > home[1]


def test_the_public_picture_does_not_tell_the_exact_place(cast, outline):
    place = pinned(cast).location
    beside = Point(place.x + 0.004, place.y - 0.004, srid=SRID)
    drawn = {
        place_picture(outline, each, cast.community, title="Where")
        for each in (place, beside)
    }
    assert len(drawn) == 1


def test_a_name_with_markup_is_shown_as_text(cast, outline):
    cast.community.name = "<script>alert(1)</script>"
    drawn = place_picture(outline, pinned(cast).location, cast.community, title="Where")
    assert "<script" not in drawn
    assert "&lt;script" in drawn


def test_everybody_sees_the_place_on_the_page(client, cast, outline):
    initiative = pinned(cast)
    page = client.get(reverse("initiatives:detail", args=[initiative.reference]))
    assert "The place of this initiative, near" in page.content.decode()


def test_a_page_without_a_pin_has_no_picture(client, cast, outline):
    initiative = InitiativeFactory(
        community=cast.community, state=State.ELIGIBLE, location=None
    )
    page = client.get(reverse("initiatives:detail", args=[initiative.reference]))
    assert "locator" not in page.content.decode()
