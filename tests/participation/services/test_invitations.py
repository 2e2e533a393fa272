"""Inviting and accepting: who may, with what, once, and what is known of whom."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from communities.enums import Role
from communities.models import Mandate
from participation.models import Invitation, User
from participation.permissions import may_invite
from participation.services.errors import (
    InvitationError,
    NotPermittedError,
    UnknownInvitationError,
)
from participation.services.invitations import (
    NewAccount,
    Offer,
    accept,
    accept_with_account,
    check_invitation,
    invite,
    withdraw_invitation,
)
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.invitations import InvitationFactory, code_of_invitation
from tests.factories.maps import AdminAreaFactory
from tests.factories.participation import SECRET, staff_member
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
ACCOUNT = NewAccount(
    name="Amal", email="amal@example.org", password="river goat lamp", language="ar"
)


@pytest.fixture
def place():
    return CommunityFactory()


# --- who may invite whom ------------------------------------------------------------

#: Who, then: committee here, committee there, implementer here, authority, staff, steward.
TABLE = [
    ("nobody", "- - - - - -"),
    ("member here", "y - - - - -"),
    ("former member here", "- - - - - -"),
    ("implementer here", "- - - - - -"),
    ("authority", "- - - - - -"),
    ("steward", "- - - - - -"),
    ("staff", "y y y y - -"),
    ("admin", "y y y y y y"),
]


def person(who, place):
    return {
        "nobody": UserFactory,
        "admin": lambda: UserFactory(is_superuser=True),
        "member here": lambda: MandateFactory(community=place).user,
        "former member here": lambda: (
            MandateFactory(community=place, ends_on=timezone.localdate() - DAY).user
        ),
        "implementer here": lambda: (
            MandateFactory(implementer=True, community=place).user
        ),
        "authority": lambda: MandateFactory(authority=True).user,
        "steward": lambda: MandateFactory(steward=True).user,
        "staff": staff_member,
    }[who]()


@pytest.mark.parametrize(("who", "row"), TABLE)
def test_who_invites_whom(place, who, row):
    user, area = person(who, place), AdminAreaFactory()
    offers = [
        Offer(role=Role.COMMITTEE, community=place),
        Offer(role=Role.COMMITTEE, community=CommunityFactory()),
        Offer(role=Role.IMPLEMENTER, community=place),
        Offer(role=Role.AUTHORITY, area=area),
        Offer(role=Role.STAFF),
        Offer(role=Role.STEWARD),
    ]
    allowed = [mark == "y" for mark in row.split()]

    assert [may_invite(user, o.role, o.community) for o in offers] == allowed
    for offer, is_allowed in zip(offers, allowed, strict=True):
        if is_allowed:
            assert invite(offer, by=user).invitation.role == offer.role
        else:
            with pytest.raises(NotPermittedError):
                invite(offer, by=user)
    assert Invitation.objects.count() == sum(allowed)


@pytest.mark.parametrize("who", [who for who, _row in TABLE])
@pytest.mark.parametrize("state", ["open", "accepted", "withdrawn"])
def test_who_may_invite_may_withdraw_while_it_is_open(place, who, state):
    invitation = InvitationFactory(community=place)
    if state == "accepted":
        accept(invitation.pk, by=UserFactory(), named_publicly=False)
    if state == "withdrawn":
        withdraw_invitation(invitation, by=invitation.made_by)
    user = person(who, place)

    if who not in ("member here", "staff", "admin"):
        with pytest.raises(NotPermittedError):
            withdraw_invitation(invitation, by=user)
    elif state != "open":
        with pytest.raises(InvitationError, match="already"):
            withdraw_invitation(invitation, by=user)
    else:
        withdraw_invitation(invitation, by=user)
        with pytest.raises(UnknownInvitationError):
            check_invitation(code_of_invitation(invitation))


def test_staff_withdraw_what_a_committee_offered_but_not_what_an_administrator_did(
    place,
):
    member = MandateFactory(community=place).user
    issued = invite(Offer(role=Role.COMMITTEE, community=place), by=member)
    of_admin = InvitationFactory(steward=True, made_by=UserFactory(is_superuser=True))

    withdraw_invitation(issued.invitation, by=staff_member())
    with pytest.raises(NotPermittedError):
        withdraw_invitation(of_admin, by=staff_member())


# --- what may be offered ------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("given", ["community", "area", "", "community area"])
def test_a_role_is_offered_with_the_scope_it_has(role, given):
    places = {"community": CommunityFactory(), "area": AdminAreaFactory()}
    fields = {name: places[name] for name in given.split()}
    fits = given == {
        Role.COMMITTEE: "community",
        Role.IMPLEMENTER: "community",
        Role.OBSERVER: "community",
        Role.AUTHORITY: "area",
    }.get(role, "")
    admin = UserFactory(is_superuser=True)

    if fits:
        invite(Offer(role=role, **fields), by=admin)
    else:
        with pytest.raises(InvitationError, match="act for a community"):
            invite(Offer(role=role, **fields), by=admin)
        with pytest.raises(IntegrityError), transaction.atomic():
            InvitationFactory(role=role, **{"community": None, "area": None, **fields})


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"starts_on": 10, "ends_on": 5}, "ends before it begins"),
        ({"starts_on": -10, "ends_on": -5}, "ends before it begins"),
        ({"ends_on": 6 * 366}, "five years"),
        ({"starts_on": 6 * 366}, "five years"),
        ({"valid_until": -1}, "good for"),
        ({"valid_until": 61}, "60 days at most"),
    ],
)
def test_days_that_cannot_be_are_refused(place, days, words):
    today = timezone.localdate()
    told = {name: today + n * DAY for name, n in days.items()}
    until = told.pop("valid_until", None)

    with pytest.raises(InvitationError, match=words):
        invite(
            Offer(role=Role.COMMITTEE, community=place, **told),
            by=staff_member(),
            valid_until=until,
        )


def test_a_second_press_invites_nobody_twice(place):
    staff, offer = staff_member(), Offer(role=Role.COMMITTEE, community=place)
    invite(offer, by=staff, seen=0)

    with pytest.raises(InvitationError, match="meanwhile"):
        invite(offer, by=staff, seen=0)
    assert Invitation.objects.count() == 1


def test_nothing_but_the_offer_is_kept(place):
    issued = invite(Offer(role=Role.COMMITTEE, community=place), by=staff_member())

    row = str(Invitation.objects.values().get())
    logged = str(list(ModelLogEntry.objects.values("label", "data")))
    for text in (row, logged, repr(issued)):
        assert issued.code.secret not in text
    names = {field.name for field in Invitation._meta.get_fields()}
    assert names == {
        *("id", "role", "community", "area", "title", "starts_on", "ends_on"),
        *("serial", "secret_hash", "made_by", "made_on", "valid_until"),
        *("state", "ended_on", "mandate"),
    }


# --- accepting ----------------------------------------------------------------------


def test_who_comes_with_the_code_opens_an_account_and_has_the_role():
    invitation = InvitationFactory(title="Secretary")

    found = check_invitation(code_of_invitation(invitation).lower())
    mandate = accept_with_account(found.pk, ACCOUNT, named_publicly=True)

    person = User.objects.get(email="amal@example.org")
    assert person.check_password(ACCOUNT.password)
    assert (person.name, person.language) == ("Amal", "ar")
    assert (mandate.user, mandate.role, mandate.community, mandate.title) == (
        person,
        Role.COMMITTEE,
        invitation.community,
        "Secretary",
    )
    assert mandate.named_publicly
    assert mandate.starts_on == timezone.localdate()
    invitation.refresh_from_db()
    assert (invitation.state, invitation.mandate) == ("accepted", mandate)


@pytest.mark.parametrize("trait", [{}, {"authority": True}, {"steward": True}])
def test_who_has_an_account_gets_the_role_beside_their_others(trait):
    invitation, person = InvitationFactory(**trait), MandateFactory().user
    if trait.get("steward"):
        invitation = InvitationFactory(
            steward=True, made_by=UserFactory(is_superuser=True)
        )

    mandate = accept(invitation.pk, by=person, named_publicly=False)

    assert (mandate.role, mandate.area) == (invitation.role, invitation.area)
    assert person.mandates.count() == 2
    entry = ModelLogEntry.objects.get(action="participation.accept_invitation")
    assert (entry.user, entry.data) == (person, {"mandate": mandate.pk})


def test_pressing_twice_gives_the_role_once():
    invitation, person = InvitationFactory(), UserFactory()

    first = accept(invitation.pk, by=person, named_publicly=False)
    second = accept(invitation.pk, by=person, named_publicly=False)

    assert first == second == Mandate.objects.get(user=person)


def test_an_invitation_is_good_for_one_person():
    invitation = InvitationFactory()
    accept(invitation.pk, by=UserFactory(), named_publicly=False)

    with pytest.raises(InvitationError, match="good for one person"):
        check_invitation(code_of_invitation(invitation))
    with pytest.raises(InvitationError, match="good for one person"):
        accept(invitation.pk, by=UserFactory(), named_publicly=False)
    with pytest.raises(InvitationError, match="good for one person"):
        accept_with_account(invitation.pk, ACCOUNT, named_publicly=False)
    assert not User.objects.filter(email=ACCOUNT.email).exists()


@pytest.mark.parametrize(
    "code",
    ["ZZZZ" + SECRET, "AAAA" + "ZZZZZZZZZZZZ"],
    ids=["no such serial", "wrong secret"],
)
def test_a_guessed_code_is_unknown(code):
    InvitationFactory(serial="AAAA")

    with pytest.raises(UnknownInvitationError):
        check_invitation(code)


@pytest.mark.parametrize("code", ["", "AAAA", "AAAA-0000-1111-OOOO", "é" * 16])
def test_what_is_no_code_is_told_as_that(code):
    with pytest.raises(InvitationError, match="sixteen"):
        check_invitation(code)


def too_old():
    today = timezone.localdate()
    return InvitationFactory(made_on=today - 20 * DAY, valid_until=today - DAY)


def with_a_term_that_is_over():
    today = timezone.localdate()
    return InvitationFactory(starts_on=today - 20 * DAY, ends_on=today - DAY)


@pytest.mark.parametrize("make", [too_old, with_a_term_that_is_over])
def test_an_invitation_that_is_too_old_gives_nothing(make):
    invitation = make()

    with pytest.raises(InvitationError, match="too old"):
        check_invitation(code_of_invitation(invitation))
    with pytest.raises(InvitationError, match="too old"):
        accept(invitation.pk, by=UserFactory(), named_publicly=False)


def test_an_invitation_of_somebody_who_may_invite_no_longer_gives_nothing():
    invitation = InvitationFactory()
    invitation.made_by.mandates.update(ends_on=timezone.localdate() - DAY)

    with pytest.raises(InvitationError, match="can no longer give"):
        accept(invitation.pk, by=UserFactory(), named_publicly=False)
    with pytest.raises(InvitationError, match="can no longer give"):
        accept_with_account(invitation.pk, ACCOUNT, named_publicly=False)
    assert not User.objects.filter(email=ACCOUNT.email).exists()


def test_nobody_gives_a_role_to_themselves():
    invitation = InvitationFactory()

    with pytest.raises(InvitationError, match="yourself"):
        accept(invitation.pk, by=invitation.made_by, named_publicly=False)


def test_nobody_holds_a_role_twice():
    held = MandateFactory()
    invitation = InvitationFactory(community=held.community)

    with pytest.raises(InvitationError, match="hold this role already"):
        accept(invitation.pk, by=held.user, named_publicly=False)
    invitation.refresh_from_db()
    assert invitation.is_open


def test_an_address_that_has_an_account_is_not_taken_over():
    UserFactory(email="amal@example.org")
    invitation = InvitationFactory()

    with pytest.raises(InvitationError, match="already has an account"):
        accept_with_account(invitation.pk, ACCOUNT, named_publicly=False)
    invitation.refresh_from_db()
    assert invitation.is_open
