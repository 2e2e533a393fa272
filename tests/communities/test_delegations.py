"""Standing in for somebody who is away: who may act, when, and at what cost."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from communities.enums import Role, StandIn
from communities.models import Delegation, Mandate
from communities.permissions import (
    acting_for,
    current_mandates,
    has_spoken_for,
    is_appointed_staff,
    is_authority,
    is_committee_member,
    is_implementer,
    is_staff,
    is_steward,
    last_day_in,
    own_areas,
    own_mandates,
    sits_on_committee,
)
from communities.queries.holders import holders
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.delegations import agreed_delegation, asked_delegation
from tests.factories.maps import AdminAreaFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def delegated(mandate, person, first=0, last=10, **fields):
    """A delegation by days from today, past every service."""
    today = timezone.localdate()
    return Delegation.objects.create(
        mandate=mandate,
        person=person,
        starts_on=today + first * DAY,
        ends_on=today + last * DAY,
        **fields,
    )


def authorities():
    """Two local authorities of two wards, and a community in the first one's."""
    here, there = AdminAreaFactory(level=3), AdminAreaFactory(level=3)
    away = MandateFactory(authority=True, area=here)
    stand_in = MandateFactory(authority=True, area=there)
    return away, stand_in.user, CommunityFactory(area=here)


def agreed(away, stand_in, first=0, last=10):
    """It was agreed that one local authority stands in for another."""
    return agreed_delegation(away, stand_in.mandates.get(), first, last)


def test_who_stands_in_acts_where_the_holder_may_and_the_holder_still():
    away, stand_in, community = authorities()
    assert not is_authority(stand_in, community)

    agreed(away, stand_in)
    again = type(stand_in).objects.get(pk=stand_in.pk)

    assert is_authority(again, community)
    assert is_authority(away.user, community)
    assert away.area in own_areas(again)
    assert away not in own_mandates(again)


@pytest.mark.parametrize(
    ("first", "last", "in_force"),
    [(0, 0, True), (-5, 5, True), (1, 5, False), (-5, -1, False)],
)
def test_standing_in_lasts_from_its_first_to_its_last_day(first, last, in_force):
    away, stand_in, community = authorities()
    agreed(away, stand_in, first, last)

    assert is_authority(stand_in, community) is in_force


def test_standing_in_ends_when_it_is_taken_back():
    away, stand_in, community = authorities()
    agreed(away, stand_in)
    Delegation.objects.update(revoked_on=timezone.localdate())

    assert not is_authority(stand_in, community)


@pytest.mark.parametrize("whose", ["away", "stand_in"])
def test_standing_in_ends_with_either_term(whose):
    away, stand_in, community = authorities()
    agreed(away, stand_in, -5, 5)
    user = away.user if whose == "away" else stand_in
    Mandate.objects.filter(user=user).update(ends_on=timezone.localdate() - DAY)

    assert not is_authority(stand_in, community)


def test_who_no_longer_holds_the_role_is_not_told_of_it_either():
    """Mails go by the same rule as rights."""
    away = MandateFactory()
    colleague = MandateFactory(community=away.community)
    delegated(away, colleague.user, -5, 5)
    assert Delegation.objects.in_force().exists()
    Mandate.objects.filter(pk=colleague.pk).update(ends_on=timezone.localdate() - DAY)

    members = holders(Q(role=Role.COMMITTEE, community=away.community))
    assert list(UserFactory._meta.model.objects.filter(members)) == [away.user]


def test_nobody_stands_in_for_a_closed_account():
    away, stand_in, community = authorities()
    agreed(away, stand_in)
    type(away.user).objects.filter(pk=away.user_id).update(is_active=False)

    assert not is_authority(stand_in, community)


def test_a_closed_account_stands_in_for_nobody():
    away, stand_in, community = authorities()
    agreed(away, stand_in)
    stand_in.is_active = False

    assert not is_authority(stand_in, community)


#: What one holds by oneself, what is handed over, and what that lets one do.
PAIRS = {
    ("committee here", "committee here"): True,
    ("committee here", "committee there"): False,
    ("implementer here", "committee here"): False,
    ("committee here", "implementer here"): False,
    ("staff", "staff"): True,
    ("staff", "steward"): False,
    ("steward", "staff"): False,
    ("staff", "committee here"): False,
    ("committee here", "staff"): False,
    ("authority here", "authority here"): True,
    ("authority here", "authority there"): False,
    ("authority here", "staff"): False,
    ("nothing", "committee here"): False,
    ("nothing", "staff"): False,
}


@pytest.fixture
def places():
    return {
        name: CommunityFactory(area=AdminAreaFactory(level=3))
        for name in ("here", "there")
    }


def held(what, places):
    if what == "nothing":
        return None
    role, _space, place = what.partition(" ")
    if role == "authority":
        return MandateFactory(authority=True, area=places[place].area)
    if role in ("staff", "steward"):
        return MandateFactory(**{role: True})
    return MandateFactory(role=Role(role), community=places[place])


@pytest.mark.parametrize(("own", "other"), PAIRS)
def test_only_who_holds_the_same_role_by_themselves_stands_in(places, own, other):
    mine, theirs = held(own, places), held(other, places)
    person = mine.user if mine else UserFactory()
    delegated(theirs, person)

    assert (theirs in current_mandates(person)) is PAIRS[own, other]


@pytest.mark.parametrize("own", ["staff", "authority there", "committee there"])
@pytest.mark.parametrize("state", ["asked", "refused", "agreed"])
def test_what_adds_rights_holds_once_it_was_agreed_to(places, own, state):
    mine, theirs = held(own, places), held("authority here", places)
    made = asked_delegation(theirs, mine)
    if state != "asked":
        made.state = StandIn(state)
        made.decided_by, made.decided_on = UserFactory(), timezone.localdate()
        made.refused_why = "wait" if state == "refused" else ""
        made.save()

    assert (theirs in current_mandates(mine.user)) is (state == "agreed")
    assert is_authority(mine.user, places["here"]) is (state == "agreed")


@pytest.mark.parametrize("state", ["asked", "agreed"])
def test_who_only_was_asked_had_no_part_in_anything(places, state):
    """Of feedback and appeals whoever spoke for the place hears nothing afterwards."""
    mine, theirs = held("staff", places), held("authority here", places)
    make = agreed_delegation if state == "agreed" else asked_delegation
    make(theirs, mine, -5, 5)

    today = timezone.localdate()
    assert has_spoken_for(mine.user, places["here"], today) is (state == "agreed")
    assert (last_day_in(mine.user, [Role.AUTHORITY]) is not None) is (state == "agreed")


def test_what_was_agreed_ends_with_the_role_by_which_it_was(places):
    """Another role of theirs does not carry it on: it was not looked at."""
    mine, theirs = held("staff", places), held("authority here", places)
    agreed_delegation(theirs, mine, -5, 5)
    MandateFactory(user=mine.user, community=places["there"])
    Mandate.objects.filter(pk=mine.pk).update(ends_on=timezone.localdate() - DAY)

    assert not is_authority(mine.user, places["here"])


def test_who_stands_in_gives_no_role_and_judges_nothing(places):
    member, staff = held("committee here", places), held("staff", places)
    next_door, steward = held("committee there", places), held("steward", places)
    agreed_delegation(member, next_door)
    agreed_delegation(staff, steward)

    assert is_committee_member(next_door.user, places["here"])
    assert not sits_on_committee(next_door.user, places["here"])
    assert sits_on_committee(member.user, places["here"])
    assert is_staff(steward.user)
    assert not is_appointed_staff(steward.user)
    assert is_appointed_staff(staff.user)


def test_a_delegation_never_adds_a_power_that_only_an_administrator_gives(places):
    for own in ("staff", "committee here", "authority here", "nothing"):
        mine = held(own, places)
        person = mine.user if mine else UserFactory()
        delegated(MandateFactory(steward=True), person)
        delegated(MandateFactory(implementer=True, community=places["here"]), person)

        assert not is_steward(person)
        assert not is_implementer(person, places["here"])
        assert is_staff(person) is (own == "staff")
        assert is_committee_member(person, places["here"]) is (own == "committee here")


def test_the_log_names_the_mandate_only_where_it_alone_gives_the_right():
    away, stand_in, community = authorities()
    agreed(away, stand_in)

    assert acting_for(stand_in, Role.AUTHORITY, community) == away.pk
    assert acting_for(away.user, Role.AUTHORITY, community) is None
    theirs = CommunityFactory(area=stand_in.mandates.get().area)
    assert acting_for(stand_in, Role.AUTHORITY, theirs) is None
    assert acting_for(stand_in, Role.STAFF, community) is None


def test_mandates_of_others_are_read_in_the_same_query(django_assert_num_queries):
    away, stand_in, _community = authorities()
    for _more in range(3):
        agreed(MandateFactory(authority=True), stand_in)
    agreed(away, stand_in)

    with django_assert_num_queries(1):
        found = current_mandates(stand_in)
        assert len(found) == 5
        assert {each.user.name for each in found}
    with django_assert_num_queries(0):
        assert acting_for(stand_in, Role.STAFF, None) is None


# --- what the database refuses ------------------------------------------------------


def refused(**fields):
    try:
        with transaction.atomic():
            delegated(MandateFactory(), UserFactory(), **fields)
    except IntegrityError:
        return True
    return False


class HowLong(TestCase):
    """The longest time, and the order of its days, are the database's own."""

    @settings(deadline=None, max_examples=40)
    @given(first=st.integers(-400, 400), days=st.integers(-5, 130))
    def test_it_lasts_sixty_days_at_most(self, first, days):
        assert refused(first=first, last=first + days) is not (0 <= days <= 60)


def fresh(made, **changes):
    """Write changes past every service; whether the database takes them."""
    try:
        with transaction.atomic():
            Delegation.objects.filter(pk=made.pk).update(**changes)
    except IntegrityError:
        return False
    return True


ANSWER = {"state": "agreed", "decided_on": datetime.date(2026, 5, 1)}


@pytest.mark.parametrize("who", ["holder", "stand-in", "nobody", "another"])
def test_another_than_the_two_agrees(who):
    away, near = MandateFactory(authority=True), MandateFactory(authority=True)
    made = asked_delegation(away, near)
    by = {
        "holder": away.user,
        "stand-in": near.user,
        "nobody": None,
        "another": UserFactory(),
    }[who]

    assert fresh(made, **ANSWER, decided_by=by) is (who == "another")


def test_it_is_asked_for_before_it_is_agreed_to():
    made = asked_delegation(
        MandateFactory(authority=True), MandateFactory(authority=True)
    )
    copy = {
        field.attname: getattr(made, field.attname)
        for field in Delegation._meta.concrete_fields
        if field.name not in ("id", "starts_on")
    }
    answered = {**copy, **ANSWER, "decided_by_id": UserFactory().pk}

    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(
            **answered, starts_on=timezone.localdate() + datetime.timedelta(days=1)
        )


def test_nobody_stands_in_by_the_role_of_somebody_else():
    away, near = MandateFactory(authority=True), MandateFactory(authority=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        delegated(
            away,
            UserFactory(),
            held_as=near,
            state=StandIn.ASKED,
            asked_on=timezone.localdate(),
        )


def test_what_was_answered_stays():
    away, near = MandateFactory(authority=True), MandateFactory(authority=True)
    other = UserFactory()
    made = asked_delegation(away, near)
    assert not fresh(made, state="refused", decided_by=other, decided_on=made.asked_on)
    assert fresh(
        made,
        state="refused",
        refused_why="wait",
        decided_by=other,
        decided_on=made.asked_on,
    )

    for changes in (
        {"state": "agreed", "refused_why": ""},
        {"decided_by": UserFactory()},
        {"person": UserFactory()},
        {"mandate": MandateFactory(authority=True)},
        {"ends_on": made.ends_on + DAY},
        {"held_as": None, "state": "agreed", "refused_why": "", "decided_by": None},
    ):
        assert not fresh(made, **changes), changes


def test_without_being_asked_for_nobody_has_decided():
    at_once = delegated(MandateFactory(), UserFactory())

    assert not fresh(at_once, state="asked")
    assert not fresh(at_once, decided_by=UserFactory())
    assert fresh(at_once, revoked_on=timezone.localdate())


def test_two_do_not_begin_on_one_day_unless_one_was_taken_back():
    mandate = MandateFactory()
    first = delegated(mandate, UserFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        delegated(mandate, UserFactory())

    Delegation.objects.filter(pk=first.pk).update(revoked_on=timezone.localdate())
    delegated(mandate, UserFactory())
