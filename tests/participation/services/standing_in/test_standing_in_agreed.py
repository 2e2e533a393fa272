"""Standing in that adds rights: who is asked, and who agrees or refuses."""

import pytest
from wagtail.models import ModelLogEntry

from communities.enums import NoStandIn, Role, StandIn
from communities.models import Delegation, Mandate
from communities.permissions import (
    current_mandates,
    is_authority,
    is_staff,
)
from participation.queries.waiting import waiting_for
from participation.services.delegations import (
    agree_to_stand_in,
    end_standing_in,
    refuse_stand_in,
)
from participation.services.errors import DelegationError, NotPermittedError
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.delegations import (
    after,
    agreed_delegation,
    asked_delegation,
    fresh,
    handed,
    ward,
)
from tests.factories.maps import AdminAreaFactory
from tests.factories.participation import staff_member
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


# --- who is asked -------------------------------------------------------------------


@pytest.mark.parametrize("who", ["beside", "above", "far above", "below", "staff"])
def test_for_an_authority_one_near_it_or_staff_is_asked(away, district, who):
    near = {
        "beside": lambda: MandateFactory(authority=True, area=ward(district)),
        "above": lambda: MandateFactory(authority=True, area=district),
        "far above": lambda: MandateFactory(authority=True, area=_above(district)),
        "below": lambda: MandateFactory(
            authority=True, area=AdminAreaFactory(level=4, parent=away.area)
        ),
        "staff": lambda: MandateFactory(staff=True),
    }[who]()

    made = handed(away, near.user)

    assert (made.state, made.held_as) == (StandIn.ASKED, near)
    assert away not in current_mandates(fresh(near.user))
    entry = ModelLogEntry.objects.get(action="participation.ask_to_stand_in")
    assert entry.data["to"] == near.user_id


def _above(district):
    district.parent = AdminAreaFactory(level=1)
    district.save()
    return district.parent


@pytest.mark.parametrize("who", ["far", "committee", "partner", "steward", "nobody"])
def test_for_an_authority_nobody_else_is(away, here, who):
    person = {
        "far": lambda: (
            MandateFactory(
                authority=True,
                area=AdminAreaFactory(level=3, parent=AdminAreaFactory(level=2)),
            ).user
        ),
        "committee": lambda: MandateFactory(community=here, named_publicly=True).user,
        "partner": lambda: MandateFactory(implementer=True, community=here).user,
        "steward": lambda: MandateFactory(steward=True).user,
        "nobody": UserFactory,
    }[who]()

    with pytest.raises(DelegationError, match="or one near it"):
        handed(away, person)


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.IMPLEMENTER])
def test_in_a_community_the_same_role_next_door_is_asked_if_it_is_named(
    here, district, role
):
    away = MandateFactory(role=role, community=here)
    next_door = CommunityFactory(area=ward(district))
    named = MandateFactory(role=role, community=next_door, named_publicly=True)
    silent = MandateFactory(role=role, community=next_door, named_publicly=False)

    assert handed(away, named.user).state == StandIn.ASKED
    with pytest.raises(DelegationError, match="or one near it"):
        handed(away, silent.user, 20, 30)


def test_who_builds_never_decides_for_the_committee_nor_the_other_way_round(here):
    member = MandateFactory(community=here, named_publicly=True)
    partner = MandateFactory(implementer=True, community=here, named_publicly=True)

    for mandate, other in ((member, partner), (partner, member)):
        with pytest.raises(DelegationError, match="or one near it"):
            handed(mandate, other.user)


def test_who_holds_the_same_role_in_the_same_place_is_not_asked_for(away):
    same = MandateFactory(authority=True, area=away.area)

    made = handed(away, same.user)

    assert (made.state, made.held_as) == (StandIn.AGREED, None)


def test_another_is_not_asked_while_one_is(away, beside):
    handed(away, beside.user)

    with pytest.raises(DelegationError, match="already"):
        handed(away, staff_member(), 5, 12)


# --- who agrees ---------------------------------------------------------------------


AGREES = {
    "staff": True,
    "admin": True,
    "holder": False,
    "stand-in": False,
    "committee": False,
    "other authority": False,
    "steward for staff": False,
    "nobody": False,
}


@pytest.mark.parametrize("who", AGREES)
def test_whoever_gives_the_role_agrees_and_neither_of_the_two(away, here, who):
    near = MandateFactory(staff=True)
    made = asked_delegation(away, near)
    person = {
        "staff": staff_member,
        "admin": lambda: UserFactory(is_superuser=True),
        "holder": lambda: away.user,
        "stand-in": lambda: near.user,
        "committee": lambda: MandateFactory(community=here).user,
        "other authority": lambda: MandateFactory(authority=True).user,
        "steward for staff": _steward_for_staff,
        "nobody": UserFactory,
    }[who]()

    for answer, extra in (
        (agree_to_stand_in, {}),
        (refuse_stand_in, {"why": NoStandIn.CAN_WAIT}),
    ):
        if not AGREES[who]:
            with pytest.raises(NotPermittedError):
                answer(made, by=person, **extra)
    if AGREES[who]:
        agreed = agree_to_stand_in(made, by=person)
        assert (agreed.state, agreed.decided_by) == (StandIn.AGREED, person)
        assert is_authority(fresh(near.user), here)


def _steward_for_staff():
    steward = MandateFactory(steward=True)
    agreed_delegation(MandateFactory(staff=True), steward)
    assert is_staff(steward.user)
    return fresh(steward.user)


@pytest.mark.parametrize(("away", "near"), [("staff", "steward"), ("steward", "staff")])
def test_for_the_whole_programme_an_administrator_agrees(away, near):
    mandate, other = MandateFactory(**{away: True}), MandateFactory(**{near: True})
    made = handed(mandate, other.user)

    assert made.state == StandIn.ASKED
    with pytest.raises(NotPermittedError):
        agree_to_stand_in(made, by=staff_member())
    agree_to_stand_in(made, by=UserFactory(is_superuser=True))
    assert Delegation.objects.in_force().get() == made


def test_an_administrator_who_stands_in_does_not_agree_to_it(away):
    admin = UserFactory(is_superuser=True)
    made = asked_delegation(away, MandateFactory(staff=True, user=admin))

    with pytest.raises(NotPermittedError):
        agree_to_stand_in(made, by=admin)


def test_it_is_refused_with_a_reason_of_ours_and_another_may_be_asked(away, beside):
    made = handed(away, beside.user)

    refuse_stand_in(made, why="interest", by=staff_member())

    made.refresh_from_db()
    assert (made.state, made.refused_why) == (StandIn.REFUSED, NoStandIn.OWN_INTEREST)
    assert not Delegation.objects.not_over().exists()
    with pytest.raises(DelegationError, match="no longer asked for"):
        agree_to_stand_in(made, by=staff_member())
    with pytest.raises(DelegationError, match="already"):
        end_standing_in(made, by=away.user)
    assert handed(away, staff_member()).state == StandIn.ASKED


def test_a_reason_that_is_none_of_ours_is_not_taken(away, beside):
    with pytest.raises(ValueError, match="Basim drinks"):
        refuse_stand_in(
            asked_delegation(away, beside), why="Basim drinks", by=staff_member()
        )


@pytest.mark.parametrize("who", ["holder", "stand-in"])
def test_what_was_taken_back_is_not_agreed_to(away, beside, who):
    made = handed(away, beside.user)
    end_standing_in(made, by=away.user if who == "holder" else beside.user)

    with pytest.raises(DelegationError, match="no longer asked for"):
        agree_to_stand_in(made, by=staff_member())


@pytest.mark.parametrize("why", ["its days are over", "the role", "their own role"])
def test_what_is_over_is_not_agreed_to(away, beside, why):
    first, last = (-9, -1) if why == "its days are over" else (0, 9)
    made = asked_delegation(away, beside, first, last)
    ended = {"the role": away, "their own role": beside}.get(why)
    if ended is not None:
        Mandate.objects.filter(pk=ended.pk).update(ends_on=after(-1))

    with pytest.raises(DelegationError, match="no longer"):
        agree_to_stand_in(made, by=staff_member())


def test_it_waits_for_whoever_agrees(away, beside):
    admin, staff = UserFactory(is_superuser=True), MandateFactory(staff=True)
    asked_delegation(away, beside)
    asked_delegation(MandateFactory(steward=True), staff)

    def asked_of(person):
        found = [each.what for each in waiting_for(fresh(person))]
        return [what for what in found if what.startswith("Agree, or not")]

    assert asked_of(staff.user) == [f"Agree, or not: {beside.user.name} would stand in"]
    assert len(asked_of(admin)) == 2
    for person in (away.user, beside.user, MandateFactory().user):
        assert asked_of(person) == []
