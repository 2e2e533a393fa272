"""The database itself keeps a round's promise, whatever code tries."""

import datetime
import uuid

import pytest
from django.db.models import F
from django.utils import timezone

from participation.enums import RoundState, Step
from participation.models import (
    Ballot,
    BudgetPart,
    Round,
    RoundOption,
    RoundResult,
)
from tests.factories.participation import (
    agreed,
    cancelled,
    cast,
    closed_round,
    eligible_initiative,
    in_state,
    open_round_with_options,
    round_with_options,
)
from tests.participation.freezing import begin_sealing, refused, set_state

pytestmark = pytest.mark.django_db

ONE_DAY = datetime.timedelta(days=1)
AFTER_DRAFT = [RoundState.OPEN, RoundState.CLOSED, RoundState.CANCELLED]


# --- rounds -----------------------------------------------------------------------


@pytest.mark.parametrize("state", AFTER_DRAFT)
@pytest.mark.parametrize(
    "change",
    [
        {"budget": 999},
        {"rule": "greedy"},
        {"completion": "none"},
        {"ballot_type": "approval"},
        {"title": "Another question"},
        {"titles": {"ar": "سؤال آخر"}},
        {"entitled": "Only some"},
        {"entitled_in": {"ar": "بعضهم"}},
        {"community": None},
        {"most_choices": 1},
        {"ballot_type": "points", "points": 9},
        {"split_by": "dimension"},
        {"quorum": 50},
        {"rule": "greedy-stop", "least_votes": 7},
        {"slug": "another-address"},
        {"closes_at": F("closes_at") - datetime.timedelta(minutes=1)},
        {"closes_at": F("closes_at") + ONE_DAY},
        {"opens_at": F("opens_at") - ONE_DAY},
    ],
    ids=lambda change: "-".join(change),
)
def test_round_does_not_change_once_open(state, change):
    round_ = in_state(state)

    assert refused(lambda: Round.objects.filter(pk=round_.pk).update(**change))


def test_round_in_preparation_may_change():
    round_ = round_with_options()

    assert not refused(lambda: Round.objects.filter(pk=round_.pk).update(budget=999))


STEPS = {
    (RoundState.DRAFT, RoundState.OPEN),
    (RoundState.DRAFT, RoundState.CANCELLED),
    (RoundState.OPEN, RoundState.SEALING),
    (RoundState.OPEN, RoundState.CANCELLED),
}
#: The step that leads to a state, which two persons agree on.
STEP_TO = {
    RoundState.OPEN: Step.OPEN,
    RoundState.SEALING: Step.CLOSE,
    RoundState.CANCELLED: Step.CANCEL,
}


@pytest.mark.parametrize("target", RoundState)
@pytest.mark.parametrize("source", [RoundState.DRAFT, *AFTER_DRAFT])
def test_round_only_goes_forward(source, target):
    round_ = in_state(source)

    if target in STEP_TO:
        agreed(round_, STEP_TO[target], "Flood.")
    said = {"cancel_reason": "Flood.", "cancel_language": "en"}
    reason = said if target == RoundState.CANCELLED else {}

    allowed = source == target or (source, target) in STEPS
    assert refused(lambda: set_state(round_, target, **reason)) is not allowed


def test_round_cannot_begin_open():
    round_ = round_with_options()
    round_.pk, round_.slug, round_.state = None, "born-open", RoundState.OPEN

    assert refused(lambda: round_.save(force_insert=True))


def test_round_cannot_be_closed_without_a_result():
    round_ = open_round_with_options()
    cast(round_, [1])
    begin_sealing(round_)

    assert refused(lambda: set_state(round_, RoundState.CLOSED))


@pytest.mark.parametrize(("counted", "is_refused"), [(1, True), (2, False), (3, True)])
def test_round_is_closed_only_with_all_its_ballots(counted, is_refused):
    round_ = open_round_with_options()
    cast(round_, [1], [2])
    begin_sealing(round_)
    store_result(round_, ballot_count=counted)

    assert refused(lambda: set_state(round_, RoundState.CLOSED)) is is_refused


def test_round_is_not_closed_with_a_ballot_that_no_pass_paid_for():
    round_ = open_round_with_options()
    cast(round_, [1])
    Ballot.objects.create(round=round_, choices=[1], way="web")
    begin_sealing(round_)
    store_result(round_, ballot_count=2)

    assert refused(lambda: set_state(round_, RoundState.CLOSED))


@pytest.mark.parametrize("state", AFTER_DRAFT)
def test_round_that_was_opened_is_kept(state):
    round_ = in_state(state)

    assert refused(lambda: Round.objects.filter(pk=round_.pk)._raw_delete("default"))


# --- options ----------------------------------------------------------------------


@pytest.mark.parametrize("state", AFTER_DRAFT)
def test_options_do_not_change_once_open(state):
    round_ = in_state(state)
    option = round_.options.first()
    another = eligible_initiative(round_.community, 20)

    assert refused(
        lambda: RoundOption.objects.create(
            round=round_, initiative=another, number=9, cost=20, lot=9
        )
    )
    assert refused(lambda: round_.options.filter(pk=option.pk).update(cost=1))
    assert refused(lambda: round_.options.filter(pk=option.pk).update(lot=77))
    assert refused(lambda: round_.options.filter(pk=option.pk).delete())


def test_option_cannot_be_moved_out_of_an_open_round():
    round_, elsewhere = open_round_with_options(), round_with_options(costs=())

    assert refused(lambda: round_.options.update(round=elsewhere))


def test_parts_of_the_budget_do_not_change_after_preparation():
    round_ = round_with_options(split_by="dimension")
    BudgetPart.objects.create(round=round_, key="social", amount=100)
    cancelled(round_)
    another = BudgetPart(round=round_, key="economic", amount=1)

    assert refused(lambda: another.save())
    assert refused(lambda: round_.parts.update(amount=99))
    assert refused(lambda: round_.parts.all().delete())


# --- ballots ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "state", [RoundState.DRAFT, RoundState.CLOSED, RoundState.CANCELLED]
)
def test_ballot_is_taken_only_while_open(state):
    round_ = in_state(state)

    assert refused(lambda: Ballot.objects.create(round=round_, choices=[1], way="web"))


@pytest.mark.parametrize(
    "change",
    [{"choices": [2]}, {"way": "paper"}, {"id": uuid.uuid4()}],
    ids=["choices", "way", "id"],
)
@pytest.mark.parametrize("close", [False, True], ids=["open", "closed"])
def test_ballot_is_never_changed(close, change):
    round_ = closed_round() if close else open_round_with_options()
    if not close:
        cast(round_, [1])

    assert refused(lambda: round_.ballots.update(**change))


@pytest.mark.parametrize("close", [False, True], ids=["open", "closed"])
def test_ballot_is_never_deleted(close):
    round_ = closed_round() if close else open_round_with_options()
    if not close:
        cast(round_, [1])

    assert refused(lambda: round_.ballots.all().delete())


# --- results ----------------------------------------------------------------------


def store_result(round_, **fields):
    return RoundResult.objects.create(
        **{
            "round": round_,
            "sealed_at": timezone.now(),
            "sealed_by": round_.created_by,
            "ballot_count": 0,
            "pass_count": 0,
            "pb_file": "",
            "digest": "",
            **fields,
        }
    )


@pytest.mark.parametrize(
    "state", [RoundState.DRAFT, RoundState.OPEN, RoundState.CANCELLED]
)
def test_result_is_stored_only_while_sealing(state):
    round_ = in_state(state)

    assert refused(lambda: store_result(round_))


def test_sealed_result_is_never_changed():
    result = closed_round().result
    row = RoundResult.objects.filter(pk=result.pk)

    assert refused(lambda: row.update(digest="0" * 64))
    assert refused(lambda: row.delete())
