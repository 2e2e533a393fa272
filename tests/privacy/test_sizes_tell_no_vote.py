"""Encryption hides what is sent, not how much: no vote may show in a length."""

import gzip
import itertools
import re
from urllib.parse import urlencode

import pytest

from tests.factories.participation import code_of, open_round_with_options, passes
from tests.participation.views.voting import address, send, ticket_for, ticket_of

pytestmark = pytest.mark.django_db

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
NUMBERS = range(1, 6)
EVERY_BALLOT = [
    list(marked)
    for size in range(1, 6)
    for marked in itertools.combinations(NUMBERS, size)
]


def answer(client, round_, step, headers, **fields):
    return client.post(address(round_), {"step": step, **fields}, headers=headers)


def body_of_the_next_form(page):
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return urlencode([*fields, ("step", "cast")])


@pytest.fixture
def round_(db):
    round_ = open_round_with_options([400] * 5)
    for option in round_.options.all():
        option.initiative.title = "Well " * (3 * option.number)
        option.initiative.save()
    return round_


@pytest.mark.parametrize("headers", [{}, GZIP], ids=["plain", "compressed"])
@pytest.mark.parametrize("step", ["review", "mark"])
def test_page_is_as_long_whatever_is_marked(client, round_, step, headers):
    ticket = ticket_for(client, round_)

    lengths = {
        len(answer(client, round_, step, headers, ticket=ticket, choice=marked).content)
        for marked in EVERY_BALLOT
    }

    assert len(lengths) == 1


@pytest.mark.parametrize("headers", [{}, GZIP], ids=["plain", "compressed"])
def test_every_step_is_as_long_as_the_ballot(client, round_, headers):
    (voting_pass,) = passes(round_)
    typed = answer(client, round_, "pass", headers, code=code_of(voting_pass))
    ticket = ticket_for(client, round_)
    nothing_marked = answer(client, round_, "review", headers, ticket=ticket)
    review = answer(client, round_, "review", headers, ticket=ticket, choice=[1, 2])
    cast = answer(client, round_, "cast", headers, ticket=ticket, choice=[1, 2])

    lengths = [len(page.content) for page in (typed, nothing_marked, review, cast)]
    assert len(set(lengths)) == 1
    assert [page["Content-Length"] for page in (typed, cast)] == [str(lengths[0])] * 2


def test_compressed_page_is_the_plain_one_and_a_proxy_leaves_it_alone(client, round_):
    plain = client.get(address(round_))
    compressed = client.get(address(round_), headers=GZIP)

    assert compressed["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == plain.content.rstrip(b" ")
    assert "Accept-Encoding" in compressed["Vary"]
    refused = client.get(address(round_), headers={"Accept-Encoding": "gzip;q=0, br"})
    assert "Content-Encoding" not in refused


@pytest.mark.parametrize(
    ("ballot_type", "points", "ballots"),
    [
        ("approval", None, [{"choice": marked} for marked in EVERY_BALLOT]),
        ("ranking", None, [{"mark-2": "1"}, {"mark-2": "1", "mark-4": "2"}]),
        (
            "points",
            100,
            [{"mark-1": "100"}, {"mark-1": "1"}, {"mark-1": "9", "mark-5": "81"}],
        ),
    ],
)
def test_form_that_casts_is_as_long_whatever_is_marked(
    client, ballot_type, points, ballots
):
    round_ = open_round_with_options([400] * 5, ballot_type=ballot_type, points=points)
    ticket = ticket_for(client, round_)

    forms = [
        body_of_the_next_form(
            send(client, round_, "review", ticket=ticket, **marks).text
        )
        for marks in ballots
    ]

    assert len(set(forms)) == len(ballots)
    assert len({len(form) for form in forms}) == 1


def test_form_of_the_ballot_says_how_long_it_is_to_be(client):
    """The script fills it up: see the browser's test of the same name."""
    round_ = open_round_with_options([400] * 5)
    ballot = send(client, round_, "pass", code=code_of(passes(round_)[0]))

    longest = int(re.search(r'name="filler" data-fill-to="(\d+)"', ballot.text)[1])

    assert longest == len(urlencode([("choice", number) for number in NUMBERS]))
    assert ticket_of(ballot)
