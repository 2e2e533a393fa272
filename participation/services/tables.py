"""Opening and closing tables for assisted voting, and letting late ballots in.

A round is not sealed while a table is open: what lies sealed on its device may still
arrive. The device says by itself that it holds nothing any more; where it is lost or
broken, one person says so, and why, and another gives up its ballots: nobody alone makes
sealed ballots worthless. Until then they are taken, and the device may close the table.

What was sealed before closing time may arrive after it, when the connection is back. A
device's clock proves nothing, so that after closing time a table takes ballots only once
a second person has entered how many voted there by the tally sheet, and no more of them.
"""

import datetime
import secrets
from dataclasses import dataclass
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from participation.models import Round, TableSession
from participation.queries.second_persons import may_be_one_person
from participation.services.errors import (
    RoundStateError,
    TableClosedError,
    TableError,
)
from participation.services.locks import check_nothing_asked, held_round
from participation.services.pass_codes import ALPHABET
from participation.services.table_keys import new_keys

KEY_LENGTH, PIN_LENGTH = 12, 8
LONGEST_TALLY = 5_000

#: Guesses are few (`table_devices`), but a PIN is short: memory-hard, at full cost.
_hasher = PasswordHasher()


@dataclass(frozen=True, repr=False)
class OpenedTable:
    """A table with its PIN, which is shown this once."""

    table: TableSession
    pin: str


@sensitive_variables()
def open_table(round_: Round, *, place: str, by: Any) -> OpenedTable:
    """Open a table for assisted voting in an open round.

    Raises NotPermittedError, RoundStateError (also after closing time), and TableError
    for a table without a place.
    """
    if not place.strip():
        raise TableError(_("Say where the table stands."))
    pin = _new_pin()
    pin_hash = _hasher.hash(pin)  # slow on purpose: before the round is held
    key = "".join(secrets.choice(ALPHABET) for _each in range(KEY_LENGTH))
    keys = new_keys(key)
    with transaction.atomic():
        held = held_round(round_, "run_table", by=by)
        check_nothing_asked(held)
        if held.closes_at <= timezone.now():
            raise RoundStateError(_("Voting has ended. No more ballots are taken."))
        table = TableSession.objects.create(
            round=held,
            key=key,
            place=place.strip(),
            pin_hash=pin_hash,
            public_key=keys.public,
            private_key=keys.private,
            opened_at=this_hour(),
            opened_by=by,
        )
        _log(table, "open_table", by)
    return OpenedTable(table, pin)


@sensitive_variables()
def renew_pin(table: TableSession, *, by: Any) -> OpenedTable:
    """Give a table another PIN: the first was forgotten, or seen, or guessed at too often.

    Of the new one no wrong ones have been counted, so that it is taken at once.
    """
    pin = _new_pin()
    pin_hash = _hasher.hash(pin)
    with transaction.atomic():
        held = _held(table, by)
        held.pin_hash = pin_hash
        held.save(update_fields=["pin_hash"])
        _log(held, "renew_pin", by)
    return OpenedTable(held, pin)


@transaction.atomic
def admit_late(
    table: TableSession,
    *,
    voters: int,
    by: Any,
    now: datetime.datetime | None = None,
) -> TableSession:
    """Let ballots in that arrive after closing time, up to the number on the tally sheet.

    ``voters`` is how many persons voted at the table in all. Raises NotPermittedError,
    TableClosedError, RoundStateError before closing time, and TableError for the person
    who opened the table or for fewer voters than ballots that came.
    """
    held = _held(table, by)
    if (now or timezone.now()) < held.round.closes_at:
        raise RoundStateError(_("Voting goes on until the closing time."))
    if may_be_one_person(held.opened_by, by):
        raise TableError(
            _("Another person than the one who opened the table does this.")
        )
    if not held.served <= voters <= LONGEST_TALLY:
        raise TableError(
            _("%(served)d ballots came from this table already.")
            % {"served": held.served}
        )
    held.voters, held.admitted_by = voters, by
    held.save(update_fields=["voters", "admitted_by"])
    _log(held, "admit_late", by, voters=voters)
    return held


@transaction.atomic
def say_lost(table: TableSession, *, because: str, by: Any) -> TableSession:
    """Say that a table's device is lost or broken, and why; another person confirms it.

    Nothing is given up by that alone. Raises NotPermittedError, TableClosedError, and
    TableError without a reason, without a device, or where it was said already.
    """
    held = _held(table, by)
    if not held.device:
        raise TableError(_("No device holds ballots of this table."))
    if held.lost_because:
        raise TableError(
            _("It was said already. Another person has to give up the ballots.")
        )
    if not because.strip():
        raise TableError(_("Say what happened to the device."))
    held.lost_because, held.lost_said_by = because.strip(), by
    held.save(update_fields=["lost_because", "lost_said_by"])
    _log(held, "say_lost", by)
    return held


@transaction.atomic
def close_table(table: TableSession, *, by: Any) -> TableSession:
    """Close a table without its device: nothing that lies on one can be read any more.

    Raises NotPermittedError, TableClosedError, and TableError for a table that has a
    device, unless another person has said that it is lost.
    """
    held = _held(table, by)
    if held.device and not held.lost_because:
        raise TableError(
            _(
                "Close the table on its device, so that no ballot is left there. Where "
                "the device is lost or broken, say so here."
            )
        )
    if held.lost_because and may_be_one_person(held.lost_said_by, by):
        raise TableError(
            _("Another person than the one who said so gives up the ballots.")
        )
    wipe(held, by=by, is_lost=bool(held.lost_because))
    _log(held, "close_table", by, is_lost=held.is_given_up)
    return held


def wipe(held: TableSession, *, by: Any = None, is_lost: bool = False) -> None:
    """Close a table that is held: its private key goes, and with it every envelope.

    Where it was said to be lost and is not given up for that, it was not lost.
    """
    held.closed_at, held.closed_by = this_hour(), by
    if not is_lost:
        held.lost_because, held.lost_said_by = "", None
    held.private_key, held.refused_marks, held.unlocked = "", [], None
    held.save(
        update_fields=[
            *("closed_at", "closed_by", "lost_because", "lost_said_by"),
            *("private_key", "refused_marks", "unlocked"),
        ]
    )


def close_tables_of(held: Round, *, by: Any) -> None:
    """Close the tables of a round that is held and cancelled: nothing is counted."""
    for table in held.tables.select_for_update().filter(closed_at=None).order_by("pk"):
        wipe(table, by=by)


def check_no_table_open(held: Round) -> None:
    """Check that no ballot can be on its way from a table. Raises RoundStateError."""
    places = held.tables.filter(closed_at=None).values_list("place", flat=True)
    if places:
        raise RoundStateError(
            _("Close these tables first, or give up their ballots: %(places)s")
            % {"places": ", ".join(places)}
        )


@sensitive_variables()
def is_pin_of(table: TableSession, pin: str) -> bool:
    """Whether a PIN is that of a table."""
    try:
        return _hasher.verify(table.pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False


def held_table(pk: int) -> TableSession:
    """Read a table and hold its row; its round is held before it, as everywhere.

    Raises TableClosedError.
    """
    held = TableSession.objects.select_for_update(of=("self",)).get(pk=pk)
    if not held.is_open:
        raise TableClosedError
    return held


def this_hour() -> datetime.datetime:
    """Now, in whole hours: nothing at a table is noted more finely."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _held(table: TableSession, by: Any) -> TableSession:
    round_ = held_round(table.round, "run_table", by=by)
    held = held_table(table.pk)
    held.round = round_
    return held


def _new_pin() -> str:
    return f"{secrets.randbelow(10**PIN_LENGTH):0{PIN_LENGTH}d}"


def _log(table: TableSession, action: str, by: Any, **data: Any) -> None:
    # Neither place nor reason: somebody could be named in them.
    log(
        instance=table.round,
        action=f"participation.{action}",
        user=by,
        data={"table": table.pk, **data},
    )
