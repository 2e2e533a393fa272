"""The result says how near the others came, and which shares it was counted with."""

import random
import re

import pytest
from django.urls import reverse
from django.utils import translation

from participation import tally
from participation.queries.results import result_of
from participation.templatetags.explanations import why
from participation.templatetags.near_misses import sufficed_words
from tests.factories.participation import closed_round, open_round_with_options

pytestmark = pytest.mark.django_db

#: Seven votes for no. 1 (60), four for no. 2 (50), two for no. 3 (30).
BALLOTS = ((1,),) * 7 + ((2,),) * 4 + ((3,),) * 2


def of(name, round_):
    return reverse(f"participation:{name}", args=[round_.slug])


def page_of(client, round_):
    return client.get(of("result", round_)).text


@pytest.fixture(autouse=True)
def public(settings):
    settings.PUBLIC_BALLOTS_MINIMUM = 5
    return settings


def test_each_not_chosen_has_the_votes_or_the_price_that_would_have_done(client):
    round_ = closed_round(BALLOTS, rule="greedy", budget=70)

    text = client.get(of("result", round_)).text

    # Ten were left after no. 1.
    assert (
        "With 3 more votes, or at a price of 10 USD, it would have been chosen." in text
    )
    assert (
        "With 5 more votes, or at a price of 10 USD, it would have been chosen." in text
    )
    assert text.count("it would have been chosen") == 2


def test_where_no_price_would_have_done_votes_alone_are_told(client):
    round_ = closed_round(BALLOTS, rule="greedy", budget=60)

    assert "With 3 more votes it would have been chosen." in page_of(client, round_)


def test_the_price_that_would_have_done_fits_what_is_said_of_the_money(client):
    """Supporters of no. 1 had 59 of its price of 60, and yet 20 would have been enough.

    For what it failed by is the budget: no. 2 and no. 3 leave 20 of it.
    """
    round_ = closed_round(
        (*((3,),) * 5, *((1, 2),) * 3, *((2, 3),) * 3),
        ballot_type="approval",
        budget=100,
    )
    explained = round_.result.outcome["explanations"]["1"]
    assert int(explained["left"]) == 59

    text = page_of(client, round_)

    assert (
        "3 people supported it, but what was chosen left only 20 USD of the budget, less "
        "than its price." in text
    )
    assert (
        "With 4 more votes, or at a price of 20 USD, it would have been chosen." in text
    )
    assert "59 USD" not in text


@pytest.mark.parametrize("draw", range(12))
def test_nobody_is_told_of_money_above_the_price_that_would_have_done(draw):
    """Whatever the ballots: had X, needed less than X, is said of no proposal."""
    chance = random.Random(draw)  # noqa: S311 - a draw of ballots
    kinds = [(1,), (2,), (3,), (1, 2), (1, 3), (2, 3)]
    ballots = [kind for kind in kinds for _each in range(chance.randint(1, 5))]
    round_ = closed_round(ballots, ballot_type="approval", budget=100)

    for each in result_of(round_).others:
        money = re.search(r"(?:had|left) only ([\d,]+) USD", why(each))
        price = re.search(r"at a price of ([\d,]+) USD", sufficed_words(each).lower())
        if not money or not price:
            continue
        if "left only" in why(each):
            assert int(price[1]) <= int(money[1])
        else:
            assert int(money[1]) <= int(price[1]) + 1


def test_a_price_that_is_enough_only_in_place_of_another_says_so(client):
    """No. 1 and no. 3 leave ten of the budget; at 32 no. 2 comes before one of them."""
    round_ = closed_round(
        (*((1,),) * 3, *((3,),) * 2, *((1, 2),) * 5),
        ballot_type="approval",
        budget=100,
    )
    near = {each["option"]: each for each in round_.result.outcome["missed"]}[2]
    assert round_.result.outcome["cost"] == 90
    assert near["price"] == 32

    text = page_of(client, round_)

    assert (
        "5 people supported it, but beside what was chosen the budget was too small for "
        "it." in text
    )
    assert (
        f"With {near['votes']} more votes, or at a price of {near['price']} USD, it would "
        "have been chosen in place of another." in text
    )


@pytest.mark.parametrize("rule", ["equal-shares", "greedy", "greedy-stop", "phragmen"])
def test_why_it_was_not_chosen_is_one_sentence(rule):
    round_ = closed_round(BALLOTS, rule=rule, budget=70, ballot_type="approval")

    for each in result_of(round_).others:
        assert why(each).count(". ") == 0
        assert why(each).endswith(".")
        assert sufficed_words(each).count(".") <= 1


def test_the_nearest_stands_first(client):
    round_ = closed_round(
        (*((1,),) * 7, *((2,),) * 2, *((3,),) * 4), rule="greedy", budget=60
    )

    text = client.get(of("result", round_)).text

    assert text.index("Proposal 3") < text.index("Proposal 2")
    assert "Those that came nearest stand first." in text


def test_what_was_found_is_what_a_recount_of_the_file_gives():
    round_ = closed_round(BALLOTS, budget=100)
    election = tally.parse_pb(round_.result.pb_file).election

    found = tally.near_misses(election, tally.count_in_parts(election))

    assert round_.result.outcome["missed"] == [
        {
            "option": int(project),
            "votes": near.votes,
            "tried": near.tried,
            "price": near.price,
        }
        for project, near in found.items()
    ]
    assert found


def test_nothing_is_counted_when_the_page_is_read(client, monkeypatch):
    round_ = closed_round(BALLOTS, rule="greedy", budget=60)
    monkeypatch.delattr(tally, "near_misses")
    monkeypatch.delattr(tally, "count_in_parts")

    assert client.get(of("result", round_)).status_code == 200


def test_of_a_handful_of_voters_nothing_of_it_is_told_or_kept(client, public):
    public.PUBLIC_BALLOTS_MINIMUM = len(BALLOTS) + 1
    round_ = closed_round(BALLOTS, budget=100)

    text = client.get(of("result", round_)).text

    assert round_.result.outcome["missed"] == []
    for words in ("would have been", "a lower price", "effective support"):
        assert words not in text


def test_nothing_of_it_is_told_when_the_floor_is_raised_later(client, public):
    round_ = closed_round(BALLOTS, budget=100)
    assert round_.result.outcome["missed"]
    public.PUBLIC_BALLOTS_MINIMUM = 50

    assert "would have been" not in client.get(of("result", round_)).text


def test_supporters_who_pay_a_part_count_as_a_part(client, settings):
    settings.RELEASE_THRESHOLD_PERSONS = 5
    # No. 2 is bought first, at 10 each: those two who back both have 10 left of 20 for
    # no. 1, whose two other backers pay 20 in full.
    ballots = ((1, 2),) * 2 + ((1,),) * 2 + ((2,),) * 3
    round_ = closed_round(
        ballots, budget=140, completion="none", ballot_type="approval"
    )

    text = client.get(of("result", round_)).text

    assert "4 people supported it. 2 paid 20 USD each." in text
    assert "Its effective support is 3: whoever could pay only a part" in text


def test_points_speak_of_voters_who_want_it_most(client):
    ballots = ([[1, 5]],) * 7 + ([[2, 5]],) * 4
    round_ = closed_round(
        ballots, rule="greedy", budget=60, ballot_type="score", points=5
    )

    text = client.get(of("result", round_)).text

    assert "With 3 more voters who want it most, it would have been chosen." in text


def test_where_an_order_changes_nothing_a_vote_more_is_a_vote_more(client):
    text = page_of(
        client, closed_round(BALLOTS, rule="phragmen", budget=60, ballot_type="ranking")
    )

    assert re.search(r"With \d+ more votes?\b", text)
    assert "want" not in text.split("How it works")[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "بـ 3 أصوات إضافية كان سيُختار."),
        ("fr", "Avec 3 voix de plus, elle aurait été retenue."),
        ("es", "Con 3 votos más habría sido elegida."),
    ],
)
def test_it_is_told_in_the_language_of_the_page(client, language, words):
    round_ = closed_round(BALLOTS, rule="greedy", budget=60)

    with translation.override(language):
        text = client.get(of("result", round_)).text

    assert words in text


# --- shares ----------------------------------------------------------------------------


def test_the_shares_and_the_step_are_on_the_page_and_in_the_file(client):
    round_ = closed_round(((1,), (1, 3), (2,)) * 4, budget=100)
    outcome = round_.result.outcome

    text = client.get(of("result", round_)).text
    meta = tally.parse_pb(round_.result.pb_file).election.meta

    assert "Each voter&#x27;s share was 8.33 USD at the beginning" in text
    assert "It was raised by 1 USD at a time." in text
    assert (meta["start_share"], meta["step"]) == ("25/3", "1")
    assert meta["final_share"]
    assert outcome["step"] == 1


def test_rules_without_shares_have_none_in_the_file():
    round_ = closed_round(BALLOTS, rule="greedy")
    meta = tally.parse_pb(round_.result.pb_file).election.meta

    assert not {"start_share", "step", "final_share"} & set(meta)


@pytest.mark.parametrize(
    ("completion", "is_told"),
    [("add1", True), ("add1-exhaustive", True), ("none", False)],
)
def test_start_and_step_are_told_before_voting(client, completion, is_told):
    text = client.get(of("round", open_round_with_options(completion=completion))).text

    assert "The share at the beginning is the budget divided by" in text
    assert ("One step is 1 USD, or a thousandth of the share" in text) is is_told
