"""Votes by the way they came, for reviewers, as far as they single nobody out.

Few ballots of one way could be told apart by whoever sat at that table, and if all or
none of them marked something, that tells how each one voted. What could be worked out
from totals and turnout, which are public, is hidden by the rule that protects returns.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from maps.disclosure import shown_votes
from participation.enums import BallotType, Way

if TYPE_CHECKING:
    from participation.models import Round, RoundOption


@dataclass(frozen=True)
class VotesByWay:
    """Ballots that mark an option, by the name of each way that was taken."""

    option: "RoundOption"
    parts: list[tuple[str, int | None]]


def votes_by_way(round_: "Round") -> list[VotesByWay]:
    """For each option of a sealed round, how many ballots of each way mark it.

    Points and places do not count here, only whether an option is marked. Empty unless
    every number may be shown: options hang together by what a ballot may hold (with one
    mark each, those of a way add up to its turnout), and so would give a hidden one away.
    """
    has_points = BallotType(round_.ballot_type).has_points
    counted: Counter[tuple[int, str]] = Counter()
    turnout: Counter[str] = Counter()
    for choices, way in round_.ballots.values_list("choices", "way").iterator():
        turnout[way] += 1
        numbers = (number for number, _points in choices) if has_points else choices
        counted.update((number, way) for number in numbers)
    found = [
        VotesByWay(
            option,
            _shown({way: counted[option.number, way] for way in Way}, turnout),
        )
        for option in round_.options.select_related("initiative")
    ]
    is_whole = all(number is not None for each in found for _way, number in each.parts)
    return found if is_whole else []


def _shown(
    marked: dict[Way, int], turnout: Counter[str]
) -> list[tuple[str, int | None]]:
    shown = shown_votes(
        marked,
        {way: turnout[way] for way in Way},
        threshold=settings.RELEASE_THRESHOLD_PERSONS,
    )
    return [(str(way.label), number) for way, number in shown.items() if turnout[way]]
