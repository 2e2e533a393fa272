"""What a voter's own page carries from the pass to the cast ballot.

After a pass was checked, the page carries a signed, short-lived ticket in a hidden field
instead of the code: nothing about the voter is stored on the server, no cookie is set,
and the secret is not sent again. The ticket names the identifier that the ballot will
have, so that pressing the button twice casts once and shows the same receipt.
"""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from participation.services.errors import TicketError
from participation.services.signed_forms import STEPS, SignedField

if TYPE_CHECKING:
    from participation.models import Round, VotingPass

_FIELD = SignedField("participation.ballot", STEPS, TicketError)


@dataclass(frozen=True)
class Ticket:
    """A checked pass (by key) and the identifier of the ballot to come.

    ``place`` is the key of the table at which the pass was let in; empty on one's own
    device. A ticket of one place is none at another.
    """

    round_id: int
    pass_id: int
    ballot_id: uuid.UUID
    place: str = ""

    @classmethod
    def for_pass(cls, voting_pass: "VotingPass", place: str = "") -> "Ticket":
        """A ticket with a fresh random identifier."""
        return cls(voting_pass.round_id, voting_pass.pk, uuid.uuid4(), place)

    def signed(self) -> str:
        """The ticket as text for a hidden field."""
        return _FIELD.sign(
            [self.round_id, self.pass_id, self.ballot_id.hex, self.place]
        )


def read_ticket(text: str, round_: "Round", place: str = "") -> Ticket:
    """Read a ticket of this round and place.

    Raises TicketError when old, forged or of another.
    """
    round_id, pass_id, ballot, its_place = _FIELD.read(text)
    if (round_id, its_place) != (round_.pk, place):
        raise TicketError
    return Ticket(round_id, pass_id, uuid.UUID(hex=ballot), place)
