"""Releases that are public: compared, reported on, and taken back."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from maps.services.releases import publish_release
from maps.services.withdrawals import ask_to_withdraw, confirm_withdrawal
from tests.factories.maps import AdminAreaFactory, ReportingRoundFactory, return_count
from tests.factories.releases import (
    counted_round,
    steward,
)
from tests.maps.views.releases.reading import at, text_of

pytestmark = pytest.mark.django_db


# --- comparing -------------------------------------------------------------------------


def test_two_versions_of_a_round_are_compared_level_by_level(client, signed_in):
    counted_round()
    first = publish_release("R1", by=None, threshold=60)
    publish_release("R1", by=None, threshold=5)

    page = client.get(at("compare_releases", "R1", 2), {"other": first.pk})

    by_level = {each.level: each for each in page.context["compared"].levels}
    assert by_level[2].only_first == 0
    assert by_level[2].only_second > 0
    assert "not shown" in text_of(page)


def test_two_rounds_are_compared_by_what_is_shown(client, signed_in):
    _reporting, wards = counted_round()
    first = publish_release("R1", by=None, threshold=10)
    later = ReportingRoundFactory(code="R2", reported_on=datetime.date(2026, 12, 31))
    for ward, persons in zip(wards, (40, 3, 55, 100, 95, 70), strict=True):
        return_count(ward, persons, round=later)
    publish_release("R2", by=None, threshold=10)

    page = client.get(at("compare_releases", "R2", 1), {"other": first.pk})

    changes = {
        each.area.pcode: each.change for each in page.context["compared"].differences
    }
    assert changes[wards[3].pcode] == -20
    assert changes[wards[4].pcode] == 15
    assert wards[1].pcode not in changes
    assert "-20" in text_of(page)


def test_an_only_release_has_nothing_to_compare_with(client, signed_in):
    counted_round()
    publish_release("R1", by=None)

    page = text_of(client.get(at("compare_releases", "R1", 1)))

    assert "There is no other release" in page


# --- the public report, and taking back ------------------------------------------------


def test_everybody_reads_how_a_release_was_protected(client):
    _reporting, wards = counted_round()
    publish_release("R1", by=None, threshold=10)

    page = text_of(client.get(at("release", "R1", 1)))

    assert "fewer than 10 persons" in page
    assert "No hidden figure can be narrowed down" in page
    assert "33.3%" in page
    assert "Withdraw" not in page
    assert not [ward for ward in wards if ward.name in page]


def test_the_map_leads_to_the_report_of_its_release(client):
    counted_round()
    publish_release("R1", by=None)

    assert at("release", "R1", 1) in client.get(at("map")).content.decode()


@pytest.mark.parametrize("address", [("R9", 1), ("R1", 9)])
def test_there_is_no_report_of_what_was_not_released(client, address):
    counted_round()
    publish_release("R1", by=None)

    assert client.get(at("release", *address)).status_code == 404


def test_the_report_tells_a_hidden_total_by_leaving_the_share_out(client):
    [ward] = [AdminAreaFactory(level=0)]
    return_count(ward, 4, round=ReportingRoundFactory(code="R1"))
    publish_release("R1", by=None)

    page = text_of(client.get(at("release", "R1", 1)))

    assert "because a total is hidden" in page


def test_a_withdrawn_release_says_why_and_is_not_shown_anywhere_else(client, signed_in):
    counted_round()
    release = publish_release("R1", by=None, threshold=10)
    client.post(at("withdraw_release", "R1", 1), {"reason": "Districts were swapped."})
    asked = text_of(Client().get(at("release", "R1", 1)))
    second = Client()
    second.force_login(steward())

    second.post(at("answer_withdrawal", "R1", 1, "confirm"))

    page = text_of(Client().get(at("release", "R1", 1)))
    assert "Districts were swapped." not in asked
    assert "Withdrawn on" in page
    assert "Districts were swapped." in page
    values = reverse("maps:values", args=[release.pk, 2, "RET", "persons"])
    assert Client().get(values).status_code == 404
    assert "Nothing has been released yet" in Client().get(at("map")).content.decode()


def test_whoever_asked_cannot_confirm_by_sending_it_anyway(client, signed_in):
    counted_round()
    release = publish_release("R1", by=None)
    ask_to_withdraw(release, reason="Swapped.", by=signed_in)

    page = text_of(client.get(at("release", "R1", 1)))
    answer = client.post(at("answer_withdrawal", "R1", 1, "confirm"))

    assert "Confirm the withdrawal" not in page
    assert answer.status_code == 403


def test_the_map_falls_back_to_the_newest_release_that_is_public(client):
    counted_round()
    publish_release("R1", by=None, threshold=60)
    newer = publish_release("R1", by=None, threshold=5)
    confirm_withdrawal(
        ask_to_withdraw(newer, reason="Swapped.", by=steward()), by=steward()
    )

    assert at("release", "R1", 1) in client.get(at("map")).content.decode()
