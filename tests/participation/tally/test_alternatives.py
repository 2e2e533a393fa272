"""What another vote, price or preference would have changed is found by recounting."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from participation.tally import (
    Alternatives,
    Ballot,
    Election,
    NearMiss,
    Project,
    VoteType,
    budget_in_meta,
    count,
    count_in_parts,
    is_decisive,
    near_misses,
)
from participation.tally.alternatives import recount, round_step
from tests.participation.tally.changed import with_cost, with_votes
from tests.participation.tally.elections import election_of, elections
from tests.participation.tally.test_invariants import approvals

RULES = ("equal-shares", "greedy", "greedy-stop", "phragmen")


def nearness(election, **options):
    return near_misses(election, count_in_parts(election, **options))


def test_runner_up_needs_one_vote_more_than_the_winner():
    election = approvals([50, 50], 60, [((0,), 7), ((1,), 4)])
    alternatives = Alternatives(election, count(election, rule="greedy"))
    assert alternatives.votes_to_win("p1", at_most=50) == 4
    assert alternatives.votes_to_win("p1", at_most=3) is None


def test_project_that_did_not_fit_would_have_for_what_was_left():
    election = approvals([50, 50], 60, [((0,), 7), ((1,), 4)])
    assert nearness(election, rule="greedy") == {"p1": NearMiss(4, 11, 10)}


def test_project_that_nobody_wants_wins_at_no_price():
    election = approvals([50, 50], 60, [((0,), 7)])
    assert nearness(election)["p1"].price is None


def test_project_that_costs_more_than_there_is_wins_by_no_votes():
    election = approvals([50, 70], 60, [((0,), 3), ((1,), 4)])
    assert nearness(election, rule="greedy")["p1"] == NearMiss(None, 7, 60)


@given(parts=elections())
@pytest.mark.parametrize("rule", RULES)
def test_answers_hold_when_counted_anew(rule, parts):
    election = election_of(parts)
    outcome = count(election, rule=rule)
    wins = lambda changed, each: each in recount(changed, outcome).winners  # noqa: E731
    for project, near in nearness(election, rule=rule).items():
        if near.votes is None:
            assert not wins(with_votes(election, project, near.tried), project)
        else:
            assert wins(with_votes(election, project, near.votes), project)
            fewer = with_votes(election, project, near.votes - 1)
            assert not wins(fewer, project)
        if near.price is not None:
            assert wins(with_cost(election, project, near.price), project)
            cost = next(each.cost for each in election.projects if each.id == project)
            if near.price + 1 < cost:
                dearer = with_cost(election, project, near.price + 1)
                assert not wins(dearer, project)


@pytest.mark.parametrize("completion", ["none", "add1", "add1-exhaustive"])
def test_answers_of_equal_shares_with_larger_numbers_hold(completion):
    election = approvals(
        [40_000, 30_000, 35_000, 12_000],
        90_000,
        [((0, 1), 90), ((0, 2), 60), ((2,), 40), ((3,), 20)],
    )
    outcome = count(election, completion=completion)
    found = nearness(election, completion=completion)
    assert set(found) == {"p0", "p1", "p2", "p3"} - set(outcome.winners)
    for project, near in found.items():
        assert near.votes
        assert near.price % 100 == 0
        for changed, is_won in (
            (with_votes(election, project, near.votes), True),
            (with_votes(election, project, near.votes - 1), False),
            (with_cost(election, project, near.price), True),
            (with_cost(election, project, near.price + 100), False),
        ):
            assert (project in recount(changed, outcome).winners) == is_won


@pytest.mark.parametrize(
    ("number", "step"), [(9, 1), (999, 1), (1_000, 10), (594_170, 1_000)]
)
def test_large_numbers_are_told_in_round_steps(number, step):
    assert round_step(number, 3) == step


def test_runners_up_are_listed_from_the_nearest():
    election = approvals(
        [100, 60, 60, 60], 100, [((0,), 10), ((1,), 3), ((2,), 5), ((0, 3), 4)]
    )
    told = count(election).explanations
    shares = [told[each].left / told[each].cost for each in nearness(election)]
    assert len(shares) > 1
    assert shares == sorted(shares, reverse=True)


def test_parts_of_the_budget_are_each_recounted_by_themselves():
    projects = [
        Project(id=name, cost=Fraction(50), category=part)
        for name, part in (("a", "x"), ("b", "x"), ("c", "y"), ("d", "y"))
    ]
    election = Election.of(
        projects,
        budget=120,
        ballots=[(Ballot((0, 2)), 7), (Ballot((1,)), 4), (Ballot((3,)), 5)],
        meta=budget_in_meta({"x": 60, "y": 60}),
    )
    found = nearness(election, rule="greedy")
    assert {name: near.votes for name, near in found.items()} == {"b": 4, "d": 3}


def test_work_goes_to_the_nearest_and_then_ends():
    election = approvals(
        [100, 60, 60, 60], 100, [((0,), 10), ((1,), 3), ((2,), 5), ((3,), 4)]
    )
    counted = count_in_parts(election)
    everything = near_misses(election, counted)
    first = near_misses(election, counted, most_work=1)
    assert list(first) == list(everything)[:1]
    assert len(everything) > 1
    assert first.items() <= everything.items()


@pytest.mark.parametrize("rule", RULES)
def test_recount_of_the_same_election_is_the_same(rule):
    election = approvals([50, 50, 20], 90, [((0, 2), 7), ((1,), 4)])
    outcome = count(election, rule=rule, threshold=2, ties=["p2"])
    assert recount(election, outcome) == outcome


def test_added_voters_give_their_points():
    election = Election.of(
        [Project("a", Fraction(5)), Project("b", Fraction(5))],
        budget=5,
        ballots=[(Ballot((0, 1), (Fraction(3), Fraction(1))), 2)],
        vote_type=VoteType.CUMULATIVE,
    )
    outcome = count(election, rule="greedy")
    assert outcome.winners == ("a",)
    assert Alternatives(election, outcome).votes_to_win("b", at_most=9) == 2


def test_tie_is_decisive_if_the_other_would_have_won_instead():
    election = approvals([50, 50], 60, [((0,), 2), ((1,), 2)])
    outcome = count(election, rule="greedy")
    assert is_decisive(election, outcome, outcome.ties[0])


def test_tie_between_two_winners_is_not_decisive():
    election = approvals([50, 50], 100, [((0,), 2), ((1,), 2)])
    outcome = count(election)
    assert outcome.winners == ("p0", "p1")
    assert not is_decisive(election, outcome, outcome.ties[0])
