"""Batches of paper ballots: what was read, what has to be read, and what holds it up.

Nothing here counts votes: what stands on the sheets is added up when the round is sealed.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, F, Prefetch, Sum
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from participation.enums import EntryPlace, PaperState, RoundState
from participation.models import (
    Ballot,
    PaperBatch,
    PaperDraw,
    PaperEntry,
    PaperReading,
    Round,
)
from participation.paper import differing, draw_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet


@dataclass(frozen=True)
class Paper:
    """The paper of a round: how much of it there is, and how much is read twice.

    ``sheets`` counts those in the boxes, and all that were issued to a table which is
    not counted yet. ``drawn`` are the sheets that the dice chose, as (batch, sheet);
    None where nothing was drawn.
    """

    sheets: int
    drawn: frozenset[tuple[int, int]] | None

    @property
    def is_large(self) -> bool:
        """Whether there is too much to have every sheet read twice."""
        return self.sheets > settings.PAPER_READ_TWICE


@dataclass(frozen=True)
class BatchView:
    """A batch, its entries so far, and what the person who looks may do with it.

    ``next_place`` is the entry that is due; while others still vote, none is.
    """

    batch: PaperBatch
    entries: "Sequence[PaperEntry]"
    own: PaperEntry | None
    next_place: EntryPlace | None
    waits_for_end: bool

    @property
    def may_begin(self) -> bool:
        """Whether this person may begin the entry that is due."""
        return self.own is None and self.next_place is not None

    @property
    def is_to_continue(self) -> bool:
        """Whether this person has begun an entry and not finished it."""
        return (
            self.own is not None and not self.own.is_finished and not self.waits_for_end
        )

    @property
    def next_words(self) -> str:
        """The entry that is due, by its name."""
        return str(self.next_place.label) if self.next_place else ""


def paper_of(round_: Round) -> Paper:
    """How much paper a round has, and which of it was drawn.

    Asks nothing more of a round that was read `with_paper`.
    """
    batches = list(round_.paper_batches.all())
    draw: PaperDraw | None = getattr(round_, "paper_draw", None)
    drawn = None
    if draw is not None:
        sheets = {batch.number: batch.cast or 0 for batch in batches}
        drawn = draw_sheets(draw.seed, sheets, settings.PAPER_SAMPLE)
    return Paper(
        sheets=sum(
            batch.issued if batch.state == PaperState.AT_TABLE else batch.cast or 0
            for batch in batches
        ),
        drawn=drawn,
    )


def with_paper(rounds: "QuerySet[Round]") -> "QuerySet[Round]":
    """Rounds with their batches, entries and draw: two queries more, however many."""
    entries = (
        PaperEntry.objects.select_related("clerk")
        .annotate(typed=Count("readings"))
        .order_by("place")
    )
    batches = PaperBatch.objects.order_by("number").prefetch_related(
        Prefetch("entries", entries)
    )
    return rounds.select_related("paper_draw").prefetch_related(
        Prefetch("paper_batches", batches)
    )


def sheets_to_read_twice(batch: PaperBatch, paper: Paper) -> frozenset[int] | None:
    """Sheets that the second clerk reads; None while the dice have to be rolled first."""
    if batch.in_full or (paper.drawn is None and not paper.is_large):
        return frozenset(range(1, (batch.cast or 0) + 1))
    if paper.drawn is None:
        return None
    return frozenset(sheet for number, sheet in paper.drawn if number == batch.number)


@sensitive_variables()
def readings_of(batch: PaperBatch, place: EntryPlace) -> dict[int, str]:
    """What one of the clerks read, by sheet. For services; no page shows another's."""
    return dict(
        PaperReading.objects.filter(entry__batch=batch, entry__place=place).values_list(
            "sheet", "marks"
        )
    )


@sensitive_variables()
def sheets_in_question(batch: PaperBatch) -> list[int]:
    """Sheets on which two finished entries differ."""
    return differing(
        readings_of(batch, EntryPlace.FIRST), readings_of(batch, EntryPlace.SECOND)
    )


def sheets_of(entry: PaperEntry) -> list[int]:
    """The sheets that a clerk has to type in, in the order of their numbers."""
    batch = entry.batch
    if entry.place == EntryPlace.FIRST:
        return list(range(1, (batch.cast or 0) + 1))
    if entry.place == EntryPlace.SECOND:
        return sorted(sheets_to_read_twice(batch, paper_of(batch.round)) or ())
    return sheets_in_question(batch)


def next_place(
    batch: PaperBatch, entries: "Sequence[PaperEntry]", paper: Paper
) -> EntryPlace | None:
    """The entry of a batch that somebody may begin now, if any."""
    if batch.state != PaperState.COUNTED:
        return None
    places = {EntryPlace(entry.place): entry.is_finished for entry in entries}
    if EntryPlace.FIRST not in places:
        return EntryPlace.FIRST
    if EntryPlace.SECOND not in places:
        return EntryPlace.SECOND if sheets_to_read_twice(batch, paper) else None
    both = places[EntryPlace.FIRST] and places[EntryPlace.SECOND]
    if not both or EntryPlace.THIRD in places or not sheets_in_question(batch):
        return None
    return EntryPlace.THIRD


def batches_for(user: Any, round_: Round) -> list[BatchView]:
    """The batches of a round, in the order of their numbers, as a person sees them."""
    read = with_paper(Round.objects.filter(pk=round_.pk)).get()
    return seen_by(user, read)


def seen_by(user: Any, round_: Round) -> list[BatchView]:
    """The same of a round that was read `with_paper`, without a further question."""
    paper, has_ended = paper_of(round_), round_.closes_at <= timezone.now()
    return [
        _seen_by(user, batch, paper, has_ended=has_ended)
        for batch in round_.paper_batches.all()
    ]


def _seen_by(
    user: Any, batch: PaperBatch, paper: Paper, *, has_ended: bool
) -> BatchView:
    entries = list(batch.entries.all())
    return BatchView(
        batch=batch,
        entries=entries,
        own=next((each for each in entries if each.clerk_id == user.pk), None),
        next_place=next_place(batch, entries, paper) if has_ended else None,
        waits_for_end=batch.state == PaperState.COUNTED and not has_ended,
    )


def draw_is_due(round_: Round, paper: Paper, views: "Sequence[BatchView]") -> bool:
    """Whether the dice are to be rolled: a large round, all of it typed in once."""
    return (
        round_.state == RoundState.OPEN
        and paper.is_large
        and paper.drawn is None
        and all(_typed_in_once(each) for each in views)
    )


def _typed_in_once(view: BatchView) -> bool:
    return view.batch.state == PaperState.AGREED or any(
        each.place == EntryPlace.FIRST and each.is_finished for each in view.entries
    )


def given_on_paper(round_: Round) -> int:
    """Voters who gave up their vote for a sheet, at all tables of a round."""
    found = round_.paper_batches.aggregate(
        given=Sum(F("by_pass") + F("by_number"), default=0)
    )
    return int(found["given"])


def has_voting_begun(round_: Round) -> bool:
    """Whether a ballot was cast, or a vote given up for a sheet of paper."""
    return (
        Ballot.objects.filter(round=round_).exists()
        or round_.paper_batches.exclude(by_pass=0, by_number=0).exists()
    )
