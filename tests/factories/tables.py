"""Tables for assisted voting, and ballots as their devices seal them."""

import base64
import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from participation.models import Round, TableSession, VotingPass
from participation.services.table_ballots import write_ballot
from participation.services.table_devices import begin_on_device
from participation.services.table_keys import seal_envelope
from participation.services.tables import (
    OpenedTable,
    close_table,
    open_table,
    say_lost,
)
from tests.factories.participation import code_of, staff_member

DEVICE = "0123456789abcdef" * 2


def table_at(round_: Round, *, by: Any = None, place: str = "School") -> OpenedTable:
    """A table that was opened, with its PIN."""
    return open_table(round_, place=place, by=by or staff_member())


def table_in_use(round_: Round, *, by: Any = None) -> OpenedTable:
    """A table that is on a device, which may hold ballots."""
    opened = table_at(round_, by=by)
    held = begin_on_device(opened.table, pin=opened.pin, device=DEVICE)
    return OpenedTable(held, opened.pin)


def given_up(table: TableSession, because: str = "Stolen.") -> TableSession:
    """The table, after two persons gave up what its device holds."""
    return close_table(
        say_lost(table, because=because, by=staff_member()), by=staff_member()
    )


def sealed_ballot(
    table: TableSession,
    voting_pass: VotingPass | str,
    marks: Mapping[int, int] | None = None,
    ballot_id: uuid.UUID | None = None,
) -> bytes:
    """An envelope as a device makes it; ``marks`` by number, the first by default."""
    code = voting_pass if isinstance(voting_pass, str) else code_of(voting_pass)
    numbers = table.round.options.order_by("number").values_list("number", flat=True)
    given = {1: 1} if marks is None else marks
    written = write_ballot(
        code.replace("-", ""),
        ballot_id or uuid.uuid4(),
        [given.get(number, 0) for number in numbers],
    )
    return seal_envelope(table.key, table.public_key, written)


def as_sent(*envelopes: bytes) -> list[dict[str, str]]:
    """Envelopes as a device sends them, each under a name of its own."""
    return [
        {
            "name": secrets.token_hex(16),
            "sealed": base64.b64encode(each).decode(),
        }
        for each in envelopes
    ]
