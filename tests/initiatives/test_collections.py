"""Initiatives as open data: once public, at their community's place, never at the pin."""

import pytest
from django.contrib.gis.geos import Point

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


def test_an_initiative_stands_at_its_communitys_place(client):
    initiative = InitiativeFactory(
        state=State.SELECTED, location=Point(12.345678, 1.234567, srid=4326)
    )

    answer = client.get(ITEMS)

    [feature] = answer.json()["features"]
    assert feature["geometry"]["coordinates"] == list(initiative.community.point.coords)
    assert "12.3456" not in answer.content.decode()
    assert client.get(ITEMS, {"bbox": "12.3,1.2,12.4,1.3"}).json()["features"] == []


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
