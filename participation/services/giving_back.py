"""Giving a number of the roll back: at the desk for the unused pass, or at a paper table.

At the desk whoever frees a number shows the unused pass that came back for it. At a table
there is nothing to show, since a sheet is like any other; what keeps the roll whole there
is that the votes given up at a table are counted beside the numbers that gave them up.
"""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from participation.enums import GivenBack, PaperState, SheetGivenBack, TakenAs
from participation.models import PaperBatch, Round
from participation.services.ballots import check_voting_open
from participation.services.errors import (
    NumberNotTakenError,
    PaperError,
    RollError,
    UnknownPassError,
)
from participation.services.locks import held_round
from participation.services.paper_tables import held_batch
from participation.services.pass_codes import PassCode, parse_code, row_of_code
from participation.services.passes import (
    IssuedPasses,
    asking_leaves_a_trace,
    replace_pass,
    void_pass,
)
from participation.services.roll import untaken, western_digits


@sensitive_variables()
def give_back(
    round_: Round,
    number: str,
    *,
    code: str,
    reason: str,
    by: Any,
    replace: bool = False,
) -> IssuedPasses | None:
    """Free a number that was taken by mistake, and void the pass that was given for it.

    Nothing tells which pass that was. So whoever frees a number shows that they hold an
    unused one, by its whole code: it is voided, and what is out never exceeds the roll.
    With ``replace`` one is issued in its place, and returned. ``reason`` is a
    `GivenBack`; neither the number nor the secret is logged. Raises RollError,
    PassRefusedError (UnknownPassError for a guess), besides those of the round.

    That a number has no pass tells, beside what the desk says of it, who voted on paper:
    asking takes a pass in hand, and is on record.
    """
    with asking_leaves_a_trace(round_, by), transaction.atomic():
        return _give_back(
            held_round(round_, "give_back", by=by),
            number,
            given=parse_code(code),
            why=GivenBack(reason),
            by=by,
            replace=replace,
        )


@sensitive_variables()
def _give_back(
    held: Round, number: str, *, given: PassCode, why: GivenBack, by: Any, replace: bool
) -> IssuedPasses | None:
    if row_of_code(held.passes.all(), given) is None:
        raise UnknownPassError
    wanted = western_digits(number).strip()
    found = (
        held.roll.select_for_update()
        .filter(number__iexact=wanted, taken_as=TakenAs.PASS)
        .first()
    )
    if found is None:
        raise NumberNotTakenError(
            _("No pass was given out for no. %(number)s.") % {"number": wanted}
        )
    words = str(why.label)
    issued = None
    if replace:
        issued = replace_pass(held, serial=given.serial, reason=words, by=by)
    else:
        void_pass(held, serial=given.serial, reason=words, by=by)
    found.taken_as = TakenAs.NOTHING
    found.save(update_fields=["taken_as"])
    log(
        instance=held,
        action="participation.give_back",
        user=by,
        data={"reason": why.value},
    )
    return issued


def give_back_at_table(
    batch: PaperBatch,
    number: str,
    *,
    reason: str,
    by: Any,
    instead: str = "",
    now: datetime.datetime | None = None,
) -> PaperBatch:
    """Free a number that was noted at a paper table by mistake, while it gives out sheets.

    ``reason`` is a `SheetGivenBack`. Where the wrong number was noted the sheet is out,
    and ``instead`` is the number it is for: the table's count stays. Where no sheet was
    taken, or it came back unmarked, the table counts one vote less. Either way as many
    numbers are on paper as votes were given up by number, so that a sheet that went into
    the box all the same is one too many there, and is found when the box is counted.

    The table keeps no numbers, so that one of another table cannot be told from its own;
    neither is logged. Raises RollError, PaperError once the sheets are counted or where
    no number was given up here, and RoundStateError unless voting goes on.
    """
    with asking_leaves_a_trace(batch.round, by), transaction.atomic():
        return _give_back_at_table(
            batch, number, why=SheetGivenBack(reason), by=by, instead=instead, now=now
        )


def _give_back_at_table(
    batch: PaperBatch,
    number: str,
    *,
    why: SheetGivenBack,
    by: Any,
    instead: str,
    now: datetime.datetime | None,
) -> PaperBatch:
    held = held_round(batch.round, "take_paper", by=by)
    check_voting_open(held, now)
    if why == SheetGivenBack.WRONG_NUMBER and not instead.strip():
        raise RollError(_("Type the number that the sheet is for."))
    if why == SheetGivenBack.NO_SHEET and instead.strip():
        raise RollError(_("No sheet is out: no other number is noted."))
    table = held_batch(batch)
    if table.state != PaperState.AT_TABLE:
        raise PaperError(_("The sheets of this table were counted already."))
    if not table.by_number:
        raise PaperError(_("No number was given up at this table."))
    wanted = western_digits(number).strip()
    found = (
        held.roll.select_for_update()
        .filter(number__iexact=wanted, taken_as=TakenAs.PAPER)
        .first()
    )
    if found is None:
        raise NumberNotTakenError(
            _("No. %(number)s was not given up for paper.") % {"number": wanted}
        )
    found.taken_as = TakenAs.NOTHING
    found.save(update_fields=["taken_as"])
    if instead.strip():
        right = untaken(held, instead)
        right.taken_as = TakenAs.PAPER
        right.save(update_fields=["taken_as"])
    else:
        PaperBatch.objects.filter(pk=table.pk).update(by_number=F("by_number") - 1)
        table.refresh_from_db(fields=["by_number"])
    log(
        instance=held,
        action="participation.give_paper_back",
        user=by,
        data={"batch": table.number, "reason": why.value},
    )
    return table
