"""A ballot as a table's device writes it, before it seals it: always of the same length.

The code of the pass (16 letters), the random identifier of the ballot (16 bytes), and for
each option, in the order of the ballot, two bytes: 1 where it is marked, its points, or
its place. The length of an envelope so tells nothing of what is in it.
"""

import struct
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.views.decorators.debug import sensitive_variables

from participation.enums import BallotType
from participation.services.choices import Choices
from participation.services.errors import BallotError, EnvelopeError
from participation.services.pass_codes import SECRET_LENGTH, SERIAL_LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence

_CODE, _IDENTIFIER = SERIAL_LENGTH + SECRET_LENGTH, 16
_RANDOM = 4


@dataclass(frozen=True, repr=False)
class TableBallot:
    """What an envelope holds. Its representation shows nothing of it."""

    code: str
    ballot_id: uuid.UUID
    choices: Choices


@sensitive_variables()
def write_ballot(code: str, ballot_id: uuid.UUID, marks: "Sequence[int]") -> bytes:
    """Write a ballot as a device does; ``marks`` are by option, 0 where not marked."""
    return (
        code.encode("ascii") + ballot_id.bytes + struct.pack(f">{len(marks)}H", *marks)
    )


@sensitive_variables()
def read_ballot(
    written: bytes, *, ballot_type: str, numbers: "Sequence[int]"
) -> TableBallot:
    """Read a ballot; ``numbers`` are those of the options, in the order of the ballot.

    Raises EnvelopeError for another length, or what is no code or no random identifier,
    and BallotError for a mark that the ballot has no place for.
    """
    if len(written) != _CODE + _IDENTIFIER + 2 * len(numbers):
        raise EnvelopeError
    code, rest = written[:_CODE], written[_CODE:]
    ballot_id = uuid.UUID(bytes=rest[:_IDENTIFIER])
    if not code.isascii() or ballot_id.version != _RANDOM:
        raise EnvelopeError
    marks = struct.unpack(f">{len(numbers)}H", rest[_IDENTIFIER:])
    given = {number: mark for number, mark in zip(numbers, marks, strict=True) if mark}
    choices: Choices = given
    if ballot_type in (BallotType.APPROVAL, BallotType.KNAPSACK):
        if set(given.values()) - {1}:
            raise BallotError
        choices = list(given)
    return TableBallot(code.decode(), ballot_id, choices)
