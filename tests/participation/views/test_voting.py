"""Voting in a browser without script, step by step."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache, caches

from participation.enums import BallotType, PassState, RoundState
from participation.models import Ballot, BudgetPart, VotingPass
from participation.services.receipts import receipt_of
from tests.factories.participation import (
    closed_round,
    code_of,
    in_state,
    open_round_with_options,
    opened,
    passes,
    round_with_options,
)
from tests.participation.views.voting import (
    address,
    marked_in,
    send,
    ticket_for,
    ticket_of,
)

pytestmark = pytest.mark.django_db


# --- the way through ----------------------------------------------------------------


def test_voter_goes_from_pass_to_receipt(client):
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)

    page = client.get(address(round_))
    assert page.status_code == 200
    ballot = send(client, round_, "pass", code=code_of(voting_pass).lower())
    assert "Proposal 1" in ballot.text
    review = send(client, round_, "review", ticket=ticket_of(ballot), choice=[1, 3])
    assert "Cast my ballot" in review.text
    receipt = send(client, round_, "cast", ticket=ticket_of(review), choice=[1, 3])

    stored = Ballot.objects.get()
    assert stored.choices == [1, 3]
    assert receipt_of(stored.pk) in receipt.text


def test_pass_in_the_address_is_not_repeated(client):
    round_ = open_round_with_options()

    page = client.get(address(round_), {"code": "ABCD-EFGH-JKLM-NPQR"}, follow=True)

    assert page.redirect_chain == [(address(round_), 302)]
    assert "ABCD" not in page.text


def test_voter_may_go_back_and_change_what_is_marked(client):
    round_ = open_round_with_options()
    ticket = ticket_for(client, round_)

    again = send(client, round_, "mark", ticket=ticket, choice=[1, 3])

    assert marked_in(again) == ["1", "3"]
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    ("ballot_type", "given", "kept"),
    [
        ("points", {1: "6", 3: "4"}, [[1, 6], [3, 4]]),
        ("score", {1: "5", 2: "", 3: "1"}, [[1, 5], [3, 1]]),
        ("ranking", {1: "2", 2: "", 3: "1"}, [3, 1]),
    ],
)
def test_voter_gives_points_or_places(client, ballot_type, given, kept):
    points = None if ballot_type == "ranking" else 10
    round_ = open_round_with_options(ballot_type=ballot_type, points=points)
    ticket = ticket_for(client, round_)
    marks = {f"mark-{number}": text for number, text in given.items()}

    again = send(client, round_, "mark", ticket=ticket, **marks)
    review = send(client, round_, "review", ticket=ticket, **marks)
    carried = dict(
        re.findall(r'type="hidden" name="(mark-\d)" value="(\d+)"', review.text)
    )
    send(client, round_, "cast", ticket=ticket, **carried)

    assert Ballot.objects.get().choices == kept
    if ballot_type == "ranking":
        assert re.search(r'name="mark-3">.*?value="1" selected', again.text)
    else:
        assert f'name="mark-1" value="{given[1]}"' in again.text


@pytest.mark.parametrize("text", ["-1", "2.5", "many", "9" * 9])
def test_points_that_are_no_numbers_are_asked_for_again(client, text):
    round_ = open_round_with_options(ballot_type="points", points=10)
    ticket = ticket_for(client, round_)

    page = send(
        client, round_, "review", ticket=ticket, **{"mark-1": text, "mark-2": "3"}
    )

    assert "Use whole numbers only" in page.text
    assert 'name="mark-2" value="3"' in page.text
    assert not Ballot.objects.exists()


def test_a_pass_for_trying_out_says_so_on_every_page(client):
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_, state=PassState.TEST)
    ballot = send(client, round_, "pass", code=code_of(voting_pass))
    ticket = ticket_of(ballot)

    review = send(client, round_, "review", ticket=ticket, choice=[1])
    receipt = send(client, round_, "cast", ticket=ticket, choice=[1])

    for page in (ballot, review, receipt):
        assert "nothing that you mark is stored or counted" in page.text
    assert "Your receipt" not in receipt.text
    assert not Ballot.objects.exists()


def test_options_stand_under_the_part_of_the_budget_that_they_share(client):
    round_ = in_parts()
    ticket = ticket_for(client, round_)

    page = send(client, round_, "mark", ticket=ticket)
    refused = send(client, round_, "review", ticket=ticket, choice=[1, 2])

    assert re.findall(r"<legend>(\w+) · ", page.text) == ["Economic", "Social"]
    assert "costs 10 USD more than that part" in refused.text


def in_parts():
    """An open round with 60 of each for social and economic initiatives."""
    round_ = round_with_options((40, 30, 20), budget=120, split_by="dimension")
    for key in ("social", "economic"):
        BudgetPart.objects.create(round=round_, key=key, amount=60)
    round_.options.update(part="social")
    round_.options.filter(number=3).update(part="economic")
    return opened(round_)


@pytest.mark.parametrize("choice", [[], [1, 2, 3]])
@pytest.mark.parametrize("step", ["review", "cast"])
def test_ballot_that_cannot_be_cast_is_shown_again_with_the_reason(
    client, step, choice
):
    round_ = open_round_with_options(budget=100)

    page = send(client, round_, step, ticket=ticket_for(client, round_), choice=choice)

    assert 'role="alert"' in page.text
    assert marked_in(page) == [str(number) for number in choice]
    assert not Ballot.objects.exists()


def test_approval_ballot_may_go_beyond_the_budget(client):
    round_ = open_round_with_options(budget=100, ballot_type=BallotType.APPROVAL)

    send(client, round_, "cast", ticket=ticket_for(client, round_), choice=[1, 2, 3])

    assert Ballot.objects.get().choices == [1, 2, 3]


# --- what is left behind ------------------------------------------------------------


def every_step(client, round_):
    """All answers that a voter gets on the way."""
    (voting_pass,) = passes(round_)
    ballot = send(client, round_, "pass", code=code_of(voting_pass))
    ticket = ticket_of(ballot)
    return [
        client.get(address(round_)),
        send(client, round_, "pass", code="AAAA-AAAA-AAAA-AAAA"),
        ballot,
        send(client, round_, "review", ticket=ticket, choice=[1]),
        send(client, round_, "cast", ticket=ticket, choice=[1]),
    ]


def test_voting_sets_no_cookie_and_keeps_no_session(client):
    round_ = open_round_with_options()

    answers = every_step(client, round_)

    assert not any(answer.cookies for answer in answers)
    assert not client.cookies
    assert not Session.objects.exists()


def test_voting_pages_are_kept_by_no_cache_and_tell_nobody_where_one_was(client):
    for answer in every_step(client, open_round_with_options()):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"


def test_code_is_in_no_page_after_it_was_accepted_and_never_in_an_address(client):
    round_ = open_round_with_options()
    answers = every_step(client, round_)
    code = code_of(VotingPass.objects.get(state=PassState.USED))

    for answer in answers:
        assert code not in answer.text
        assert code[5:] not in answer.text
        assert "?" not in answer.request["PATH_INFO"]


def test_voting_logs_neither_code_nor_choice(client, caplog):
    caplog.set_level("DEBUG")
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    code = code_of(voting_pass)
    caplog.clear()
    caplog.handler.setLevel("DEBUG")

    with caplog.at_level("CRITICAL", logger="django.db.backends"):
        ballot = send(client, round_, "pass", code=code)
        send(client, round_, "cast", ticket=ticket_of(ballot), choice=[2])

    assert caplog.text == ""


def test_voting_leaves_nothing_in_the_cache(client, monkeypatch):
    written = []
    backend = type(caches["default"])
    for name in ("set", "add", "set_many"):
        monkeypatch.setattr(
            backend, name, lambda self, key, *rest, **named: written.append(key)
        )
    cache.set("control", 1)

    every_step(client, open_round_with_options())

    assert written == ["control"]


# --- rounds that are not open -------------------------------------------------------


def test_round_in_preparation_has_no_vote_page(client):
    assert client.get(address(in_state(RoundState.DRAFT))).status_code == 404


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_round_that_is_over_asks_for_no_pass(client, state):
    page = client.get(address(in_state(state)))

    assert page.status_code == 200
    assert 'name="code"' not in page.text


def test_pass_in_a_closed_round_is_not_even_looked_at(client):
    round_ = closed_round()
    used = round_.passes.first()

    page = send(client, round_, "pass", code=code_of(used))

    assert "Voting has ended" in page.text


def test_voting_works_in_arabic(client):
    round_ = open_round_with_options()
    codes = dict(settings.LANGUAGES)
    assert "ar" in codes

    page = client.get("/ar" + address(round_))

    assert 'dir="rtl"' in page.text
