"""One right to vote, used on the web, at a table and for paper at the same moment.

What can contend for one right, while voting is open:

* for one *pass*: a phone that casts (web), an envelope or a page of a table that casts
  (table), and a paper table where the pass is handed in for a sheet (paper);
* for one *number* of the roll: the desk, which gives a pass for it, and a paper table,
  which gives a sheet for it. Web and table know no numbers.

Sheets themselves contend with nothing: they are typed in when voting has ended, and a
table counts no more of them than votes were given up there. Nor is a pass tied to a
number, so that nobody learns whose it was; the desk gives each number one, once.

So out of one pass comes exactly one ballot or one sheet noted, and each number is taken
once, whoever is first. Only PostgreSQL locks rows one by one.
"""

import random
from collections import Counter

import pytest

from participation.enums import PassState, TakenAs, Way
from participation.services.ballots import cast_ballot
from participation.services.errors import PassUsedError, RollError
from participation.services.paper_tables import (
    Account,
    account_for_paper,
    give_up_number,
    give_up_pass,
)
from participation.services.roll import hand_out, set_roll
from participation.services.table_arrivals import (
    Arrival,
    cast_at_table,
    take_envelopes,
)
from participation.services.table_devices import end_on_device
from participation.services.tickets import Ticket
from tests.factories import paper
from tests.factories.participation import (
    closed_by_two,
    code_of,
    open_round_with_options,
    passes,
    staff_member,
)
from tests.factories.tables import DEVICE, sealed_ballot, table_in_use
from tests.moments import at_once

pytestmark = [
    pytest.mark.postgis,
    pytest.mark.usefixtures("own_database"),
]

#: So often is one right contended for, anew each time.
TIMES = 12
#: Longer than one cast takes, so that each way is sometimes the first.
WITHIN_SECONDS = 0.04


@pytest.fixture
def round_():
    """An open round of two tables, one of them for paper, whose roll has 40 numbers."""
    round_ = open_round_with_options()
    set_roll(round_, [str(number) for number in range(40)], by=staff_member())
    return round_


def shuffled(calls):
    return random.sample(calls, len(calls))


def test_one_pass_on_all_three_ways_at_once_makes_one_ballot_or_one_sheet(round_):
    staff = staff_member()
    table, sheets = table_in_use(round_).table, paper.table(round_)
    ways = Counter()

    for used in passes(round_, TIMES):
        code, envelope = code_of(used), sealed_ballot(table, used, {2: 1})

        def on_the_web(used=used):
            return Way.WEB, cast_ballot(Ticket.for_pass(used), [1])

        def at_a_table_without_script(used=used):
            return Way.TABLE, cast_at_table(table, Ticket.for_pass(used), [2])

        def in_an_envelope(envelope=envelope):
            arrived = take_envelopes(table, {"x": envelope}, address="203.0.113.5")
            if arrived["x"] != Arrival.TAKEN:
                raise PassUsedError
            return Way.TABLE, arrived

        def for_a_sheet(code=code):
            return Way.PAPER, give_up_pass(sheets, code, by=staff)

        each_way = [on_the_web, at_a_table_without_script, in_an_envelope, for_a_sheet]
        outcomes = at_once(shuffled(each_way * 2), within=WITHIN_SECONDS)

        won = [each[0] for each in outcomes if isinstance(each, tuple)]
        refused = [each for each in outcomes if isinstance(each, PassUsedError)]
        # An envelope that comes twice is taken twice, and counts once.
        assert set(won) in ({Way.WEB}, {Way.TABLE}, {Way.PAPER})
        assert len(won) + len(refused) == len(outcomes)
        ways[won[0]] += 1

    sheets.refresh_from_db()
    table.refresh_from_db()
    stored = Counter(round_.ballots.values_list("way", flat=True))
    assert stored == Counter(
        {way: ways[way] for way in (Way.WEB, Way.TABLE) if ways[way]}
    )
    assert sheets.by_pass == ways[Way.PAPER]
    assert table.served == ways[Way.TABLE]
    assert round_.ballots.count() + sheets.given == TIMES
    assert round_.passes.filter(state=PassState.USED).count() == TIMES


def test_one_number_at_the_desk_and_for_paper_while_its_pass_votes_is_taken_once(
    round_,
):
    """All in one: numbers at desk and paper table, and one pass on all three ways."""
    staff = staff_member()
    table, sheets = table_in_use(round_).table, paper.table(round_)
    taken = Counter()

    for number, used in enumerate(passes(round_, TIMES)):
        code, envelope = code_of(used), sealed_ballot(table, used)

        def for_a_pass(number=number):
            return hand_out(round_, str(number), by=staff)

        def for_paper(number=number):
            return give_up_number(sheets, str(number), by=staff)

        uses = [
            lambda used=used: cast_ballot(Ticket.for_pass(used), [1]),
            lambda envelope=envelope: take_envelopes(
                table, {"x": envelope}, address="203.0.113.5"
            ),
            lambda code=code: give_up_pass(sheets, code, by=staff),
        ]
        numbers = [for_a_pass, for_paper] * 2
        outcomes = at_once(shuffled([*numbers, *uses]), within=WITHIN_SECONDS)

        assert sum(isinstance(each, RollError) for each in outcomes) == 3
        taken[round_.roll.get(number=str(number)).taken_as] += 1

    sheets.refresh_from_db()
    assert taken[TakenAs.PAPER] + taken[TakenAs.PASS] == TIMES
    assert sheets.by_number == taken[TakenAs.PAPER]
    assert sheets.by_pass + round_.ballots.count() == TIMES


def test_all_passes_contended_for_at_once_are_sealed_as_one_vote_each(round_):
    staff = staff_member()
    opened, sheets = table_in_use(round_), paper.table(round_, issued=TIMES)
    calls = [
        call
        for used in passes(round_, TIMES)
        for call in (
            lambda used=used: cast_ballot(Ticket.for_pass(used), [1]),
            lambda used=used: cast_at_table(opened.table, Ticket.for_pass(used), [1]),
            lambda used=used: give_up_pass(sheets, code_of(used), by=staff),
        )
    ]

    outcomes = at_once(shuffled(calls), within=WITHIN_SECONDS)
    end_on_device(opened.table, pin=opened.pin, device=DEVICE)
    sheets.refresh_from_db()
    type_in_all(sheets)
    result = closed_by_two(round_)

    assert sum(isinstance(each, PassUsedError) for each in outcomes) == 2 * TIMES
    assert result.ballot_count == TIMES
    assert result.ways.get(Way.PAPER, 0) == sheets.given


def type_in_all(sheets):
    """Count the box of a table, and have two persons read the same from every sheet."""
    back = Account(
        issued=sheets.issued,
        spoilt=0,
        unused=sheets.issued - sheets.given,
        missing=0,
        cast=sheets.given,
    )
    account_for_paper(sheets, back, by=staff_member())
    for _ in range(2 if sheets.given else 0):
        paper.typed_in(sheets, ["1"] * sheets.given)
