"""The demo's votes, counted by the product's own tally, give the states shown."""

import datetime
from fractions import Fraction

import pytest

from config.demo.initiatives import initiatives
from config.demo.rounds import WAYS, RoundSketch, rounds
from initiatives import lifecycle
from participation.tally import Ballot, Election, Project, count

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
CHOSEN = {"selected"} | lifecycle.UNDER_WAY | lifecycle.FINISHED


def _each() -> list[object]:
    return [pytest.param(entry, id=entry.slug) for entry in rounds()]


def _winners(vote: RoundSketch) -> set[str]:
    lots = sorted(vote.options, key=lambda option: option.lot)
    election = Election.of(
        [Project(str(o.number), Fraction(o.cost)) for o in vote.options],
        budget=vote.budget,
        ballots=[
            (Ballot(tuple(number - 1 for number in ballot.choices)), 1)
            for ballot in vote.ballots
        ],
    )
    outcome = count(
        election,
        rule=vote.rule,
        completion=vote.completion,
        ties=[str(option.number) for option in lots],
    )
    return {vote.options[int(number) - 1].initiative for number in outcome.winners}


def test_one_round_is_open_now_one_has_ended_and_two_are_counted():
    states = ["closed", "closed", "open", "ended"]
    assert [entry.state for entry in rounds()] == states
    assert [len(entry.ballots) for entry in rounds()] == [287, 412, 153, 186]
    for entry in rounds():
        assert entry.opens_at < NOW
        assert (entry.closes_at > NOW) is (entry.state == "open")


@pytest.mark.parametrize("vote", _each())
def test_ballots_fit_the_budget_and_the_passes(vote: RoundSketch):
    costs = {option.number: option.cost for option in vote.options}
    assert len(vote.ballots) <= vote.passes
    for ballot in vote.ballots:
        assert ballot.choices
        assert list(ballot.choices) == sorted(set(ballot.choices))
        assert sum(costs[number] for number in ballot.choices) <= vote.budget
    assert {ballot.way for ballot in vote.ballots} == set(WAYS)


@pytest.mark.parametrize("vote", _each())
def test_options_are_of_the_community_and_passed_before_opening(vote: RoundSketch):
    known = {entry.key: entry for entry in initiatives()}
    for option in vote.options:
        initiative = known[option.initiative]
        assert vote.community in ("", initiative.community)
        endorsed = next(e for e in initiative.events if e.action == "endorse")
        assert endorsed.at < vote.opens_at
    assert sorted(option.lot for option in vote.options) == [
        option.number for option in vote.options
    ]


@pytest.mark.parametrize("vote", _each()[:2])
def test_the_count_chooses_what_the_initiatives_say(vote: RoundSketch):
    known = {entry.key: entry for entry in initiatives()}
    winners = _winners(vote)
    for option in vote.options:
        is_chosen = known[option.initiative].state in CHOSEN
        assert (option.initiative in winners) == is_chosen


@pytest.mark.parametrize("vote", _each()[2:])
def test_a_vote_that_is_not_counted_is_on_proposals_that_are_ready(vote: RoundSketch):
    known = {entry.key: entry for entry in initiatives()}
    assert {known[o.initiative].state for o in vote.options} == {"eligible"}


def test_the_same_seed_casts_the_same_ballots():
    rounds.cache_clear()
    first = rounds()
    rounds.cache_clear()
    assert rounds() == first
