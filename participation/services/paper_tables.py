"""Paper at the table: opening a batch, giving up a vote for a sheet, counting the box.

A vote is given up before the sheet is given out. A pass that is handed in becomes a used
pass like any other, so that no page, table or copy of the database tells which passes
voted on paper; the table only counts them.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from participation.enums import (
    NOT_ON_THE_ROLL,
    PaperState,
    PassState,
    TakenAs,
    TextLanguage,
)
from participation.models import Entitlement, PaperBatch, PaperDraw, Round, VotingPass
from participation.models.paper import MOST_SHEETS
from participation.permissions import is_permitted
from participation.services.ballots import check_pass, check_unused, check_voting_open
from participation.services.errors import (
    NotPermittedError,
    PaperError,
    PassRefusedError,
    RollError,
)
from participation.services.locks import check_nothing_asked, held_round, shared_round
from participation.services.roll import untaken

#: Of so many voters one may have put a sheet into the box of another table.
_ONE_IN = 10


@dataclass(frozen=True, kw_only=True)
class Account:
    """What came back from a table, in sheets.

    ``explanation`` is published, marked with the ``language`` in which it is written.
    """

    issued: int
    spoilt: int
    unused: int
    missing: int
    cast: int
    explanation: str = ""
    language: str = ""


@transaction.atomic
def open_paper_batch(
    round_: Round,
    *,
    label: str,
    officers: str,
    shift: str,
    issued: int,
    by: Any,
    seen: int | None = None,
    now: datetime.datetime | None = None,
) -> PaperBatch:
    """Prepare the sheets of a table and shift.

    ``seen`` is how many batches there were when the person asked, so that a repeated
    press opens none twice. Raises NotPermittedError, RoundStateError and PaperError.
    """
    held = held_round(round_, "manage_paper", by=by)
    check_nothing_asked(held)
    if PaperDraw.objects.filter(round=held).exists():
        raise PaperError(_("The dice were rolled: no sheets can be added any more."))
    if (now or timezone.now()) >= held.closes_at:
        raise PaperError(_("Voting has ended: no sheets are given out any more."))
    if not 0 < issued <= MOST_SHEETS:
        raise PaperError(_("A batch has 1 to %(most)d sheets.") % {"most": MOST_SHEETS})
    last = held.paper_batches.aggregate(last=Max("number"))["last"] or 0
    if seen is not None and seen != last:
        raise PaperError(
            _("A batch was opened meanwhile. See the list before you open more.")
        )
    batch = PaperBatch.objects.create(
        round=held,
        number=last + 1,
        label=label.strip(),
        officers=officers.strip(),
        shift=shift.strip(),
        issued=issued,
    )
    log(
        instance=held,
        action="participation.open_paper",
        user=by,
        data={"batch": batch.number, "issued": issued},
    )
    return batch


@transaction.atomic
def give_up_number(
    batch: PaperBatch, number: str, *, by: Any, now: datetime.datetime | None = None
) -> Entitlement:
    """Note that the person of a number votes on paper at this table.

    Raises RollError for a number that is not on the roll or was taken, and while passes
    were issued for all numbers that are left: then a pass has to be handed in.
    """
    held = held_round(batch.round, "take_paper", by=by)
    check_voting_open(held, now)
    found = untaken(held, number)
    numbers = held.roll.count()
    passes = held.passes.exclude(state__in=NOT_ON_THE_ROLL).count()
    if passes + held.roll.filter(taken_as=TakenAs.PAPER).count() >= numbers:
        raise RollError(
            _(
                "Passes were printed for all numbers that are left. Give this person a "
                "pass at the desk, and take it in here."
            )
        )
    found.taken_as = TakenAs.PAPER
    found.save(update_fields=["taken_as"])
    _count(batch, "by_number")
    log(instance=held, action="participation.give_paper", user=by)
    return found


@transaction.atomic
@sensitive_variables()
def give_up_pass(
    batch: PaperBatch, typed: str, *, by: Any, now: datetime.datetime | None = None
) -> None:
    """Take in a pass for a sheet of paper; from then on it votes nowhere else.

    Raises what checking a pass does, and PassRefusedError for one that is for trying out.
    """
    # Round, then pass, then batch: as casting and closing do.
    round_ = shared_round(batch.round_id)
    if not is_permitted(by, "take_paper", round_):
        raise NotPermittedError
    named = check_pass(round_, typed, now=now)
    held = VotingPass.objects.select_for_update().get(pk=named.pk)
    check_unused(held)
    if held.state == PassState.TEST:
        raise PassRefusedError(_("This pass is for trying out. It votes nowhere."))
    held.state = PassState.USED
    held.save(update_fields=["state"])
    _count(batch, "by_pass")
    log(instance=round_, action="participation.give_paper", user=by)


@transaction.atomic
def account_for_paper(batch: PaperBatch, account: Account, *, by: Any) -> PaperBatch:
    """Note what came back from a table; from then on its sheets can be typed in.

    May be corrected until somebody begins to type. Raises PaperError where the sheets do
    not add up, or where a difference is not explained.
    """
    held_round(batch.round, "take_paper", by=by)
    held = held_batch(batch)
    check_nothing_asked(held.round)
    if held.state == PaperState.AGREED or held.entries.exists():
        raise PaperError(_("These sheets are being typed in already."))
    if PaperDraw.objects.filter(round=held.round).exists():
        raise PaperError(_("The dice were rolled: the sheets are counted for good."))
    _check_account(held, account)
    for name in ("issued", "spoilt", "unused", "missing", "cast"):
        setattr(held, name, getattr(account, name))
    held.explanation = account.explanation.strip()
    held.explanation_language = (
        TextLanguage(account.language) if held.explanation else ""
    )
    held.state = PaperState.COUNTED if account.cast else PaperState.AGREED
    held.save()
    log(
        instance=held.round,
        action="participation.account_paper",
        user=by,
        data={
            "batch": held.number,
            "given": held.given,
            "issued": account.issued,
            "spoilt": account.spoilt,
            "unused": account.unused,
            "missing": account.missing,
            "cast": account.cast,
        },
    )
    return held


def held_batch(batch: PaperBatch) -> PaperBatch:
    """Read a batch again and hold its row until the transaction ends."""
    return (
        PaperBatch.objects.select_for_update(of=("self",))
        .select_related("round__community__area", "round__area")
        .get(pk=batch.pk)
    )


def _check_account(held: PaperBatch, account: Account) -> None:
    if not 0 < account.issued <= MOST_SHEETS:
        raise PaperError(_("A batch has 1 to %(most)d sheets.") % {"most": MOST_SHEETS})
    came = account.spoilt + account.unused + account.missing + account.cast
    if came != account.issued:
        raise PaperError(
            _(
                "Spoilt, unused, not brought back and in the box come to %(came)d. They "
                "must come to the %(issued)d sheets issued."
            )
            % {"came": came, "issued": account.issued}
        )
    if account.cast > held.given + max(1, held.given // _ONE_IN):
        raise PaperError(
            _(
                "%(given)d gave up their vote for a sheet here, and %(cast)d sheets are "
                "in the box: too many to have come from another table by mistake. Count "
                "again."
            )
            % {"given": held.given, "cast": account.cast}
        )
    others = held.round.paper_batches.exclude(pk=held.pk)
    counted = others.aggregate(
        cast=Sum("cast", default=0),
        given=Sum(F("by_pass") + F("by_number"), default=0),
    )
    cast, given = counted["cast"] + account.cast, counted["given"] + held.given
    # Which table has too many is known when the last of them is counted.
    is_last = not others.filter(state=PaperState.AT_TABLE).exists()
    if is_last and cast > given:
        raise PaperError(
            _(
                "That makes %(cast)d sheets in all boxes, and %(given)d votes were given "
                "up for paper. Count again. If it stays so, draw as many sheets as are "
                "too many out of the box by lot, in public, count them as spoilt, and say "
                "so."
            )
            % {"cast": cast, "given": given}
        )
    is_plain = account.missing == 0 and account.cast == held.given
    if not is_plain and not account.explanation.strip():
        raise PaperError(
            _(
                "%(given)d gave up their vote for a sheet and %(cast)d sheets are in the "
                "box. Say why; it is published."
            )
            % {"given": held.given, "cast": account.cast}
            if account.cast != held.given
            else _("Say what became of the sheets not brought back; it is published.")
        )


def _count(batch: PaperBatch, column: str) -> None:
    """One more voter at the table, unless its sheets were counted meanwhile."""
    at_table = PaperBatch.objects.filter(pk=batch.pk, state=PaperState.AT_TABLE)
    if not at_table.update(**{column: F(column) + 1}):
        raise PaperError(_("The sheets of this table were counted already."))
