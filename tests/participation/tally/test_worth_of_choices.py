"""Under which rules an order or a number changes the outcome: voters are told so."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from participation.tally import Ballot, Election, Project, VoteType, count
from tests.participation.tally.elections import election_of, elections

SHARES = [
    {"rule": "equal-shares", "completion": completion}
    for completion in ("none", "add1", "add1-exhaustive")
]
PHRAGMEN = {"rule": "phragmen"}


def chosen(parts, way):
    return count(election_of(parts), **way).winners


@pytest.mark.parametrize("way", [*SHARES, PHRAGMEN], ids=lambda way: way["rule"])
@given(parts=elections((VoteType.ORDINAL,)))
@settings(max_examples=40, deadline=None)
def test_a_reversed_order_changes_nothing_under_equal_shares_and_phragmen(way, parts):
    *others, cast = parts
    turned = [Ballot(ballot.choices[::-1]) for ballot in cast]

    assert chosen((*others, turned), way) == chosen(parts, way)


@given(parts=elections((VoteType.CUMULATIVE, VoteType.SCORING)))
@settings(max_examples=40, deadline=None)
def test_any_number_of_points_is_the_same_under_phragmen(parts):
    *others, cast = parts
    # No points are no support: they stay so.
    turned = [
        Ballot(ballot.choices, tuple(p and 4 - p for p in ballot.points))
        for ballot in cast
    ]

    assert chosen((*others, turned), PHRAGMEN) == chosen(parts, PHRAGMEN)


def two(vote_type, ballots, budget=10):
    """Two projects of 10 each, and money for one."""
    projects = [Project("a", Fraction(10)), Project("b", Fraction(10))]
    cast = [(ballot, 1) for ballot in ballots]
    return Election.of(projects, budget=budget, ballots=cast, vote_type=vote_type)


def test_an_order_decides_under_most_points_first():
    forwards, backwards = Ballot((0, 1)), Ballot((1, 0))

    for ballot, winner in ((forwards, "a"), (backwards, "b")):
        election = two(VoteType.ORDINAL, [ballot] * 3)
        assert count(election, rule="greedy").winners == (winner,)


@pytest.mark.parametrize("way", [*SHARES, {"rule": "greedy"}], ids=lambda w: w["rule"])
@pytest.mark.parametrize("vote_type", [VoteType.CUMULATIVE, VoteType.SCORING])
def test_more_points_are_chosen_sooner_under_equal_shares_and_most_first(
    vote_type, way
):
    for points, winner in (((3, 1), "a"), ((1, 3), "b")):
        ballot = Ballot((0, 1), tuple(map(Fraction, points)))
        election = two(vote_type, [ballot] * 3)
        assert count(election, **way).winners == (winner,)


def test_who_gives_more_points_pays_more_of_the_share():
    """Two voters with 10 each: the second gave `a` 4 times the points and pays 8 of 10.

    What is then left is 8 and 2: `b`, for 3, is bought by the first voter alone, and
    would not be by the second alone.
    """
    for alone, winners in ((0, ("a", "b")), (1, ("a",))):
        ballots = [
            Ballot((0,), (Fraction(1),)),
            Ballot((0,), (Fraction(4),)),
        ]
        given_b = Fraction(1, 100)
        choices, points = ballots[alone]
        ballots[alone] = Ballot((*choices, 1), (*points, given_b))
        election = Election.of(
            [Project("a", Fraction(10)), Project("b", Fraction(3))],
            budget=20,
            ballots=[(ballot, 1) for ballot in ballots],
            vote_type=VoteType.CUMULATIVE,
        )
        assert (
            count(election, rule="equal-shares", completion="none").winners == winners
        )
