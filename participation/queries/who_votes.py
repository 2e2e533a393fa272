"""Which groups came to a round's tables and to its desk, beside who lives there.

Counts of a day at a place, as an officer noted them. Whoever votes on the web is in none
of them: nothing about a person is asked or kept there.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communities.queries.composition import compositions
from participation.enums import CameTo
from participation.models import VoterCount
from participation.queries.attendance import ShownAttendance, attendance_shown
from participation.queries.group_lines import GroupLines, lines_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from communities.models import Community
    from participation.models import Round

#: What counts show, by what people came to, and by community.
Shown = dict[CameTo, dict[int, list[ShownAttendance]]]


@dataclass(frozen=True)
class VotersAt(GroupLines):
    """Groups of those who came to tables, or to the desk; ``counts`` are of a day each."""

    came_to: CameTo
    everybody: int
    counts: int

    @property
    def is_desk(self) -> bool:
        """Whether people came for a pass rather than to vote."""
        return self.came_to == CameTo.DESK


def who_voted(round_: "Round", communities: "Collection[Community]") -> list[VotersAt]:
    """Groups at the tables and at the desk of a round, as far as people were counted.

    Three queries, however many counts.
    """
    shown = voters_shown([round_]).get(round_.pk, {})
    known = compositions(communities)
    return [
        VotersAt(
            lines_of(known, by_community),
            came_to=came_to,
            everybody=sum(each.everybody or 0 for each in counts),
            counts=len(counts),
        )
        for came_to in CameTo
        if (by_community := shown.get(came_to))
        and (counts := [each for own in by_community.values() for each in own])
    ]


def voters_shown(rounds: "Iterable[Round]") -> dict[int, Shown]:
    """What the counts of rounds show, by the round's key. One query."""
    found: dict[int, Shown] = {}
    for each in VoterCount.objects.filter(round__in=list(rounds)):
        of_round = found.setdefault(each.round_id, {})
        of_round.setdefault(CameTo(each.came_to), {}).setdefault(
            each.community_id, []
        ).append(attendance_shown(each))
    return found


def counts_entered(round_: "Round") -> list[VoterCount]:
    """The counts of a round, newest day first, for those who enter them."""
    return list(
        round_.voter_counts.select_related("community__area")
        .defer("community__area__geometry")
        .order_by("-day", "came_to", "place")
    )
