"""How often the clerks typed a sheet wrongly, told also where no figures of paper are.

Both error counts are published always: they say how well the paper was read. Where it may
not be told how many sheets there were, each is told as a number or as a bound, and which
of them is decided by the count itself and by what anybody reads beside it: how many
ballots are told together with those of paper, and by how many other ways. Deciding it by
the sheets would tell of them: if a number stood there only for ten ballots of paper or
more, then of eleven ballots by two ways one would be known to be of the other way.

What a reader learns from a count is that there were so many sheets at least, and from
two of many errors, if no sheet was wrong twice, as many as their sum. That must not say

* that a sheet did not count, nor
* that few came by another way.

Neither follows while both bounds together still leave ten ballots (the threshold) to each
other way: every sheet may then be a ballot, and no number of the few that was possible
before is ruled out. Therefore a count is told as it is, or as ten or more, only where
twice as much fits in that room; and counts below the threshold, which would come near to
the number of a few sheets, are told as fewer than it. Where there is no such room it is
only told whether there was an error: that somebody voted on paper is known. And where no
ballot was counted, not even that, as it would say that a sheet lay in the box.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings

from participation.enums import Way
from participation.queries.ballots_by_way import ballots_by_way

if TYPE_CHECKING:
    from participation.models import RoundResult


class Told(StrEnum):
    """How much is told of a count."""

    NONE = "none"
    SOME = "some"
    FEWER = "fewer"
    AT_LEAST = "at-least"
    NUMBER = "number"


@dataclass(frozen=True)
class ErrorCount:
    """A count of errors as it is told; ``number`` is the bound, or the count itself."""

    told: Told
    number: int = 0


@dataclass(frozen=True)
class ErrorCounts:
    """Sheets that were wrong in the first and in the second entry."""

    first: ErrorCount
    second: ErrorCount


def error_counts(result: "RoundResult") -> ErrorCounts | None:
    """Both counts as they are told without the sheets; None where not even so."""
    paper = next(each for each in ballots_by_way(result) if Way.PAPER in each.ways)
    if not paper.ballots:
        return None
    room = paper.ballots - settings.RELEASE_THRESHOLD_PERSONS * (len(paper.ways) - 1)
    figures = result.outcome["paper"]
    return ErrorCounts(
        _told(int(figures["first_errors"]), room),
        _told(int(figures["second_errors"]), room),
    )


def _told(errors: int, room: int) -> ErrorCount:
    threshold = settings.RELEASE_THRESHOLD_PERSONS
    if errors == 0:
        return ErrorCount(Told.NONE)
    if 2 * threshold > room:
        return ErrorCount(Told.SOME)
    if errors < threshold:
        return ErrorCount(Told.FEWER, threshold)
    if 2 * errors > room:
        return ErrorCount(Told.AT_LEAST, threshold)
    return ErrorCount(Told.NUMBER, errors)
