"""A batch of passes is declared void by two persons: one asks, another agrees."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation.enums import PassState, Step, VoidingState
from participation.services.ballots import check_pass
from participation.services.errors import (
    NotPermittedError,
    RoundSetupError,
    RoundStateError,
    StepError,
)
from participation.services.pass_batches import (
    agree_to_void,
    ask_to_void,
    refuse_to_void,
    renew_batch,
    take_back_voiding,
)
from participation.services.passes import void_pass
from participation.services.rounds import cancel_round
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    agreed,
    cast,
    closed_by_two,
    code_of,
    open_round_with_options,
    passes,
    staff_member,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return open_round_with_options()


@pytest.fixture
def batch(round_):
    """Four passes, none of them used."""
    return passes(round_, 4)[0].batch


@pytest.fixture
def asker():
    return staff_member()


@pytest.fixture
def asked(batch, asker):
    """What one organiser asks for, without new passes."""
    return ask_to_void(batch, reason="Stolen.", by=asker)


@pytest.fixture
def anew(batch, asker):
    """What one organiser asks for, with new passes."""
    return ask_to_void(batch, reason="Stolen.", with_new_passes=True, by=asker)


def states(batch):
    return sorted(batch.passes.values_list("state", flat=True))


def is_good(batch):
    """Nothing is void, and each pass still opens the vote."""
    batch.refresh_from_db()
    return (
        batch.voided_at is None
        and states(batch) == [PassState.PRINTED] * 4
        and all(check_pass(batch.round, code_of(each)) for each in batch.passes.all())
    )


# --- two persons --------------------------------------------------------------------


def test_nothing_is_void_until_a_second_person_agrees(batch, asker, asked):
    assert is_good(batch)

    second = staff_member()
    agree_to_void(asked, by=second)

    batch.refresh_from_db()
    asked.refresh_from_db()
    assert batch.voided_at is not None
    assert states(batch) == [PassState.VOID] * 4
    assert (asked.state, asked.asked_by, asked.decided_by) == ("done", asker, second)


def test_with_new_passes_nothing_is_void_until_they_are_printed(batch, asker, anew):
    """Nobody is left without a pass between the agreement and the printer."""
    agreed_to = agree_to_void(anew, by=staff_member())
    assert is_good(batch)

    issued = renew_batch(agreed_to, by=asker)

    assert states(batch) == [PassState.VOID] * 4
    assert len(issued.codes) == 4
    for code in issued.codes:
        assert check_pass(batch.round, code.printed).replaces.batch == batch


def test_new_passes_are_not_printed_before_a_second_person_agrees(batch, asker, anew):
    with pytest.raises(StepError, match="not agreed"):
        renew_batch(anew, by=asker)

    assert is_good(batch)


def test_new_passes_are_printed_once(asker, anew):
    agreed_to = agree_to_void(anew, by=staff_member())
    renew_batch(agreed_to, by=asker)

    with pytest.raises(RoundSetupError, match="already"):
        renew_batch(agreed_to, by=asker)
    assert anew.batch.round.batches.count() == 2


def test_nobody_agrees_to_what_they_asked_for(batch, asker, asked):
    with pytest.raises(StepError, match="Another person"):
        agree_to_void(asked, by=asker)
    with pytest.raises(StepError, match="Another person"):
        refuse_to_void(asked, by=asker)

    assert is_good(batch)


def test_who_was_brought_in_by_the_first_alone_is_no_second_person(batch, asked):
    second = staff_member()
    second.set_up_by.add(asked.asked_by)

    with pytest.raises(StepError, match="do not count as two persons"):
        agree_to_void(asked, by=second)
    assert is_good(batch)


def test_a_member_of_the_committee_agrees_and_does_not_get_the_codes(batch, anew):
    member = MandateFactory(community=batch.round.community).user

    agreed_to = agree_to_void(anew, by=member)

    with pytest.raises(NotPermittedError):
        renew_batch(agreed_to, by=member)
    assert is_good(batch)


@pytest.mark.parametrize("answer", [agree_to_void, refuse_to_void])
def test_strangers_answer_nothing(batch, asked, answer):
    for stranger in (MandateFactory().user, UserFactory()):
        with pytest.raises(NotPermittedError):
            answer(asked, by=stranger)

    assert is_good(batch)


def test_only_organisers_ask_and_take_back(batch, asked):
    member = MandateFactory(community=batch.round.community).user

    with pytest.raises(NotPermittedError):
        take_back_voiding(asked, by=member)
    asked = take_back_voiding(asked, by=staff_member())
    with pytest.raises(NotPermittedError):
        ask_to_void(batch, reason="Stolen.", by=member)


def test_who_asked_has_to_be_an_organiser_still(batch):
    mandate = MandateFactory(staff=True)
    asked = ask_to_void(batch, reason="Stolen.", by=mandate.user)
    mandate.ends_on = timezone.localdate() - datetime.timedelta(days=1)
    mandate.starts_on = mandate.ends_on - datetime.timedelta(days=30)
    mandate.save()

    with pytest.raises(NotPermittedError):
        agree_to_void(asked, by=staff_member())
    assert is_good(batch)


# --- refused, taken back, asked anew ------------------------------------------------


def test_what_was_refused_voids_nothing_and_may_be_asked_anew(batch, asker, asked):
    refuse_to_void(asked, by=staff_member())

    with pytest.raises(StepError, match="no longer asked for"):
        agree_to_void(asked, by=staff_member())
    assert is_good(batch)
    again = ask_to_void(batch, reason="It is gone for sure.", by=asker)
    agree_to_void(again, by=staff_member())
    assert states(batch) == [PassState.VOID] * 4


def test_it_is_asked_for_once_at_a_time(batch, asker, asked):
    with pytest.raises(StepError, match="already"):
        ask_to_void(batch, reason="Stolen.", by=staff_member())
    take_back_voiding(asked, by=asker)

    assert ask_to_void(batch, reason="Stolen.", by=asker).state == VoidingState.ASKED


def test_what_was_agreed_to_can_be_taken_back_until_it_is_printed(batch, asker, anew):
    """The sheet was found behind the printer."""
    second = staff_member()
    agreed_to = agree_to_void(anew, by=second)

    take_back_voiding(agreed_to, by=asker)

    with pytest.raises(StepError, match="no longer asked for"):
        renew_batch(agreed_to, by=asker)
    anew.refresh_from_db()
    assert (anew.state, anew.decided_by) == (VoidingState.TAKEN_BACK, second)
    assert is_good(batch)


def test_a_batch_that_is_void_cannot_be_asked_for_again(asker, asked):
    agree_to_void(asked, by=staff_member())

    with pytest.raises(RoundSetupError, match="already"):
        ask_to_void(asked.batch, reason="Stolen.", by=asker)


# --- an agreement lapses ------------------------------------------------------------


def hours_later(monkeypatch, hours):
    moment = timezone.now() + datetime.timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def long_agreed(monkeypatch):
    """New passes that were agreed to more than a day ago, and nobody printed."""
    round_ = open_round_with_options(
        closes_at=timezone.now() + datetime.timedelta(days=9)
    )
    batch = passes(round_, 4)[0].batch
    asked = ask_to_void(
        batch, reason="Stolen.", with_new_passes=True, by=staff_member()
    )
    agreed_to = agree_to_void(asked, by=staff_member())
    hours_later(monkeypatch, 25)
    return agreed_to


def test_new_passes_are_printed_within_a_day_of_the_agreement(
    batch, asker, anew, monkeypatch
):
    agreed_to = agree_to_void(anew, by=staff_member())
    hours_later(monkeypatch, 23)

    assert len(renew_batch(agreed_to, by=asker).codes) == 4


def test_nobody_keeps_an_agreement_in_reserve(long_agreed, asker):
    with pytest.raises(StepError, match="held for 24 hours"):
        renew_batch(long_agreed, by=asker)

    assert is_good(long_agreed.batch)


def test_what_has_lapsed_is_asked_for_again_and_agreed_to_again(long_agreed, asker):
    again = ask_to_void(
        long_agreed.batch, reason="Gone.", with_new_passes=True, by=asker
    )

    with pytest.raises(StepError, match="no longer asked for"):
        renew_batch(long_agreed, by=asker)
    with pytest.raises(StepError, match="not agreed"):
        renew_batch(again, by=asker)
    agreed_to = agree_to_void(again, by=staff_member())
    assert len(renew_batch(agreed_to, by=asker).codes) == 4
    long_agreed.refresh_from_db()
    assert long_agreed.state == VoidingState.TAKEN_BACK


# --- while it waits -----------------------------------------------------------------


def test_a_pass_used_while_it_waits_counts_and_is_not_replaced(batch, asker, anew):
    cast(batch.round, [1])
    agreed_to = agree_to_void(anew, by=staff_member())
    cast(batch.round, [2])

    issued = renew_batch(agreed_to, by=asker)

    assert states(batch) == [PassState.USED] * 2 + [PassState.VOID] * 2
    assert len(issued.codes) == 2
    assert batch.round.ballots.count() == 2


def test_a_pass_voided_by_itself_while_it_waits_is_not_replaced(batch, asker, anew):
    lost = batch.passes.first()
    void_pass(batch.round, serial=lost.serial, reason="Lost.", by=asker)

    issued = renew_batch(agree_to_void(anew, by=staff_member()), by=asker)

    assert len(issued.codes) == 3


def test_what_waits_as_voting_ends_comes_to_nothing(asker, monkeypatch):
    """What was not used counts for the quorum."""
    moment = timezone.now()
    round_ = open_round_with_options(closes_at=moment + datetime.timedelta(hours=1))
    plain, renewed = (passes(round_, 4)[0].batch for _each in range(2))
    asked = ask_to_void(plain, reason="Stolen.", by=asker)
    agreed_to = agree_to_void(
        ask_to_void(renewed, reason="Stolen.", with_new_passes=True, by=asker),
        by=staff_member(),
    )

    monkeypatch.setattr(timezone, "now", lambda: round_.closes_at)

    with pytest.raises(RoundStateError, match="passes stay as they are"):
        agree_to_void(asked, by=staff_member())
    with pytest.raises(RoundStateError, match="passes stay as they are"):
        renew_batch(agreed_to, by=asker)
    assert states(plain) == states(renewed) == [PassState.PRINTED] * 4


def test_it_does_not_hold_up_the_sealing_and_is_no_more_possible_after_it(
    batch, asker, asked
):
    cast(batch.round, [1], [2])

    closed_by_two(batch.round)

    for answer in (agree_to_void, refuse_to_void):
        with pytest.raises(RoundStateError):
            answer(asked, by=staff_member())
    with pytest.raises(RoundStateError):
        take_back_voiding(asked, by=asker)
    assert states(batch) == [PassState.PRINTED] * 2 + [PassState.USED] * 2


def test_it_ends_when_the_round_is_cancelled(batch, asker, asked):
    agreed(batch.round, Step.CANCEL, "Flood.")
    cancel_round(batch.round, reason="Flood.", language="en", by=asker)

    with pytest.raises(RoundStateError):
        agree_to_void(asked, by=staff_member())
    assert states(batch) == [PassState.PRINTED] * 4


# --- on record ----------------------------------------------------------------------


def test_each_step_is_on_the_audit_log_with_who_took_it(batch, asker, anew):
    other = staff_member()
    refuse_to_void(anew, by=other)
    again = ask_to_void(batch, reason="Burnt.", with_new_passes=True, by=asker)
    renew_batch(agree_to_void(again, by=other), by=asker)

    entries = ModelLogEntry.objects.filter(action__contains="void").order_by("pk")
    assert [(each.action.partition(".")[2], each.user) for each in entries] == [
        ("ask_to_void_batch", asker),
        ("refuse_to_void_batch", other),
        ("ask_to_void_batch", asker),
        ("agree_to_void_batch", other),
        ("void_batch", asker),
    ]
    assert entries[2].data == {
        "batch": batch.label,
        "with_new_passes": True,
        "reason": "Burnt.",
    }


def test_one_lost_pass_is_still_voided_by_one_person(batch, asker):
    lost = batch.passes.first()

    void_pass(batch.round, serial=lost.serial, reason="Lost.", by=asker)

    lost.refresh_from_db()
    assert lost.state == PassState.VOID
