"""A whole batch of passes that was lost: voided by two persons, and replaced.

A sheet is stolen; the printer jams; the one answer that holds the codes does not arrive.
But whoever voided the batch of a place alone could keep that place from voting. So an
organiser asks, with a reason, and a second person agrees, as with the steps of a round: an
organiser, or a member of a committee that the round decides for. Nothing is void before.
Where new passes are to take their place, an organiser then prints them, and the old ones
become void in the same moment; their codes are not for the second person, who may be of
those who are voted on. The agreement holds for a day: else somebody could keep one in
reserve, and print passes when nobody thinks of it any more. A request that nobody has met
when voting ends comes to nothing: what was not used by then counts for the quorum. A pass
that is used while one waits was used, and is neither voided nor replaced.

Which of the passes were used by then is told to nobody. How many, the number of those in
their place tells: the roll stays as large as it was, so that cannot be hidden. It is told
once, by an act that is on the audit log with its reason and cannot be done again.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from participation.enums import OPEN_VOIDINGS, PassState, VoidingState
from participation.models import BatchVoiding, PassBatch, Round, VotingPass
from participation.permissions import is_permitted
from participation.queries.second_persons import may_be_one_person
from participation.services.errors import (
    ONE_HAND,
    NotPermittedError,
    RoundSetupError,
    StepError,
)
from participation.services.locks import held_round
from participation.services.pass_codes import PassCode, hash_secret, new_secret
from participation.services.passes import (
    IssuedPasses,
    check_voidable,
    free_serials,
    new_batch,
)

#: Passes that may still vote.
UNUSED = [PassState.PRINTED, PassState.HANDED_OUT]


@transaction.atomic
def ask_to_void(
    batch: PassBatch, *, reason: str, by: Any, with_new_passes: bool = False
) -> BatchVoiding:
    """Ask a second person to declare void what is not used of a batch.

    Raises RoundSetupError for a batch that was voided before or is for trying out, and
    StepError where it is asked for already, besides what `void_pass` raises.
    """
    round_ = held_round(batch.round, "void_pass", by=by)
    check_voidable(round_, reason)
    held = _held_batch(batch)
    _check_not_asked(held, round_, by)
    asked = BatchVoiding.objects.create(
        batch=held,
        reason=reason.strip(),
        with_new_passes=with_new_passes,
        asked_by=by,
    )
    _log(round_, "ask_to_void_batch", asked, by, reason=asked.reason)
    return asked


@transaction.atomic
def agree_to_void(asked: BatchVoiding, *, by: Any) -> BatchVoiding:
    """Agree to what another person asked for; without new passes, the batch is void.

    Raises NotPermittedError (also where whoever asked may not void passes any more),
    RoundStateError once voting has ended, and StepError for the person who asked, for
    one who could be the same, and where it is no longer asked for.
    """
    round_ = held_round(asked.batch.round, "take_step", by=by)
    check_voidable(round_, asked.reason)
    batch = _held_batch(asked.batch)
    held = _held_voiding(asked, VoidingState.ASKED)
    if not is_permitted(held.asked_by, "void_pass", round_):
        raise NotPermittedError
    _check_other(held, by)
    if may_be_one_person(held.asked_by, by):
        raise StepError(ONE_HAND)
    _decide(held, VoidingState.AGREED, by)
    _log(round_, "agree_to_void_batch", held, by)
    if not held.with_new_passes:
        _void(held, round_, batch, by=by)
    return held


@sensitive_variables()
def renew_batch(agreed: BatchVoiding, *, by: Any) -> IssuedPasses | None:
    """Void what is not used of a batch, and return as many new passes.

    They are for the same people, and so bear the same label. None where nothing was left
    to void: the batch counts as void all the same. Raises StepError unless a second
    person has agreed within a day, besides what `ask_to_void` raises.
    """
    if not is_permitted(by, "void_pass", agreed.batch.round):
        raise NotPermittedError
    # Hashing is slow on purpose: it is done before the round is held.
    secrets = [new_secret() for _each in range(agreed.batch.size)]
    hashes = [hash_secret(secret) for secret in secrets]
    with transaction.atomic():
        round_ = held_round(agreed.batch.round, "void_pass", by=by)
        check_voidable(round_, agreed.reason)
        batch = _held_batch(agreed.batch)
        held = _held_voiding(agreed, VoidingState.AGREED)
        if held.has_lapsed:
            raise StepError(_("The agreement held for 24 hours. Ask again."))
        lost = _void(held, round_, batch, by=by)
        if not lost:
            return None
        return _in_place_of(lost, round_, batch.label, secrets, hashes, by=by)


@transaction.atomic
def refuse_to_void(asked: BatchVoiding, *, by: Any) -> BatchVoiding:
    """Say no to what another person asked for. Raises as `agree_to_void` does.

    Whoever could be the same person as the one who asked may refuse: all stays as it is.
    """
    round_ = held_round(asked.batch.round, "take_step", by=by)
    held = _held_voiding(asked, VoidingState.ASKED)
    _check_other(held, by)
    _decide(held, VoidingState.REFUSED, by)
    _log(round_, "refuse_to_void_batch", held, by)
    return held


@transaction.atomic
def take_back_voiding(asked: BatchVoiding, *, by: Any) -> BatchVoiding:
    """Ask for it no more, also once it was agreed to. Raises as `ask_to_void` does."""
    round_ = held_round(asked.batch.round, "void_pass", by=by)
    held = _held_voiding(asked, *OPEN_VOIDINGS)
    _take_back(held, round_, by)
    return held


def _void(
    held: BatchVoiding, round_: Round, batch: PassBatch, *, by: Any
) -> list[VotingPass]:
    """Void what is not used, and return it. Round, batch and voiding are held."""
    lost = list(
        VotingPass.objects.select_for_update().filter(batch=batch, state__in=UNUSED)
    )
    VotingPass.objects.filter(pk__in=[each.pk for each in lost]).update(
        state=PassState.VOID
    )
    batch.voided_at = timezone.now()
    batch.save(update_fields=["voided_at"])
    held.state = VoidingState.DONE
    held.save(update_fields=["state"])
    log(
        instance=round_,
        action="participation.void_batch",
        user=by,
        data={
            "batch": batch.label,
            "count": len(lost),
            "replaced": held.with_new_passes,
            "reason": held.reason,
            "asked_by": held.asked_by_id,
            "agreed_by": held.decided_by_id,
        },
    )
    return lost


@sensitive_variables()
def _in_place_of(
    lost: list[VotingPass],
    round_: Round,
    label: str,
    secrets: list[str],
    hashes: list[str],
    *,
    by: Any,
) -> IssuedPasses:
    """Issue one pass in the place of each that was lost."""
    issued = new_batch(round_, label=label, size=len(lost), by=by)
    serials = free_serials(round_, len(lost))
    # Of the secrets there may be more: they were drawn for all of the batch.
    VotingPass.objects.bulk_create(
        [
            VotingPass(
                round=round_,
                batch=issued,
                serial=serial,
                secret_hash=hashed,
                replaces=each,
            )
            for each, serial, hashed in zip(lost, serials, hashes, strict=False)
        ],
        batch_size=500,
    )
    return IssuedPasses(batch=issued, codes=tuple(map(PassCode, serials, secrets)))


def _held_batch(batch: PassBatch) -> PassBatch:
    held = PassBatch.objects.select_for_update().get(pk=batch.pk)
    if held.voided_at is not None:
        raise RoundSetupError(_("This batch was declared void already."))
    if held.passes.filter(state=PassState.TEST).exists():
        raise RoundSetupError(
            _("A pass for trying out votes nowhere: there is nothing to void.")
        )
    return held


def _check_not_asked(held: PassBatch, round_: Round, by: Any) -> None:
    """Check that nothing is asked for of a batch; what lapsed is taken back."""
    found = held.voidings.select_for_update().filter(state__in=OPEN_VOIDINGS).first()
    if found is None:
        return
    if not found.has_lapsed:
        raise StepError(_("This is asked for already. Take it back first."))
    _take_back(found, round_, by)


def _take_back(held: BatchVoiding, round_: Round, by: Any) -> None:
    if held.state == VoidingState.ASKED:
        _decide(held, VoidingState.TAKEN_BACK, by)
    else:  # who agreed stays on record
        held.state = VoidingState.TAKEN_BACK
        held.save(update_fields=["state"])
    _log(round_, "take_back_voiding", held, by)


def _held_voiding(asked: BatchVoiding, *states: str) -> BatchVoiding:
    """Round and batch first, then this, as everywhere: no deadlock. Raises StepError."""
    held = (
        BatchVoiding.objects.select_for_update(of=("self",))
        .select_related("asked_by", "batch__round")
        .get(pk=asked.pk)
    )
    if held.state not in states:
        raise StepError(
            _("A second person has not agreed to this yet.")
            if held.state == VoidingState.ASKED
            else _("This is no longer asked for.")
        )
    return held


def _check_other(held: BatchVoiding, by: Any) -> None:
    if held.asked_by_id == by.pk:
        raise StepError(_("Another person than the one who asked has to do this."))


def _decide(held: BatchVoiding, state: VoidingState, by: Any) -> None:
    held.state, held.decided_by, held.decided_at = state, by, timezone.now()
    held.save(update_fields=["state", "decided_by", "decided_at"])


def _log(
    round_: Round, action: str, voiding: BatchVoiding, by: Any, **data: Any
) -> None:
    log(
        instance=round_,
        action=f"participation.{action}",
        user=by,
        data={
            "batch": voiding.batch.label,
            "with_new_passes": voiding.with_new_passes,
            **data,
        },
    )
