"""Many come with one invitation at once. Only PostgreSQL locks rows one by one."""

import pytest

from communities.models import Mandate
from participation.models import User
from participation.services.invitations import NewAccount, accept, accept_with_account
from tests.factories.invitations import InvitationFactory
from tests.factories.people import UserFactory
from tests.moments import at_once

pytestmark = [
    pytest.mark.postgis,
    pytest.mark.usefixtures("own_database"),
]


def account(number):
    return NewAccount(
        name=f"Person {number}",
        email=f"new{number}@example.org",
        password="river goat lamp",
        language="en",
    )


def kinds(outcomes):
    return sorted(type(each).__name__ for each in outcomes)


def test_one_of_many_new_people_gets_the_role_and_nobody_else_an_account():
    invitation = InvitationFactory()
    before = User.objects.count()

    outcomes = at_once(
        [
            lambda n=number: accept_with_account(
                invitation.pk, account(n), named_publicly=False
            )
            for number in range(6)
        ]
    )

    assert kinds(outcomes) == [*["InvitationError"] * 5, "Mandate"]
    assert User.objects.count() == before + 1
    assert Mandate.objects.filter(community=invitation.community).count() == 1


def test_one_of_many_accounts_gets_the_role():
    invitation = InvitationFactory()
    people = [UserFactory() for _ in range(6)]

    outcomes = at_once(
        [
            lambda p=each: accept(invitation.pk, by=p, named_publicly=False)
            for each in people
        ]
    )

    assert kinds(outcomes) == [*["InvitationError"] * 5, "Mandate"]


def test_two_invitations_give_one_person_the_role_once():
    first = InvitationFactory()
    second = InvitationFactory(community=first.community)
    person = UserFactory()

    outcomes = at_once(
        [
            lambda i=each: accept(i.pk, by=person, named_publicly=False)
            for each in (first, second)
        ]
    )

    assert kinds(outcomes) == ["InvitationError", "Mandate"]


def test_one_address_opens_one_account():
    invitations = [InvitationFactory() for _ in range(4)]

    outcomes = at_once(
        [
            lambda i=each: accept_with_account(i.pk, account(1), named_publicly=False)
            for each in invitations
        ]
    )

    assert kinds(outcomes) == [*["InvitationError"] * 3, "Mandate"]
    assert User.objects.filter(email="new1@example.org").count() == 1
