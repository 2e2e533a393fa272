"""Rounds beside each other: what changed, and never what one of them hides."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maps.models import AdminArea, Release
from maps.services.releases import publish_release
from tests.factories.maps import ReportingRoundFactory, return_count

pytestmark = pytest.mark.django_db


def rows_of(page):
    return {code: row for code, _name, row in page.context["rows"]}


def test_change_is_told_where_both_rounds_are_published(client, wards, second):
    page = client.get(reverse("maps:compare"), {"shade": "persons"})

    rows = rows_of(page)
    assert rows[wards[4].pcode] == ["83", "203", "\u2066+120\u2069"]
    assert rows[wards[3].pcode] == ["120", "60", "\u2066−60\u2069"]
    assert "What changed from R1 to R2" in page.content.decode()


def test_area_hidden_in_one_round_has_no_change(client, wards, second):
    page = client.get(reverse("maps:compare"), {"shade": "persons"})

    hidden = rows_of(page)[wards[0].pcode]
    assert hidden[1:] == ["not shown", "–"]


def test_rounds_to_compare_are_chosen(client, wards, second):
    page = client.get(reverse("maps:compare"), {"round": "R1", "before": "R2"})

    assert "What changed from R2 to R1" in page.content.decode()


def test_picture_of_the_change_hatches_what_either_round_hides(client, wards, second):
    first = Release.objects.get(round__code="R1")

    svg = client.get(
        reverse(
            "maps:change_picture",
            args=[first.pk, second.pk, 2, "RET", "persons", "light"],
        )
    ).content.decode()

    page = client.get(reverse("maps:compare"), {"shade": "persons"})
    hidden = [row for row in rows_of(page).values() if row[2] == "–"]
    assert svg.count("url(#h)") == len(hidden) > 0


def test_one_round_has_nothing_to_be_compared_with(client, wards):
    map_page = client.get(reverse("maps:map")).content.decode()

    assert reverse("maps:compare") not in map_page
    assert client.get(reverse("maps:compare")).status_code == 200


def test_all_rounds_are_told_as_a_table_too(client, wards, second):
    page = client.get(reverse("maps:rounds"), {"shade": "persons"})

    rows = rows_of(page)
    assert page.context["columns"] == ["R1", "R2"]
    assert rows[wards[4].pcode] == ["83", "203"]
    assert rows[wards[0].pcode] == ["not shown", "not shown"]


def test_the_table_of_rounds_asks_the_database_no_more_for_more_rounds(
    client, wards, second
):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("maps:rounds"))
        return len(queries)

    asked()
    two = asked()
    third = ReportingRoundFactory(code="R3", reported_on=datetime.date(2027, 1, 31))
    for ward in wards:
        return_count(ward, 50, round=third)
    publish_release("R3", by=None)
    asked()

    assert asked() == two


def test_a_long_table_of_rounds_is_cut_and_shown_whole_on_request(
    client, wards, second, settings
):
    settings.MAP_TABLE_ROWS = 2

    short = client.get(reverse("maps:rounds"))
    whole = client.get(reverse("maps:rounds"), {"rows": "all"})

    assert [len(page.context["rows"]) for page in (short, whole)] == [2, 5]
    assert "Show all 5 areas" in short.text
    assert "Show all" not in whole.text


def test_all_rounds_are_drawn_small_and_lead_to_their_maps(client, wards, second):
    page = client.get(reverse("maps:rounds"), {"shade": "per_km2"})

    body = page.content.decode()
    assert [side["release"].round.code for side in page.context["sides"]] == [
        "R1",
        "R2",
    ]
    assert "round=R1&amp;level=2&amp;group=RET&amp;shade=per_km2" in body
    for side in page.context["sides"]:
        assert "<path" in client.get(side["light"]).content.decode()


@pytest.fixture
def third(wards: list[AdminArea], second: Release) -> Release:
    """A third round, the first that counts returned migrants too."""
    later = ReportingRoundFactory(code="R3", reported_on=datetime.date(2026, 11, 30))
    for ward, persons in zip(wards, (60, 91, 56, 61, 204), strict=True):
        return_count(ward, persons, round=later)
        return_count(ward, persons + 10, round=later, group="MIG")
    publish_release("R3", by=None)
    return Release.objects.get(round=later)


def test_rounds_without_the_group_are_neither_drawn_nor_offered(client, third):
    everyone = client.get(reverse("maps:rounds"), {"group": "RET"})
    migrants = client.get(reverse("maps:rounds"), {"group": "MIG"})
    comparing = client.get(reverse("maps:compare"), {"group": "RET"})

    assert everyone.context["columns"] == ["R1", "R2", "R3"]
    assert migrants.context["columns"] == ["R3"]
    assert [each.round.code for each in comparing.context["rounds_alike"]] == [
        "R3",
        "R2",
        "R1",
    ]


def test_group_of_one_round_is_compared_with_nothing(client, third):
    the_map = client.get(reverse("maps:map"), {"group": "MIG"}).content.decode()
    comparing = client.get(reverse("maps:compare"), {"group": "MIG"})

    assert reverse("maps:compare") not in the_map
    assert comparing.status_code == 200
    assert "Only one round shows this group" in comparing.content.decode()
