"""How many ballots came by which way, as far as anybody may be told.

Organisers see turnout by way as it is. The public, which sees the result beside it, does
not learn how a handful voted: where by one way fewer than the threshold came, all that were
taken are told as one number. (To choose among the others by their size would tell of it:
whoever knows the rule, and reads which were put together, could work out the few.) On paper more is at stake. The sheets in the boxes less the ballots
made of them are those that did not count: where nearly all or none of them count, that
tells of each voter there, so that paper is never told by itself then.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from participation.enums import Way

if TYPE_CHECKING:
    from participation.models import RoundResult


@dataclass(frozen=True)
class Together:
    """Ballots of one way, or of several that are told as one number."""

    ways: tuple[Way, ...]
    ballots: int

    @property
    def names(self) -> list[str]:
        """The names of the ways, in the reader's language."""
        return [str(way.label) for way in self.ways]


def ballots_by_way(result: "RoundResult") -> list[Together]:
    """The ballots of a result by way, or all together where one has few, in fixed order.

    Of a way that nobody took the zero is told.
    """
    threshold = settings.RELEASE_THRESHOLD_PERSONS
    counts = {way: int(result.ways.get(way, 0)) for way in Way}
    cast = int(result.outcome.get("paper", {}).get("cast", 0))
    taken = [way for way in Way if counts[way] or (way == Way.PAPER and cast)]
    groups: list[tuple[Way, ...]] = [(way,) for way in Way]
    if any(counts[way] < threshold for way in taken):
        groups = [tuple(taken), *((way,) for way in Way if way not in taken)]
    groups.sort(key=lambda group: list(Way).index(group[0]))
    return [Together(group, sum(counts[way] for way in group)) for group in groups]


def is_paper_told_alone(result: "RoundResult") -> bool:
    """Whether it is told how many sheets of paper became ballots."""
    return any(group.ways == (Way.PAPER,) for group in ballots_by_way(result))
