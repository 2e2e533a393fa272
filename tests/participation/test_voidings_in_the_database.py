"""The database itself asks for two persons before a batch is void, and keeps who they were."""

import pytest
from django.utils import timezone

from participation.enums import VoidingState
from participation.models import BatchVoiding, PassBatch
from tests.factories.participation import (
    open_round_with_options,
    passes,
    staff_member,
    voiding_of,
)
from tests.participation.freezing import refused

pytestmark = pytest.mark.django_db

ASKED, AGREED, DONE, REFUSED, BACK = VoidingState
DECIDED = [AGREED, REFUSED, BACK]


@pytest.fixture
def batch():
    return passes(open_round_with_options(), 2)[0].batch


def void(batch):
    return PassBatch.objects.filter(pk=batch.pk).update(voided_at=timezone.now())


def move(voiding, state, **fields):
    return BatchVoiding.objects.filter(pk=voiding.pk).update(state=state, **fields)


def decide(voiding, state, by):
    return move(voiding, state, decided_by=by, decided_at=timezone.now())


def test_a_batch_is_void_only_when_two_persons_have_agreed(batch):
    assert refused(lambda: void(batch))
    voiding_of(batch, AGREED)

    assert not refused(lambda: void(batch))


@pytest.mark.parametrize("state", [ASKED, REFUSED, BACK])
def test_what_is_asked_for_refused_or_taken_back_voids_nothing(batch, state):
    voiding_of(batch, state)

    assert refused(lambda: void(batch))


@pytest.mark.parametrize(("hours", "is_refused"), [(23, False), (25, True)])
def test_an_agreement_holds_for_a_day(batch, hours, is_refused):
    voiding_of(batch, AGREED, hours_ago=hours)

    assert refused(lambda: void(batch)) is is_refused


def test_the_agreement_on_another_batch_voids_nothing(batch):
    voiding_of(passes(batch.round)[0].batch, AGREED)

    assert refused(lambda: void(batch))


def test_a_batch_is_never_stored_as_void(batch):
    void_one = PassBatch(
        round=batch.round,
        label="East",
        size=1,
        issued_at=timezone.now(),
        issued_by=staff_member(),
        voided_at=timezone.now(),
    )

    assert refused(void_one.save)


@pytest.mark.parametrize("state", [AGREED, REFUSED])
def test_nobody_agrees_or_refuses_for_two(batch, state):
    voiding = voiding_of(batch)

    assert refused(lambda: decide(voiding, state, voiding.asked_by))
    assert not refused(lambda: decide(voiding, state, staff_member()))


def test_whoever_asked_may_take_it_back(batch):
    voiding = voiding_of(batch)

    assert not refused(lambda: decide(voiding, BACK, voiding.asked_by))


@pytest.mark.parametrize("state", [AGREED, DONE, REFUSED, BACK])
def test_it_begins_with_being_asked_for(batch, state):
    made = BatchVoiding(
        batch=batch,
        reason="Stolen.",
        with_new_passes=False,
        state=state,
        asked_by=staff_member(),
        decided_by=staff_member(),
        decided_at=timezone.now(),
    )

    assert refused(made.save)


def test_it_is_done_when_the_batch_is_void_and_then_stays(batch):
    voiding = voiding_of(batch, AGREED)
    assert refused(lambda: move(voiding, DONE))
    void(batch)

    assert not refused(lambda: move(voiding, DONE))
    for state in (ASKED, AGREED, REFUSED, BACK):
        assert refused(lambda state=state: move(voiding, state))
    assert refused(lambda: voiding_of(batch))


@pytest.mark.parametrize("state", DECIDED)
@pytest.mark.parametrize("target", [ASKED, AGREED, REFUSED])
def test_it_is_decided_once(batch, state, target):
    voiding = voiding_of(batch, state)

    assert refused(lambda: move(voiding, target))


@pytest.mark.parametrize("state", [ASKED, *DECIDED])
@pytest.mark.parametrize(
    "change",
    [
        {"reason": "Another reason."},
        {"asked_at": timezone.now()},
        {"with_new_passes": True},
        {"decided_at": timezone.now()},
    ],
    ids=lambda change: "-".join(change),
)
def test_what_was_asked_for_stays_as_it_was(batch, state, change):
    voiding = voiding_of(batch, state)

    assert refused(lambda: BatchVoiding.objects.filter(pk=voiding.pk).update(**change))


@pytest.mark.parametrize("field", ["asked_by", "decided_by", "batch"])
def test_who_asked_and_agreed_and_of_what_stays_as_it_was(batch, field):
    voiding = voiding_of(batch, AGREED)
    other = passes(batch.round)[0].batch if field == "batch" else staff_member()

    assert refused(lambda: move(voiding, BACK, **{field: other}))


def test_there_is_one_at_a_time_and_a_reason(batch):
    assert refused(lambda: voiding_of(batch, reason=""))
    voiding = voiding_of(batch)
    assert refused(lambda: voiding_of(batch))
    decide(voiding, REFUSED, staff_member())

    assert not refused(lambda: voiding_of(batch))


@pytest.mark.parametrize("state", [ASKED, *DECIDED])
def test_it_is_kept(batch, state):
    assert refused(voiding_of(batch, state).delete)
