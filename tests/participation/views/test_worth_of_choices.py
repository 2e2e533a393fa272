"""What an order, points or marks do in the count is said beforehand, and is true."""

import pytest
from django.urls import reverse

from participation.enums import BallotType, Rule
from participation.queries.results import result_of
from participation.views.posters import poster_words
from tests.factories.participation import (
    closed_round,
    code_of,
    open_round_with_options,
    passes,
    round_with_options,
    staff_member,
)
from tests.participation.views.managing import address
from tests.participation.views.voting import send

pytestmark = pytest.mark.django_db

RANKING = {"ballot_type": "ranking"}
POINTS = {"ballot_type": "points", "points": 10}
MARKS = {"ballot_type": "score", "points": 5}
ALIKE = "counts as supported, all of them alike"


def page(client, name, round_):
    return client.get(reverse(f"participation:{name}", args=[round_.slug])).text


@pytest.mark.parametrize("rule", ["greedy", "greedy-stop"])
@pytest.mark.parametrize(
    ("ballot", "worth", "first"),
    [
        (
            RANKING,
            "Place 1 is worth 3 points, and each place after it one",
            "Most points",
        ),
        (POINTS, "The points of all voters for a proposal are added up", "Most points"),
        (
            MARKS,
            "The marks of all voters for a proposal are added up",
            "Highest marks in",
        ),
    ],
    ids=["ranking", "points", "marks"],
)
def test_most_first_says_of_what_and_how_it_is_added_up(
    client, ballot, rule, worth, first
):
    text = page(client, "round", open_round_with_options(rule=rule, **ballot))

    assert worth in text
    assert first in text
    assert "Most votes first" not in text


@pytest.mark.parametrize(
    ("ballot", "rule", "worth"),
    [
        (RANKING, "equal-shares", f"give a place {ALIKE}: the order changes nothing"),
        (RANKING, "phragmen", f"give a place {ALIKE}: the order changes nothing"),
        (POINTS, "phragmen", f"give points {ALIKE}: how many points changes nothing"),
        (MARKS, "phragmen", f"give a mark {ALIKE}: which mark changes nothing"),
        (POINTS, "equal-shares", "The more points you give a proposal, the sooner"),
        (MARKS, "equal-shares", "The better the mark you give a proposal, the sooner"),
    ],
)
def test_round_says_whether_an_order_or_a_number_counts(client, ballot, rule, worth):
    assert worth in page(client, "round", open_round_with_options(rule=rule, **ballot))


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("ballot", ["approval", "knapsack"])
def test_a_mark_without_order_or_number_is_not_explained(client, rule, ballot):
    text = page(client, "round", open_round_with_options(rule=rule, ballot_type=ballot))

    assert ALIKE not in text
    assert "point" not in text


@pytest.mark.parametrize(
    ("most", "worth"),
    [
        (None, "Place 1 is worth 3 points"),
        (2, "Place 1 is worth 2 points"),
        (1, "Place 1 is worth 1 point."),
        (9, "Place 1 is worth 3 points"),
    ],
)
def test_places_are_worth_what_is_said(client, most, worth):
    round_ = closed_round(
        [[2]], ballot_type="ranking", rule="greedy", most_choices=most
    )

    assert worth in page(client, "round", round_)
    assert f"{round_.result.outcome['explanations']['2']['score']:.0f} point" in worth


def test_places_in_a_budget_of_parts_are_worth_by_the_part(client):
    round_ = open_round_with_options(
        ballot_type="ranking", rule="greedy", split_by="dimension", most_choices=2
    )

    text = page(client, "round", round_)

    assert "gets as many points as the part has proposals" in text
    assert "never more than 2 points" in text


def test_it_stands_on_the_ballot_on_a_phone_on_paper_and_on_the_result(client):
    fields = {"ballot_type": "ranking", "rule": "phragmen"}
    round_ = open_round_with_options(**fields)

    (voting_pass,) = passes(round_)
    assert ALIKE in send(client, round_, "pass", code=code_of(voting_pass)).text
    client.force_login(staff_member())
    assert ALIKE in page(client, "paper_sheet", round_)
    assert ALIKE in page(client, "result", closed_round([[1, 2]], **fields))


# --- organisers ---------------------------------------------------------------------

IN_VAIN = "this rule does not look at it"


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("ballot", BallotType)
def test_organisers_are_warned_where_the_rule_looks_at_no_order_or_number(
    client, rule, ballot
):
    round_ = round_with_options(
        ballot_type=ballot, rule=rule, points=5 if ballot.has_points else None
    )
    client.force_login(staff_member())

    text = client.get(address("manage_round", round_)).text

    ignored = {
        ("ranking", "equal-shares"),
        ("ranking", "phragmen"),
        ("points", "phragmen"),
        ("score", "phragmen"),
    }
    assert (IN_VAIN in text) is ((ballot, rule) in ignored)


def test_once_it_is_open_and_cannot_change_organisers_are_not_warned(client):
    round_ = open_round_with_options(ballot_type="ranking", rule="phragmen")
    client.force_login(staff_member())

    assert IN_VAIN not in client.get(address("manage_round", round_)).text


def test_organisers_read_the_rule_and_its_least_in_the_unit_that_decides(client):
    client.force_login(staff_member())

    def told(ballot):
        round_ = round_with_options(rule="greedy", least_votes=4, **ballot)
        return client.get(address("manage_round", round_)).text

    assert "Most points first · A proposal needs at least 4 points." in told(RANKING)
    assert "Highest marks first · The marks of a proposal must come to at" in told(
        MARKS
    )
    assert "Most votes first · A proposal needs at least 4 votes." in told(
        {"ballot_type": "approval"}
    )


def test_a_draft_without_proposals_says_no_worth_of_places_yet(client):
    round_ = round_with_options((), ballot_type="ranking", rule="greedy")
    client.force_login(staff_member())

    assert "is worth" not in client.get(address("manage_round", round_)).text


# --- results ------------------------------------------------------------------------


def bars(round_):
    words = poster_words(result_of(round_), address="https://homeground.example/")
    options = words["chosen"]["options"] + words["others"]["options"]
    return {each["title"][:1]: each["share"] for each in options}


#: No. 1 has 6 supporters with 1 point each, no. 2 has 4 with 5 each.
UNEVEN = [[[1, 1]]] * 6 + [[[2, 5]]] * 4 + [[[3, 1]]] * 3


@pytest.mark.parametrize(
    ("rule", "longest", "of_the_other"),
    [("greedy", "2", 0.3), ("phragmen", "1", 4 / 6), ("equal-shares", "1", 4 / 6)],
)
def test_bars_of_the_sheet_are_in_the_unit_that_decides(rule, longest, of_the_other):
    found = bars(closed_round(UNEVEN, rule=rule, **POINTS))

    other = {"1": "2", "2": "1"}[longest]
    assert found[longest] == 1
    assert found[other] == pytest.approx(of_the_other)


@pytest.mark.parametrize("rule", ["greedy", "phragmen"])
def test_result_tells_sums_of_points_only_where_they_count(client, rule):
    text = page(client, "result", closed_round(UNEVEN, rule=rule, **POINTS))

    assert ("points" in text and "come to 20" in text) is (rule == "greedy")


def test_other_rules_are_named_by_the_unit_that_decides(client, settings):
    settings.PUBLIC_BALLOTS_MINIMUM = 10
    text = page(client, "result", closed_round(UNEVEN, **POINTS))

    assert "Most points first" in text
    assert "Most votes first" not in text
