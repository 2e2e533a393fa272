"""Paper at the sealing of a round: is it complete, and which ballots does it make?

Sheets become ballots inside the transaction that seals the round, among all others and
before these are shuffled. Of what the clerks typed, only figures are kept.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Sum
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from participation.enums import EntryPlace, PaperState, Way
from participation.models import (
    Ballot,
    PaperBatch,
    PaperDraw,
    PaperReading,
    Round,
)
from participation.paper import Agreement, agree, choices_of
from participation.queries.paper import paper_of, readings_of, sheets_to_read_twice
from participation.services.choices import check_choices, stored
from participation.services.errors import BallotError, SealingError


@dataclass(frozen=True)
class PaperTaken:
    """What paper adds to a round: ballots, passes they used up, and what is published."""

    valid: int = 0
    passes: int = 0
    figures: dict[str, Any] | None = None


def check_paper(held: Round) -> None:
    """Check that all paper is agreed, and no more than votes were given up for.

    Raises SealingError, naming the table.
    """
    waiting = held.paper_batches.exclude(state=PaperState.AGREED).first()
    if waiting is not None:
        raise SealingError(
            _("The paper ballots of table %(table)s are not agreed yet.")
            % {"table": waiting}
        )
    sums = held.paper_batches.aggregate(
        cast=Sum("cast", default=0), given=Sum(F("by_pass") + F("by_number"), default=0)
    )
    if sums["cast"] > sums["given"]:
        raise SealingError(
            _(
                "%(cast)d paper ballots were cast, but only %(given)d votes were given "
                "up for paper: the round cannot be sealed."
            )
            % sums
        )


@sensitive_variables()
def take_in_paper(held: Round) -> PaperTaken:
    """Make ballots of all sheets that count, and forget what was typed.

    The round is held and being sealed. Raises SealingError as `check_paper` does.
    """
    check_paper(held)
    batches = list(held.paper_batches.all())
    if not batches:
        return PaperTaken()
    kinds: Counter[str] = Counter()
    agreements = [_agreement(batch) for batch in batches]
    read: dict[str, list[Any] | str] = {}
    for batch, agreement in zip(batches, agreements, strict=True):
        ballots = []
        for marks in agreement.standing.values():
            if marks not in read:
                read[marks] = _as_ballot(held, marks)
            choices = read[marks]
            if isinstance(choices, str):
                kinds[choices] += 1
            else:
                ballots.append(Ballot(round=held, choices=choices, way=Way.PAPER))
        Ballot.objects.bulk_create(ballots, batch_size=2_000)
        PaperBatch.objects.filter(pk=batch.pk).update(valid=len(ballots))
        kinds["valid"] += len(ballots)
    PaperReading.objects.filter(entry__batch__round=held).delete()
    return PaperTaken(
        valid=kinds["valid"],
        passes=sum(batch.by_pass for batch in batches),
        figures=_figures(held, batches, agreements, kinds),
    )


@sensitive_variables()
def _agreement(batch: PaperBatch) -> Agreement:
    agreement = agree(*(readings_of(batch, place) for place in EntryPlace))
    owed = sheets_to_read_twice(batch, paper_of(batch.round))
    if owed is None or len(owed) > agreement.read_twice:
        raise SealingError(
            _("Sheets of table %(table)s were not read twice.") % {"table": batch}
        )
    if len(agreement.standing) != batch.cast:
        raise SealingError(
            _("Not every sheet of table %(table)s was typed in.") % {"table": batch}
        )
    return agreement


@sensitive_variables()
def _as_ballot(held: Round, marks: str) -> list[Any] | str:
    """What a ballot keeps of a sheet; or ``blank`` or ``invalid``, where it has none."""
    choices = choices_of(marks)
    if choices is None:
        return "invalid"
    if not choices:
        return "blank"
    try:
        return stored(check_choices(held, choices), held.ballot_type)
    except BallotError:
        return "invalid"


def _figures(
    held: Round,
    batches: list[PaperBatch],
    agreements: list[Agreement],
    kinds: Counter[str],
) -> dict[str, Any]:
    """What is published of the paper: sums over the round, and the draw."""
    draw = PaperDraw.objects.filter(round=held).first()
    columns = ("issued", "spoilt", "unused", "missing", "cast", "given")
    return {
        "tables": len(batches),
        **{name: sum(getattr(each, name) or 0 for each in batches) for name in columns},
        **{kind: kinds[kind] for kind in ("valid", "blank", "invalid")},
        "read_twice": sum(each.read_twice for each in agreements),
        "first_errors": sum(each.first_errors for each in agreements),
        "second_errors": sum(each.second_errors for each in agreements),
        "explanations": [
            {"words": each.explanation, "language": each.explanation_language}
            for each in batches
            if each.explanation
        ],
        "seed": draw.seed if draw else "",
        "in_boxes": {str(each.number): each.cast for each in batches} if draw else {},
    }
