"""What the database itself refuses: profiles, mandates and communities that cannot be."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.enums import Role
from communities.models import Community, CommunityProfile, Mandate
from tests.factories.communities import (
    CommunityFactory,
    CommunityProfileFactory,
    MandateFactory,
)
from tests.factories.maps import AdminAreaFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 1)


def refused(**fields):
    """Whether the database refuses a mandate, past every form."""
    try:
        with transaction.atomic():
            Mandate.objects.bulk_create([Mandate(starts_on=DAY, **fields)])
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.COMMITTEE, "community"),
        (Role.IMPLEMENTER, "community"),
        (Role.AUTHORITY, "area"),
        (Role.STAFF, ""),
        (Role.STEWARD, ""),
    ],
)
@pytest.mark.parametrize("given", ["community", "area", "", "community area"])
def test_a_role_has_its_own_scope(role, scope, given):
    places = {"community": CommunityFactory(), "area": AdminAreaFactory()}
    fields = {name: places[name] for name in given.split()}
    assert refused(user=UserFactory(), role=role, **fields) is (given != scope)


def test_the_form_says_which_scope_a_role_has():
    mandate = Mandate(user=UserFactory(), role=Role.STAFF, community=CommunityFactory())
    with pytest.raises(ValidationError, match="staff and stewards for the programme"):
        mandate.full_clean()


@pytest.mark.parametrize("trait", [{}, {"authority": True}, {"staff": True}])
def test_nobody_holds_the_same_mandate_twice(trait):
    held = MandateFactory(starts_on=DAY, **trait)
    assert refused(
        user=held.user, role=held.role, community=held.community, area=held.area
    )


def test_a_mandate_does_not_end_before_it_begins():
    before = DAY - datetime.timedelta(days=1)
    place = CommunityFactory()
    fields = {"user": UserFactory(), "role": Role.COMMITTEE, "community": place}
    assert refused(ends_on=before, **fields)
    assert not refused(ends_on=DAY, **fields)


def test_only_mandates_of_the_day_are_current():
    past = MandateFactory(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    open_ended = MandateFactory()
    assert list(Mandate.objects.current()) == [open_ended]
    assert past in Mandate.objects.current(on=past.ends_on)


def test_a_mandate_is_told_by_role_and_place():
    mandate = MandateFactory(community=CommunityFactory(name="Fenra"))
    assert str(mandate) == "Committee member · Fenra"
    assert str(MandateFactory(staff=True)) == "Programme staff"


def test_a_profile_has_residents_and_its_own_date():
    profile = CommunityProfileFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CommunityProfileFactory(
            community=profile.community, reference_date=profile.reference_date
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        CommunityProfileFactory(residents=0)
    assert CommunityProfile.objects.count() == 1


def test_a_community_has_a_name_and_its_own_address():
    community = CommunityFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CommunityFactory(slug=community.slug)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommunityFactory(name="")
    assert Community.objects.get() == community
