"""Closing: shuffled, counted, sealed, reproducible from the file alone."""

import hashlib
import json
import re

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from participation import tally
from participation.enums import PassState, RoundState, Step
from participation.models import Ballot, RoundResult, VotingPass
from participation.queries.results import result_of
from participation.services.errors import (
    NotPermittedError,
    RoundStateError,
    SealingError,
)
from participation.services.receipts import receipt_of
from participation.services.sealing import close_round
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    agreed,
    cast,
    closed_by_two,
    closed_round,
    in_state,
    open_round_with_options,
    opened,
    passes,
    round_with_options,
    staff_member,
)

pytestmark = pytest.mark.django_db


def test_close_round_counts_by_the_rule_of_the_round():
    round_ = closed_round(
        [(1,), (1,), (1,), (2, 3), (2, 3)], costs=(60, 50, 30), rule="greedy"
    )

    outcome = round_.result.outcome
    assert (outcome["winners"], outcome["cost"], outcome["votes"]) == ([1, 3], 90, 5)
    assert round_.state == RoundState.CLOSED


def test_close_round_by_equal_shares_gives_minorities_their_part():
    votes = [(1, 2)] * 6 + [(3,)] * 4
    costs = (60, 40, 40)

    greedy = closed_round(votes, costs=costs, rule="greedy", ballot_type="approval")
    shares = closed_round(votes, costs=costs, ballot_type="approval")

    assert greedy.result.outcome["winners"] == [2, 1]
    assert sorted(shares.result.outcome["winners"]) == [2, 3]


def test_sealed_file_alone_gives_the_same_result():
    round_ = closed_round([(1, 3), (2,), (2, 3), (1,), (3,)])
    result = round_.result

    again = tally.count(
        tally.parse_pb(result.pb_file).election,
        rule=round_.rule,
        completion=round_.completion,
    )

    assert [int(winner) for winner in again.winners] == result.outcome["winners"]
    assert again.votes == result.ballot_count == 5
    assert hashlib.sha256(result.pb_file.encode()).hexdigest() == result.digest


def test_ties_are_decided_by_the_lot_that_was_drawn():
    round_ = round_with_options(costs=(60, 60), rule="greedy")
    first, second = round_.options.all()
    for option, lot in ((first, 9), (second, 1)):
        round_.options.filter(pk=option.pk).update(lot=lot)
    opened(round_)
    cast(round_, [1], [2])

    result = closed_by_two(round_)

    assert result.outcome["winners"] == [2]
    assert result.outcome["ties"][0]["decided_by"] == "lot"


def test_result_lists_a_receipt_for_every_ballot_in_alphabetical_order():
    round_ = open_round_with_options()
    ballots = cast(round_, [1], [2], [1, 3])

    result = closed_by_two(round_)

    assert result.receipts == sorted(receipt_of(ballot.pk) for ballot in ballots)


def test_result_counts_ways_and_passes():
    round_ = open_round_with_options()
    _spare, lost, *_rest = passes(round_, 5)
    cast(round_, [1], [2], way="web")
    VotingPass.objects.filter(round=round_, state=PassState.PRINTED, pk=lost.pk).update(
        state=PassState.VOID
    )

    result = closed_by_two(round_)

    assert result.ways == {"web": 2}
    assert result.ballot_count == 2
    assert result.pass_count == round_.passes.exclude(state=PassState.VOID).count()


def test_round_without_ballots_is_closed_with_nothing_chosen():
    round_ = closed_round(ballots=())

    view = result_of(round_)
    assert view.winners == ()
    assert view.spent == 0
    assert len(view.others) == 3


def test_ballots_are_stored_anew_in_another_order():
    round_ = open_round_with_options()
    votes = [[1], [2]] * 20
    cast(round_, *votes)

    closed_by_two(round_)

    after = stored_order(round_)
    assert sorted(after) == sorted(votes)
    assert after != votes  # by chance once in some 10¹¹ rounds


def test_receipt_and_database_together_do_not_lead_to_the_choices():
    round_ = open_round_with_options()
    known = {ballot.pk for ballot in cast(round_, [1], [2], [1, 3])}

    result = closed_by_two(round_)

    assert not Ballot.objects.filter(pk__in=known).exists()
    assert not set(result.receipts) & {receipt_of(b.pk) for b in round_.ballots.all()}


def test_whoever_tries_all_ballots_does_not_find_the_digest():
    """The same few ballots, the same public facts: another digest."""
    first = closed_round([(1, 3), (2,)]).result.pb_file
    second = closed_round([(1, 3), (2,)]).result.pb_file

    salts = [tally.read_pb(text).meta["salt"] for text in (first, second)]

    assert len(set(salts)) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}", salt) for salt in salts)


def stored_order(round_):
    """Ballots as they lie in the table, which is how a copy of the database has them."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    return [
        ballot.choices
        for ballot in Ballot.objects.raw(
            f"SELECT * FROM participation_ballot WHERE round_id = %s ORDER BY {place}",  # noqa: S608
            [round_.pk],
        )
    ]


@pytest.mark.postgis
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL keeps who wrote a row"
)
def test_no_two_rows_share_a_transaction_that_links_them():
    round_ = open_round_with_options()
    cast(round_, [1], [2], [3])

    closed_by_two(round_)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xmin::text FROM participation_ballot WHERE round_id = %s UNION "
            "SELECT xmin::text FROM participation_votingpass WHERE round_id = %s",
            [round_.pk, round_.pk],
        )
        assert len(cursor.fetchall()) == 1


def test_close_round_refuses_ballots_that_no_pass_paid_for():
    round_ = open_round_with_options()
    cast(round_, [1])
    Ballot.objects.create(round=round_, choices=[2], way="web")

    agreed(round_, Step.CLOSE)
    with pytest.raises(SealingError, match="2 ballots, but 1"):
        close_round(round_, by=staff_member(), now=round_.closes_at)

    round_.refresh_from_db()
    assert round_.state == RoundState.OPEN
    assert not RoundResult.objects.exists()


def test_close_round_waits_for_the_closing_time():
    round_ = open_round_with_options()

    with pytest.raises(RoundStateError, match="closing time"):
        close_round(round_, by=staff_member())


@pytest.mark.parametrize(
    "state", [RoundState.DRAFT, RoundState.CLOSED, RoundState.CANCELLED]
)
def test_close_round_closes_only_an_open_round(state):
    round_ = in_state(state)

    with pytest.raises(RoundStateError):
        close_round(round_, by=staff_member(), now=round_.closes_at)


def test_close_round_is_for_staff():
    round_ = open_round_with_options()
    member = MandateFactory(community=round_.community).user

    with pytest.raises(NotPermittedError):
        close_round(round_, by=member, now=round_.closes_at)


def test_log_of_closing_tells_totals_only():
    round_ = closed_round([(1,), (2,)])

    entry = ModelLogEntry.objects.get(action="participation.close_round")
    assert entry.data == {"ballots": 2, "digest": round_.result.digest}


def test_sealed_result_names_no_person_no_time_and_no_identifier():
    round_ = open_round_with_options()
    ballots = cast(round_, [1], [2], [1])
    closed_by_two(round_)
    result = RoundResult.objects.get()

    public = result.pb_file + json.dumps([result.outcome, result.receipts])
    for ballot in ballots:
        assert ballot.pk.hex not in public.replace("-", "")
    for voting_pass in round_.passes.all():
        assert voting_pass.secret_hash not in public
        assert not re.search(rf"\b{voting_pass.serial}\b", result.pb_file)
    assert not re.search(r"\d\d:\d\d", result.pb_file)


def test_outcome_explains_every_option():
    round_ = closed_round([(1,), (1, 2), (3,)])

    facts = round_.result.outcome["explanations"]
    assert set(facts) == {"1", "2", "3"}
    assert {number: each["votes"] for number, each in facts.items()} == {
        "1": 2,
        "2": 1,
        "3": 1,
    }
