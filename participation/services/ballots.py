"""From a typed pass to a cast ballot, with nothing that links the two."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from participation.enums import PassState, RoundState, Way
from participation.models import Ballot, Round, RoundResult, VotingPass
from participation.services.choices import Choices, check_choices, stored
from participation.services.errors import (
    PassUsedError,
    PassVoidError,
    RoundStateError,
    UnknownPassError,
)
from participation.services.locks import shared_round
from participation.services.pass_codes import parse_code, row_of_code
from participation.services.receipts import receipt_of
from participation.services.tickets import Ticket


@sensitive_variables()
def check_pass(
    round_: Round, typed: str, *, now: datetime.datetime | None = None
) -> VotingPass:
    """Return the pass that a typed code names, if it is still good in this round.

    Raises RoundStateError outside voting hours, PassRefusedError for what cannot be a
    code, UnknownPassError for a wrong one (told only after the same work as for a right
    one), PassUsedError and PassVoidError for the holder of a right one.
    """
    check_voting_open(round_, now)
    found = known_pass(round_, typed)
    check_unused(found)
    return found


@sensitive_variables()
def known_pass(round_: Round, typed: str) -> VotingPass:
    """Return the pass that a typed code names, used or not.

    Raises PassRefusedError for what cannot be a code, UnknownPassError for a wrong one.
    """
    found = row_of_code(VotingPass.objects.filter(round=round_), parse_code(typed))
    if found is None:
        raise UnknownPassError
    return found


@transaction.atomic
@sensitive_variables()
def cast_ballot(
    ticket: Ticket,
    choices: Choices,
    *,
    way: str = Way.WEB,
    now: datetime.datetime | None = None,
) -> str:
    """Burn the pass and store the ballot, both or neither; return the receipt.

    Repeating a cast with the same ticket stores nothing and returns the same receipt,
    whatever it then chooses. A test pass stores nothing. Nothing is logged. Raises RoundStateError,
    PassUsedError, PassVoidError or BallotError.
    """
    # Always in this order (round, then pass), as closing does: no deadlock.
    round_ = shared_round(ticket.round_id)
    held = VotingPass.objects.select_for_update().get(
        pk=ticket.pass_id, round_id=ticket.round_id
    )
    if held.state == PassState.USED and is_cast(ticket):
        return receipt_of(ticket.ballot_id)
    check_voting_open(round_, now)
    check_unused(held)
    chosen = check_choices(round_, choices)
    if held.state == PassState.TEST:
        return receipt_of(ticket.ballot_id)
    held.state = PassState.USED
    held.save(update_fields=["state"])
    Ballot.objects.create(
        id=ticket.ballot_id,
        round=round_,
        choices=stored(chosen, round_.ballot_type),
        way=Way(way),
    )
    return receipt_of(ticket.ballot_id)


def is_trial(ticket: Ticket) -> bool:
    """Whether a ticket comes from a pass for trying out: nothing will be stored."""
    return VotingPass.objects.filter(pk=ticket.pass_id, state=PassState.TEST).exists()


def is_cast(ticket: Ticket) -> bool:
    """Whether the ballot of a ticket is stored.

    A sealed one has another identifier; its receipt is on the list.
    """
    if Ballot.objects.filter(pk=ticket.ballot_id, round=ticket.round_id).exists():
        return True
    sealed = RoundResult.objects.filter(round=ticket.round_id)
    receipts = sealed.values_list("receipts", flat=True).first()
    return receipt_of(ticket.ballot_id) in (receipts or ())


def check_unused(voting_pass: VotingPass) -> None:
    """Raise PassUsedError or PassVoidError for a pass that votes no more."""
    if voting_pass.state == PassState.USED:
        raise PassUsedError
    if voting_pass.state == PassState.VOID:
        raise PassVoidError


def check_voting_open(round_: Round, now: datetime.datetime | None) -> None:
    """Check that ballots are taken now. Raises RoundStateError."""
    moment = now or timezone.now()
    if round_.state == RoundState.CANCELLED:
        raise RoundStateError(_("This round was cancelled."))
    if round_.state == RoundState.DRAFT or moment < round_.opens_at:
        raise RoundStateError(_("Voting has not begun yet."))
    if round_.state != RoundState.OPEN or moment >= round_.closes_at:
        raise RoundStateError(_("Voting has ended. No more ballots are taken."))
