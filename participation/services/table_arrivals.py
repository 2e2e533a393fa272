"""Ballots that come from a table: in the clear from its pages, or sealed from its device.

Each is cast by the same service as on the web, with the same pass and the same locks, so
that the first to arrive wins, whatever its way. With it, in one transaction, the table
counts it. What is refused is counted too, once, and kept nowhere.
"""

import datetime
import hashlib
import secrets
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from participation.enums import Way
from participation.models import TableSession, VotingPass
from participation.services.ballots import (
    cast_ballot,
    check_unused,
    is_cast,
    is_trial,
    known_pass,
)
from participation.services.code_entry import guesses_counted
from participation.services.errors import (
    BallotError,
    EnvelopeError,
    NotYetAdmittedError,
    PassRefusedError,
    RoundStateError,
)
from participation.services.locks import shared_round
from participation.services.table_ballots import TableBallot, read_ballot
from participation.services.table_keys import open_envelope
from participation.services.tables import held_table
from participation.services.tickets import Ticket

if TYPE_CHECKING:
    from participation.services.choices import Choices

MOST_AT_ONCE = 25
#: Of a digest: enough to tell one refused envelope from another at one table.
_MARK = 12
_A_MOMENT = datetime.timedelta(microseconds=1)
_draw = secrets.SystemRandom()


class Arrival(StrEnum):
    """What became of an envelope: the device drops it, or keeps it for another try."""

    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"


@sensitive_variables()
def take_envelopes(
    table: TableSession,
    envelopes: Mapping[str, bytes],
    *,
    address: str,
    now: datetime.datetime | None = None,
) -> dict[str, Arrival]:
    """Open and cast sealed ballots, in random order, each by itself.

    ``envelopes`` are by whatever name the device gave them, ``address`` is whence they
    come: wrong passes count as guesses. An envelope that was taken before is taken again
    without effect. Raises TableClosedError.
    """
    names = list(envelopes)
    _draw.shuffle(names)
    return {
        name: _take(table, envelopes[name], address=address, now=now) for name in names
    }


@transaction.atomic
@sensitive_variables()
def cast_at_table(
    table: TableSession,
    ticket: Ticket,
    choices: "Choices",
    *,
    was_sealed: bool = False,
    now: datetime.datetime | None = None,
) -> str:
    """Cast a ballot at a table and count it there; return the receipt.

    Raises TableClosedError and what `cast_ballot` does; for one that was sealed and
    comes after closing time NotYetAdmittedError, unless the tally sheet has room for it.
    """
    # Always in this order (round, table, pass), as closing does: no deadlock.
    round_ = shared_round(table.round_id)
    held = held_table(table.pk)
    moment = now or timezone.now()
    is_late = was_sealed and moment >= round_.closes_at
    is_new = not is_cast(ticket) and not is_trial(ticket)
    if is_late:
        # One that votes nowhere any more is refused for that, however late.
        if not is_cast(ticket):
            check_unused(VotingPass.objects.get(pk=ticket.pass_id))
        if is_new and (held.voters is None or held.served >= held.voters):
            raise NotYetAdmittedError
        # It counts as cast in the last moment of voting.
        moment = round_.closes_at - _A_MOMENT
    receipt = cast_ballot(ticket, choices, way=Way.TABLE, now=moment)
    if is_new:
        held.served += 1
        held.late += is_late
        held.save(update_fields=["served", "late"])
    return receipt


@sensitive_variables()
def _take(
    table: TableSession,
    envelope: bytes,
    *,
    address: str,
    now: datetime.datetime | None,
) -> Arrival:
    try:
        ballot = _opened(table, envelope)
        with guesses_counted(("pass-entry", address)):
            voting_pass = known_pass(table.round, ballot.code)
        ticket = Ticket(table.round_id, voting_pass.pk, ballot.ballot_id)
        cast_at_table(table, ticket, ballot.choices, was_sealed=True, now=now)
    except (NotYetAdmittedError, RoundStateError):
        return Arrival.LATER
    except (EnvelopeError, BallotError, PassRefusedError, IntegrityError):
        # An integrity error: the identifier is that of another ballot.
        _count_refusal(table, envelope)
        return Arrival.REFUSED
    return Arrival.TAKEN


@sensitive_variables()
def _opened(table: TableSession, envelope: bytes) -> TableBallot:
    written = open_envelope(table.key, table.private_key, envelope)
    round_ = table.round
    numbers = round_.options.order_by("number").values_list("number", flat=True)
    return read_ballot(written, ballot_type=round_.ballot_type, numbers=list(numbers))


@transaction.atomic
def _count_refusal(table: TableSession, envelope: bytes) -> None:
    shared_round(table.round_id)
    held = held_table(table.pk)
    mark = hashlib.sha256(envelope).hexdigest()[:_MARK]
    if mark not in held.refused_marks:
        held.refused_marks = [*held.refused_marks, mark]
        held.refused += 1
        held.save(update_fields=["refused_marks", "refused"])
