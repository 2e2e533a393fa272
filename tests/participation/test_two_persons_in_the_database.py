"""The database itself asks for two persons, and keeps who they were and why."""

import pytest
from django.utils import timezone

from participation.enums import RoundState, Step, StepState
from participation.models import Round, RoundStep
from tests.factories.participation import (
    agreed,
    cancelled,
    in_state,
    round_with_options,
    staff_member,
)
from tests.participation.freezing import refused

pytestmark = pytest.mark.django_db

#: From which state a step leads where, and which step that is.
MOVES = [
    (RoundState.DRAFT, RoundState.OPEN, Step.OPEN),
    (RoundState.OPEN, RoundState.SEALING, Step.CLOSE),
    (RoundState.DRAFT, RoundState.CANCELLED, Step.CANCEL),
    (RoundState.OPEN, RoundState.CANCELLED, Step.CANCEL),
]


def move(round_, target, reason="Flood.", language="en"):
    said = {"cancel_reason": reason, "cancel_language": language}
    fields = said if target == RoundState.CANCELLED else {}
    return Round.objects.filter(pk=round_.pk).update(state=target, **fields)


def asked(round_, step):
    return RoundStep.objects.create(
        round=round_,
        step=step,
        reason="Flood.",
        language="en",
        asked_by=staff_member(),
    )


def decide(step, state, by):
    RoundStep.objects.filter(pk=step.pk).update(
        state=state, decided_by=by, decided_at=timezone.now()
    )


@pytest.mark.parametrize(("source", "target", "step"), MOVES)
def test_a_round_moves_only_when_two_persons_have_agreed(source, target, step):
    round_ = in_state(source)

    assert refused(lambda: move(round_, target))
    agreed(round_, step, "Flood.")
    assert not refused(lambda: move(round_, target))


@pytest.mark.parametrize(("source", "target", "step"), MOVES)
@pytest.mark.parametrize("state", [StepState.ASKED, StepState.TAKEN_BACK])
def test_a_step_that_is_not_done_moves_nothing(source, target, step, state):
    round_ = in_state(source)
    wanted = asked(round_, step)
    if state != StepState.ASKED:
        decide(wanted, state, staff_member())

    assert refused(lambda: move(round_, target))


@pytest.mark.parametrize(("source", "target", "step"), MOVES)
@pytest.mark.parametrize("other", Step)
def test_a_step_of_another_kind_or_round_moves_nothing(source, target, step, other):
    round_ = in_state(source)
    agreed(round_with_options(), step, "Flood.")
    if other != step:
        agreed(round_, other, "Flood.")

    assert refused(lambda: move(round_, target))


def test_the_reason_that_everybody_reads_is_the_one_that_two_agreed_on():
    round_ = round_with_options()
    agreed(round_, Step.CANCEL, "Flood.")

    assert refused(lambda: move(round_, RoundState.CANCELLED, "Another reason."))


@pytest.mark.parametrize("language", ["ar", ""])
def test_its_language_is_the_one_that_two_agreed_on(language):
    round_ = round_with_options()
    agreed(round_, Step.CANCEL, "Flood.", "en")

    assert refused(lambda: move(round_, RoundState.CANCELLED, language=language))


@pytest.mark.parametrize(
    ("reason", "language"), [("Flood.", ""), ("Flood.", "xx"), ("", "en")]
)
def test_a_reason_is_asked_for_in_a_language_and_no_language_without(reason, language):
    step = Step.CANCEL if reason else Step.OPEN
    wanted = RoundStep(
        round=round_with_options(),
        step=step,
        reason=reason,
        language=language,
        asked_by=staff_member(),
    )

    assert refused(wanted.save)


def test_the_language_of_a_cancelled_round_is_said_once():
    round_ = cancelled(round_with_options())
    row = Round.objects.filter(pk=round_.pk)

    assert refused(lambda: row.update(cancel_language="ar"))
    assert refused(
        lambda: Round.objects.filter(pk=round_with_options().pk).update(
            cancel_language="ar"
        )
    )


@pytest.mark.parametrize("state", [s for s in RoundState if s != RoundState.SEALING])
def test_why_a_round_was_cancelled_is_said_once(state):
    round_ = in_state(state)

    assert refused(lambda: Round.objects.filter(pk=round_.pk).update(cancel_reason="X"))


def test_a_step_is_never_stored_as_done():
    round_ = round_with_options()
    done = RoundStep(
        round=round_,
        step=Step.OPEN,
        state=StepState.DONE,
        asked_by=staff_member(),
        decided_by=staff_member(),
    )

    assert refused(done.save)


@pytest.mark.parametrize(
    "change",
    [
        {"step": Step.OPEN},
        {"reason": "Another reason."},
        {"language": "ar"},
        {"asked_at": timezone.now()},
        {"state": StepState.TAKEN_BACK},
        {"decided_at": timezone.now()},
    ],
    ids=lambda change: "-".join(change),
)
def test_a_step_that_was_done_is_never_changed(change):
    round_ = cancelled(round_with_options())

    assert refused(lambda: round_.steps.update(**change))


@pytest.mark.parametrize("field", ["asked_by", "decided_by", "round"])
def test_who_took_a_step_and_of_what_is_never_changed(field):
    round_ = cancelled(round_with_options())
    other = round_with_options() if field == "round" else staff_member()

    assert refused(lambda: round_.steps.update(**{field: other}))


def test_who_asked_cannot_be_exchanged_as_the_step_is_done():
    step, somebody = asked(round_with_options(), Step.OPEN), staff_member()

    assert refused(
        lambda: RoundStep.objects.update(
            asked_by=somebody,
            state=StepState.DONE,
            decided_by=step.asked_by,
            decided_at=timezone.now(),
        )
    )


@pytest.mark.parametrize("state", StepState)
def test_steps_are_kept(state):
    step = asked(round_with_options(), Step.OPEN)
    if state != StepState.ASKED:
        decide(step, state, staff_member())

    assert refused(step.delete)
