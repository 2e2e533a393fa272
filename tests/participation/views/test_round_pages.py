"""Round pages for anybody: what they say, and what they never say before closing."""

import datetime

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from communities.sections import community_sections, home_sections
from participation.enums import RoundState
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.participation import (
    RoundFactory,
    cast,
    closed_round,
    in_state,
    open_round_with_options,
    opened,
    passes,
    staff_member,
)

pytestmark = pytest.mark.django_db


def page(client, name, round_):
    return client.get(reverse(f"participation:{name}", args=[round_.slug]))


# --- lists --------------------------------------------------------------------------


def test_list_shows_rounds_that_were_opened(client):
    rounds = {state: in_state(state) for state in RoundState if state != "sealing"}

    text = client.get("/rounds/").text

    assert {s: r.title in text for s, r in rounds.items()} == {
        RoundState.DRAFT: False,
        RoundState.OPEN: True,
        RoundState.CLOSED: True,
        RoundState.CANCELLED: True,
    }


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSED])
@pytest.mark.parametrize("item_count", [1, 3])
def test_list_asks_the_same_number_of_questions(
    client, django_assert_num_queries, item_count, state
):
    for _ in range(item_count):
        in_state(state)

    with django_assert_num_queries(2):
        client.get("/rounds/")


@pytest.mark.parametrize("item_count", [1, 3])
def test_managed_list_asks_the_same_number_of_questions(
    client, django_assert_max_num_queries, item_count
):
    client.force_login(staff_member())
    for _ in range(item_count):
        passes(open_round_with_options(), 2)

    with django_assert_max_num_queries(7):
        client.get("/rounds/manage/")


@pytest.mark.parametrize("item_count", [2, 5])
def test_round_page_asks_the_same_number_of_questions(
    client, django_assert_num_queries, item_count
):
    round_ = open_round_with_options([10] * item_count)

    with django_assert_num_queries(5):
        page(client, "round", round_)


@pytest.mark.parametrize("item_count", [2, 5])
def test_result_page_asks_the_same_number_of_questions(
    client, django_assert_num_queries, item_count
):
    round_ = closed_round(costs=[10] * item_count, ballots=[(1,), (2,)])

    with django_assert_num_queries(7):
        page(client, "result", round_)


# --- one round ----------------------------------------------------------------------


def test_round_says_how_it_works_in_the_words_of_its_rule(client):
    shares = page(client, "round", open_round_with_options()).text
    greedy = page(client, "round", open_round_with_options(rule="greedy")).text

    assert "Everybody gets the same share of the money" in shares
    assert "Most votes first, until the money is used" in greedy
    assert "within" not in greedy or "skipped" in greedy


def test_round_shows_price_and_lot_of_each_option(client):
    round_ = open_round_with_options((60, 50, 30))

    text = page(client, "round", round_).text

    for option in round_.options.all():
        assert f"{option.cost} USD" in text
        assert f"Lot {option.lot}" in text


def test_cancelled_round_says_why(client):
    assert "Flood." in page(client, "round", in_state(RoundState.CANCELLED)).text


@pytest.mark.parametrize("name", ["round", "result", "ballots_file"])
def test_round_in_preparation_is_not_found(client, name):
    assert page(client, name, in_state(RoundState.DRAFT)).status_code == 404


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CANCELLED])
@pytest.mark.parametrize("name", ["result", "ballots_file"])
def test_nothing_is_counted_before_closing(client, name, state):
    client.force_login(staff_member())

    assert page(client, name, in_state(state)).status_code == 404


WATCHERS = {
    "visitor": lambda round_: None,
    "staff": lambda round_: staff_member(),
    "committee": lambda round_: MandateFactory(community=round_.community).user,
}


@pytest.mark.parametrize("who", WATCHERS)
def test_no_page_depends_on_what_people_voted(client, who, settings):
    """The same pages with opposite votes are the same, to the letter."""
    settings.PUBLIC_BALLOTS_MINIMUM = 0
    texts = []
    community = CommunityFactory()
    moment = timezone.now() - datetime.timedelta(hours=1)
    user = None
    for choices in ([1], [2]):
        round_ = open_round_with_options(
            community=community,
            title="The vote",
            # Of one length, because the pages of a booth are filled up to one.
            slug=f"vote-{choices[0]}",
            opens_at=moment,
            closes_at=moment + datetime.timedelta(days=2),
        )
        cast(round_, *[choices] * 5)
        user = user or WATCHERS[who](round_)
        if user:
            client.force_login(user)
        addresses = [f"/rounds/{round_.slug}/", f"/rounds/{round_.slug}/vote/"]
        if who == "staff":
            addresses.append(f"/rounds/manage/{round_.slug}/")
        texts.append([without_names(client.get(a).text, round_) for a in addresses])

    assert texts[0] == texts[1]


def without_names(text, round_):
    """The page without what differs between two rounds anyhow."""
    text = text.replace(round_.slug, "SLUG")
    for option in round_.options.select_related("initiative"):
        text = text.replace(option.initiative.reference, f"REF{option.number}")
    lines = [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]
    return "\n".join(lines)


TURNOUT = "have voted"


@pytest.mark.parametrize(
    ("who", "sees"), [("visitor", False), ("staff", True), ("committee", True)]
)
def test_turnout_is_for_organisers_and_the_committee(client, who, sees):
    round_ = open_round_with_options()
    cast(round_, [1], [2])
    user = WATCHERS[who](round_)
    if user:
        client.force_login(user)

    assert (f"2 of 2 {TURNOUT}" in page(client, "round", round_).text) is sees


def test_turnout_of_one_community_is_not_for_another_committee(client):
    round_ = open_round_with_options()
    client.force_login(MandateFactory().user)

    assert TURNOUT not in page(client, "round", round_).text


# --- results ------------------------------------------------------------------------


def test_result_says_why_each_was_chosen_or_not(client):
    votes = [(1,)] * 6 + [(2,)] * 2 + [(3,)] * 2
    round_ = closed_round(votes, rule="greedy", budget=90)

    text = page(client, "result", round_).text

    assert "6 people supported it. When its turn came, 90 USD were left" in text
    assert "2 people supported it, but when its turn came nothing was left." in text


def test_result_of_a_handful_says_what_was_chosen_and_nothing_of_support(
    client, settings
):
    """Of nine voters who all support no. 1, the page would tell how each of them voted."""
    settings.PUBLIC_BALLOTS_MINIMUM = 0
    round_ = closed_round([(1,)] * 9, rule="greedy", budget=90)

    text = page(client, "result", round_).text

    assert "So few people voted that only what was chosen is told" in text
    assert "supported it" not in text
    assert "would have been" not in text
    assert "Nobody marked it" not in text
    assert round_.options.get(number=1).initiative.title in text


@pytest.mark.parametrize(
    ("dissenters", "is_told"), [(0, False), (1, False), (2, False), (3, True)]
)
def test_support_of_nearly_all_is_not_told_of_a_small_round(
    client, dissenters, is_told
):
    """Whoever was seen to vote would be known to have supported no. 1."""
    votes = [(1, 2)] * (20 - dissenters) + [(3,)] * dissenters
    round_ = closed_round(votes, rule="greedy", budget=90)

    text = page(client, "result", round_).text

    assert (f"{20 - dissenters} people supported it" in text) is is_told
    assert ("only what was chosen is told" in text) is not is_told


def test_result_by_equal_shares_says_what_each_paid_and_what_was_missing(
    client, settings
):
    settings.PUBLIC_BALLOTS_MINIMUM = 10
    round_ = closed_round(
        [(1,)] * 6 + [(2,)] * 2 + [(3,)] * 2, ballot_type="approval", completion="none"
    )

    text = page(client, "result", round_).text

    assert "6 people supported it. Each paid 10 USD." in text
    assert "2 people supported it, but had only 20 USD of the 50 USD it costs." in text


def test_result_lists_every_receipt_and_the_digest(client):
    round_ = closed_round()

    text = page(client, "result", round_).text

    assert round_.result.digest in text
    for receipt in round_.result.receipts:
        assert receipt in text


def test_file_of_a_large_round_is_public_and_is_the_sealed_one(client, settings):
    settings.PUBLIC_BALLOTS_MINIMUM = 3
    round_ = closed_round([(1,), (2,), (3,)])

    answer = page(client, "ballots_file", round_)

    assert answer.content.decode() == round_.result.pb_file
    assert f"{round_.slug}.pb" in answer["Content-Disposition"]


# --- sections of other rooms' pages ---------------------------------------------------


def section(sections, key):
    return next(each for each in sections if each.key == key)


def test_home_shows_rounds_in_which_one_can_still_vote(rf):
    home = section(home_sections(), "open_rounds")
    assert home.context(rf.get("/"), None) is None
    current = open_round_with_options()
    over = opened(
        RoundFactory(
            opens_at=timezone.now() - datetime.timedelta(days=2),
            closes_at=timezone.now() - datetime.timedelta(days=1),
        )
    )
    closed_round()

    context = home.context(rf.get("/"), None)

    assert context["rounds"] == [current]
    text = render_to_string(home.template, context)
    assert current.title in text
    assert "hours left" in text
    assert over.title not in text


def test_community_shows_its_own_rounds(rf):
    here = section(community_sections(), "rounds")
    mine, _other = closed_round(), open_round_with_options()

    context = here.context(rf.get("/"), mine.community)

    assert context["rounds"] == [mine]
    assert "3 ballots counted" in render_to_string(here.template, context)
    assert here.context(rf.get("/"), CommunityFactory()) is None


@pytest.mark.parametrize(
    ("ballots", "rule", "is_told"),
    [
        (2, "greedy", False),
        (15, "greedy", True),
        (15, "equal-shares", False),
        (60, "equal-shares", True),
    ],
)
def test_ties_are_told_where_they_tell_no_ballot(client, ballots, rule, is_told):
    """Of two ballots, that three were level is what the other one had marked."""
    votes = [(1,), (2,), (3,)] * (ballots // 3) or [(1,), (2,)]
    round_ = closed_round(votes, rule=rule, budget=90)
    assert round_.result.outcome["ties"]

    text = page(client, "result", round_).text

    assert ("were level" in text) is is_told


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("equal-shares", "Together they paid for it."),
        ("phragmen", "Together they saved its price."),
    ],
)
def test_of_few_ballots_it_is_told_that_supporters_paid_but_not_what(
    client, rule, words
):
    round_ = closed_round([(1,)] * 10 + [(2,)] * 5, rule=rule, budget=90)

    assert f"10 people supported it. {words}" in page(client, "result", round_).text
