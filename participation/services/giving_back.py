"""Giving a number of the roll back: only with the unused pass in hand, which is voided."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from participation.enums import GivenBack, TakenAs
from participation.models import Round
from participation.services.errors import RollError, UnknownPassError
from participation.services.locks import held_round
from participation.services.pass_codes import parse_code, row_of_code
from participation.services.passes import IssuedPasses, replace_pass, void_pass
from participation.services.roll import western_digits


@transaction.atomic
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
    """
    held = held_round(round_, "give_back", by=by)
    why = GivenBack(reason)
    wanted = western_digits(number).strip()
    found = (
        held.roll.select_for_update()
        .filter(number__iexact=wanted, taken_as=TakenAs.PASS)
        .first()
    )
    if found is None:
        raise RollError(
            _("No pass was given out for no. %(number)s.") % {"number": wanted}
        )
    given = parse_code(code)
    if row_of_code(held.passes.all(), given) is None:
        raise UnknownPassError
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
