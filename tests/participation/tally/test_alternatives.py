"""What another vote, price or preference would have changed is found by recounting."""

from __future__ import annotations

from fractions import Fraction

import pytest

from participation.tally import (
    Ballot,
    Election,
    Project,
    VoteType,
    count,
    is_decisive,
    price_to_win,
    votes_to_win,
)
from participation.tally.alternatives import recount, with_cost, with_votes
from tests.participation.tally.test_invariants import approvals


def test_runner_up_needs_one_vote_more_than_the_winner():
    election = approvals([50, 50], 60, [((0,), 7), ((1,), 4)])
    outcome = count(election, rule="greedy")
    assert votes_to_win(election, outcome, "p1", at_most=50) == 4
    assert votes_to_win(election, outcome, "p1", at_most=3) is None


def test_project_that_did_not_fit_would_have_for_what_was_left():
    election = approvals([50, 50], 60, [((0,), 7), ((1,), 4)])
    outcome = count(election, rule="greedy")
    assert price_to_win(election, outcome, "p1") == 10


def test_project_that_nobody_wants_wins_at_no_price():
    election = approvals([50, 50], 60, [((0,), 7)])
    assert price_to_win(election, count(election), "p1") is None


@pytest.mark.parametrize("completion", ["none", "add1", "add1-exhaustive"])
def test_answers_hold_when_counted(completion):
    election = approvals(
        [400, 300, 350, 120], 900, [((0, 1), 9), ((0, 2), 6), ((2,), 4), ((3,), 2)]
    )
    outcome = count(election, completion=completion)
    for project in {"p0", "p1", "p2", "p3"} - set(outcome.winners):
        votes = votes_to_win(election, outcome, project, at_most=100)
        changed = with_votes(election, project, votes)
        assert project in recount(changed, outcome).winners
        changed = with_votes(election, project, votes - 1)
        assert project not in recount(changed, outcome).winners
        price = price_to_win(election, outcome, project)
        changed = with_cost(election, project, Fraction(price))
        assert project in recount(changed, outcome).winners
        changed = with_cost(election, project, Fraction(price + 1))
        assert project not in recount(changed, outcome).winners


def test_recount_of_the_same_election_is_the_same():
    election = approvals([50, 50, 20], 90, [((0, 2), 7), ((1,), 4)])
    for rule in ("equal-shares", "greedy", "greedy-stop", "phragmen"):
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
    assert votes_to_win(election, outcome, "b", at_most=9) == 2


def test_tie_is_decisive_if_the_other_would_have_won_instead():
    election = approvals([50, 50], 60, [((0,), 2), ((1,), 2)])
    outcome = count(election, rule="greedy")
    assert is_decisive(election, outcome, outcome.ties[0])


def test_tie_between_two_winners_is_not_decisive():
    election = approvals([50, 50], 100, [((0,), 2), ((1,), 2)])
    outcome = count(election)
    assert outcome.winners == ("p0", "p1")
    assert not is_decisive(election, outcome, outcome.ties[0])
