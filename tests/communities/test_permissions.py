"""Who acts where: every role against every place."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communities.enums import Role
from communities.permissions import (
    areas_above,
    current_mandates,
    has_role,
    is_authority,
    is_committee_member,
    is_implementer,
    is_staff,
    is_steward,
)
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """Two communities, in two wards of two districts of one region."""
    region = AdminAreaFactory(level=1)
    districts = [AdminAreaFactory(level=2, parent=region) for _ in range(2)]
    wards = [AdminAreaFactory(level=3, parent=each) for each in districts]
    return {
        "region": region,
        "district": districts[0],
        "ward": wards[0],
        "other_district": districts[1],
        "here": CommunityFactory(area=wards[0]),
        "there": CommunityFactory(area=wards[1]),
    }


def person(role, places):
    """Somebody with one mandate, or with none."""
    if role == "anonymous":
        return AnonymousUser()
    if role == "nobody":
        return UserFactory()
    if role == "admin":
        return UserFactory(is_superuser=True)
    if role in ("staff", "steward"):
        return MandateFactory(**{role: True}).user
    if role.startswith("authority"):
        area = places[role.removeprefix("authority of ")]
        return MandateFactory(authority=True, area=area).user
    return MandateFactory(
        role=Role.COMMITTEE if role == "member" else Role.IMPLEMENTER,
        community=places["here"],
    ).user


#: Role, then: committee here, committee there, implementer here, implementer there,
#: authority here, authority there, staff, steward.
TABLE = [
    ("anonymous", "- - - - - - - -"),
    ("nobody", "- - - - - - - -"),
    ("member", "y - - - - - - -"),
    ("implementer", "- - y - - - - -"),
    ("authority of ward", "- - - - y - - -"),
    ("authority of district", "- - - - y - - -"),
    ("authority of region", "- - - - y y - -"),
    ("authority of other_district", "- - - - - y - -"),
    ("staff", "- - - - - - y -"),
    ("steward", "- - - - - - - y"),
    ("admin", "- - - - - - y y"),
]


@pytest.mark.parametrize(("role", "row"), TABLE)
def test_who_acts_where(places, role, row):
    user, here, there = person(role, places), places["here"], places["there"]
    found = [
        is_committee_member(user, here),
        is_committee_member(user, there),
        is_implementer(user, here),
        is_implementer(user, there),
        is_authority(user, here),
        is_authority(user, there),
        is_staff(user),
        is_steward(user),
    ]
    assert found == [mark == "y" for mark in row.split()]


@pytest.mark.parametrize("role", ["member", "implementer", "authority of region"])
def test_no_place_is_nobodys_place(places, role):
    user = person(role, places)
    assert not is_committee_member(user, None)
    assert not is_implementer(user, None)
    assert not is_authority(user, None)


@pytest.mark.parametrize(
    ("starts", "ends", "in_force"),
    [(-10, None, True), (0, 0, True), (-10, -1, False), (1, None, False)],
)
def test_a_mandate_holds_from_its_first_to_its_last_day(starts, ends, in_force):
    today = timezone.localdate()
    mandate = MandateFactory(
        starts_on=today + datetime.timedelta(days=starts),
        ends_on=None if ends is None else today + datetime.timedelta(days=ends),
    )
    assert is_committee_member(mandate.user, mandate.community) is in_force


@pytest.mark.parametrize("role", ["staff", "steward"])
def test_a_closed_account_acts_nowhere(role):
    user = MandateFactory(**{role: True}).user
    user.is_active = False
    assert not has_role(user, Role(role))
    admin = UserFactory(is_superuser=True, is_active=False)
    assert not is_staff(admin)
    assert not is_steward(admin)


def test_mandates_are_read_once_for_many_questions(
    places, django_assert_num_queries, django_assert_max_num_queries
):
    user = person("member", places)
    with django_assert_num_queries(1):
        current_mandates(user)
    with django_assert_num_queries(0):
        assert is_committee_member(user, places["here"])
        assert not is_staff(user)


def test_an_area_lies_in_all_that_contain_it(places):
    keys = {places[name].pk for name in ("ward", "district", "region")}
    assert areas_above(places["here"]) == keys
