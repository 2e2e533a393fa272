"""How much of a roll was taken up; never by whom."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q

from participation.enums import PassState, TakenAs
from participation.models import PassBatch, VotingPass

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.models import Round


@dataclass(frozen=True)
class Roll:
    """Numbers on a roll, and how many of them were given out; all 0 without a roll."""

    numbers: int
    taken: int


def roll_of(round_: "Round") -> Roll:
    """The roll of a round in figures."""
    counted = round_.roll.aggregate(
        numbers=Count("pk"), taken=Count("pk", filter=~Q(taken_as=TakenAs.NOTHING))
    )
    return Roll(counted["numbers"], counted["taken"])


def entitled_in(round_: "Round") -> int:
    """How many may vote: against this a quorum is measured, whatever ways there are.

    The numbers of the roll, where one was entered: each of them may fetch a pass or vote
    on paper until voting ends, so that neither the passes printed so far nor sheets that
    were prepared for a table make them more or fewer. Without a roll whoever holds a pass
    may vote: then they are the passes, with those that were voided and not replaced,
    since nobody's vote is lost with a pass, and without those for trying out.
    """
    numbers = round_.roll.count()
    if numbers:
        return numbers
    passes = round_.passes.exclude(state=PassState.TEST)
    return passes.exclude(state=PassState.VOID, replacement__isnull=False).count()


def batches_of(round_: "Round") -> "QuerySet[PassBatch]":
    """The batches, each with whether it is ``for_trying_out``.

    How many of its passes are handed out or used is not told (`queries.batches`).
    """
    passes = VotingPass.objects.filter(batch=OuterRef("pk"))
    return round_.batches.annotate(
        for_trying_out=Exists(passes.filter(state=PassState.TEST))
    )
