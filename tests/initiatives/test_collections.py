"""Initiatives as open data: once public, at their community's place, never at the pin."""

import pytest
from django.contrib.gis.geos import Point
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from initiatives import lifecycle
from initiatives.enums import State
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db

ITEMS = "/api/features/collections/initiatives/items"


@pytest.mark.parametrize("state", State.values)
def test_an_initiative_is_told_once_it_is_public(client, state):
    initiative = InitiativeFactory(state=state)

    told = [each["id"] for each in client.get(ITEMS).json()["features"]]

    is_public = state not in lifecycle.PRIVATE
    assert told == ([initiative.reference] if is_public else [])
    assert client.get(f"{ITEMS}/{initiative.reference}").status_code == (
        200 if is_public else 404
    )


def test_a_proposal_withdrawn_before_it_was_public_stays_untold(client):
    InitiativeFactory(state=State.CANCELLED, submitted_at=None)

    assert client.get(ITEMS).json()["features"] == []


def test_an_initiative_stands_near_its_pin(client):
    InitiativeFactory(
        state=State.SELECTED, location=Point(12.345678, 1.234567, srid=4326)
    )

    answer = client.get(ITEMS)

    [feature] = answer.json()["features"]
    assert feature["geometry"]["coordinates"] == [12.35, 1.23]
    assert "12.3456" not in answer.content.decode()


def test_an_initiative_without_a_pin_stands_at_its_communitys_place(client):
    initiative = InitiativeFactory(state=State.SELECTED, location=None)
    x, y = initiative.community.point.coords

    [feature] = client.get(ITEMS).json()["features"]

    assert feature["geometry"]["coordinates"] == [x, y]
    box = f"{x - 0.001},{y - 0.001},{x + 0.001},{y + 0.001}"
    assert client.get(ITEMS, {"bbox": box}).json()["numberMatched"] == 1


@pytest.fixture
def two_near_each_other():
    """Two whose public place is the same and whose pins are not."""
    return [
        InitiativeFactory(state=State.SELECTED, location=Point(*place, srid=4326))
        for place in ((12.3451, 1.2251), (12.3549, 1.2349))
    ]


_SIDE = st.integers(-30, 30).map(lambda step: step / 1_700)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(_SIDE, _SIDE, _SIDE, _SIDE)
def test_no_box_tells_pins_of_one_public_place_apart(
    client, two_near_each_other, west, south, east, north
):
    west, east = sorted((12.35 + west, 12.35 + east))
    south, north = sorted((1.23 + south, 1.23 + north))

    found = client.get(ITEMS, {"bbox": f"{west},{south},{east},{north}"}).json()

    holds = west <= 12.35 <= east and south <= 1.23 <= north
    assert found["numberMatched"] == (2 if holds else 0)


def test_the_extent_of_all_initiatives_tells_no_pin(client, two_near_each_other):
    told = client.get(ITEMS.removesuffix("/items")).json()

    corners = told["extent"]["spatial"]["bbox"][0]
    assert corners == [round(corner, 2) for corner in corners]
    assert corners[0] <= 12.35 <= corners[2]


def test_an_initiative_tells_what_its_page_tells(client):
    initiative = InitiativeFactory(state=State.IN_IMPLEMENTATION, plan=2)

    [feature] = client.get(ITEMS, {"state": "in_implementation"}).json()["features"]

    told = feature["properties"]
    assert (told["milestones"], told["milestones_confirmed"]) == (2, 0)
    assert told["cost"] > 0
    assert told["page"] == f"http://testserver/initiatives/{initiative.reference}/"
    assert not {"proposed_by", "location", "harm_note"} & set(told)


@pytest.mark.parametrize("state", sorted(lifecycle.PRIVATE))
def test_private_states_are_no_value_to_filter_by(client, state):
    assert client.get(ITEMS, {"state": state}).status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_questions_to_the_database_do_not_grow(
    client, django_assert_num_queries, count
):
    InitiativeFactory.create_batch(count, state=State.SELECTED, plan=1)

    with django_assert_num_queries(2):
        assert len(client.get(ITEMS).json()["features"]) == count
