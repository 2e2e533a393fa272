"""The communities' content fits the forms it goes into, and singles nobody out."""

from collections import Counter

import pytest
import shapely

from communities.enums import BodyKind
from config.demo.communities import CommunitySketch, communities
from config.demo.figures import residents
from config.demo.geography import wards
from config.demo.words import content

STATUSES = {"active", "stretched", "suspended", "closed", "unknown"}


def _each() -> list[object]:
    return [pytest.param(entry, id=entry.slug) for entry in communities()]


def test_communities_are_twenty_four_in_wards_of_their_own():
    assert len(communities()) == 24
    assert len({entry.slug for entry in communities()}) == 24
    assert len({entry.ward_pcode for entry in communities()}) == 24


@pytest.mark.parametrize("community", _each())
def test_community_lies_in_its_ward(community: CommunitySketch):
    ward = next(ward for ward in wards() if ward.pcode == community.ward_pcode)
    assert shapely.contains_xy(ward.geometry, community.longitude, community.latitude)


@pytest.mark.parametrize("community", _each())
def test_community_is_smaller_than_its_ward(community: CommunitySketch):
    people = {e.pcode: e.persons for e in residents() if e.year == 2026}
    assert community.residents < people[community.ward_pcode]
    assert 4.5 < community.residents / community.households < 5.5


@pytest.mark.parametrize("community", _each())
def test_texts_fit_their_fields_in_both_languages(community: CommunitySketch):
    for text in (community.introduction, community.definition):
        assert 20 < len(text.en) <= 600
        assert 20 < len(text.ar) <= 600
    statements = [*community.strengths, *(gap.statement for gap in community.gaps)]
    assert all(0 < len(text.en) <= 300 for text in statements)
    assert all(0 < len(text.ar) <= 300 for text in statements)
    assert 2 <= community.introduction.en.count(". ") + 1 <= 4


@pytest.mark.parametrize("community", _each())
def test_profile_names_strengths_gaps_and_services(community: CommunitySketch):
    assert 3 <= len(community.strengths) <= 4
    assert 3 <= len(community.gaps) <= 5
    assert {gap.dimension for gap in community.gaps} == {
        "economic",
        "social",
        "psychosocial",
    }
    assert {gap.severity for gap in community.gaps} <= {1, 2, 3}
    assert 6 <= len(community.services) <= 14
    assert {service.status for service in community.services} <= STATUSES


@pytest.mark.parametrize("community", _each())
def test_committees_have_an_odd_number_of_members(community: CommunitySketch):
    assert community.committee_size % 2 == 1


@pytest.mark.parametrize("community", _each())
def test_every_community_has_a_committee_and_each_body_a_name_of_its_own(
    community: CommunitySketch,
):
    bodies = community.bodies
    assert [each.kind for each in bodies].count("committee") == 1
    assert {each.kind for each in bodies} <= set(BodyKind.values)
    for names in ([each.name.en for each in bodies], [each.name.ar for each in bodies]):
        assert len(set(names)) == len(bodies)
        assert all(0 < len(name) <= 120 for name in names)


def test_bodies_are_of_communities_that_there_are():
    places = {entry.slug for entry in communities()}
    assert {where for where, *_rest in content("bodies")["bodies"]} <= places


def test_no_text_is_used_twice():
    texts = Counter(entry.introduction.en for entry in communities())
    assert set(texts.values()) == {1}
