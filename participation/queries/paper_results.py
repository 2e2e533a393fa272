"""What is published of a round's paper: sheets, what did not count, and both error counts.

Sums over the round only. What a single table held is shown for checking the draw alone,
and only where no table held so few that their turnout tells of somebody.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from participation.models import RoundResult


@dataclass(frozen=True)
class PaperResult:
    """The paper of a sealed round, in sheets.

    ``blank`` and ``invalid`` are None, and only their sum is told, where so few voted on
    paper that the one or the other might be known to be somebody's.
    """

    tables: int
    issued: int
    spoilt: int
    unused: int
    missing: int
    cast: int
    given: int
    not_counted: int
    blank: int | None
    invalid: int | None
    read_twice: int
    first_errors: int
    second_errors: int
    explanations: list[str]
    seed: str
    in_boxes: list[tuple[str, int]]


def paper_result(result: "RoundResult") -> PaperResult | None:
    """What is told of the paper of a round; None where nobody could vote on paper."""
    figures: Mapping[str, Any] | None = result.outcome.get("paper")
    if figures is None:
        return None
    threshold = settings.RELEASE_THRESHOLD_PERSONS
    is_few = figures["cast"] < threshold
    names = ("tables", "issued", "spoilt", "unused", "missing", "cast", "given")
    errors = ("read_twice", "first_errors", "second_errors")
    boxes = figures["in_boxes"]
    return PaperResult(
        **{name: int(figures[name]) for name in (*names, *errors)},
        not_counted=figures["blank"] + figures["invalid"],
        blank=None if is_few else figures["blank"],
        invalid=None if is_few else figures["invalid"],
        explanations=list(figures["explanations"]),
        seed=figures["seed"],
        in_boxes=list(boxes.items())
        if all(cast == 0 or cast >= threshold for cast in boxes.values())
        else [],
    )
