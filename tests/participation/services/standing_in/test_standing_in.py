"""Handing a role over for a time, and what it never lets one human do."""

import datetime

import pytest
from wagtail.models import ModelLogEntry

from communities.models import Delegation
from communities.permissions import is_staff
from initiatives.enums import State
from initiatives.queries.audience import people_told
from initiatives.services.moves import endorse
from participation.enums import RoundState, Step
from participation.services.delegations import (
    agree_to_stand_in,
    end_standing_in,
)
from participation.services.errors import (
    DelegationError,
    NotPermittedError,
    StepError,
)
from participation.services.invitations import accept
from participation.services.steps import ask_for_step, take_step
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.delegations import after, handed
from tests.factories.initiatives import InitiativeFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.participation import round_with_options, staff_member
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def away():
    return MandateFactory(staff=True)


# --- handing over -------------------------------------------------------------------


def test_the_holder_hands_over_to_a_colleague(away):
    colleague = staff_member()

    made = handed(away, colleague)

    entry = ModelLogEntry.objects.get(action="participation.hand_over")
    assert entry.user == away.user
    assert entry.data == {"delegation": made.pk, "to": colleague.pk, "days": 10}


def test_only_the_holder_hands_over(away):
    for who in (staff_member(), UserFactory(is_superuser=True), UserFactory()):
        with pytest.raises(NotPermittedError):
            handed(away, staff_member(), by=who)


def test_who_stands_in_does_not_pass_it_on(away):
    colleague = staff_member()
    handed(away, colleague)

    with pytest.raises(NotPermittedError):
        handed(away, staff_member(), first=20, last=25, by=colleague)


@pytest.mark.parametrize(
    "to",
    [
        UserFactory,
        lambda: MandateFactory().user,
        lambda: MandateFactory(steward=True, ends_on=after(-1)).user,
        lambda: MandateFactory(staff=True, ends_on=after(-1)).user,
        lambda: MandateFactory(staff=True, user=UserFactory(is_active=False)).user,
    ],
)
def test_only_who_holds_the_same_role_stands_in(away, to):
    with pytest.raises(DelegationError, match="same role"):
        handed(away, to())


def test_nobody_stands_in_for_themselves(away):
    with pytest.raises(DelegationError, match="same role"):
        handed(away, away.user)


def test_who_stands_in_by_delegation_alone_is_handed_nothing_further(away):
    """A committee's stand-in of one place is none of another."""
    here, there = MandateFactory(), MandateFactory()

    with pytest.raises(DelegationError, match="same role"):
        handed(here, there.user)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(-1, 5, "from today on"), (5, 4, "from today on"), (0, 61, "60 days")],
)
def test_days_that_cannot_be_are_refused(away, first, last, words):
    with pytest.raises(DelegationError, match=words):
        handed(away, staff_member(), first, last)


@pytest.mark.parametrize(("starts", "ends"), [(3, None), (-30, 5)])
def test_nobody_hands_over_what_they_do_not_hold_then(starts, ends):
    mandate = MandateFactory(
        staff=True,
        starts_on=after(starts),
        ends_on=None if ends is None else after(ends),
    )

    with pytest.raises(DelegationError, match="yourself"):
        handed(mandate, staff_member())


@pytest.mark.parametrize(("first", "last"), [(0, 10), (5, 15), (10, 10), (2, 3)])
def test_one_person_stands_in_at_a_time(away, first, last):
    handed(away, staff_member(), 0, 10)

    with pytest.raises(DelegationError, match="already"):
        handed(away, staff_member(), first, last)
    handed(away, staff_member(), 11, 12)


@pytest.mark.parametrize("who", ["holder", "stand-in", "admin", "colleague", "nobody"])
def test_who_ends_it(away, who):
    made = handed(away, staff_member())
    user = {
        "holder": lambda: away.user,
        "stand-in": lambda: made.person,
        "admin": lambda: UserFactory(is_superuser=True),
        "colleague": staff_member,
        "nobody": UserFactory,
    }[who]()

    if who in ("colleague", "nobody"):
        with pytest.raises(NotPermittedError):
            end_standing_in(made, by=user)
        return
    end_standing_in(made, by=user)
    assert not Delegation.objects.in_force().exists()
    with pytest.raises(DelegationError, match="already"):
        end_standing_in(made, by=user)


# --- two persons stay two -----------------------------------------------------------


def test_who_stands_in_is_never_both_persons(away):
    """Asked for by the stand-in, done by the stand-in: no, whoever's role they use."""
    colleague = staff_member()
    handed(away, colleague)
    asked = ask_for_step(round_with_options(), Step.OPEN, by=colleague)

    with pytest.raises(StepError, match="Another person"):
        take_step(asked, by=type(colleague).objects.get(pk=colleague.pk))


def test_who_asked_does_not_do_it_as_a_stand_in_either(away):
    colleague = MandateFactory(staff=True)
    asked = ask_for_step(round_with_options(), Step.OPEN, by=away.user)
    handed(colleague, away.user)

    again = type(away.user).objects.get(pk=away.user_id)
    assert is_staff(again)
    with pytest.raises(StepError, match="Another person"):
        take_step(asked, by=again)


def test_a_stand_in_is_a_second_person_by_a_role_of_their_own_only(away):
    colleague = MandateFactory(staff=True)
    asked = ask_for_step(round_with_options(), Step.OPEN, by=away.user)
    handed(away, colleague.user)
    colleague.starts_on, colleague.ends_on = after(-30), after(-1)
    colleague.save()

    with pytest.raises(NotPermittedError):
        take_step(asked, by=type(colleague.user).objects.get(pk=colleague.user_id))


def invited_by(maker, round_=None, **fields):
    """Somebody whose only role was accepted by invitation of a person."""
    person = UserFactory()
    if round_ is not None:
        fields["community"] = round_.community
    invitation = InvitationFactory(made_by=maker, **fields)
    accept(invitation.pk, by=person, named_publicly=False)
    return person


def test_whom_the_first_alone_brought_in_is_not_the_second(away):
    """They could be the first, with another account."""
    round_ = round_with_options()
    puppet = invited_by(away.user, round_)
    puppet_of_puppet = invited_by(puppet, round_)
    asked = ask_for_step(round_, Step.OPEN, by=away.user)

    for each in (puppet, puppet_of_puppet):
        with pytest.raises(StepError, match="do not count as two persons"):
            take_step(asked, by=each)


def test_whom_the_first_brought_in_is_told_beforehand(client, away):
    round_ = round_with_options()
    puppet = invited_by(away.user, round_)
    ask_for_step(round_, Step.OPEN, by=away.user)
    client.force_login(puppet)

    page = client.get(f"/rounds/{round_.slug}/second-person/").text

    assert "do not count as two persons" in page
    assert 'name="asked"' not in page
    assert "As the second person" not in client.get("/my/").text


def test_whom_somebody_else_brought_in_is_a_second_person(away):
    round_ = round_with_options()
    member = invited_by(staff_member(), round_)
    asked = ask_for_step(round_, Step.OPEN, by=away.user)

    assert take_step(asked, by=member).state == RoundState.OPEN


def test_a_role_of_another_origin_makes_a_second_person(away):
    round_ = round_with_options()
    member = invited_by(away.user, round_)
    MandateFactory(user=member)
    asked = ask_for_step(round_, Step.OPEN, by=away.user)

    assert take_step(asked, by=member).state == RoundState.OPEN


def test_who_was_brought_in_does_not_ask_the_one_who_did():
    admin = UserFactory(is_superuser=True)
    staff = invited_by(admin, staff=True)
    asked = ask_for_step(round_with_options(), Step.OPEN, by=staff)

    with pytest.raises(StepError, match="do not count as two persons"):
        take_step(asked, by=admin)
    assert take_step(asked, by=staff_member()).state == RoundState.OPEN


# --- acting for another -------------------------------------------------------------


def test_the_log_says_for_which_mandate_somebody_acted():
    here, there = AdminAreaFactory(level=3), AdminAreaFactory(level=3)
    away = MandateFactory(authority=True, area=here)
    stand_in = MandateFactory(authority=True, area=there).user
    initiative = InitiativeFactory(
        community=CommunityFactory(area=here), state=State.AUTHORITY_REVIEW
    )
    assert stand_in not in people_told(initiative, ["authority"])
    agree_to_stand_in(handed(away, stand_in), by=staff_member())
    acting = type(stand_in).objects.get(pk=stand_in.pk)

    assert stand_in in people_told(initiative, ["authority"])
    endorse(initiative, by=acting, reason="It fits our plan.")

    entry = ModelLogEntry.objects.get(action="initiatives.endorse")
    assert (entry.user, entry.data["for_mandate"]) == (acting, away.pk)


def test_the_log_says_nothing_where_somebody_acts_by_their_own_mandate():
    mandate = MandateFactory(authority=True)
    initiative = InitiativeFactory(
        community=CommunityFactory(area=mandate.area), state=State.AUTHORITY_REVIEW
    )

    endorse(initiative, by=mandate.user, reason="It fits our plan.")

    entry = ModelLogEntry.objects.get(action="initiatives.endorse")
    assert "for_mandate" not in entry.data
