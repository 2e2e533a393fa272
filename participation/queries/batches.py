"""Batches of passes in figures that tell of nobody whether they voted.

Who got a pass from which pile is remembered by neighbours, and a batch may be of one. So
while voting is open, nothing here depends on which passes were used: what a batch is told
to be (printed, handed out, void) was noted of it as a whole, and of single passes only
those voided one by one, which are on the audit log by their serial. Once a batch is void
as a whole, its serials bear no mark any more: those without one would be the used ones.
After the count, how many were used is told under the rule that protects groups of votes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Q

from maps.disclosure import shown_votes
from participation.enums import NOT_ON_THE_ROLL, PassState, RoundState
from participation.representation import pooled

if TYPE_CHECKING:
    from participation.models import PassBatch, Round


@dataclass(frozen=True)
class Piles:
    """Passes by label, small piles together under None; ``used`` None is not told."""

    size: Mapping[str | None, int]
    used: Mapping[str | None, int | None]
    used_in_all: int


@dataclass(frozen=True)
class Serial:
    """The public part of a pass, and whether it was voided by itself."""

    text: str
    is_void: bool


@dataclass(frozen=True)
class BatchView:
    """A batch as organisers see it.

    ``void`` counts passes voided one by one, and is None where all of it is void.
    ``used`` and ``used_of`` are of all passes with its label, and None where that is not
    told.
    """

    batch: "PassBatch"
    serials: tuple[Serial, ...]
    is_trial: bool
    void: int | None
    used: int | None = None
    used_of: int | None = None


def batch_view(batch: "PassBatch") -> BatchView:
    """A batch of a round, with its serials."""
    states = list(batch.passes.order_by("serial").values_list("serial", "state"))
    is_void = batch.voided_at is not None
    serials = tuple(
        Serial(serial, not is_void and state == PassState.VOID)
        for serial, state in states
    )
    used = used_of = None
    if batch.round.state == RoundState.CLOSED:
        piles = piles_of(batch.round)
        used, used_of = piles.used.get(batch.label), piles.size.get(batch.label)
    return BatchView(
        batch=batch,
        serials=serials,
        is_trial=any(state == PassState.TEST for _serial, state in states),
        void=None if is_void else sum(each.is_void for each in serials),
        used=used,
        used_of=used_of,
    )


def piles_of(round_: "Round") -> Piles:
    """How far passes were used by the label of their batch, as far as that may be told.

    How many passes a round has, and how many were used, is public; "all of these voted",
    or "none", would tell it of each. So small piles are put together, and the rule for
    votes decides which may be spoken of, with at least the threshold of used and of
    unused passes in each.
    """
    threshold = settings.RELEASE_THRESHOLD_PERSONS
    labels = {
        label: (used, size)
        for label, used, size in round_.passes.exclude(state__in=NOT_ON_THE_ROLL)
        .order_by("batch__label")
        .values("batch__label")
        .annotate(used=Count("pk", filter=Q(state=PassState.USED)), size=Count("pk"))
        .values_list("batch__label", "used", "size")
    }
    together = pooled(
        {label: size for label, (_used, size) in labels.items()}, least=2 * threshold
    )
    used = {key: sum(labels[each][0] for each in own) for key, own in together.items()}
    size = {key: sum(labels[each][1] for each in own) for key, own in together.items()}
    return Piles(
        size=size,
        used=shown_votes(used, size, threshold=threshold),
        used_in_all=sum(used.values()),
    )
