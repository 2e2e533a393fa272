"""Data stewards describe rounds in the CMS; what was published keeps its name and day."""

import datetime

import pytest
from django.urls import reverse

from maps.models import ReportingRound
from maps.services.releases import publish_release
from tests.factories.communities import MandateFactory
from tests.factories.maps import ReportingRoundFactory, area_tree, return_count

pytestmark = pytest.mark.django_db

WANTED = {
    "code": "R9",
    "reported_on": "2026-01-01",
    "source": "Registry of 2026",
    "note": "",
}


@pytest.fixture
def reporting(client):
    [_country], wards = area_tree(1, 4)
    made = ReportingRoundFactory(code="R1")
    for ward in wards:
        return_count(ward, 40, round=made)
    client.force_login(MandateFactory(steward=True).user)
    return made


def sent(client, reporting):
    path = reverse("reportinground:edit", args=[reporting.pk])
    answer = client.post(path, WANTED)
    assert answer.status_code == 302
    return ReportingRound.objects.get(pk=reporting.pk)


def test_a_round_that_was_not_published_takes_another_code_and_day(client, reporting):
    stored = sent(client, reporting)

    assert (stored.code, stored.reported_on) == ("R9", datetime.date(2026, 1, 1))


def test_a_published_round_keeps_its_code_and_day_but_takes_words(client, reporting):
    publish_release("R1", by=None)

    stored = sent(client, reporting)

    assert (stored.code, stored.reported_on) == ("R1", reporting.reported_on)
    assert stored.source == "Registry of 2026"
