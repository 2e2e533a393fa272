"""Opening, closing and cancelling by two persons."""

import re

import pytest

from participation.enums import RoundState
from participation.models import Round
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    open_round_with_options,
    round_with_options,
    staff_member,
)
from tests.participation.views.managing import address, ended_round, filled

pytestmark = pytest.mark.django_db


def by_second_person(client, round_):
    """Another organiser finds it under their work, reads it and does it."""
    client.force_login(staff_member())
    url = address("second_person", round_)
    assert url in client.get("/my/").text
    asked = re.search(r'name="asked" value="(\d+)"', client.get(url).text)[1]
    return client.post(url, {"asked": asked}, follow=True)


def test_two_organisers_open_and_cancel(client, staff):
    round_ = round_with_options()

    client.post(address("manage_open", round_))
    round_.refresh_from_db()
    assert round_.state == RoundState.DRAFT
    by_second_person(client, round_)
    round_.refresh_from_db()
    assert round_.state == RoundState.OPEN
    client.post(address("manage_cancel", round_), {"reason": "Flood."})
    page = by_second_person(client, round_)
    round_.refresh_from_db()
    assert round_.state == RoundState.CANCELLED
    assert "Flood." in page.text


def test_nobody_is_their_own_second_person(client, staff):
    round_ = round_with_options()
    client.post(address("manage_open", round_))

    page = client.get(address("second_person", round_)).text
    client.post(address("second_person", round_), {"asked": round_.steps.get().pk})

    assert "You asked for this yourself" in page
    round_.refresh_from_db()
    assert round_.state == RoundState.DRAFT
    assert address("second_person", round_) not in client.get("/my/").text


def test_a_member_of_the_committee_may_be_the_second_person(client, staff):
    round_ = round_with_options(entitled="Everybody of 16 and over.")
    client.post(address("manage_open", round_))

    client.force_login(MandateFactory(community=round_.community).user)
    page = client.get(address("second_person", round_)).text
    assert "Everybody of 16 and over." in page
    assert "Proposal 1" in page
    client.post(address("second_person", round_), {"asked": round_.steps.get().pk})

    round_.refresh_from_db()
    assert round_.state == RoundState.OPEN


def test_strangers_are_no_second_person(client, staff):
    round_ = round_with_options()
    client.post(address("manage_open", round_))

    client.force_login(MandateFactory().user)

    assert client.get(address("second_person", round_)).status_code == 403
    assert address("second_person", round_) not in client.get("/my/").text


def test_what_was_asked_for_can_be_taken_back_and_asked_anew(client, staff):
    round_ = round_with_options()
    client.post(address("manage_open", round_))
    first = round_.steps.get()

    refused = client.post(address("manage_edit", round_), filled(), follow=True)
    client.post(address("manage_take_back", round_))
    client.post(address("manage_open", round_))
    client.force_login(staff_member())
    page = client.post(
        address("second_person", round_), {"asked": first.pk}, follow=True
    )

    assert "Take that back first." in refused.text
    assert "Something else is asked for now" in page.text
    round_.refresh_from_db()
    assert round_.state == RoundState.DRAFT


def test_organiser_closes_after_the_closing_time_only(client, staff):
    early, ended = open_round_with_options(), ended_round()

    page = client.post(address("manage_close", early), follow=True)
    client.post(address("manage_close", ended))
    by_second_person(client, ended)

    assert "goes on until" in page.text
    assert {r.state for r in Round.objects.filter(pk=early.pk)} == {RoundState.OPEN}
    assert Round.objects.get(pk=ended.pk).result.ballot_count == 3
