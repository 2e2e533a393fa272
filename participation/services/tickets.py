"""What a voter's own page carries from the pass to the cast ballot.

After a pass was checked, the page carries a signed, short-lived ticket in a hidden field
instead of the code: nothing about the voter is stored on the server, no cookie is set,
and the secret is not sent again. The ticket names the identifier that the ballot will
have, so that pressing the button twice casts once and shows the same receipt.
"""

import datetime
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core import signing

from participation.services.errors import TicketError

if TYPE_CHECKING:
    from participation.models import Round, VotingPass

LIFETIME = datetime.timedelta(minutes=45)
_SALT = "participation.ticket"


@dataclass(frozen=True)
class Ticket:
    """A checked pass (by key) and the identifier of the ballot to come."""

    round_id: int
    pass_id: int
    ballot_id: uuid.UUID

    @classmethod
    def for_pass(cls, voting_pass: "VotingPass") -> "Ticket":
        """A ticket with a fresh random identifier."""
        return cls(voting_pass.round_id, voting_pass.pk, uuid.uuid4())

    def signed(self) -> str:
        """The ticket as text for a hidden field."""
        return signing.dumps(
            [self.round_id, self.pass_id, self.ballot_id.hex], salt=_SALT
        )


def read_ticket(text: str, round_: "Round") -> Ticket:
    """Read a ticket of this round. Raises TicketError when old, forged or of another."""
    try:
        round_id, pass_id, ballot = signing.loads(text, salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        raise TicketError from None
    if round_id != round_.pk:
        raise TicketError
    return Ticket(round_id, pass_id, uuid.UUID(hex=ballot))
