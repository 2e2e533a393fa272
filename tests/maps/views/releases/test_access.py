"""Who reaches the data stewards' pages, and how stewards find them."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from maps.enums import ProposalState
from maps.models import ReleaseProposal
from maps.services.approvals import refuse_release
from maps.services.releases import publish_release
from maps.services.withdrawals import ask_to_withdraw
from tests.factories.communities import MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.people import UserFactory
from tests.factories.releases import (
    counted_round,
    proposed,
    steward,
)
from tests.maps.views.releases.reading import at

pytestmark = pytest.mark.django_db


# --- who ------------------------------------------------------------------------------


@pytest.fixture
def addresses():
    """Every address of the stewards, by method, around one proposal and one release."""
    reporting, _wards = counted_round()
    publish_release("R1", by=None, threshold=10)
    proposal = proposed(reporting, by=steward(), threshold=5)
    plan = ("R1", proposal.pk)
    return {
        "get": [
            at("releases"),
            at("release_round", "R1"),
            at("proposal", *plan),
            at("proposal_picture", *plan, 2, "RET", "light"),
            at("compare_releases", "R1", 1),
            at("withdraw_release", "R1", 1),
        ],
        "post": [
            at("prepare_release", "R1"),
            at("prepare_zones", "R1"),
            at("refuse_proposal", *plan),
            at("proposal_figures", *plan),
            at("proposal_step", *plan, "propose"),
            at("proposal_step", *plan, "take-back"),
            at("proposal_step", *plan, "approve"),
            at("proposal_step", *plan, "publish-again"),
            at("withdraw_release", "R1", 1),
            at("answer_withdrawal", "R1", 1, "confirm"),
        ],
    }


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("visitor", 302),
        ("committee", 403),
        ("staff", 403),
        ("authority", 403),
        ("former steward", 403),
    ],
)
def test_pages_and_buttons_are_for_stewards(client, addresses, who, answer):
    yesterday = datetime.date(2025, 6, 1)
    people = {
        "committee": lambda: MandateFactory().user,
        "staff": lambda: MandateFactory(staff=True).user,
        "authority": lambda: (
            MandateFactory(authority=True, area=AdminAreaFactory()).user
        ),
        "former steward": lambda: MandateFactory(steward=True, ends_on=yesterday).user,
    }
    if who in people:
        client.force_login(people[who]())

    answers = {
        path: getattr(client, method)(path, {"reason": "x"}).status_code
        for method, paths in addresses.items()
        for path in paths
    }

    assert set(answers.values()) == {answer}
    assert ReleaseProposal.objects.get().state == ProposalState.PROPOSED


def test_a_steward_sees_every_page(client, addresses, signed_in):
    assert {client.get(path).status_code for path in addresses["get"]} == {200}


def test_steps_are_not_taken_by_following_a_link(client, addresses, signed_in):
    buttons = [path for path in addresses["post"] if path not in addresses["get"]]

    assert {client.get(path).status_code for path in buttons} == {405}


def test_no_step_is_taken_by_another_site(addresses):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(steward())

    assert {strict.post(path).status_code for path in addresses["post"]} == {403}
    assert ReleaseProposal.objects.get().state == ProposalState.PROPOSED


def test_what_stewards_see_is_kept_by_no_cache(client, addresses, signed_in):
    for path in addresses["get"]:
        assert "no-store" in client.get(path)["Cache-Control"], path


@pytest.mark.parametrize("verb", ["elsewhere", "publish"])
def test_unknown_steps_are_not_found(client, addresses, signed_in, verb):
    proposal = ReleaseProposal.objects.get()

    path = at("proposal_step", "R1", proposal.pk, verb)
    assert client.post(path).status_code == 404


# --- where stewards come from ----------------------------------------------------------


def test_what_waits_for_a_second_person_stands_on_their_desk_only(client):
    reporting, _wards = counted_round()
    first, second = steward(), steward()
    release = publish_release("R1", by=None, threshold=10)
    proposal = proposed(reporting, by=first, threshold=5)
    ask_to_withdraw(release, reason="Swapped.", by=first)
    words = ("Approve or refuse the release", "Confirm or decline the withdrawal")

    pages = {}
    for person in (first, second, MandateFactory(staff=True).user):
        client.force_login(person)
        pages[person.pk] = client.get(reverse("participation:my_work")).content.decode()

    assert all(each in pages[second.pk] for each in words)
    assert at("proposal", "R1", proposal.pk) in pages[second.pk]
    assert not [
        (key, each)
        for key, page in pages.items()
        for each in words
        if key != second.pk and each in page
    ]
    assert [at("releases") in page for page in pages.values()] == [True, True, False]


def test_the_cms_says_that_a_release_waits(client):
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=steward())
    client.force_login(steward())

    before = client.get(reverse("wagtailadmin_home")).content.decode()
    refuse_release(proposal, reason="No.", by=steward())
    after = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "1 release of returns waits for a second data steward" in before
    assert "second data steward" not in after


def test_a_visitor_is_led_to_sign_in_and_back(client):
    counted_round()

    answer = client.get(at("release_round", "R1"))

    assert answer["Location"].endswith(f"next={at('release_round', 'R1')}")


def test_an_administrator_acts_as_a_steward(client):
    counted_round()
    client.force_login(UserFactory(is_superuser=True))

    assert client.get(at("releases")).status_code == 200
