"""Which rounds there are, and who has taken part so far (never how)."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from participation.enums import NOT_ON_THE_ROLL, PassState, RoundState, StepState, Way
from participation.models import (
    Entitlement,
    PaperBatch,
    Round,
    RoundStep,
    VotingPass,
)
from participation.queries.paper import given_on_paper
from participation.queries.rolls import entitled_in
from participation.queries.scopes import rounds_for

if TYPE_CHECKING:
    from django.db.models import Manager, QuerySet

    from communities.models import Community

SHOWN = [RoundState.OPEN, RoundState.CLOSED, RoundState.CANCELLED]


@dataclass(frozen=True)
class Turnout:
    """How many of those who may vote have, and by which way; nothing about choices.

    ``issued`` are passes. Who got a sheet of paper has voted: that vote was given up.
    """

    issued: int
    entitled: int
    voted: int
    ways: tuple[tuple[str, int], ...]


def public_rounds(community: "Community | None" = None) -> "QuerySet[Round]":
    """Rounds anyone may read about: open ones first, each with ``option_count``."""
    rounds = Round.objects.filter(state__in=SHOWN)
    if community is not None:
        rounds = rounds.filter(rounds_for(community))
    return (
        rounds.select_related("community", "area", "result")
        .defer("area__geometry")
        .annotate(
            option_count=Count("options"),
            place=Case(
                When(state=RoundState.OPEN, then=Value(0)),
                default=Value(1),
                output_field=IntegerField(),
            ),
        )
        .order_by("place", "-closes_at", "pk")
    )


def open_rounds(
    community: "Community | None" = None, *, now: datetime.datetime | None = None
) -> "QuerySet[Round]":
    """Rounds in which a ballot may be cast now or soon, the first to close first."""
    moment = now or timezone.now()
    return (
        public_rounds(community)
        .filter(state=RoundState.OPEN, closes_at__gt=moment)
        .order_by("closes_at", "pk")
    )


def managed_rounds() -> "QuerySet[Round]":
    """All rounds for organisers, newest first, each with how many ``voted`` of ``may_vote``.

    The numbers are those of `turnout`: how many took part, and nothing of what they
    marked.
    """
    passes, roll = VotingPass.objects, Entitlement.objects
    replaced = Q(state=PassState.VOID, replacement__isnull=False)
    holding = passes.exclude(state=PassState.TEST).exclude(replaced)
    return (
        Round.objects.select_related("community", "area")
        .defer("area__geometry")
        .annotate(
            on_the_roll=_each(roll, Count("pk")),
            voted=_each(passes.filter(state=PassState.USED), Count("pk"))
            + _each(PaperBatch.objects, Sum("by_number")),
            may_vote=Case(
                When(on_the_roll__gt=0, then="on_the_roll"),
                default=_each(holding, Count("pk")),
            ),
        )
        .order_by("-opens_at", "pk")
    )


def _each(rows: "Manager[Any] | QuerySet[Any]", figure: Count | Sum) -> Coalesce:
    """A figure of the rows of each round, 0 where it has none."""
    of_round = rows.filter(round=OuterRef("pk")).order_by().values("round")
    return Coalesce(Subquery(of_round.annotate(figure=figure).values("figure")), 0)


def asked_step(round_: Round) -> RoundStep | None:
    """What a second person is asked to do with a round, if anything."""
    asked = round_.steps.filter(state=StepState.ASKED)
    return asked.select_related("asked_by").first()


def turnout(round_: Round) -> Turnout:
    """Who may vote in one round, who has, and ballots by way."""
    passes = round_.passes.aggregate(
        issued=Count("pk", filter=~Q(state__in=NOT_ON_THE_ROLL)),
        used=Count("pk", filter=Q(state=PassState.USED)),
    )
    counted = dict(
        round_.ballots.order_by("way").values_list("way").annotate(Count("pk"))
    )
    # Not the ballots on paper, which are there after the sealing only and without blank
    # sheets: whoever gave up a vote for a sheet has voted.
    counted[Way.PAPER] = given_on_paper(round_)
    ways = tuple((str(way.label), counted.get(way, 0)) for way in Way)
    numbers = round_.paper_batches.aggregate(given=Sum("by_number", default=0))
    return Turnout(
        issued=passes["issued"],
        entitled=entitled_in(round_),
        # A pass that was given up for a sheet is among the used ones; a number has none.
        voted=passes["used"] + numbers["given"],
        ways=ways,
    )
