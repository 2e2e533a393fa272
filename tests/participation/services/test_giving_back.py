"""A number taken by mistake is given back, for an unused pass in hand and no other way."""

import pytest
from wagtail.models import ModelLogEntry

from participation.enums import GivenBack, PassState, RoundState, TakenAs
from participation.services.errors import (
    NotPermittedError,
    PassUsedError,
    PassVoidError,
    RollError,
    RoundSetupError,
    RoundStateError,
    UnknownPassError,
)
from participation.services.giving_back import give_back
from participation.services.roll import hand_out, set_roll
from tests.factories.communities import MandateFactory
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
