"""Following a community or an initiative with an account, and ending it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry

from participation.models import Following
from participation.services.following import follow, unfollow
from tests.factories.initiatives import InitiativeFactory
from tests.factories.people import UserFactory
from tests.factories.site import first_pages

pytestmark = pytest.mark.django_db


def address(kind, key):
    return reverse("participation:following", args=[kind, key])


def page_of(client, initiative):
    return client.get(reverse("initiatives:detail", args=[initiative.reference])).text


def test_a_person_follows_and_ends_it_on_the_page(client, cast, initiative):
    client.force_login(cast.outsider)
    to = address("initiatives", initiative.reference)
    assert "Write to me about meetings and votes" in page_of(client, initiative)

    for _ in range(2):
        answer = client.post(to)
    assert answer["Location"].endswith(f"/{initiative.reference}/#follow")
    assert Following.objects.get().person == cast.outsider
    assert "write to me no more" in page_of(client, initiative)

    client.post(to, {"end": "1"})
    assert not Following.objects.exists()
    assert "Write to me about meetings and votes" in page_of(client, initiative)


def test_a_community_is_followed_on_its_page(client, cast):
    client.force_login(cast.outsider)
    first_pages()
    to = address("communities", cast.community.slug)
    assert client.post(to).status_code == 302
    assert Following.objects.get().community == cast.community


def test_nothing_of_it_is_on_the_audit_log(cast, initiative):
    follow(initiative, by=cast.outsider)
    unfollow(initiative, by=cast.outsider)
    assert not ModelLogEntry.objects.exists()


def test_visitors_are_led_to_sign_in_and_back_to_the_page(client, initiative):
    to = address("initiatives", initiative.reference)
    assert "/sign-in/" in client.post(to)["Location"]
    assert "by mail" not in page_of(client, initiative)
    assert "Write to me about meetings and votes" not in page_of(client, initiative)
    client.force_login(UserFactory())
    assert client.get(to)["Location"].endswith("#follow")
    assert not Following.objects.exists()


def test_what_one_may_not_see_cannot_be_followed(client, cast):
    draft = InitiativeFactory(community=cast.community)
    client.force_login(cast.outsider)
    for to in (
        address("initiatives", draft.reference),
        address("communities", "nowhere"),
        address("rounds", "any"),
    ):
        assert client.post(to).status_code == 404
    assert not Following.objects.exists()


def test_it_goes_with_the_account(initiative):
    person = UserFactory()
    follow(initiative, by=person)
    person.delete()
    assert not Following.objects.exists()


def test_the_database_keeps_one_of_one_thing(cast, initiative):
    follow(initiative, by=cast.outsider)
    for fields in (
        {},
        {"initiative": initiative, "community": cast.community},
        {"initiative": initiative},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Following.objects.create(person=cast.outsider, **fields)
