"""Initiatives that a proposal may double."""

import pytest
from django.contrib.gis.geos import Point
from hypothesis import given
from hypothesis import strategies as st

from initiatives.enums import State
from initiatives.queries.similar import distance_km, likeness, similar_to
from tests.factories.initiatives import InitiativeFactory

places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_a_degree_along_the_equator_is_111_km():
    assert distance_km((0, 0), (0, 1)) == pytest.approx(111.195, abs=0.01)


@given(places, places)
def test_distance_is_the_same_both_ways_and_at_most_half_round(one, other):
    there = distance_km(one, other)
    assert there == pytest.approx(distance_km(other, one), abs=1e-6)
    assert 0 <= there <= 20_016


def test_titles_are_alike_whatever_their_order():
    assert likeness("School garden", "garden School") == 1
    assert likeness("Second borehole", "Evening circle") < 0.5


def test_near_in_words_or_on_the_map_and_only_there(cast):
    mine = InitiativeFactory(
        community=cast.community, title="School garden", location=Point(1, 1, srid=4326)
    )

    def other(title, x, **fields):
        fields = {"state": State.SUBMITTED, "community": cast.community} | fields
        return InitiativeFactory(title=title, location=Point(x, 1, srid=4326), **fields)

    near = other("Boat repair", 1.005)
    alike = other("A school garden", 1.5)
    other("Boat repair", 1.5)
    other("School garden", 1.0, state=State.DECLINED)
    other(
        "School garden",
        1.0,
        community=cast.elsewhere["committee"].mandates.get().community,
    )
    found = similar_to(mine, cast.committee)
    assert [each.initiative for each in found] == [alike, near]
    assert found[1].distance_km == pytest.approx(0.556, abs=0.01)


def test_other_peoples_drafts_are_not_given_away(cast):
    mine = InitiativeFactory(community=cast.community, title="School garden")
    draft = InitiativeFactory(community=cast.community, title="School garden")
    assert similar_to(mine, cast.outsider) == []
    assert [each.initiative for each in similar_to(mine, cast.committee)] == [draft]


def test_without_a_pin_the_words_decide(cast):
    mine = InitiativeFactory(community=cast.community, title="Mill", location=None)
    InitiativeFactory(community=cast.community, title="Boats", state=State.SUBMITTED)
    assert similar_to(mine, cast.committee) == []
