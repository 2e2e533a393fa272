"""Every initiative of the demo could have come about by the product's own rules."""

import datetime
from collections import Counter
from itertools import pairwise

import pytest

from config.demo.communities import communities
from config.demo.initiatives import InitiativeSketch, initiatives
from initiatives import lifecycle

TODAY = datetime.date(2026, 11, 23)


def _each() -> list[object]:
    return [pytest.param(entry, id=entry.key) for entry in initiatives()]


def _committee_of(initiative: InitiativeSketch) -> int:
    return next(
        community.committee_size
        for community in communities()
        if community.slug == initiative.community
    )


def test_initiatives_are_in_every_state_and_community():
    assert len(initiatives()) == 76
    assert {entry.state for entry in initiatives()} == set(lifecycle.STATES)
    assert {entry.community for entry in initiatives()} == {
        community.slug for community in communities()
    }


def test_keys_and_references_are_unique():
    assert len({entry.key for entry in initiatives()}) == 76
    assert len({entry.reference for entry in initiatives()}) == 76


@pytest.mark.parametrize("initiative", _each())
def test_history_follows_the_lifecycle_to_the_present_state(
    initiative: InitiativeSketch,
):
    state = "draft"
    for event in initiative.events:
        row = lifecycle.BY_ACTION[event.action]
        assert event.from_state == state
        assert state in row.sources
        assert row.target == event.to_state
        assert event.role in row.roles
        assert event.reason is not None or not row.needs_reason
        state = event.to_state
    assert state == initiative.state


@pytest.mark.parametrize("initiative", _each())
def test_history_runs_forwards_and_ends_by_today(initiative: InitiativeSketch):
    moments = [initiative.begun_at, *(event.at for event in initiative.events)]
    assert all(before < after for before, after in pairwise(moments))
    assert moments[-1].date() <= TODAY


@pytest.mark.parametrize("initiative", _each())
def test_both_returnees_and_neighbours_benefit(initiative: InitiativeSketch):
    assert initiative.returnees >= 10
    assert initiative.neighbours >= 10


@pytest.mark.parametrize("initiative", _each())
def test_texts_fit_their_fields(initiative: InitiativeSketch):
    limits = {"title": 120, "summary": 600, "problem": 1500, "place_name": 120}
    for field, limit in limits.items():
        text = getattr(initiative, field)
        assert 0 < len(text.en) <= limit
        assert 0 < len(text.ar) <= limit
    for milestone in initiative.milestones:
        assert len(milestone.title.en) <= 140
        assert len(milestone.title.ar) <= 140


@pytest.mark.parametrize("initiative", _each())
def test_dimensions_differ_and_money_is_planned(initiative: InitiativeSketch):
    assert initiative.secondary_dimension != initiative.dimension
    assert initiative.cost > 0
    assert all(line.planned > 0 for line in initiative.budget)
    assert initiative.starts_on < initiative.ends_on
    assert len(initiative.milestones) >= 2


@pytest.mark.parametrize("initiative", _each())
def test_money_is_spent_only_where_work_has_begun(initiative: InitiativeSketch):
    begun = {"in_implementation", "suspended", "completed", "closed"}
    spent = sum(line.spent for line in initiative.budget)
    assert (spent > 0) == (initiative.state in begun)


@pytest.mark.parametrize("initiative", _each())
def test_milestones_agree_with_their_claims(initiative: InitiativeSketch):
    committee = _committee_of(initiative)
    for milestone in initiative.milestones:
        assert (milestone.state == "verified") == (milestone.verified_on is not None)
        assert (milestone.state == "planned") == (milestone.claim is None)
        if claim := milestone.claim:
            assert initiative.starts_on <= claim.done_on < claim.claimed_on <= TODAY
            assert claim.confirmations + len(claim.disputes) <= committee
            assert (milestone.state == "disputed") == bool(claim.disputes)
            if milestone.state == "verified":
                assert claim.confirmations * 2 > committee


@pytest.mark.parametrize("initiative", _each())
def test_finished_initiatives_have_every_milestone_verified(
    initiative: InitiativeSketch,
):
    states = Counter(milestone.state for milestone in initiative.milestones)
    if initiative.state in lifecycle.FINISHED:
        assert set(states) == {"verified"}
    if initiative.state not in lifecycle.FINISHED | lifecycle.UNDER_WAY:
        assert set(states) == {"planned"}
