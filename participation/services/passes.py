"""Issuing passes, and voiding lost ones."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from participation.enums import NOT_ON_THE_ROLL, PassState, RoundState
from participation.models import PassBatch, Round, User, VotingPass
from participation.permissions import is_permitted
from participation.queries.paper import has_voting_begun
from participation.queries.second_persons import may_be_one_person
from participation.services.errors import (
    NotPermittedError,
    NumberNotTakenError,
    PassUsedError,
    PassVoidError,
    RoundSetupError,
    RoundStateError,
    UnknownPassError,
)
from participation.services.locks import check_nothing_asked, held_round
from participation.services.pass_codes import (
    PassCode,
    hash_secret,
    new_secret,
    new_serials,
)

LARGEST_BATCH = 500  # four seconds of hashing; more passes are more batches


@dataclass(frozen=True)
class IssuedPasses:
    """A batch with its codes, which exist nowhere else and are shown this once."""

    batch: PassBatch
    codes: tuple[PassCode, ...]


@sensitive_variables()
def issue_passes(
    round_: Round,
    *,
    label: str,
    count: int,
    by: Any,
    seen: int | None = None,
    is_trial: bool = False,
) -> IssuedPasses:
    """Make passes for printing; only their hashes are kept.

    ``seen`` is how many passes there were when the person asked: a repeated press of
    the button issues nothing twice. Passes for trying out (``is_trial``) vote nowhere
    and may be made at any time. Raises NotPermittedError, RoundStateError, and
    RoundSetupError for a size out of range, for more passes than the roll has numbers,
    or when voting has begun (the roll does not grow then).
    """
    if not is_permitted(by, "issue_passes", round_):
        raise NotPermittedError
    if not 0 < count <= LARGEST_BATCH:
        raise RoundSetupError(
            _("A batch has 1 to %(most)d passes.") % {"most": LARGEST_BATCH}
        )
    # Hashing is slow on purpose: it is done before the round is held.
    secrets = [new_secret() for _each in range(count)]
    hashes = [hash_secret(secret) for secret in secrets]
    with transaction.atomic():
        held = held_round(round_, "issue_passes", by=by)
        if not is_trial:
            check_nothing_asked(held)
            _check_roll(held, count)
        if seen is not None and held.passes.count() != seen:
            raise RoundSetupError(
                _("Passes were issued meanwhile. See the list before you issue more.")
            )
        batch = new_batch(held, label=label, size=count, by=by)
        serials = free_serials(held, count)
        VotingPass.objects.bulk_create(
            [
                VotingPass(
                    round=held,
                    batch=batch,
                    serial=serial,
                    secret_hash=hashed,
                    state=PassState.TEST if is_trial else PassState.PRINTED,
                )
                for serial, hashed in zip(serials, hashes, strict=True)
            ],
            batch_size=500,
        )
        log(
            instance=held,
            action="participation.issue_passes",
            user=by,
            data={"label": label, "count": count, "for_trying_out": is_trial},
        )
    codes = map(PassCode, serials, secrets)
    return IssuedPasses(batch=batch, codes=tuple(codes))


def _check_roll(held: Round, count: int) -> None:
    if has_voting_begun(held):
        raise RoundSetupError(
            _(
                "Voting has begun: the roll cannot grow. A lost pass can be "
                "voided and replaced."
            )
        )
    numbers = held.roll.count()
    passes = held.passes.exclude(state__in=NOT_ON_THE_ROLL).count()
    # Before the first vote, no number can have been taken for a paper ballot.
    if numbers and passes + count > numbers:
        raise RoundSetupError(
            _("The roll has %(numbers)d numbers, and %(passes)d passes are out.")
            % {"numbers": numbers, "passes": passes}
        )


def void_pass(round_: Round, *, serial: str, reason: str, by: Any) -> VotingPass:
    """Make a lost or spoilt pass worthless.

    Once the round is open or passes are handed out, one person may do so for a few passes
    alone (``PASSES_VOIDED_ALONE``): whoever voids passes without end keeps people from voting,
    and whoever prints others in their place votes for them. More take two persons, batch
    by batch. Raises UnknownPassError, PassUsedError, PassVoidError or RoundSetupError,
    besides those of the round.
    """
    with asking_leaves_a_trace(round_, by), transaction.atomic():
        held = held_round(round_, "void_pass", by=by)
        return _void(held, serial, reason, by)


@sensitive_variables()
def replace_pass(round_: Round, *, serial: str, reason: str, by: Any) -> IssuedPasses:
    """Void a lost pass and issue one in its place, also while voting goes on.

    Raises as `void_pass` does.
    """
    with asking_leaves_a_trace(round_, by), transaction.atomic():
        return _replace(round_, serial, reason, by)


@sensitive_variables()
def _replace(round_: Round, serial: str, reason: str, by: Any) -> IssuedPasses:
    held = held_round(round_, "void_pass", by=by)
    lost = _void(held, serial, reason, by)
    batch = new_batch(
        held, label=_("Instead of %(serial)s") % {"serial": lost.serial}, size=1, by=by
    )
    code = PassCode(free_serials(held, 1)[0], new_secret())
    VotingPass.objects.create(
        round=held,
        batch=batch,
        serial=code.serial,
        secret_hash=hash_secret(code.secret),
        replaces=lost,
    )
    return IssuedPasses(batch=batch, codes=(code,))


@contextmanager
def asking_leaves_a_trace(round_: Round, by: Any) -> Iterator[None]:
    """Put on record that somebody asked of a used pass, or of a number not taken so.

    Though not of which: the answer tells who has voted, or was at a paper table, and the
    record would tell it a second time. To be entered outside the transaction, which takes
    back what is written in it.
    """
    try:
        yield
    except PassUsedError:
        log(instance=round_, action="participation.ask_of_used_pass", user=by)
        raise
    except NumberNotTakenError:
        log(instance=round_, action="participation.ask_of_number", user=by)
        raise


def _check_not_alone_again(held: Round, by: Any) -> None:
    """Check how often a person voided passes that may be in hands, or asked of used ones.

    Passes may be in hands from when the round was opened, though voting may begin days
    later, or the first was handed out. Accounts that could be one human's count as one.
    """
    most = settings.PASSES_VOIDED_ALONE
    entries = ModelLogEntry.objects.for_instance(held)
    in_hands = entries.filter(
        action__in=["participation.open_round", "participation.hand_out"]
    ).aggregate(since=Min("timestamp"))["since"]
    if held.state != RoundState.OPEN and in_hands is None:
        return
    done = entries.filter(
        action__in=["participation.void_pass", "participation.ask_of_used_pass"]
    )
    if in_hands is not None:
        done = done.filter(timestamp__gte=in_hands)
    each = Counter(done.values_list("user", flat=True))
    who = User.objects.in_bulk([key for key in each if key is not None])
    own = sum(each[key] for key, person in who.items() if may_be_one_person(person, by))
    if own >= most:
        raise RoundSetupError(
            ngettext(
                "Once a round is open or its passes are handed out, one person declares "
                "no more than %(n)d pass of it void alone. Ask another organiser, or ask "
                "for the whole batch: a second person then agrees.",
                "Once a round is open or its passes are handed out, one person declares "
                "no more than %(n)d passes of it void alone. Ask another organiser, or "
                "ask for the whole batch: a second person then agrees.",
                most,
            )
            % {"n": most}
        )


def check_voidable(held: Round, reason: str) -> None:
    """Check that passes of a round may be voided now. Raises as `void_pass` does."""
    if not reason.strip():
        raise RoundSetupError(_("Say why the pass is voided."))
    if held.closes_at <= timezone.now():
        # What was not used counts for the quorum.
        raise RoundStateError(_("Voting has ended: the passes stay as they are."))


def _void(held: Round, serial: str, reason: str, by: Any) -> VotingPass:
    check_voidable(held, reason)
    _check_not_alone_again(held, by)
    found = (
        VotingPass.objects.select_for_update(of=("self",))
        .select_related("batch")
        .filter(round=held, serial=serial.strip().upper()[:4])
        .first()
    )
    if found is None:
        raise UnknownPassError
    if found.batch.voided_at is not None:
        # Not whether it was used before: asking would cost nothing any more.
        raise RoundSetupError(
            _(
                "The batch of this pass was declared void: what was not used is worthless."
            )
        )
    if found.state == PassState.USED:
        raise PassUsedError
    if found.state == PassState.VOID:
        raise PassVoidError
    if found.state == PassState.TEST:
        # In the place of one that never voted, another could: the roll would grow.
        raise RoundSetupError(
            _("A pass for trying out votes nowhere: there is nothing to void.")
        )
    found.state = PassState.VOID
    found.save(update_fields=["state"])
    log(
        instance=held,
        action="participation.void_pass",
        user=by,
        data={"serial": found.serial, "reason": reason.strip()},
    )
    return found


def new_batch(held: Round, *, label: str, size: int, by: Any) -> PassBatch:
    """Store a batch, still without passes."""
    return PassBatch.objects.create(
        round=held, label=label, size=size, issued_at=timezone.now(), issued_by=by
    )


def free_serials(held: Round, count: int) -> list[str]:
    """Serials that no pass of the round has; the round is held, so they stay free."""
    taken = set(held.passes.values_list("serial", flat=True))
    return new_serials(count, is_taken=taken.__contains__)
