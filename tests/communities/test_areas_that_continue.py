"""Newer borders do not leave behind those who live in an area or act for it."""

import datetime

import pytest
import shapely

from maps.models import AdminArea, AreaSuccession
from maps.services.successions import confirm_successions
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.invitations import InvitationFactory
from tests.maps.services.test_areas import row, stored

pytestmark = pytest.mark.django_db

EARLIER, LATER = datetime.date(2020, 1, 1), datetime.date(2024, 6, 1)


def strip(code, left, right):
    """An area one degree high."""
    shape = shapely.MultiPolygon([shapely.box(left, 0, right, 1)])
    return row(code, left, 0, geometry=shape)


@pytest.fixture
def place():
    """An area with a community and an authority."""
    stored(2, strip("A", 0, 1), valid_on=EARLIER)
    area = AdminArea.objects.get(pcode="A")
    return CommunityFactory(area=area), MandateFactory(authority=True, area=area)


def areas_of(place):
    for each in place:
        each.refresh_from_db()
    return [(each.area.pcode, each.area.valid_on) for each in place]


def test_both_go_over_to_newer_borders_of_the_same_code(place):
    stored(2, strip("A", 0, 0.8), valid_on=LATER)

    assert areas_of(place) == [("A", LATER), ("A", LATER)]


def test_an_open_invitation_goes_over_too(place):
    _community, mandate = place
    invitation = InvitationFactory(authority=True, area=mandate.area)
    stored(2, strip("A", 0, 0.8), valid_on=LATER)

    assert areas_of([invitation]) == [("A", LATER)]


def test_both_go_over_to_a_new_code_once_a_person_confirms_it(place):
    stored(2, strip("A9", 0, 1), valid_on=LATER)
    assert areas_of(place) == [("A", EARLIER), ("A", EARLIER)]

    confirm_successions(AreaSuccession.objects.all(), by=None)

    assert areas_of(place) == [("A9", LATER), ("A9", LATER)]


def test_nobody_is_given_a_union_of_areas_by_confirming_it(place):
    stored(2, strip("B", 1, 2), valid_on=EARLIER)
    stored(2, strip("C", 0, 2), valid_on=LATER)

    confirm_successions(AreaSuccession.objects.all(), by=None)

    assert areas_of(place) == [("A", EARLIER), ("A", EARLIER)]
