"""A whole batch of passes that was lost: voided, and replaced by as many as were unused.

A sheet is stolen; the printer jams; the one answer that holds the codes does not arrive.
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

from participation.enums import PassState
from participation.models import PassBatch, Round, VotingPass
from participation.permissions import is_permitted
from participation.services.errors import NotPermittedError, RoundSetupError
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


@sensitive_variables()
def void_batch(
    batch: PassBatch, *, reason: str, by: Any, replace: bool = False
) -> IssuedPasses | None:
    """Void what is not used of a batch; with ``replace``, return as many new passes.

    The new ones are for the same people, and so bear the same label. None where nothing
    was left to void: the batch counts as void all the same. Raises RoundSetupError for a
    batch that was voided before or is for trying out, besides what `void_pass` raises.
    """
    if not is_permitted(by, "void_pass", batch.round):
        raise NotPermittedError
    # Hashing is slow on purpose: it is done before the round is held.
    secrets = [new_secret() for _each in range(batch.size if replace else 0)]
    hashes = [hash_secret(secret) for secret in secrets]
    with transaction.atomic():
        round_ = held_round(batch.round, "void_pass", by=by)
        check_voidable(round_, reason)
        held = _held_batch(batch)
        lost = list(
            VotingPass.objects.select_for_update().filter(batch=held, state__in=UNUSED)
        )
        VotingPass.objects.filter(pk__in=[each.pk for each in lost]).update(
            state=PassState.VOID
        )
        held.voided_at = timezone.now()
        held.save(update_fields=["voided_at"])
        log(
            instance=round_,
            action="participation.void_batch",
            user=by,
            data={
                "batch": held.label,
                "count": len(lost),
                "replaced": replace,
                "reason": reason.strip(),
            },
        )
        if not replace or not lost:
            return None
        return _in_place_of(lost, round_, held.label, secrets, hashes, by=by)


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
