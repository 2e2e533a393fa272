"""Typing in paper ballots: two persons apart, a third where they differ, dice for many.

Nothing is typed in before voting has ended: whoever types in a box knows how its table
voted, and what is in the database could be added up while others still vote. Nobody types in a batch twice, and nobody is shown what another typed: who resolves a
difference reads the sheet anew. Which sheets are typed a second time is settled by the
amount of paper, or by dice rolled in public once everything was typed in for the first
time.
"""

import datetime
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from participation.enums import BallotType, EntryPlace, PaperState
from participation.models import PaperBatch, PaperDraw, PaperEntry, PaperReading, Round
from participation.paper import (
    LONGEST_SEED,
    SHORTEST_SEED,
    Fault,
    Marking,
    MarksError,
    SeedError,
    read_marks,
    read_seed,
)
from participation.queries.paper import (
    batches_for,
    draw_is_due,
    next_place,
    paper_of,
    readings_of,
    sheets_in_question,
    sheets_of,
    sheets_to_read_twice,
)
from participation.queries.second_persons import may_be_one_person
from participation.services.errors import (
    ONE_HAND,
    NotPermittedError,
    PaperError,
    RoundStateError,
)
from participation.services.locks import held_round
from participation.services.paper_tables import held_batch

MARKINGS: Final = {
    BallotType.APPROVAL: Marking.TICKS,
    BallotType.KNAPSACK: Marking.TICKS,
    BallotType.POINTS: Marking.POINTS,
    BallotType.SCORE: Marking.POINTS,
    BallotType.RANKING: Marking.ORDER,
}


@transaction.atomic
def begin_entry(
    batch: PaperBatch, *, by: Any, now: datetime.datetime | None = None
) -> PaperEntry:
    """Take over the entry of a batch that is due; pressing again changes nothing.

    Raises NotPermittedError, RoundStateError (also while voting goes on), and PaperError
    where none is due, or where this person has typed in the batch before.
    """
    held = _held(batch, by, now)
    entries = list(held.entries.select_related("clerk"))
    own = next((each for each in entries if each.clerk_id == by.pk), None)
    due = next_place(held, entries, paper_of(held.round))
    if own is not None:
        if own.is_finished and due is not None:
            raise PaperError(_("Another person has to do this: you typed it before."))
        return own
    if due is None:
        raise PaperError(_("No entry of this batch is waiting for anybody now."))
    if any(may_be_one_person(each.clerk, by) for each in entries):
        raise PaperError(ONE_HAND)
    entry = PaperEntry.objects.create(batch=held, place=due, clerk=by)
    log(
        instance=held.round,
        action="participation.begin_paper",
        user=by,
        data={"batch": held.number, "entry": due.value},
    )
    return entry


@transaction.atomic
@sensitive_variables()
def store_readings(
    entry: PaperEntry,
    typed: Mapping[int, str],
    *,
    by: Any,
    now: datetime.datetime | None = None,
) -> dict[int, str]:
    """Store what a clerk typed, by sheet; return why a line cannot be, by sheet.

    Lines that are good are stored even where others are not, and storing the same again
    changes nothing. Nothing is logged. Raises NotPermittedError for another's entry,
    RoundStateError while voting goes on, and PaperError once it is finished, or for a
    sheet that is not to be typed in.
    """
    held = _held_entry(entry, by, now)
    wanted = set(sheets_of(held))
    if not set(typed) <= wanted:
        raise PaperError(_("One of these sheets is not to be typed in."))
    round_ = held.batch.round
    numbers = set(round_.options.values_list("number", flat=True))
    marking = MARKINGS[BallotType(round_.ballot_type)]
    faults: dict[int, str] = {}
    good: list[PaperReading] = []
    for sheet, line in typed.items():
        try:
            marks = read_marks(line, numbers=numbers, marking=marking)
        except MarksError as error:
            faults[sheet] = _words(error)
        else:
            good.append(PaperReading(entry=held, sheet=sheet, marks=marks))
    PaperReading.objects.bulk_create(
        good,
        update_conflicts=True,
        unique_fields=["entry", "sheet"],
        update_fields=["marks"],
    )
    return faults


@transaction.atomic
def finish_entry(
    entry: PaperEntry, *, by: Any, now: datetime.datetime | None = None
) -> PaperBatch:
    """Declare an entry finished; from then on the database keeps it as it is.

    The batch is agreed when nothing is left to compare. Raises NotPermittedError,
    RoundStateError while voting goes on, and PaperError while a sheet is missing.
    """
    held = _held_entry(entry, by, now)
    owed = sheets_to_read_twice(held.batch, paper_of(held.batch.round))
    if held.place == EntryPlace.SECOND and owed is None:
        raise PaperError(
            _("There is so much paper now that the dice have to be rolled first.")
        )
    wanted = sheets_of(held)
    read = set(held.readings.values_list("sheet", flat=True))
    missing = [sheet for sheet in wanted if sheet not in read]
    if missing:
        raise PaperError(
            _("Sheet %(sheet)d was not typed in yet.") % {"sheet": missing[0]}
        )
    held.is_finished = True
    held.save(update_fields=["is_finished"])
    log(
        instance=held.batch.round,
        action="participation.finish_paper",
        user=by,
        data={"batch": held.batch.number, "entry": held.place, "sheets": len(wanted)},
    )
    _settle(held.batch, by)
    return held.batch


@transaction.atomic
def redo_entries(batch: PaperBatch, *, reason: str, by: Any) -> PaperBatch:
    """Throw away what was typed of a batch, to be typed in anew by anybody.

    For sheets that were numbered wrongly, a box that was counted wrongly, or a clerk who
    cannot go on. After the dice, every sheet of it is read twice, since the draw is known
    by then. Raises PaperError once the batch is agreed, or without a reason.
    """
    held_round(batch.round, "manage_paper", by=by)
    held = held_batch(batch)
    if held.state != PaperState.COUNTED:
        raise PaperError(_("Only a batch that is being typed in can be begun anew."))
    if not reason.strip():
        raise PaperError(_("Say why it is typed in anew."))
    begun = held.entries.count()
    held.entries.all().delete()
    if PaperDraw.objects.filter(round=held.round).exists():
        held.in_full = True
        held.save(update_fields=["in_full"])
    log(
        instance=held.round,
        action="participation.redo_paper",
        user=by,
        data={"batch": held.number, "entries": begun, "reason": reason.strip()},
    )
    return held


@transaction.atomic
def draw_paper(
    round_: Round, typed: str, *, by: Any, now: datetime.datetime | None = None
) -> PaperDraw:
    """Note the digits that were rolled in public; they choose the sheets read twice.

    Raises PaperError for what is no row of digits, before voting has ended and everything
    was typed in once, and where every sheet is read twice anyway.
    """
    held = held_round(round_, "manage_paper", by=by)
    try:
        seed = read_seed(typed)
    except SeedError:
        raise PaperError(
            _("Type %(least)d to %(most)d digits, as they were rolled.")
            % {"least": SHORTEST_SEED, "most": LONGEST_SEED}
        ) from None
    is_due = draw_is_due(held, paper_of(held), batches_for(by, held))
    if held.closes_at > (now or timezone.now()) or not is_due:
        raise PaperError(
            _(
                "Roll the dice when voting has ended and every sheet was typed in once; "
                "not where all are read twice."
            )
        )
    draw = PaperDraw.objects.create(round=held, seed=seed, entered_by=by)
    log(
        instance=held,
        action="participation.draw_paper",
        user=by,
        data={"digits": seed},
    )
    for batch in held.paper_batches.filter(state=PaperState.COUNTED):
        _settle(held_batch(batch), by)
    return draw


def _held(batch: PaperBatch, by: Any, now: datetime.datetime | None) -> PaperBatch:
    round_ = held_round(batch.round, "enter_paper", by=by)
    if round_.closes_at > (now or timezone.now()):
        raise RoundStateError(_not_before(round_.closes_at))
    return held_batch(batch)


def _not_before(closes_at: datetime.datetime) -> str:
    local = timezone.localtime(closes_at)
    return _(
        "Sheets are typed in once voting has ended, from %(day)s, %(time)s on. Until "
        "then they stay locked in the box."
    ) % {
        "day": date_format(local, "j F Y" if get_language() == "en" else "DATE_FORMAT"),
        "time": date_format(local, "H:i"),
    }


def _held_entry(
    entry: PaperEntry, by: Any, now: datetime.datetime | None
) -> PaperEntry:
    if entry.clerk_id != by.pk:
        raise NotPermittedError
    batch = _held(entry.batch, by, now)
    # Begun anew meanwhile, the row is gone.
    held = PaperEntry.objects.filter(pk=entry.pk, clerk=by).first()
    if held is None or held.is_finished or batch.state != PaperState.COUNTED:
        raise PaperError(_("This entry is finished, or was begun anew."))
    held.batch = batch
    return held


def _settle(held: PaperBatch, by: Any) -> None:
    """Agree on the batch where every sheet was read as often as it has to be."""
    finished = set(
        held.entries.filter(is_finished=True).values_list("place", flat=True)
    )
    if EntryPlace.FIRST not in finished:
        return
    twice = sheets_to_read_twice(held, paper_of(held.round))
    if twice is None or not twice <= readings_of(held, EntryPlace.SECOND).keys():
        return
    if twice and EntryPlace.SECOND not in finished:
        return
    if EntryPlace.THIRD not in finished and sheets_in_question(held):
        return
    held.state = PaperState.AGREED
    held.save(update_fields=["state"])
    log(
        instance=held.round,
        action="participation.agree_paper",
        user=by,
        data={"batch": held.number, "sheets": held.cast, "read_twice": len(twice)},
    )


def _words(error: MarksError) -> str:
    words = {
        Fault.EMPTY: _("Type what stands on the sheet, or 0 where it is blank."),
        Fault.NO_MARK: _("“%(mark)s” is no mark. Type numbers only."),
        Fault.NOT_ON_THE_BALLOT: _("No. %(mark)s is not on this ballot."),
        Fault.TWICE: _("No. %(mark)s is there twice."),
        Fault.POINTS_MISSING: _("Add the points to no. %(mark)s, such as 3:5."),
        Fault.POINTS_NOT_ASKED: _(
            "“%(mark)s”: there are no points on this ballot. Type the number alone."
        ),
        Fault.MIXED: _(
            "Type the numbers in order, or give each one its place, such as 3:1."
        ),
    }
    return words[error.fault] % {"mark": error.mark}
