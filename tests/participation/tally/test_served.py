"""How many voters got something they wanted."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.tally import Ballot, Election, Project, VoteType, voters_served

PROJECTS = [Project(name, Fraction(1)) for name in ("tap", "shop", "school")]


def election(ballots, **options):
    return Election.of(PROJECTS, budget=2, ballots=ballots, **options)


def test_a_voter_with_two_winners_counts_once():
    made = election([(Ballot((0, 1)), 3), (Ballot((2,)), 4), (Ballot(()), 1)])

    assert voters_served(made, ["tap", "shop"]) == 3
    assert voters_served(made, []) == 0


def test_what_was_given_no_points_is_not_wanted():
    points = (Fraction(0), Fraction(2))
    made = election([(Ballot((0, 1), points), 5)], vote_type=VoteType.CUMULATIVE)

    assert voters_served(made, ["tap"]) == 0
    assert voters_served(made, ["shop"]) == 5


def test_an_unknown_winner_is_refused():
    with pytest.raises(KeyError):
        voters_served(election([]), ["well"])


@given(
    st.lists(st.sets(st.integers(0, 2)), max_size=9),
    st.sets(st.sampled_from([0, 1, 2])),
)
def test_it_is_everybody_with_a_winner(marks, won):
    made = election([(Ballot(tuple(sorted(each))), 1) for each in marks])

    served = voters_served(made, [PROJECTS[at].id for at in won])

    assert served == sum(bool(each & won) for each in marks)
