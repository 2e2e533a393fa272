"""Two persons open, close or cancel a round: one asks, another does it.

The second person is another organiser, or a member of a committee that the round decides
for; but not somebody whom the first alone brought in, who could be the same human with a
second account. Nor is it an observer of the round. What they agree to is done at once,
under the same checks as when it was asked for; opening agrees to the observers as well.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from participation.enums import Step, StepState, TextLanguage
from participation.models import Round, RoundStep
from participation.permissions import is_permitted
from participation.queries.second_persons import may_be_one_person
from participation.services.errors import ONE_HAND, NotPermittedError, StepError
from participation.services.locks import held_round
from participation.services.observers import (
    agree_with_the_opening,
    check_does_not_observe,
    check_observers,
)
from participation.services.paper_sealing import check_paper
from participation.services.rounds import cancel_round, check_ready, open_round
from participation.services.sealing import check_ended, close_round


@transaction.atomic
def ask_for_step(
    round_: Round,
    step: str,
    *,
    by: Any,
    reason: str = "",
    language: str = "",
    now: datetime.datetime | None = None,
) -> RoundStep:
    """Ask a second person to open, close or cancel a round, with a reason in a language.

    Raises what the step itself would (NotPermittedError, RoundStateError,
    RoundSetupError, SealingError), and StepError while another step is asked for.
    """
    wanted = Step(step)
    held = held_round(round_, f"{wanted.value}_round", by=by)
    if held.steps.filter(state=StepState.ASKED).exists():
        raise StepError(_("A step is asked for already. Take it back first."))
    if wanted == Step.OPEN:
        check_ready(held, now or timezone.now())
        check_observers(held)
    if wanted == Step.CLOSE:
        check_ended(held, now or timezone.now())
        check_paper(held)
    if wanted == Step.CANCEL and not reason.strip():
        raise StepError(_("Say why: the reason is shown to everybody."))
    asked = RoundStep.objects.create(
        round=held,
        step=wanted,
        reason=reason.strip(),
        language=TextLanguage(language) if reason.strip() else "",
        asked_by=by,
    )
    log(
        instance=held,
        action="participation.ask_for_step",
        user=by,
        data={"step": wanted.value, "reason": asked.reason},
    )
    return asked


@transaction.atomic
def take_step(
    asked: RoundStep, *, by: Any, now: datetime.datetime | None = None
) -> Round:
    """Do what another person asked for.

    Raises NotPermittedError, StepError when it is no longer asked for or was asked for
    by the same person, and what the step itself does.
    """
    held = _held(asked)
    if not is_permitted(by, "take_step", held.round):
        raise NotPermittedError
    if held.asked_by_id == by.pk:
        raise StepError(_("Another person than the one who asked has to do this."))
    if may_be_one_person(held.asked_by, by):
        raise StepError(ONE_HAND)
    check_does_not_observe(held.round, by)
    if held.step == Step.OPEN:
        agree_with_the_opening(held.round, asked_by=held.asked_by, by=by)
    _decide(held, StepState.DONE, by)
    if held.step == Step.OPEN:
        open_round(held.round, by=held.asked_by, now=now)
    elif held.step == Step.CLOSE:
        close_round(held.round, by=held.asked_by, now=now)
    else:
        cancel_round(
            held.round,
            by=held.asked_by,
            reason=held.reason,
            language=held.language,
        )
    log(
        instance=held.round,
        action="participation.take_step",
        user=by,
        data={"step": held.step, "asked_by": held.asked_by_id},
    )
    held.round.refresh_from_db()
    return held.round


@transaction.atomic
def take_back(asked: RoundStep, *, by: Any) -> RoundStep:
    """Ask for it no more. Raises NotPermittedError and StepError."""
    held = _held(asked)
    if not is_permitted(by, "prepare_rounds"):
        raise NotPermittedError
    _decide(held, StepState.TAKEN_BACK, by)
    log(
        instance=held.round,
        action="participation.take_back_step",
        user=by,
        data={"step": held.step},
    )
    return held


def _held(asked: RoundStep) -> RoundStep:
    """The round first, then the step, as everywhere: no deadlock."""
    Round.objects.select_for_update(of=("self",)).get(pk=asked.round_id)
    held = (
        RoundStep.objects.select_for_update(of=("self",))
        .select_related("round__community__area", "round__area", "asked_by")
        .get(pk=asked.pk)
    )
    if held.state != StepState.ASKED:
        raise StepError(_("This is no longer asked for."))
    return held


def _decide(held: RoundStep, state: StepState, by: Any) -> None:
    held.state, held.decided_by, held.decided_at = state, by, timezone.now()
    held.save(update_fields=["state", "decided_by", "decided_at"])
