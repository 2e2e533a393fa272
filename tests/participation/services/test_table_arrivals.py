"""Ballots from a table: taken once, by the same roll, and never after closing unbidden."""

import datetime
import uuid

import pytest
from django.utils import timezone

from participation.enums import BallotType, PassState, Step, Way
from participation.models import Ballot, TableSession, VotingPass
from participation.services.ballots import cast_ballot
from participation.services.errors import (
    PassUsedError,
    TableClosedError,
)
from participation.services.rounds import cancel_round
from participation.services.table_arrivals import (
    Arrival,
    cast_at_table,
    take_envelopes,
)
from participation.services.table_devices import (
    end_on_device,
)
from participation.services.tables import admit_late, say_lost
from participation.services.throttle import LIMITS
from participation.services.tickets import Ticket
from tests.factories.participation import (
    agreed,
    open_round_with_options,
    passes,
    staff_member,
)
from tests.factories.tables import (
    DEVICE,
    given_up,
    sealed_ballot,
    table_at,
    table_in_use,
)

pytestmark = pytest.mark.django_db

TAKEN, REFUSED, LATER = Arrival.TAKEN, Arrival.REFUSED, Arrival.LATER


@pytest.fixture
def round_():
    return open_round_with_options()


@pytest.fixture
def table(round_):
    return table_in_use(round_).table


def send(table, *envelopes, now=None, address="203.0.113.5"):
    """What became of envelopes, in the order sent."""
    named = {str(at): each for at, each in enumerate(envelopes)}
    arrived = take_envelopes(table, named, address=address, now=now)
    return [arrived[name] for name in named]


def after(round_):
    return round_.closes_at + datetime.timedelta(minutes=5)


def counts():
    table = TableSession.objects.get()
    return table.served, table.late, table.refused


# --- taken ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "points", "marks", "kept"),
    [
        (BallotType.APPROVAL, None, {1: 1, 3: 1}, [1, 3]),
        (BallotType.KNAPSACK, None, {1: 1, 3: 1}, [1, 3]),
        (BallotType.POINTS, 10, {1: 7, 2: 3}, [[1, 7], [2, 3]]),
        (BallotType.SCORE, 5, {1: 5, 2: 5}, [[1, 5], [2, 5]]),
        (BallotType.RANKING, None, {3: 1, 1: 2}, [3, 1]),
    ],
)
def test_a_ballot_of_every_kind_arrives_as_it_was_marked(kind, points, marks, kept):
    round_ = open_round_with_options(ballot_type=kind, points=points)
    table = table_in_use(round_).table
    (voting_pass,) = passes(round_)
    ballot_id = uuid.uuid4()

    outcome = send(table, sealed_ballot(table, voting_pass, marks, ballot_id))

    ballot = Ballot.objects.get()
    assert outcome == [TAKEN]
    assert (ballot.pk, ballot.choices, ballot.way) == (ballot_id, kept, Way.TABLE)
    assert counts() == (1, 0, 0)
    voting_pass.refresh_from_db()
    assert voting_pass.state == PassState.USED


def test_an_envelope_that_is_sent_again_is_taken_again_without_effect(round_, table):
    envelope = sealed_ballot(table, *passes(round_))

    outcomes = [send(table, envelope), send(table, envelope, envelope)]

    assert outcomes == [[TAKEN], [TAKEN, TAKEN]]
    assert Ballot.objects.count() == 1
    assert counts() == (1, 0, 0)


def test_many_envelopes_are_taken_each_by_itself(round_, table):
    first, second, third = passes(round_, 3)

    outcomes = send(
        table,
        sealed_ballot(table, first),
        sealed_ballot(table, second, {9: 1}),
        sealed_ballot(table, third, {2: 1}),
    )

    assert outcomes == [TAKEN, REFUSED, TAKEN]
    assert counts() == (2, 0, 1)


def test_a_pass_for_trying_out_leaves_nothing(round_, table):
    (trial,) = passes(round_, state=PassState.TEST)

    assert send(table, sealed_ballot(table, trial)) == [TAKEN]

    assert not Ballot.objects.exists()
    assert counts() == (0, 0, 0)


# --- refused ----------------------------------------------------------------------


def test_a_pass_used_on_the_web_is_refused_at_the_table_and_counted_once(round_, table):
    (voting_pass,) = passes(round_)
    envelope = sealed_ballot(table, voting_pass, {2: 1})
    cast_ballot(Ticket.for_pass(voting_pass), [1])

    outcomes = [*send(table, envelope), *send(table, envelope)]

    assert outcomes == [REFUSED, REFUSED]
    assert Ballot.objects.get().choices == [1]
    assert counts() == (0, 0, 1)


def test_a_pass_used_at_the_table_is_refused_on_the_web(round_, table):
    (voting_pass,) = passes(round_)
    send(table, sealed_ballot(table, voting_pass, {2: 1}))

    with pytest.raises(PassUsedError):
        cast_ballot(Ticket.for_pass(voting_pass), [1])


def test_void_passes_and_those_of_another_round_are_refused(round_, table):
    (void,) = passes(round_)
    VotingPass.objects.update(state=PassState.VOID)
    (foreign,) = passes(open_round_with_options())

    assert send(table, sealed_ballot(table, void), sealed_ballot(table, foreign)) == [
        REFUSED,
        REFUSED,
    ]
    assert not Ballot.objects.exists()


def test_an_envelope_of_another_table_is_refused(round_, table):
    other = table_at(open_round_with_options()).table
    (voting_pass,) = passes(round_)

    outcome = send(table, sealed_ballot(other, voting_pass))

    assert outcome == [REFUSED]
    assert not Ballot.objects.exists()


def test_a_forged_envelope_is_refused_and_not_kept(round_, table):
    good = bytearray(sealed_ballot(table, *passes(round_)))
    good[-1] ^= 1

    assert send(table, bytes(good), b"", b"x" * 120) == [REFUSED] * 3
    table.refresh_from_db()
    assert table.refused == 3
    assert max(map(len, table.refused_marks)) == 12


@pytest.mark.parametrize("marks", [{}, {1: 1, 2: 1}, {1: 2}])
def test_a_ballot_that_the_round_does_not_allow_is_refused(round_, table, marks):
    (voting_pass,) = passes(round_)

    assert send(table, sealed_ballot(table, voting_pass, marks)) == [REFUSED]
    voting_pass.refresh_from_db()
    assert voting_pass.state == PassState.PRINTED


def test_an_identifier_that_another_ballot_has_burns_no_pass(round_, table):
    first, second = passes(round_, 2)
    ballot_id = uuid.uuid4()
    send(table, sealed_ballot(table, first, {1: 1}, ballot_id))

    outcome = send(table, sealed_ballot(table, second, {2: 1}, ballot_id))

    second.refresh_from_db()
    assert outcome == [REFUSED]
    assert second.state == PassState.PRINTED
    assert Ballot.objects.get().choices == [1]


def test_guessing_passes_by_envelopes_holds_up_no_ballot(round_, table):
    guesses = [
        sealed_ballot(table, "AAAA-AAAA-AAAA-AAAA")
        for _each in range(LIMITS["pass-entry"].amount + 2)
    ]
    assert set(send(table, *guesses)) == {REFUSED}
    good = sealed_ballot(table, *passes(round_))

    assert send(table, good) == [TAKEN]


# --- after closing time -----------------------------------------------------------


def test_what_comes_after_closing_time_waits_for_the_tally_sheet(round_, table):
    envelope = sealed_ballot(table, *passes(round_))

    assert send(table, envelope, now=after(round_)) == [LATER]
    admit_late(table, voters=1, by=staff_member(), now=after(round_))
    assert send(table, envelope, now=after(round_)) == [TAKEN]

    assert Ballot.objects.count() == 1
    assert counts() == (1, 1, 0)


def test_no_more_come_late_than_the_tally_sheet_has_room_for(round_, table):
    in_time, first, second = (sealed_ballot(table, each) for each in passes(round_, 3))
    send(table, in_time)
    admit_late(table, voters=2, by=staff_member(), now=after(round_))

    outcomes = [send(table, each, now=after(round_)) for each in (first, second, first)]

    assert outcomes == [[TAKEN], [LATER], [TAKEN]]
    assert counts() == (2, 1, 0)


def test_what_votes_nowhere_any_more_is_refused_however_late(round_, table):
    """An answer "later" that never changes would keep the device from being closed."""
    used, trial = passes(round_), passes(round_, state=PassState.TEST)
    twice = [sealed_ballot(table, *used) for _ in range(2)]
    tried = sealed_ballot(table, *trial)
    assert send(table, twice[0]) == [TAKEN]

    assert send(table, twice[1], now=after(round_)) == [REFUSED]
    assert send(table, tried, now=after(round_)) == [TAKEN]
    assert Ballot.objects.count() == 1


def test_in_the_clear_nothing_is_cast_after_closing_time(round_, table):
    (voting_pass,) = passes(round_)
    admit_late(table, voters=5, by=staff_member(), now=after(round_))

    with pytest.raises(Exception, match="Voting has ended"):
        cast_at_table(table, Ticket.for_pass(voting_pass), [1], now=after(round_))


# --- the end ----------------------------------------------------------------------


def test_nothing_comes_from_a_closed_table(round_, table):
    envelope = sealed_ballot(table, *passes(round_))
    given_up(table)

    with pytest.raises(TableClosedError):
        send(table, envelope)
    assert not Ballot.objects.exists()


def test_nothing_comes_from_a_table_of_a_cancelled_round(round_, table):
    envelope = sealed_ballot(table, *passes(round_))
    agreed(round_, Step.CANCEL, "Flood.")
    cancel_round(round_, by=staff_member(), reason="Flood.", language="en")

    with pytest.raises(TableClosedError):
        send(table, envelope)


def test_a_device_that_holds_nothing_closes_its_table(round_):
    opened = table_in_use(round_)

    end_on_device(opened.table, pin=opened.pin, device=DEVICE)

    table = TableSession.objects.get()
    assert (table.is_open, table.private_key) == (False, "")
    assert (table.closed_by, table.lost_because) == (None, "")


def test_a_device_that_was_found_again_closes_its_table_and_nothing_was_lost(round_):
    opened = table_in_use(round_)
    say_lost(opened.table, because="Left on the bus.", by=staff_member())
    (voting_pass,) = passes(round_)
    assert send(opened.table, sealed_ballot(opened.table, voting_pass)) == [TAKEN]

    end_on_device(opened.table, pin=opened.pin, device=DEVICE)

    table = TableSession.objects.get()
    assert (table.is_open, table.is_given_up, table.served) == (False, False, 1)
    assert (table.lost_because, table.lost_said_by) == ("", None)


def test_nothing_at_a_table_is_timed_more_finely_than_by_the_hour(round_, table):
    send(table, sealed_ballot(table, *passes(round_)))
    given_up(table)

    kept = TableSession.objects.get()
    for moment in (kept.opened_at, kept.closed_at):
        assert moment == moment.replace(minute=0, second=0, microsecond=0)
    assert kept.opened_at <= timezone.now()
