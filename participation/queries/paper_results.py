"""What is published of a round's paper: sheets, what did not count, and both error counts.

Sums over the round only, and these only where enough sheets became ballots: of few, each
figure (none counted, all but one, one exchanged) could tell of somebody who was seen at
the table. Neither are they told where ballots on paper are told together with those of
another way: whoever takes the sheets from that sum has, nearly or wholly, the few that it
was to hide. Then it is only said that all sheets were accounted for, that each was typed
in twice, and of the errors as much as `paper_errors` finds safe. What a single table held is shown for checking the draw alone, and only where
no table held so few that their turnout tells of somebody. Organisers see all of it on the
pages of paper.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from participation.queries.ballots_by_way import is_paper_told_alone
from participation.queries.paper_errors import ErrorCounts, error_counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from participation.models import RoundResult


@dataclass(frozen=True)
class NotCounted:
    """Sheets in the boxes that are no ballots, and why."""

    blank: int
    invalid: int


@dataclass(frozen=True)
class Said:
    """What officers wrote, and its language; "" in results from before it was asked."""

    words: str
    language: str


@dataclass(frozen=True)
class PaperFigures:
    """The paper of a sealed round, in sheets."""

    issued: int
    spoilt: int
    unused: int
    missing: int
    cast: int
    given: int
    read_twice: int
    first_errors: int
    second_errors: int
    not_counted: NotCounted
    explanations: list[Said]
    seed: str
    in_boxes: list[tuple[str, int]]


@dataclass(frozen=True)
class PaperResult:
    """That a round had paper; ``figures`` is None where these would tell of a few.

    Then ``errors`` has the error counts as they are told without the sheets, if at all.
    """

    is_all_read_twice: bool
    figures: PaperFigures | None
    errors: ErrorCounts | None = None


def paper_result(result: "RoundResult") -> PaperResult | None:
    """What is told of the paper of a round; None where nobody could vote on paper."""
    figures: Mapping[str, Any] | None = result.outcome.get("paper")
    if figures is None:
        return None
    threshold = settings.RELEASE_THRESHOLD_PERSONS
    is_all_read_twice = figures["read_twice"] == figures["cast"]
    are_few = figures["given"] and figures["valid"] < threshold
    if are_few or not is_paper_told_alone(result):
        return PaperResult(is_all_read_twice, None, error_counts(result))
    names = ("issued", "spoilt", "unused", "missing", "cast", "given")
    errors = ("read_twice", "first_errors", "second_errors")
    boxes = figures["in_boxes"]
    return PaperResult(
        is_all_read_twice,
        PaperFigures(
            **{name: int(figures[name]) for name in (*names, *errors)},
            not_counted=NotCounted(figures["blank"], figures["invalid"]),
            explanations=[_said(each) for each in figures["explanations"]],
            seed=figures["seed"],
            in_boxes=list(boxes.items())
            if all(cast == 0 or cast >= threshold for cast in boxes.values())
            else [],
        ),
    )


def _said(explanation: "Mapping[str, str] | str") -> Said:
    """Results sealed before the language was asked for have the words alone."""
    if isinstance(explanation, str):
        return Said(explanation, "")
    return Said(explanation["words"], explanation["language"])
