"""Rules as voters are told them, what a count tells of voters, and rounds in calendars."""

import re

import pytest
from django.urls import reverse
from icalendar import Calendar

from participation.enums import RoundState
from participation.services.paper_tables import (
    Account,
    account_for_paper,
    give_up_number,
)
from participation.services.passes import void_pass
from participation.services.roll import set_roll
from tests.factories.communities import MandateFactory
from tests.factories.paper import counted, table, typed_in
from tests.factories.participation import (
    cast,
    closed_by_two,
    closed_round,
    in_state,
    open_round_with_options,
    passes,
    staff_member,
)

pytestmark = pytest.mark.django_db


def page(client, name, round_):
    return client.get(reverse(f"participation:{name}", args=[round_.slug]))


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
        ({"quorum": 20}, "at least 20 of 100 entitled to vote take part"),
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
    closed_by_two(round_)

    text = page(client, "result", round_).text

    assert "fewer than 50 of 100 entitled to vote took part" in text
    assert "decides nothing" in text
    assert re.search(r"Entitled to vote</dt><dd>5</dd>", text)


def test_passes_that_were_voided_and_not_replaced_count_for_the_quorum(client):
    round_ = open_round_with_options(quorum=50)
    lost = passes(round_, 5)[-3:]
    cast(round_, (1,))
    for each in lost:
        void_pass(round_, serial=each.serial, reason="lost", by=staff_member())
    closed_by_two(round_)

    text = page(client, "result", round_).text
    assert re.search(r"Entitled to vote</dt><dd>5</dd>", text)
    assert "fewer than 50 of 100" in text


@pytest.mark.parametrize("has_sheets", [False, True], ids=["no-paper", "paper"])
@pytest.mark.parametrize(("ballots", "is_short"), [(4, True), (5, False)])
def test_the_quorum_is_a_share_of_the_roll_whether_or_not_there_is_paper(
    client, has_sheets, ballots, is_short
):
    round_, staff = open_round_with_options(quorum=50), staff_member()
    set_roll(round_, [str(number) for number in range(1, 11)], by=staff)
    passes(round_, 5)
    if has_sheets:
        counted(round_, 0)
    cast(round_, *[(1,)] * ballots)
    closed_by_two(round_)

    text = page(client, "result", round_).text

    assert re.search(r"Entitled to vote</dt><dd>10</dd>", text)
    assert ("The quorum was not reached" in text) is is_short


def test_votes_of_all_ways_count_for_the_quorum(client):
    round_, staff = open_round_with_options(quorum=60), staff_member()
    set_roll(round_, [str(number) for number in range(1, 6)], by=staff)
    passes(round_, 2)
    cast(round_, (1,))
    cast(round_, (1,), way="table")
    batch = table(round_, issued=1)
    give_up_number(batch, "5", by=staff)
    back = Account(issued=1, spoilt=0, unused=0, missing=0, cast=1)
    account_for_paper(batch, back, by=staff)
    for _ in range(2):
        typed_in(batch, ["0"])  # blank: who cast it took part
    closed_by_two(round_)

    assert "The quorum was not reached" not in page(client, "result", round_).text


@pytest.mark.parametrize(
    ("ballot_type", "sums"), [("points", "points"), ("score", "marks")]
)
def test_result_of_points_and_of_marks_says_what_they_come_to(
    client, ballot_type, sums
):
    round_ = closed_round(
        [[[1, 6], [3, 4]], [[1, 3]]] * 5 + [[[2, 5]]] * 3,
        ballot_type=ballot_type,
        points=10,
        rule="greedy",
        budget=90,
    )

    text = page(client, "result", round_).text

    assert f"10 people supported it. Its {sums} come to 45." in text
    assert f"3 people supported it ({sums}: 15)" in text


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
    closed_by_two(round_)
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
