"""What a voter may mark on each kind of ballot, and what is told of a slip."""

import pytest

from participation.enums import BallotType
from participation.services.choices import check_choices, stored
from participation.services.errors import BallotError
from tests.factories.participation import open_round_with_options

pytestmark = pytest.mark.django_db


def marked(round_, choices):
    """Numbers with their points or places, as the ballot is then stored."""
    chosen = check_choices(round_, choices)
    return stored(chosen, round_.ballot_type)


@pytest.mark.parametrize("ballot_type", ["approval", "knapsack"])
def test_marks_are_kept_in_the_order_of_the_ballot(ballot_type):
    round_ = open_round_with_options(ballot_type=ballot_type)

    assert marked(round_, [3, 1, 3]) == [1, 3]


@pytest.mark.parametrize("ballot_type", BallotType)
@pytest.mark.parametrize("choices", [[], [4], [0], [-1], [1, 99], {4: 1}, {}])
def test_what_is_not_on_the_ballot_and_empty_ballots_are_refused(ballot_type, choices):
    points = 10 if ballot_type.has_points else None
    round_ = open_round_with_options(ballot_type=ballot_type, points=points)

    with pytest.raises(BallotError):
        check_choices(round_, choices)


def test_marks_stay_within_the_budget_where_the_round_asks_for_it():
    strict = open_round_with_options((60, 50, 30), budget=100)
    free = open_round_with_options(
        (60, 50, 30), budget=100, ballot_type=BallotType.APPROVAL
    )

    with pytest.raises(BallotError, match="40 USD more"):
        check_choices(strict, [1, 2, 3])
    assert len(check_choices(free, [1, 2, 3])) == 3


@pytest.mark.parametrize("ballot_type", ["approval", "ranking"])
def test_a_voter_marks_no_more_than_the_round_allows(ballot_type):
    round_ = open_round_with_options(ballot_type=ballot_type, most_choices=2)

    assert marked(round_, [1, 2]) == [1, 2]
    with pytest.raises(BallotError, match="Mark 2 proposals at most"):
        check_choices(round_, [1, 2, 3])


def test_a_ranking_is_kept_in_the_order_of_its_places():
    round_ = open_round_with_options(ballot_type="ranking")

    assert marked(round_, {1: 3, 2: 1}) == [2, 1]
    assert [each.points for each in check_choices(round_, {1: 3, 2: 1})] == [1, 2]
    assert marked(round_, {1: 2, 2: 0}) == [1]
    assert marked(round_, [3, 1]) == [3, 1]


def test_a_place_is_given_once():
    round_ = open_round_with_options(ballot_type="ranking")

    with pytest.raises(BallotError, match="the same place"):
        check_choices(round_, {1: 1, 2: 1})


def test_points_are_kept_with_the_numbers_they_were_given_to():
    round_ = open_round_with_options(ballot_type="points", points=10)

    assert marked(round_, {3: 4, 1: 6, 2: 0}) == [[1, 6], [3, 4]]


def test_nobody_gives_more_points_than_there_are():
    round_ = open_round_with_options(ballot_type="points", points=10)

    with pytest.raises(BallotError, match="1 point more than you have"):
        check_choices(round_, {1: 6, 2: 5})


def test_marks_go_up_to_the_highest():
    round_ = open_round_with_options(ballot_type="score", points=5)

    assert marked(round_, {1: 5, 2: 5}) == [[1, 5], [2, 5]]
    with pytest.raises(BallotError, match="highest mark is 5"):
        check_choices(round_, {1: 6})


@pytest.mark.parametrize("ballot_type", ["points", "score"])
def test_no_points_below_none(ballot_type):
    round_ = open_round_with_options(ballot_type=ballot_type, points=5)

    with pytest.raises(BallotError, match="less than none"):
        check_choices(round_, {1: -1, 2: 3})
