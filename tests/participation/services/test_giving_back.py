"""A number taken by mistake is given back, for an unused pass in hand and no other way."""

import pytest
from wagtail.models import ModelLogEntry

from participation.enums import (
    GivenBack,
    PaperState,
    PassState,
    RoundState,
    SheetGivenBack,
    TakenAs,
)
from participation.models import PaperBatch
from participation.services.errors import (
    NotPermittedError,
    PaperError,
    PassUsedError,
    PassVoidError,
    RollError,
    RoundSetupError,
    RoundStateError,
    UnknownPassError,
)
from participation.services.giving_back import give_back, give_back_at_table
from participation.services.paper_tables import (
    Account,
    account_for_paper,
    give_up_number,
)
from participation.services.roll import hand_out, set_roll
from tests.factories.communities import MandateFactory
from tests.factories.paper import table, typed_in
from tests.factories.participation import (
    SECRET,
    cancelled,
    cast,
    closed_by_two,
    code_of,
    open_round_with_options,
    passes,
    staff_member,
)
from tests.factories.people import UserFactory
from tests.participation.freezing import refused

pytestmark = pytest.mark.django_db

NO_SHEET, WRONG = SheetGivenBack.NO_SHEET, SheetGivenBack.WRONG_NUMBER


@pytest.fixture
def staff():
    return staff_member()


@pytest.fixture
def taken(staff):
    """An open round of which number 17 was taken, with three passes."""
    round_ = open_round_with_options()
    set_roll(round_, ["16", "17", "18"], by=staff)
    hand_out(round_, "17", by=staff)
    passes(round_, 3)
    return round_


def back(round_, voting_pass, by, **fields):
    return give_back(
        round_,
        fields.pop("number", "17"),
        code=fields.pop("code", code_of(voting_pass)),
        reason=fields.pop("reason", GivenBack.WRONG_NUMBER),
        by=by,
        **fields,
    )


def states(round_):
    return sorted(round_.passes.values_list("state", flat=True))


def test_the_number_is_free_again_and_the_pass_is_void(taken, staff):
    back(taken, taken.passes.first(), staff)

    assert taken.roll.get(number="17").taken_as == TakenAs.NOTHING
    assert states(taken) == ["printed", "printed", "void"]
    assert hand_out(taken, "17", by=staff).taken_as == TakenAs.PASS


@pytest.mark.parametrize("state", [PassState.PRINTED, PassState.HANDED_OUT])
def test_a_new_pass_takes_the_place_of_the_one_that_came_back(taken, staff, state):
    came_back = taken.passes.first()
    taken.passes.filter(pk=came_back.pk).update(state=state)

    issued = back(taken, came_back, staff, replace=True, number="١٧")

    assert len(issued.codes) == 1
    assert taken.passes.get(serial=issued.codes[0].serial).replaces == came_back
    assert taken.passes.exclude(state="void").count() == 3


def test_neither_the_number_nor_the_code_is_on_record(taken, staff):
    back(taken, taken.passes.first(), staff)

    entry = ModelLogEntry.objects.get(action="participation.give_back")
    assert entry.data == {"reason": "number"}
    everything = str(list(ModelLogEntry.objects.values_list("data", flat=True)))
    assert SECRET not in everything
    assert "'17'" not in everything


@pytest.mark.parametrize(
    ("state", "error"),
    [
        (PassState.USED, PassUsedError),
        (PassState.VOID, PassVoidError),
        (PassState.TEST, RoundSetupError),
    ],
)
def test_only_an_unused_pass_frees_a_number(taken, staff, state, error):
    other = passes_in(taken, state)

    with pytest.raises(error):
        back(taken, other, staff)
    assert taken.roll.get(number="17").taken_as == TakenAs.PASS


def passes_in(round_, state):
    if state == PassState.TEST:
        return passes(round_, 1, state=state)[0]
    found = round_.passes.first()
    round_.passes.filter(pk=found.pk).update(state=state)
    return found


def test_a_serial_alone_frees_nothing(taken, staff):
    serial = taken.passes.first().serial

    for code in (serial + "ZZZZZZZZZZZZ", "2345" + SECRET):
        with pytest.raises(UnknownPassError):
            back(taken, taken.passes.first(), staff, code=code)
    assert states(taken) == ["printed"] * 3


@pytest.mark.parametrize("number", ["16", "99", ""])
def test_a_number_that_was_not_taken_is_not_given_back(taken, staff, number):
    with pytest.raises(RollError, match="No pass was given out"):
        back(taken, taken.passes.first(), staff, number=number)
    assert states(taken) == ["printed"] * 3


def test_a_pass_of_another_round_frees_nothing(taken, staff):
    (foreign,) = passes(open_round_with_options())

    with pytest.raises(UnknownPassError):
        back(taken, foreign, staff)


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_nothing_is_given_back_after_the_round(taken, staff, state):
    voting_pass = taken.passes.first()
    if state == RoundState.CLOSED:
        closed_by_two(taken)
    else:
        cancelled(taken)

    with pytest.raises(RoundStateError):
        back(taken, voting_pass, staff)


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_the_database_frees_no_number_after_the_round(taken, staff, state):
    back(taken, taken.passes.first(), staff)
    hand_out(taken, "17", by=staff)
    if state == RoundState.CLOSED:
        closed_by_two(taken)
    else:
        cancelled(taken)

    assert refused(lambda: taken.roll.filter(number="17").update(taken_as=""))


def test_the_database_frees_no_number_without_a_void_pass(taken):
    cast(taken, [1])

    assert refused(lambda: taken.roll.filter(number="17").update(taken_as=""))


def test_a_paper_ballot_is_never_given_back(taken, staff):
    back(taken, taken.passes.first(), staff)
    taken.roll.filter(number="16").update(taken_as=TakenAs.PAPER)

    assert refused(lambda: taken.roll.filter(number="16").update(taken_as=""))


@pytest.mark.parametrize("who", ["member", "nobody", "authority"])
def test_giving_back_is_for_organisers(taken, who):
    person = {
        "member": lambda: MandateFactory(community=taken.community).user,
        "nobody": UserFactory,
        "authority": lambda: MandateFactory(authority=True).user,
    }[who]()

    with pytest.raises(NotPermittedError):
        back(taken, taken.passes.first(), person)


def test_a_reason_is_one_of_ours(taken, staff):
    with pytest.raises(ValueError, match="GivenBack"):
        back(taken, taken.passes.first(), staff, reason="Amal asked me")


# --- at a paper table ---------------------------------------------------------------


@pytest.fixture
def at_table(staff):
    """A paper table of an open round, where number 17 of four was given up."""
    round_ = open_round_with_options()
    set_roll(round_, ["16", "17", "18", "71"], by=staff)
    passes(round_, 1)
    batch = table(round_)
    give_up_number(batch, "17", by=staff)
    return batch


def on_paper(round_):
    return {each.number for each in round_.roll.all() if each.taken_as == TakenAs.PAPER}


def test_a_number_whose_sheet_was_not_taken_can_be_taken_again(at_table, staff):
    officer = MandateFactory(community=at_table.round.community).user

    give_back_at_table(at_table, "١٧", reason=NO_SHEET, by=officer)

    at_table.refresh_from_db()
    assert (at_table.by_number, on_paper(at_table.round)) == (0, set())
    entry = ModelLogEntry.objects.get(action="participation.give_paper_back")
    assert (entry.user, entry.data) == (officer, {"batch": 1, "reason": "sheet"})
    hand_out(at_table.round, "17", by=staff)


def test_of_a_wrong_number_the_sheet_stays_out_for_the_right_one(at_table, staff):
    give_back_at_table(at_table, "17", reason=WRONG, instead="71", by=staff)

    at_table.refresh_from_db()
    assert (at_table.by_number, on_paper(at_table.round)) == (1, {"71"})
    with pytest.raises(RollError, match="already been given out"):
        hand_out(at_table.round, "71", by=staff)
    hand_out(at_table.round, "17", by=staff)


def test_a_correction_is_whole_or_not_at_all(at_table, staff):
    hand_out(at_table.round, "18", by=staff)

    for right, words in (("18", "already been given out"), ("99", "not on the roll")):
        with pytest.raises(RollError, match=words):
            give_back_at_table(at_table, "17", reason=WRONG, instead=right, by=staff)

    at_table.refresh_from_db()
    assert (at_table.by_number, on_paper(at_table.round)) == (1, {"17"})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": WRONG}, "the number that the sheet is for"),
        ({"reason": NO_SHEET, "instead": "71"}, "No sheet is out"),
        ({"reason": NO_SHEET, "number": "16"}, "not given up for paper"),
        ({"reason": NO_SHEET, "number": "99"}, "not given up for paper"),
    ],
)
def test_what_cannot_be_corrected_so_is_refused(at_table, staff, fields, words):
    with pytest.raises(RollError, match=words):
        give_back_at_table(at_table, fields.pop("number", "17"), by=staff, **fields)


def test_a_number_that_has_a_pass_is_not_given_back_at_a_table(at_table, staff):
    hand_out(at_table.round, "16", by=staff)

    with pytest.raises(RollError, match="not given up for paper"):
        give_back_at_table(at_table, "16", reason=NO_SHEET, by=staff)


def test_nothing_is_given_back_at_a_table_where_no_number_was_given_up(at_table, staff):
    other = table(at_table.round)

    with pytest.raises(PaperError, match="No number was given up at this table"):
        give_back_at_table(other, "17", reason=NO_SHEET, by=staff)


def test_once_the_box_is_counted_or_voting_has_ended_numbers_stay(at_table, staff):
    with pytest.raises(RoundStateError, match="Voting has ended"):
        give_back_at_table(
            at_table, "17", reason=NO_SHEET, by=staff, now=at_table.round.closes_at
        )
    back = Account(issued=20, spoilt=0, unused=19, missing=0, cast=1)
    account_for_paper(at_table, back, by=staff)
    with pytest.raises(PaperError, match="counted already"):
        give_back_at_table(at_table, "17", reason=NO_SHEET, by=staff)

    assert on_paper(at_table.round) == {"17"}


def test_strangers_give_nothing_back_at_a_table(at_table):
    for stranger in (UserFactory(), MandateFactory().user):
        with pytest.raises(NotPermittedError):
            give_back_at_table(at_table, "17", reason=NO_SHEET, by=stranger)


def test_a_sheet_cast_for_a_number_that_was_freed_is_found_to_be_too_many(
    at_table, staff
):
    give_back_at_table(at_table, "17", reason=NO_SHEET, by=staff)
    stuffed = Account(
        issued=20,
        spoilt=0,
        unused=19,
        missing=0,
        cast=1,
        explanation="Somebody's.",
        language="en",
    )

    with pytest.raises(PaperError, match="1 sheets in all boxes, and 0 votes"):
        account_for_paper(at_table, stuffed, by=staff)


def test_a_corrected_roll_is_sealed_with_the_paper(at_table, staff):
    give_up_number(at_table, "16", by=staff)
    give_back_at_table(at_table, "17", reason=WRONG, instead="71", by=staff)
    give_back_at_table(at_table, "16", reason=NO_SHEET, by=staff)
    at_table.refresh_from_db()
    back = Account(issued=20, spoilt=0, unused=19, missing=0, cast=1)
    account_for_paper(at_table, back, by=staff)
    for _ in range(2):
        typed_in(at_table, ["1"])

    assert closed_by_two(at_table.round).ballot_count == 1


def test_the_database_frees_paper_numbers_one_by_one_beside_the_count(at_table, staff):
    batch = PaperBatch.objects.filter(pk=at_table.pk)
    give_up_number(at_table, "16", by=staff)
    row = at_table.round.roll.filter(number="17")

    # The count first, two at once, or as another way of voting.
    assert refused(lambda: batch.update(by_number=1))
    assert refused(lambda: row.update(taken_as=TakenAs.PASS))
    assert not refused(lambda: row.update(taken_as=TakenAs.NOTHING))
    assert refused(lambda: batch.update(by_number=0))
    assert not refused(lambda: batch.update(by_number=1))
    batch.update(state=PaperState.COUNTED, spoilt=0, unused=19, missing=0, cast=1)
    assert refused(lambda: at_table.round.roll.filter(number="16").update(taken_as=""))
