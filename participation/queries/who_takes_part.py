"""Who takes part, by group, beside who lives there: for organisers, while it can be changed.

No attribute of a person is stored beside an account, a pass or a ballot. What is known
here are counts: of meetings as they were published, of a day at the tables or the desk
(`who_votes`), of proposals by the group that they came from (`who_proposed`); besides, the
people whom proposals plan to reach, and how far passes were used, by the place for which
they were printed.
"""

import datetime
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.utils import timezone

from communities.enums import ResidentGroup
from communities.queries.composition import compositions
from participation.enums import (
    MeetingState,
)
from participation.queries.attendance import attendance_shown, settled_attendances
from participation.queries.batches import piles_of
from participation.queries.group_lines import (
    GroupLine,
    GroupLines,
    line_of,
    lines_of,
)
from participation.queries.meetings import upcoming_meetings
from participation.queries.scopes import communities_of
from participation.queries.who_votes import voters_shown
from participation.representation import FEWER, Place, finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from communities.models import Community
    from participation.models import Attendance, Meeting, Round
    from participation.queries.attendance import ShownAttendance

#: So far back meetings are looked at.
PERIOD = datetime.timedelta(days=365)
#: Once so little is left of a round, nobody can be invited any more.
TIME_TO_INVITE = datetime.timedelta(days=1)
_MEETINGS_SHOWN = 3


@dataclass(frozen=True)
class WhoCame(GroupLines):
    """Groups of those who came to meetings since a day; ``meetings`` were counted."""

    meetings: int
    since: datetime.date
    has_profile: bool


@dataclass(frozen=True)
class WhatCanBeDone:
    """While a round is open: meetings to come before it closes, places to go to.

    ``places`` are labels of passes of which fewer were used than elsewhere; None where
    that is not told, because too few were used, or not used, to say anything.
    """

    meetings: "tuple[Meeting, ...]"
    places: tuple[str, ...] | None


def who_came(
    communities: "Collection[Community]", *, today: datetime.date | None = None
) -> WhoCame:
    """Groups at the meetings of twelve months beside the newest profiles.

    Three queries, however many communities and meetings.
    """
    until = today or timezone.localdate()
    since = until - PERIOD
    known = compositions(communities)
    settled = list(settled_attendances(communities, since=since, until=until))
    return WhoCame(
        lines=lines_of(known, _by_community(settled)),
        meetings=len(settled),
        since=since,
        has_profile=any(each.persons for each in known.values()),
    )


def missing_groups(rounds: "Collection[Round]") -> "dict[int, list[ResidentGroup]]":
    """Which groups are missing at the meetings of each round's community, or among those
    who came to its tables or its desk, by the round's key; of rounds of one community.

    Four queries, however many rounds.
    """
    until = timezone.localdate()
    of_round = {
        each.pk: each.community for each in rounds if each.community is not None
    }
    communities = {each.pk: each for each in of_round.values()}
    known = compositions(communities.values())
    meetings = _by_community(
        settled_attendances(communities.values(), since=until - PERIOD, until=until)
    )
    voters = voters_shown(rounds)
    found = {}
    for key, community in of_round.items():
        own = {community.pk: known[community.pk]} if community.pk in known else {}
        counted = [meetings, *voters.get(key, {}).values()]
        missing = {
            group
            for each in counted
            for group in GroupLines(lines_of(own, each)).missing
        }
        found[key] = [group for group in ResidentGroup if group in missing]
    return found


def whom_proposals_reach(round_: "Round") -> list[GroupLine]:
    """Returnees and neighbours whom the proposals on the ballot plan to reach.

    A person is counted with each proposal. Empty where none plans anything.
    """
    planned = {
        key: (returnees or 0, neighbours or 0)
        for key, returnees, neighbours in round_.options.order_by()
        .values_list("initiative__community")
        .annotate(
            Sum("initiative__returnees_planned"), Sum("initiative__neighbours_planned")
        )
    }
    known = compositions(communities_of(round_))
    found = []
    for number, group in enumerate((ResidentGroup.RETURNEES, ResidentGroup.NEIGHBOURS)):
        places = [
            Place(counts[number], sum(counts), persons, composition.residents)
            for key, counts in planned.items()
            if (composition := known.get(key))
            and (persons := composition.persons.get(group))
        ]
        found.append(line_of(group, places))
    return found if any(sum(counts) for counts in planned.values()) else []


def what_can_be_done(
    round_: "Round", communities: "Sequence[Community]"
) -> WhatCanBeDone | None:
    """What an open round leaves time for; None where it is not open or ends within a day."""
    now = timezone.now()
    if not round_.is_voting_open or round_.closes_at - now <= TIME_TO_INVITE:
        return None
    coming = upcoming_meetings(communities[0] if len(communities) == 1 else None)
    coming = coming.filter(
        Q(community__isnull=True) | Q(community__in=communities),
        state=MeetingState.CALLED,
        starts_at__range=(now, round_.closes_at),
    )
    return WhatCanBeDone(
        meetings=tuple(coming[:_MEETINGS_SHOWN]), places=places_with_few_votes(round_)
    )


def places_with_few_votes(round_: "Round") -> tuple[str, ...] | None:
    """Labels of passes of which fewer were used than of the round's others.

    Only of piles that may be spoken of (a pass in the place of a lost one is a pile of
    its own); and then no number is told, only where fewer were used: from one look to the
    next, a number would show each vote. None where nothing may be told.
    """
    piles = piles_of(round_)
    if len(piles.size) < 2 or all(number is None for number in piles.used.values()):
        return None
    of_all = Fraction(piles.used_in_all, sum(piles.size.values()))
    return tuple(
        label
        for label, number in piles.used.items()
        if label is not None
        and number is not None
        and finding(Fraction(number), of_all * piles.size[label]) == FEWER
    )


def _by_community(
    settled: "Iterable[Attendance]",
) -> "dict[int, list[ShownAttendance]]":
    found: dict[int, list[ShownAttendance]] = {}
    for each in settled:
        if each.meeting.community_id is not None:
            found.setdefault(each.meeting.community_id, []).append(
                attendance_shown(each)
            )
    return found
