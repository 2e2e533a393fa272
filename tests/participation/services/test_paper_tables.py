"""At the table: one vote is given up for one sheet, and the sheets add up."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from participation.enums import PaperState, PassState, RoundState, TakenAs
from participation.models import PaperBatch
from participation.queries.rounds import turnout
from participation.services.ballots import cast_ballot
from participation.services.errors import (
    NotPermittedError,
    PaperError,
    PassRefusedError,
    PassUsedError,
    PassVoidError,
    RollError,
    RoundSetupError,
    RoundStateError,
    UnknownPassError,
)
from participation.services.paper_tables import (
    Account,
    account_for_paper,
    give_up_number,
    give_up_pass,
    open_paper_batch,
)
from participation.services.passes import issue_passes, replace_pass
from participation.services.roll import hand_out, set_roll
from participation.services.tickets import Ticket
from tests.factories.communities import MandateFactory
from tests.factories.paper import TABLE, agreed, counted, given_at, table, typed_in
from tests.factories.participation import (
    cast,
    closed_by_two,
    code_of,
    in_state,
    open_round_with_options,
    passes,
    round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def of_the_committee(round_):
    return MandateFactory(community=round_.community).user


# --- tables -------------------------------------------------------------------------


def test_tables_are_numbered_and_go_on_record_without_names():
    round_, staff = open_round_with_options(), staff_member()

    first, second = (
        open_paper_batch(round_, by=staff, issued=50, **TABLE) for _ in range(2)
    )

    assert (first.number, second.number) == (1, 2)
    entry = ModelLogEntry.objects.filter(action="participation.open_paper").first()
    assert (entry.user, entry.data) == (staff, {"batch": 2, "issued": 50})


def test_a_repeated_press_opens_no_second_table():
    round_ = open_round_with_options()
    table(round_, seen=0)

    with pytest.raises(PaperError, match="opened meanwhile"):
        table(round_, seen=0)


@pytest.mark.parametrize("issued", [0, -1, 5_001])
def test_a_table_has_a_sane_number_of_sheets(issued):
    with pytest.raises(PaperError, match="1 to 5000 sheets"):
        table(open_round_with_options(), issued=issued)


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_no_table_is_opened_after_the_round(state):
    with pytest.raises(RoundStateError):
        table(in_state(state))


def test_tables_may_be_prepared_before_the_round_opens():
    assert table(round_with_options()).state == PaperState.AT_TABLE


# --- giving up a pass ---------------------------------------------------------------


def test_a_pass_that_is_handed_in_votes_nowhere_else():
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    batch = table(round_)

    give_up_pass(batch, code_of(voting_pass), by=of_the_committee(round_))

    batch.refresh_from_db()
    assert (batch.by_pass, batch.by_number) == (1, 0)
    with pytest.raises(PassUsedError):
        cast_ballot(Ticket.for_pass(voting_pass), [1])
    with pytest.raises(PassUsedError):
        give_up_pass(batch, code_of(voting_pass), by=staff_member())
    batch.refresh_from_db()
    assert batch.given == 1
    assert round_.ballots.count() == 0


def test_a_pass_that_voted_on_the_web_gets_no_sheet():
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    batch = table(round_)
    cast_ballot(Ticket.for_pass(voting_pass), [1])

    with pytest.raises(PassUsedError):
        give_up_pass(batch, code_of(voting_pass), by=staff_member())
    batch.refresh_from_db()
    assert batch.given == 0


@pytest.mark.parametrize(
    ("state", "error"),
    [(PassState.VOID, PassVoidError), (PassState.TEST, PassRefusedError)],
)
def test_a_pass_that_is_nobodys_vote_gets_no_sheet(state, error):
    round_ = open_round_with_options()
    if state == PassState.TEST:
        (voting_pass,) = passes(round_, state=state)
    else:
        (voting_pass,) = passes(round_)
        round_.passes.update(state=state)

    with pytest.raises(error):
        give_up_pass(table(round_), code_of(voting_pass), by=staff_member())


def test_a_wrong_code_gets_no_sheet():
    round_ = open_round_with_options()
    passes(round_)

    with pytest.raises(UnknownPassError):
        give_up_pass(table(round_), "A" * 16, by=staff_member())


def test_sheets_are_given_out_while_voting_goes_on_and_by_those_of_the_place():
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)
    batch, code = table(round_), code_of(voting_pass)

    for moment in (round_.opens_at - datetime.timedelta(minutes=1), round_.closes_at):
        with pytest.raises(RoundStateError):
            give_up_pass(batch, code, by=staff_member(), now=moment)
    for stranger in (UserFactory(), MandateFactory().user):
        with pytest.raises(NotPermittedError):
            give_up_pass(batch, code, by=stranger)


def test_nothing_tells_which_pass_voted_on_paper():
    round_ = open_round_with_options()
    on_paper, on_the_web = passes(round_, 2)
    give_up_pass(table(round_), code_of(on_paper), by=staff_member())
    cast_ballot(Ticket.for_pass(on_the_web), [1])

    states = {(each.state, each.batch_id) for each in round_.passes.all()}
    assert states == {(PassState.USED, on_paper.batch_id)}
    entry = ModelLogEntry.objects.get(action="participation.give_paper")
    assert entry.data == {}


# --- giving up a number -------------------------------------------------------------


def test_a_number_that_votes_on_paper_gets_no_pass():
    round_, staff = open_round_with_options(), staff_member()
    set_roll(round_, ["17", "18"], by=staff)
    batch = table(round_)

    give_up_number(batch, "١٧", by=of_the_committee(round_))

    batch.refresh_from_db()
    assert (batch.by_pass, batch.by_number) == (0, 1)
    assert round_.roll.get(number="17").taken_as == TakenAs.PAPER
    with pytest.raises(RollError, match="already been given out"):
        hand_out(round_, "17", by=staff)
    with pytest.raises(RollError, match="already been given out"):
        give_up_number(batch, "17", by=staff)


def test_a_number_that_has_a_pass_gets_no_sheet():
    round_, staff = open_round_with_options(), staff_member()
    set_roll(round_, ["17", "18"], by=staff)
    hand_out(round_, "17", by=staff)

    with pytest.raises(RollError, match="already been given out"):
        give_up_number(table(round_), "17", by=staff)


def test_passes_and_numbers_on_paper_are_never_more_than_the_roll():
    round_, staff = open_round_with_options(), staff_member()
    set_roll(round_, ["1", "2", "3"], by=staff)
    passes(round_, 2)
    batch = table(round_)

    give_up_number(batch, "1", by=staff)

    with pytest.raises(RollError, match="Give this person a pass"):
        give_up_number(batch, "2", by=staff)
    with pytest.raises(RoundSetupError, match="Voting has begun"):
        issue_passes(round_, label="More", count=1, by=staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        passes(round_, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        round_.roll.filter(number="2").update(taken_as=TakenAs.PAPER)


def test_a_lost_pass_is_replaced_also_when_all_others_are_out():
    round_, staff = open_round_with_options(), staff_member()
    set_roll(round_, ["1", "2", "3"], by=staff)
    lost, _kept = passes(round_, 2)
    give_up_number(table(round_), "1", by=staff)

    issued = replace_pass(round_, serial=lost.serial, reason="Lost.", by=staff)

    assert issued.codes


def test_the_first_vote_on_paper_begins_the_voting():
    round_, staff = open_round_with_options(), staff_member()
    (voting_pass,) = passes(round_)
    give_up_pass(table(round_), code_of(voting_pass), by=staff)

    with pytest.raises(RoundSetupError, match="Voting has begun"):
        issue_passes(round_, label="More", count=1, by=staff)
    with pytest.raises(RollError, match="has begun"):
        set_roll(round_, ["1", "2"], by=staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        passes(round_, 1)


def test_organisers_see_how_many_gave_up_their_vote_for_paper():
    round_ = open_round_with_options()
    given_at(table(round_), 3)

    assert dict(turnout(round_).ways)["On paper"] == 3
    assert turnout(round_).voted == 3


def test_turnout_by_way_comes_to_those_who_voted_after_a_blank_sheet_too():
    round_ = open_round_with_options()
    passes(round_, 3)
    agreed(round_, ["1", "0"])
    cast(round_, [1])
    closed_by_two(round_)

    found = turnout(round_)

    assert found.voted == 3
    assert sum(count for _way, count in found.ways) == 3


def test_turnout_counts_numbers_that_vote_on_paper_without_a_pass():
    round_, staff = open_round_with_options(), staff_member()
    set_roll(round_, ["1", "2", "3", "4"], by=staff)
    (voting_pass, *_rest) = passes(round_, 2)
    batch = table(round_)
    give_up_pass(batch, code_of(voting_pass), by=staff)
    give_up_number(batch, "4", by=staff)

    found = turnout(round_)

    assert (found.voted, found.entitled, found.issued) == (2, 4, 2)


# --- what came back -----------------------------------------------------------------


def account(**fields):
    return Account(
        **{"issued": 20, "spoilt": 2, "unused": 13, "missing": 0, "cast": 5, **fields}
    )


def test_a_table_that_adds_up_can_be_typed_in():
    batch = given_at(table(open_round_with_options()), 5)
    secretary = of_the_committee(batch.round)

    account_for_paper(batch, account(), by=secretary)

    batch.refresh_from_db()
    assert (batch.state, batch.cast, batch.spoilt) == (PaperState.COUNTED, 5, 2)
    entry = ModelLogEntry.objects.get(action="participation.account_paper")
    assert entry.data == {
        **{"batch": 1, "given": 5, "issued": 20, "spoilt": 2},
        **{"unused": 13, "missing": 0, "cast": 5},
    }


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"unused": 12}, "come to 19. They must come to the 20 sheets"),
        ({"cast": 6}, "come to 21"),
        ({"cast": 4, "unused": 14}, "5 gave up their vote for a sheet and 4 sheets"),
        ({"cast": 6, "unused": 12}, "6 sheets in all boxes, and 5 votes"),
        ({"missing": 1, "unused": 12}, "what became of the sheets not brought back"),
    ],
)
def test_what_does_not_add_up_or_is_not_explained_is_refused(fields, words):
    batch = given_at(table(open_round_with_options()), 5)

    with pytest.raises(PaperError, match=words):
        account_for_paper(batch, account(**fields), by=staff_member())
    batch.refresh_from_db()
    assert batch.state == PaperState.AT_TABLE


def test_a_difference_is_taken_with_its_explanation():
    batch = given_at(table(open_round_with_options()), 5)
    left = account(
        cast=4, missing=1, explanation="One left with the sheet.", language="en"
    )

    account_for_paper(batch, left, by=staff_member())

    batch.refresh_from_db()
    assert batch.explanation == "One left with the sheet."


def test_no_sheet_is_given_out_once_they_are_counted():
    round_ = open_round_with_options()
    voting_pass, _other = passes(round_, 2)
    batch = table(round_)
    account_for_paper(batch, account(cast=0, unused=18), by=staff_member())

    with pytest.raises(PaperError, match="counted already"):
        give_up_pass(batch, code_of(voting_pass), by=staff_member())
    voting_pass.refresh_from_db()
    assert voting_pass.state == PassState.PRINTED


def test_a_table_where_nobody_voted_is_agreed_at_once():
    batch = counted(open_round_with_options(), 0)

    assert batch.state == PaperState.AGREED


def test_the_count_is_corrected_until_somebody_types():
    batch = counted(open_round_with_options(), 3)
    again = Account(
        issued=4,
        spoilt=1,
        unused=0,
        missing=0,
        cast=3,
        explanation="Found one.",
        language="en",
    )
    account_for_paper(batch, again, by=staff_member())
    typed_in(batch, ["1", "2", "3"])

    with pytest.raises(PaperError, match="being typed in"):
        account_for_paper(batch, again, by=staff_member())


@pytest.mark.parametrize(
    "change",
    [{"unused": 99}, {"cast": 5}, {"issued": 1}],
    ids=lambda change: next(iter(change)),
)
def test_the_database_itself_adds_up(change):
    batch = counted(open_round_with_options(), 3)

    with pytest.raises(IntegrityError), transaction.atomic():
        PaperBatch.objects.filter(pk=batch.pk).update(**change)
