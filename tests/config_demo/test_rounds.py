"""The demo's votes, counted by the product's own tally, give the states shown."""

import datetime
from fractions import Fraction

import pytest

from config.demo.ballots import WAYS, BallotSketch
from config.demo.initiatives import initiatives
from config.demo.people import area_above
from config.demo.rounds import RoundSketch, rounds
from initiatives import lifecycle
from participation.enums import BallotType, Rule
from participation.tally import (
    Ballot,
    Election,
    Project,
    VoteType,
    budget_in_meta,
    count_in_parts,
)

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
CHOSEN = {"selected"} | lifecycle.UNDER_WAY | lifecycle.FINISHED


def _each() -> list[object]:
    return [pytest.param(entry, id=entry.slug) for entry in rounds()]


def _named(slug: str) -> RoundSketch:
    return next(entry for entry in rounds() if entry.slug == slug)


def _counted() -> list[object]:
    return [
        pytest.param(entry, id=entry.slug)
        for entry in rounds()
        if entry.state == "closed"
    ]


TYPES = {
    "knapsack": VoteType.APPROVAL,
    "approval": VoteType.APPROVAL,
    "points": VoteType.CUMULATIVE,
    "score": VoteType.SCORING,
    "ranking": VoteType.ORDINAL,
}


def _ballot(ballot: BallotSketch) -> Ballot:
    rows = tuple(number - 1 for number in ballot.choices)
    if not ballot.points:
        return Ballot(rows)
    return Ballot(rows, tuple(map(Fraction, ballot.points)))


def _winners(vote: RoundSketch) -> set[str]:
    known = {entry.key: entry for entry in initiatives()}
    meta = {"max_length": str(vote.most_choices)} if vote.most_choices else {}
    if vote.parts:
        meta |= budget_in_meta(vote.parts)
    election = Election.of(
        [
            Project(
                str(o.number),
                Fraction(o.cost),
                category=known[o.initiative].dimension,
            )
            for o in sorted(vote.options, key=lambda option: option.number)
        ],
        budget=vote.budget,
        vote_type=TYPES[vote.ballot_type],
        ballots=[(_ballot(ballot), 1) for ballot in vote.ballots],
        meta=meta,
    )
    outcome = count_in_parts(
        election, rule=vote.rule, completion=vote.completion, threshold=0
    ).outcome
    assert not outcome.ties
    return {vote.options[int(number) - 1].initiative for number in outcome.winners}


def test_one_round_is_open_now_one_has_ended_and_the_others_are_counted():
    states = ["closed", "closed", "open", "ended", *["closed"] * 4]
    assert [entry.state for entry in rounds()] == states
    for entry in rounds():
        assert entry.opens_at < NOW
        assert (entry.closes_at > NOW) is (entry.state == "open")


def test_there_is_a_round_of_every_kind():
    kinds = {entry.ballot_type for entry in rounds()}
    assert kinds == {kind.value for kind in BallotType}
    assert {entry.rule for entry in rounds()} == {rule.value for rule in Rule}
    assert any(entry.area_pcode for entry in rounds())
    assert any(entry.split_by and entry.parts for entry in rounds())
    assert [entry.slug for entry in rounds() if len(entry.ballots) < 10]
    assert len(_named("rimgen-2026").ballots) >= 50
    assert len(_named("sellim-2026").ballots) >= 50


def test_parts_come_to_the_budget():
    for entry in rounds():
        assert sum(entry.parts.values()) in (0, entry.budget)


def test_one_round_misses_its_quorum_and_the_others_have_none():
    assert [entry.slug for entry in rounds() if entry.quorum] == ["dalesh-2026"]
    missed = _named("dalesh-2026")
    assert len(missed.ballots) * 100 < missed.quorum * missed.roll
    assert missed.passes <= missed.roll


@pytest.mark.parametrize("vote", _each())
def test_ballots_are_what_the_round_lets_a_voter_mark(vote: RoundSketch):
    numbers = {option.number for option in vote.options}
    costs = {option.number: option.cost for option in vote.options}
    assert len(vote.ballots) <= vote.passes
    for ballot in vote.ballots:
        assert ballot.choices
        assert set(ballot.choices) <= numbers
        assert len(set(ballot.choices)) == len(ballot.choices)
        assert bool(ballot.points) == (vote.ballot_type in {"points", "score"})
        if vote.ballot_type != "ranking":
            assert list(ballot.choices) == sorted(ballot.choices)
        if vote.ballot_type == "knapsack":
            assert sum(costs[number] for number in ballot.choices) <= vote.budget
        if vote.ballot_type == "points":
            assert sum(ballot.points) == vote.points
        if vote.ballot_type == "score":
            assert max(ballot.points) <= (vote.points or 0)
        if vote.ballot_type == "ranking":
            assert len(ballot.choices) <= (vote.most_choices or 0)


@pytest.mark.parametrize("vote", _each()[:6])
def test_ballots_come_by_every_way(vote: RoundSketch):
    assert {ballot.way for ballot in vote.ballots} == set(WAYS)


@pytest.mark.parametrize("vote", _each())
def test_options_are_of_the_community_and_passed_before_opening(vote: RoundSketch):
    known = {entry.key: entry for entry in initiatives()}
    for option in vote.options:
        initiative = known[option.initiative]
        assert vote.community in ("", initiative.community)
        assert vote.area_pcode in ("", area_above(initiative.community, 2))
        endorsed = next(e for e in initiative.events if e.action == "endorse")
        assert endorsed.at < vote.opens_at
    assert sorted(option.lot for option in vote.options) == [
        option.number for option in vote.options
    ]


@pytest.mark.parametrize("vote", [each for each in rounds() if each.is_told])
def test_the_count_chooses_what_the_initiatives_say(vote: RoundSketch):
    known = {entry.key: entry for entry in initiatives()}
    winners = _winners(vote)
    for option in vote.options:
        is_chosen = known[option.initiative].state in CHOSEN
        assert (option.initiative in winners) == is_chosen


@pytest.mark.parametrize("vote", [each for each in rounds() if not each.is_told])
def test_a_vote_that_is_not_told_is_on_proposals_that_are_ready(vote: RoundSketch):
    known = {entry.key: entry for entry in initiatives()}
    assert {known[o.initiative].state for o in vote.options} == {"eligible"}


@pytest.mark.parametrize("vote", _counted())
def test_a_decision_that_departs_has_its_reason_and_keeps_to_the_budget(
    vote: RoundSketch,
):
    if vote.adoption is None:
        return
    costs = {option.initiative: option.cost for option in vote.options}
    chosen = set(vote.adoption.chosen)
    assert (chosen != _winners(vote)) == bool(vote.adoption.reason)
    assert sum(costs[key] for key in chosen) <= vote.budget
    assert vote.adoption.on > vote.closes_at


def test_one_decision_departs_and_one_result_waits_for_its_decision():
    adopted = [entry.adoption for entry in rounds() if entry.adoption]
    assert sum(bool(each.reason) for each in adopted) == 1
    waiting = [
        entry.slug
        for entry in rounds()
        if entry.state == "closed" and not (entry.is_told or entry.adoption)
    ]
    assert waiting == ["rimgen-2026", "dalesh-2026"]


def test_the_same_seed_casts_the_same_ballots():
    rounds.cache_clear()
    first = rounds()
    rounds.cache_clear()
    assert rounds() == first
