"""The reasons add up: what supporters paid, had left, lacked, and spent elsewhere."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from participation.tally import (
    Ballot,
    Election,
    Elsewhere,
    Project,
    Reason,
    VoteType,
    count,
)
from tests.participation.tally.elections import election_of, elections


def village(*costs, budget, ballots):
    """An election with projects a, b, c…; ``ballots`` maps letters to voters."""
    names = "abcdefgh"[: len(costs)]
    return Election.of(
        [Project(n, Fraction(c)) for n, c in zip(names, costs, strict=True)],
        budget=budget,
        ballots=[
            (Ballot(tuple(names.index(letter) for letter in letters)), voters)
            for letters, voters in ballots.items()
        ],
    )


def test_equal_shares_tells_who_paid_and_what_was_missing():
    # Ten voters with 10 each. The well (60) costs its six supporters all they have; the
    # road (50) is left with the 10 of the one who did not want the well.
    election = village(60, 50, budget=100, ballots={"ab": 4, "a": 2, "b": 1, "": 3})
    facts = count(election, completion="none").explanations
    assert facts["a"].chosen
    assert facts["a"].reason is Reason.PAID_BY_SUPPORTERS
    assert (facts["a"].round, facts["a"].votes) == (1, 6)
    assert facts["a"].price == pytest.approx(10)
    assert (facts["a"].paid_in_full, facts["a"].paid_less) == (6, 0)
    assert facts["a"].effective_support == pytest.approx(6)
    assert not facts["b"].chosen
    assert facts["b"].reason is Reason.SUPPORTERS_CANNOT_PAY
    assert facts["b"].left == pytest.approx(10)
    assert facts["b"].missing == pytest.approx(40)
    assert facts["b"].elsewhere == (Elsewhere("a", 4, pytest.approx(40)),)


def test_supporters_who_spent_before_pay_what_they_have_left():
    # Eight voters with 10 each. The well takes 5 from each of its six supporters; four
    # of them have 5 left for the school, and the two others share the rest of its 32.
    election = village(30, 32, budget=80, ballots={"ab": 4, "a": 2, "b": 2})
    facts = count(election, completion="none").explanations
    assert facts["a"].price == pytest.approx(5)
    assert facts["b"].price == pytest.approx(6)
    assert (facts["b"].paid_in_full, facts["b"].paid_less) == (2, 4)
    assert facts["b"].effective_support == pytest.approx(32 / 6)
    assert facts["b"].left == pytest.approx(40)
    assert facts["b"].elsewhere == (Elsewhere("a", 4, pytest.approx(20)),)


def test_share_that_is_raised_is_the_share_explained():
    election = village(30, 36, budget=90, ballots={"ab": 4, "b": 2})
    outcome = count(election)
    share = outcome.parameters.final_share
    for facts in outcome.explanations.values():
        assert facts.chosen
    school = outcome.explanations["b"]
    well = outcome.explanations["a"]
    assert outcome.winners[0] == "b"
    assert school.price == pytest.approx(6)
    assert well.left == pytest.approx(float(4 * (share - 6)))


def test_greedy_tells_what_was_left_of_the_budget():
    election = village(60, 50, 40, budget=100, ballots={"abc": 1, "ab": 1, "a": 1})
    facts = count(election, rule="greedy").explanations
    assert [facts[p].reason for p in "abc"] == [
        Reason.MOST_VOTES,
        Reason.DOES_NOT_FIT,
        Reason.MOST_VOTES,
    ]
    assert (facts["b"].left, facts["b"].missing) == (40, 10)


def test_greedy_that_stops_says_what_came_after():
    election = village(60, 50, 40, budget=100, ballots={"abc": 1, "ab": 1, "a": 1})
    facts = count(election, rule="greedy-stop").explanations
    assert facts["b"].reason is Reason.DOES_NOT_FIT
    assert facts["c"].reason is Reason.AFTER_THE_STOP


def test_threshold_and_want_of_votes_are_their_own_reasons():
    election = village(10, 10, 10, budget=100, ballots={"ab": 1, "a": 3})
    for rule in ("equal-shares", "greedy", "greedy-stop", "phragmen"):
        facts = count(election, rule=rule, threshold=2).explanations
        assert facts["a"].chosen
        assert facts["b"].reason is Reason.BELOW_THRESHOLD
        assert facts["c"].reason is Reason.NO_SUPPORT


def test_completion_by_greedy_gives_each_winner_its_own_reason():
    election = village(60, 50, 40, budget=100, ballots={"a": 6, "b": 3, "c": 2})
    outcome = count(election, completion="add1-greedy", step=Fraction(1))
    assert outcome.winners == ("a", "c")
    assert outcome.explanations["a"].reason is Reason.PAID_BY_SUPPORTERS
    assert outcome.explanations["c"].reason is Reason.FITS_THE_REST
    assert outcome.explanations["b"].reason is Reason.DOES_NOT_FIT


def test_phragmen_tells_what_supporters_had_saved():
    # The well is due when each of its six supporters has saved 10. The road's four
    # start again from nothing then, and would be due when 50 no longer fits.
    election = village(60, 50, budget=100, ballots={"ab": 4, "a": 2})
    facts = count(election, rule="phragmen").explanations
    assert facts["a"].price == pytest.approx(10)
    assert facts["b"].reason is Reason.DOES_NOT_FIT
    assert facts["b"].left == pytest.approx(50)
    assert facts["b"].elsewhere == (Elsewhere("a", 4, pytest.approx(40)),)


@given(elections())
@settings(max_examples=150, deadline=None)
def test_money_of_supporters_adds_up(parts):
    election = election_of(parts)
    outcome = count(election)
    share = float(outcome.parameters.final_share)
    for facts in outcome.explanations.values():
        if facts.reason is Reason.SUPPORTERS_CANNOT_PAY:
            elsewhere = sum(part.amount for part in facts.elsewhere)
            assert facts.left + elsewhere == pytest.approx(share * facts.votes)
            assert facts.left + facts.missing == pytest.approx(facts.cost)
        if facts.reason is Reason.PAID_BY_SUPPORTERS:
            assert facts.chosen
        if facts.chosen and facts.cost:
            assert facts.paid_in_full + facts.paid_less == facts.votes
            assert facts.left >= facts.cost - 1e-9
            assert facts.effective_support * facts.price == pytest.approx(facts.cost)
            if election.vote_type is VoteType.APPROVAL:
                assert facts.effective_support <= facts.votes + 1e-9


@given(elections())
@settings(max_examples=60, deadline=None)
def test_chosen_and_round_agree_with_the_winners(parts):
    election = election_of(parts)
    for rule in ("equal-shares", "greedy", "greedy-stop", "phragmen"):
        outcome = count(election, rule=rule)
        assert list(outcome.explanations) == [p.id for p in election.projects]
        rounds = {p: f.round for p, f in outcome.explanations.items() if f.chosen}
        assert sorted(rounds, key=rounds.get) == list(outcome.winners)
        good = {Reason.PAID_BY_SUPPORTERS, Reason.MOST_VOTES}
        for facts in outcome.explanations.values():
            assert (facts.reason in good) == facts.chosen
