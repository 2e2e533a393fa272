"""A table's own device: beginning with its PIN, and ending when it holds nothing.

A PIN is typed for each voter, so that it is short and could be guessed: unlike passes
(`code_entry`), the right one cannot always be taken. But whoever has read the table's
address could lock the officer out by typing wrong ones. So

- the limit is higher than a hand types, and the PIN has as many digits as that asks for:
  a program that tries without pause for a day comes on one in a thousand PINs. It would
  win no vote by it: a ballot needs a pass;
- a table that is on its device takes PINs for that from no other device, and counts those
  of its own apart: nobody else can shut it out;
- what is counted is of one PIN. Where a program did shut an officer out, another PIN,
  which whoever runs the table makes on its page, is taken at once.
"""

import hashlib
import re
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from participation.enums import PassState
from participation.models import TableSession
from participation.services.errors import (
    OtherDeviceError,
    PinError,
    TableClosedError,
    TableError,
    TooManyPinsError,
)
from participation.services.locks import shared_round
from participation.services.tables import held_table, is_pin_of, wipe
from participation.services.throttle import note_failure, seconds_to_wait

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.models import Round

#: What a device draws for itself: 128 bits.
_DEVICE = re.compile(r"[0-9a-f]{32}")


@sensitive_variables()
def check_pin(table: TableSession, pin: str, *, is_own_device: bool = False) -> None:
    """Check the PIN of an open table, and count a wrong one.

    ``is_own_device`` is for what `check_device` let through. Raises TableClosedError,
    TooManyPinsError and PinError.
    """
    if not table.is_open:
        raise TableClosedError
    counted = (table.key, table.pin_hash, "own" if is_own_device else "")
    seconds = seconds_to_wait("table-pin", *counted)
    if seconds:
        raise TooManyPinsError(seconds)
    if not is_pin_of(table, pin):
        note_failure("table-pin", *counted)
        raise PinError


@sensitive_variables()
def unlock(table: TableSession, pin: str) -> uuid.UUID:
    """Open a table for one voter, on a device without script; raises as `check_pin` does.

    What opened it before does so no more.
    """
    check_pin(table, pin)
    drawn = uuid.uuid4()
    if not _open_tables(table).update(unlocked=drawn):
        raise TableClosedError
    return drawn


def is_unlocked_by(table: TableSession, drawn: uuid.UUID) -> bool:
    """Whether an unlocking is the one that is good now."""
    return _open_tables(table).filter(unlocked=drawn).exists()


def use_unlocking(table: TableSession, drawn: uuid.UUID) -> bool:
    """Let in one pass by an unlocking, once; False when it was used meanwhile."""
    return bool(_open_tables(table).filter(unlocked=drawn).update(unlocked=None))


def _open_tables(table: TableSession) -> "QuerySet[TableSession]":
    return TableSession.objects.filter(pk=table.pk, closed_at=None)


@sensitive_variables()
def begin_on_device(table: TableSession, *, pin: str, device: str) -> TableSession:
    """Give a table to the device that asks first. Raises as `check_pin` does.

    Raises OtherDeviceError where another has it: two devices of one table would each
    say that they hold nothing.
    """
    if table.device:
        check_device(table, device)
    check_pin(table, pin, is_own_device=bool(table.device))
    if not _DEVICE.fullmatch(device):
        raise OtherDeviceError
    with transaction.atomic():
        shared_round(table.round_id)
        held = held_table(table.pk)
        if not held.device:
            held.device = _digest(device)
            held.save(update_fields=["device"])
    check_device(held, device)
    return held


@sensitive_variables()
def check_device(table: TableSession, device: str) -> None:
    """Check that a table is on this device. Raises TableClosedError, OtherDeviceError."""
    if not table.is_open:
        raise TableClosedError
    if not table.device or table.device != _digest(device):
        raise OtherDeviceError


@sensitive_variables()
def end_on_device(table: TableSession, *, pin: str, device: str) -> TableSession:
    """Close a table whose device says that it holds no ballot any more.

    Raises as `check_pin` and `check_device` do.
    """
    check_device(table, device)
    check_pin(table, pin, is_own_device=True)
    with transaction.atomic():
        shared_round(table.round_id)
        held = held_table(table.pk)
        wipe(held)
    return held


def serials_of(round_: "Round") -> dict[str, str]:
    """Serials of passes that may vote, and of those for trying out, one after the other.

    With these a device without connection tells a slip of the finger in the first four
    letters. They stand in the clear on every pass and open nothing; which passes were
    used is not among it. Of the secret nothing can be checked without the site: it
    keeps no more of it than a slow hash. Of a batch that was declared void none is
    told: those left out would be the unused ones.
    """
    passes = (
        round_.passes.exclude(state=PassState.VOID)
        .filter(batch__voided_at=None)
        .order_by("serial")
    )
    found: dict[str, list[str]] = {"serials": [], "trials": []}
    for serial, state in passes.values_list("serial", "state"):
        found["trials" if state == PassState.TEST else "serials"].append(serial)
    return {name: "".join(serials) for name, serials in found.items()}


def table_of(key: str) -> TableSession:
    """The table of an address. Raises TableError."""
    found = TableSession.objects.select_related("round__community", "round__area")
    table = found.filter(key=key).first()
    if table is None:
        raise TableError(_("There is no such table."))
    return table


def _digest(device: str) -> str:
    return hashlib.sha256(f"homeground.table.device:{device}".encode()).hexdigest()
