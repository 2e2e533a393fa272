"""The result says how near the others came, and which shares it was counted with."""

import pytest
from django.urls import reverse
from django.utils import translation

from participation import tally
from tests.factories.participation import closed_round, open_round_with_options

pytestmark = pytest.mark.django_db

#: Seven votes for no. 1 (60), four for no. 2 (50), two for no. 3 (30).
BALLOTS = ((1,),) * 7 + ((2,),) * 4 + ((3,),) * 2


def of(name, round_):
    return reverse(f"participation:{name}", args=[round_.slug])


@pytest.fixture(autouse=True)
def public(settings):
    settings.PUBLIC_BALLOTS_MINIMUM = 5
    return settings


def test_each_not_chosen_has_the_votes_and_the_price_that_would_have_done(client):
    round_ = closed_round(BALLOTS, rule="greedy", budget=60)

    text = client.get(of("result", round_)).text

    assert "With 3 more votes it would have been chosen." in text
    assert "With 5 more votes it would have been chosen." in text
    assert text.count("How near it came") == 2


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
    for words in ("How near it came", "would have been chosen", "effective support"):
        assert words not in text


def test_nothing_of_it_is_told_when_the_floor_is_raised_later(client, public):
    round_ = closed_round(BALLOTS, budget=100)
    assert round_.result.outcome["missed"]
    public.PUBLIC_BALLOTS_MINIMUM = 50

    assert "How near it came" not in client.get(of("result", round_)).text


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
