"""What must hold of every count, whatever the rule."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tally import (
    Ballot,
    DecidedBy,
    Election,
    ElectionError,
    Project,
    VoteType,
    count,
)
from tests.participation.tally.elections import election_of, elections

WAYS = [
    {"rule": "equal-shares", "completion": "none"},
    {"rule": "equal-shares", "completion": "add1"},
    {"rule": "equal-shares", "completion": "add1-exhaustive"},
    {"rule": "equal-shares", "completion": "add1-greedy"},
    {"rule": "greedy"},
    {"rule": "greedy-stop"},
    {"rule": "phragmen"},
]
way_of_counting = pytest.mark.parametrize(
    "way", WAYS, ids=lambda w: "-".join(w.values())
)


def approvals(costs, budget, ballots):
    """An approval election; ``ballots`` are tuples of positions with voters."""
    projects = [Project(f"p{n}", Fraction(c)) for n, c in enumerate(costs)]
    cast = [(Ballot(choices), voters) for choices, voters in ballots]
    return Election.of(projects, budget=budget, ballots=cast)


@way_of_counting
@given(parts=elections())
@settings(max_examples=30, deadline=None)
def test_winners_never_cost_more_than_the_budget(way, parts):
    outcome = count(election_of(parts), **way)
    assert outcome.cost <= outcome.budget
    assert len(set(outcome.winners)) == len(outcome.winners)


@way_of_counting
@given(parts=elections(), data=st.data())
@settings(max_examples=30, deadline=None)
def test_order_of_ballots_changes_nothing(way, parts, data):
    projects, budget, vote_type, cast = parts
    shuffled = data.draw(st.permutations(cast))
    outcome = count(election_of(parts), **way)
    again = count(election_of((projects, budget, vote_type, shuffled)), **way)
    assert (again.winners, again.ties) == (outcome.winners, outcome.ties)


@way_of_counting
@given(parts=elections(), voters=st.integers(2, 50))
@settings(max_examples=30, deadline=None)
def test_grouped_ballots_count_as_if_listed_apart(way, parts, voters):
    projects, budget, vote_type, cast = parts
    apart = count(election_of((projects, budget, vote_type, cast * voters)), **way)
    grouped = Election.of(
        projects,
        budget=budget,
        ballots=[(ballot, voters) for ballot in cast],
        vote_type=vote_type,
    )
    assert count(grouped, **way) == apart


@way_of_counting
@given(parts=elections())
@settings(max_examples=150, deadline=None)
def test_a_tie_the_lot_decides_is_reported(way, parts):
    """Whenever the lot changes the winners, both counts name a tie it decided."""
    election = election_of(parts)
    ids = [project.id for project in election.projects]
    one = count(election, **way, ties=ids)
    other = count(election, **way, ties=ids[::-1])
    if one.winners != other.winners and set(one.winners) != set(other.winners):
        for outcome in (one, other):
            decided = {tie.decided_by for tie in outcome.ties}
            assert DecidedBy.LOT in decided


def test_project_that_takes_all_money_of_all_voters_is_bought():
    # Thirds and sevenths never add up in floats; here they must.
    for voters in (3, 7, 49, 333, 1201):
        election = approvals([1000], 1000, [((0,), voters)])
        assert count(election, completion="none").winners == ("p0",)


def test_project_that_lacks_a_billionth_is_not_bought():
    election = approvals([Fraction("1000.000000001")], 1000, [((0,), 7)])
    assert count(election, completion="none").winners == ()


def test_lot_decides_between_equals_and_is_named():
    election = approvals([50, 50], 60, [((0,), 2), ((1,), 2)])
    outcome = count(election, rule="greedy", ties=["p1", "p0"])
    assert outcome.winners == ("p1",)
    (tie,) = outcome.ties
    assert (tie.projects, tie.decided_by) == (("p1", "p0"), DecidedBy.LOT)
    assert outcome.parameters.lot == ("p1", "p0")


def test_lower_cost_then_more_votes_go_before_the_lot():
    projects = [Project(f"p{n}", Fraction(c)) for n, c in enumerate([50, 40, 40])]
    cast = [
        (Ballot((0,), (Fraction(2),)), 1),
        (Ballot((1,), (Fraction(2),)), 1),
        (Ballot((2,), (Fraction(1),)), 2),
    ]
    election = Election.of(
        projects, budget=45, ballots=cast, vote_type=VoteType.CUMULATIVE
    )
    outcome = count(election, rule="greedy", ties=["p0", "p1", "p2"])
    assert outcome.winners == ("p2",)
    assert outcome.ties[0].projects == ("p2", "p1", "p0")
    assert outcome.ties[0].decided_by is DecidedBy.VOTES


def test_lot_is_named_also_where_a_cheaper_equal_came_first():
    election = approvals([2, 1, 2], 3, [((0,), 1), ((1,), 1), ((2,), 1)])
    outcome = count(election, rule="greedy", ties=["p2"])
    assert outcome.winners == ("p1", "p2")
    assert outcome.ties[0].projects == ("p1", "p2", "p0")
    assert outcome.ties[0].decided_by is DecidedBy.LOT


def test_tie_that_changes_nothing_under_greedy_is_not_reported():
    election = approvals([10, 10], 60, [((0,), 2), ((1,), 2)])
    assert count(election, rule="greedy").ties == ()


@way_of_counting
def test_vote_without_ballots_has_no_winners(way):
    outcome = count(approvals([10], 60, []), **way)
    assert (outcome.winners, outcome.cost, outcome.votes) == ((), 0, 0)


@way_of_counting
def test_vote_without_projects_has_no_winners(way):
    assert count(approvals([], 60, [((), 3)]), **way).winners == ()


def test_threshold_below_one_is_a_share_of_the_ballots():
    election = approvals([1, 1], 60, [((0,), 9), ((1,), 1)])
    assert count(election, rule="greedy", threshold=Fraction(1, 5)).winners == ("p0",)
    assert count(election, rule="greedy", threshold=1).winners == ("p0", "p1")


def test_step_is_one_unit_or_a_thousandth_of_a_large_share():
    small = count(approvals([5000], 10_000, [((0,), 1)])).parameters
    assert (small.start_share, small.step) == (10_000, 1)
    large = count(approvals([5000], 20_000, [((0,), 1)])).parameters
    assert (large.start_share, large.step) == (20_000, 20)


def test_a_million_steps_are_not_counted_one_by_one():
    # One voter alone wants what costs nearly all; everyone's share must reach that.
    election = approvals([10, 900_000], 1_000_000, [((0,), 999), ((1,), 1)])
    outcome = count(election)
    assert outcome.winners == ("p0", "p1")
    assert outcome.parameters.final_share == 900_000


@pytest.mark.parametrize(
    "wrong",
    [
        {"rule": "lottery"},
        {"completion": "add2"},
        {"step": 0},
        {"threshold": -1},
        {"ties": ["nowhere"]},
    ],
)
def test_wrong_options_are_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        count(approvals([1], 1, [((0,), 1)]), **wrong)


@pytest.mark.parametrize(
    "build",
    [
        lambda: approvals([1], -1, []),
        lambda: approvals([-1], 1, []),
        lambda: approvals([1], 1, [((1,), 1)]),
        lambda: approvals([1], 1, [((-1,), 1)]),
        lambda: approvals([1], 1, [((0,), -1)]),
        lambda: Election.of([Project("a", Fraction(1))] * 2, budget=1, ballots=[]),
        lambda: Election.of([Project("a,b", Fraction(1))], budget=1, ballots=[]),
        lambda: Election.of(
            [Project("a", Fraction(1))],
            budget=1,
            ballots=[(Ballot((0,), (Fraction(-1),)), 1)],
            vote_type=VoteType.SCORING,
        ),
        lambda: Election.of(
            [Project("a", Fraction(1))],
            budget=1,
            ballots=[(Ballot((0,), (Fraction(1),)), 1)],
        ),
    ],
)
def test_contradictory_election_is_refused(build):
    with pytest.raises(ElectionError):
        build()


def test_without_gmpy2_the_standard_library_gives_the_same():
    program = (
        "import sys; sys.modules['gmpy2'] = None\n"
        "from fractions import Fraction\n"
        "from participation.tally import Ballot, Election, Project, count\n"
        "from participation.tally.rationals import quotient\n"
        "assert quotient is Fraction\n"
        "e = Election.of([Project('a', Fraction(9)), Project('b', Fraction(9))],"
        " budget=20, ballots=[(Ballot((0, 1)), 3), (Ballot((0,)), 4)])\n"
        "print(count(e).winners, count(e).parameters.final_share)"
    )
    done = subprocess.run(  # noqa: S603 - a fixed program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    election = approvals([9, 9], 20, [((0, 1), 3), ((0,), 4)])
    share = count(election).parameters.final_share
    assert done.stdout.split() == ["('a',", "'b')", str(share)]
