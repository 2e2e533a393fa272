"""A budget in parts, counted part by part, from a file alone."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.tally import (
    Ballot,
    Election,
    ElectionError,
    Project,
    VoteType,
    budget_in_meta,
    count,
    count_in_parts,
    read_pb,
    write_pb,
)


def election(budget_of, projects, ballots, **options):
    """Projects as (id, cost, category)."""
    return Election.of(
        [Project(name, Fraction(cost), name, part) for name, cost, part in projects],
        budget=sum(budget_of.values()),
        ballots=[(ballot, 1) for ballot in ballots],
        meta={**budget_in_meta(budget_of), **options.pop("meta", {})},
        **options,
    )


PROJECTS = [("tap", 40, "social"), ("school", 45, "social"), ("shop", 30, "economic")]
BUDGETS = {"economic": 40, "social": 60}


def test_a_part_is_counted_as_if_it_were_alone():
    ballots = [Ballot((0,)), Ballot((0, 2)), Ballot((1, 2)), Ballot((2,))]

    counted = count_in_parts(election(BUDGETS, PROJECTS, ballots))

    social = Election.of(
        [Project("tap", Fraction(40)), Project("school", Fraction(45))],
        budget=60,
        ballots=[(Ballot((0,)), 2), (Ballot((1,)), 1)],
    )
    assert counted.parts["social"].winners == count(social).winners == ("tap",)
    assert counted.outcome.winners == ("shop", "tap")
    assert counted.outcome.cost == 70
    assert counted.outcome.votes == 4
    assert list(counted.outcome.explanations) == ["tap", "school", "shop"]


def test_points_stay_with_their_projects():
    ballots = [Ballot((0, 1, 2), (Fraction(1), Fraction(9), Fraction(5)))]

    counted = count_in_parts(
        election(BUDGETS, PROJECTS, ballots, vote_type=VoteType.CUMULATIVE),
        rule="greedy",
    )

    assert counted.outcome.winners == ("shop", "school")
    assert counted.outcome.explanations["school"].score == 9


def test_one_budget_is_counted_as_ever():
    whole = Election.of(
        [Project("tap", Fraction(4)), Project("shop", Fraction(3))],
        budget=5,
        ballots=[(Ballot((0,)), 3), (Ballot((1,)), 2)],
    )

    counted = count_in_parts(whole, rule="greedy")

    assert counted.outcome == count(whole, rule="greedy")
    assert set(counted.parts) == {""}


@pytest.mark.parametrize(
    ("meta", "words"),
    [
        ({"budget_by": "colour"}, "by 'colour' is not known"),
        ({"budget[social]": "much"}, "is no amount"),
        ({"budget[social]": "61"}, "do not come to the whole"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(meta, words):
    with pytest.raises(ElectionError, match=words):
        count_in_parts(election(BUDGETS, PROJECTS, [], meta=meta))


def test_a_category_without_a_budget_is_named():
    with pytest.raises(ElectionError, match="no budget for economic"):
        count_in_parts(election({"social": 60}, PROJECTS, []))


@given(
    st.lists(
        st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["greedy", "greedy-stop", "equal-shares", "phragmen"]),
)
def test_the_file_alone_gives_the_same_and_no_part_overspends(choices, rule):
    ballots = [Ballot(tuple(each)) for each in choices]
    made = election(BUDGETS, PROJECTS, ballots)

    counted = count_in_parts(made, rule=rule)
    again = count_in_parts(read_pb(write_pb(made)), rule=rule)

    assert again.outcome.winners == counted.outcome.winners
    for key, part in counted.parts.items():
        assert part.cost <= BUDGETS[key]
