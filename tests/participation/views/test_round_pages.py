"""Round pages for anybody: what they say, and what they never say before closing."""

import datetime
import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from communities.sections import community_sections, home_sections
from participation.enums import RoundState
from participation.models import Adoption
from participation.services.passes import void_pass
from participation.services.sealing import close_round
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

    with django_assert_num_queries(2):
        page(client, "round", round_)


@pytest.mark.parametrize("item_count", [2, 5])
def test_result_page_asks_the_same_number_of_questions(
    client, django_assert_num_queries, item_count
):
    round_ = closed_round(costs=[10] * item_count, ballots=[(1,), (2,)])

    with django_assert_num_queries(4):
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


TURNOUT = "passes used"


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
    round_ = closed_round([(1,), (1,), (1,), (2,), (3,)], rule="greedy", budget=90)

    text = page(client, "result", round_).text

    assert "3 people supported it. When its turn came, 90 USD were left" in text
    assert "0 USD were left: 50 USD too little" in text


def test_result_by_equal_shares_says_what_each_paid_and_what_was_missing(
    client, settings
):
    settings.PUBLIC_BALLOTS_MINIMUM = 10
    round_ = closed_round(
        [(1,)] * 6 + [(2,)] * 2 + [(3,)] * 2, ballot_type="approval", completion="none"
    )

    text = page(client, "result", round_).text

    assert "6 people supported it. Each paid 10 USD." in text
    assert "2 people supported it. Together they had 20 USD left" in text


def test_result_lists_every_receipt_and_the_digest(client):
    round_ = closed_round()

    text = page(client, "result", round_).text

    assert round_.result.digest in text
    for receipt in round_.result.receipts:
        assert receipt in text


def test_result_shows_the_decision_and_its_reason(client):
    round_ = closed_round()
    assert "not yet recorded" in page(client, "result", round_).text
    Adoption.objects.create(
        round=round_,
        chosen=[2],
        departs=True,
        reason="The site slid away.",
        adopted_at=timezone.now(),
        adopted_by=round_.created_by,
    )

    text = page(client, "result", round_).text

    assert "The site slid away." in text
    assert "Adopted all the same" in text


def test_file_of_a_large_round_is_public_and_is_the_sealed_one(client, settings):
    settings.PUBLIC_BALLOTS_MINIMUM = 3
    round_ = closed_round([(1,), (2,), (3,)])

    answer = page(client, "ballots_file", round_)

    assert answer.content.decode() == round_.result.pb_file
    assert f"{round_.slug}.pb" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("who", "status"), [("visitor", 403), ("committee", 403), ("staff", 200)]
)
def test_file_of_a_small_round_is_for_reviewers(client, settings, who, status):
    settings.PUBLIC_BALLOTS_MINIMUM = 4
    round_ = closed_round([(1,), (2,), (3,)])
    user = WATCHERS[who](round_)
    if user:
        client.force_login(user)

    assert page(client, "ballots_file", round_).status_code == status
    assert "Fewer than 4 people voted" in page(client, "result", round_).text


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


# --- rules of every kind ------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ballot_type": "approval", "most_choices": 2}, "At most 2 proposals."),
        ({"ballot_type": "points", "points": 10}, "You have 10 points."),
        ({"ballot_type": "score", "points": 5}, "a mark from 1 to 5"),
        ({"ballot_type": "ranking"}, "in order, the one you want most in place 1"),
        ({"rule": "greedy-stop"}, "until one no longer fits; there the choice ends"),
        ({"rule": "phragmen"}, "Every voter earns at the same pace"),
        ({"rule": "greedy", "least_votes": 3}, "A proposal needs at least 3 votes."),
        ({"quorum": 20}, "at least 20 of 100 passes are used"),
        ({"entitled": "Everybody of 16 and over."}, "Everybody of 16 and over."),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_voters_are_told_the_rules_beforehand(client, fields, words):
    round_ = open_round_with_options(**fields)

    assert words in page(client, "round", round_).text


def test_result_says_when_the_quorum_was_not_reached(client):
    round_ = open_round_with_options(quorum=50)
    passes(round_, 5)
    cast(round_, (1,), (2,))
    close_round(round_, by=staff_member(), now=round_.closes_at)

    text = page(client, "result", round_).text

    assert "40 of 100 passes were used, 50 were asked for" in text
    assert "decides nothing" in text


def test_passes_that_were_voided_and_not_replaced_count_for_the_quorum(client):
    round_ = open_round_with_options(quorum=50)
    lost = passes(round_, 5)[-3:]
    cast(round_, (1,))
    for each in lost:
        void_pass(round_, serial=each.serial, reason="lost", by=staff_member())
    close_round(round_, by=staff_member(), now=round_.closes_at)

    assert "20 of 100 passes were used" in page(client, "result", round_).text


def test_result_of_points_says_what_they_come_to(client):
    round_ = closed_round(
        [[[1, 6], [3, 4]], [[1, 3]]], ballot_type="points", points=10, rule="greedy"
    )

    text = page(client, "result", round_).text

    assert "2 people supported it. Its points come to 9." in text


def test_result_says_how_many_got_something_under_this_rule_and_others(
    client, settings
):
    settings.PUBLIC_BALLOTS_MINIMUM = 10
    votes = [(1, 2)] * 6 + [(3,)] * 4
    round_ = closed_round(votes, costs=(60, 40, 40), ballot_type="approval")

    text = page(client, "result", round_).text

    assert "10 of 10 voters get something they marked." in text
    assert re.search(r"Most votes first</dt><dd class=.number.>6</dd>", text)


def test_result_of_few_ballots_does_not_say_how_many_got_something(client):
    assert "get something" not in page(client, "result", closed_round()).text


# --- votes by way, for reviewers ----------------------------------------------------


def voted_in_two_ways(at_the_table=20):
    """Half of those on the web want each proposal; at the table it is divided too."""
    round_ = open_round_with_options((60, 50, 30), ballot_type="approval")
    passes(round_, 80)
    cast(round_, *[(1, 3)] * 20, *[(2,)] * 20)
    cast(round_, *[(1, 3)] * at_the_table, *[(2,)] * (40 - at_the_table), way="table")
    close_round(round_, by=staff_member(), now=round_.closes_at)
    return round_


def rows_by_way(text):
    [table] = re.findall(r'aria-labelledby="by-way".*?</section>', text, flags=re.S)
    rows = re.findall(r"<tr><th scope=.row.>.*?</tr>", table, flags=re.S)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, flags=re.S) for row in rows]
    return [[re.sub("<[^>]+>", "", cell) for cell in row] for row in cells]


def test_reviewers_see_votes_by_way(client):
    round_ = voted_in_two_ways()
    client.force_login(staff_member())

    assert rows_by_way(page(client, "result", round_).text) == [["20", "20"]] * 3


@pytest.mark.parametrize("at_the_table", [0, 3, 37, 40])
def test_votes_by_way_are_kept_back_where_they_tell_how_somebody_voted(
    client, at_the_table
):
    round_ = voted_in_two_ways(at_the_table)
    client.force_login(staff_member())

    assert "Votes by way" not in page(client, "result", round_).text


@pytest.mark.parametrize("who", ["visitor", "committee"])
def test_votes_by_way_are_for_reviewers_only(client, who):
    round_ = voted_in_two_ways()
    if who == "committee":
        client.force_login(MandateFactory(community=round_.community).user)

    assert "Votes by way" not in page(client, "result", round_).text


# --- calendars ----------------------------------------------------------------------


def events_in(answer):
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_round_can_be_put_into_ones_own_calendar(client):
    round_ = open_round_with_options(titles={"ar": "لنختر معًا"})

    assert "calendar.ics" in page(client, "round", round_).text
    [event] = events_in(page(client, "round_calendar", round_))
    [in_arabic] = events_in(client.get(f"/ar/rounds/{round_.slug}/calendar.ics"))

    assert event["summary"] == f"Vote: {round_.title}"
    assert event["dtstart"].dt == round_.opens_at.replace(microsecond=0)
    assert event["dtend"].dt == round_.closes_at.replace(microsecond=0)
    assert event["url"] == f"http://testserver/rounds/{round_.slug}/"
    assert event["uid"] == in_arabic["uid"]
    assert "لنختر معًا" in in_arabic["summary"]


def test_a_cancelled_round_is_cancelled_in_the_calendar(client):
    round_ = in_state(RoundState.CANCELLED)

    [event] = events_in(page(client, "round_calendar", round_))

    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert event["description"] == "Flood."


def test_the_calendar_of_all_rounds_has_none_in_preparation(client):
    shown = {in_state(state).slug for state in ("open", "closed", "cancelled")}
    draft = in_state(RoundState.DRAFT)

    events = events_in(client.get(reverse("participation:rounds_calendar")))

    assert {event["uid"].partition("@")[0] for event in events} == shown
    assert page(client, "round_calendar", draft).status_code == 404
