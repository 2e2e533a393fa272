"""Who takes part, by group, beside who lives there: for organisers, while it can be changed.

No attribute of a person is stored beside an account, a pass or a ballot. So nothing is
known of single voters or proposers by group, here or anywhere. What stands in for it:
counts of meetings as they were published, the people whom proposals plan to reach, and
how far passes were used, by the place for which they were printed.
"""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from communities.enums import ResidentGroup
from communities.queries.composition import Composition, compositions
from participation.enums import (
    AttendanceGroup,
    Finding,
    MeetingState,
)
from participation.models import Attendance
from participation.queries.attendance import (
    attendance_shown,
    settled_attendances,
    sums_of,
)
from participation.queries.batches import piles_of
from participation.queries.meetings import upcoming_meetings
from participation.queries.scopes import communities_of
from participation.representation import (
    FEWER,
    Comparison,
    Place,
    compared,
    finding,
)

if TYPE_CHECKING:
    from communities.models import Community
    from participation.models import Meeting, Round

#: So far back meetings are looked at.
PERIOD = datetime.timedelta(days=365)
#: Once so little is left of a round, nobody can be invited any more.
TIME_TO_INVITE = datetime.timedelta(days=1)
#: Whom a profile counts and a meeting too, by the same code.
_COMPARED = [each for each in ResidentGroup if each in AttendanceGroup.values]
_MEETINGS_SHOWN = 3


@dataclass(frozen=True)
class GroupLine:
    """A group's share of those who took part and of the residents, in percent.

    All None where it is not known.
    """

    group: ResidentGroup
    share: int | None
    expected: int | None
    finding: Finding | None

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        return "warn" if self.finding == Finding.FEWER else "neutral"


@dataclass(frozen=True)
class WhoCame:
    """Groups of those who came to meetings since a day; ``meetings`` were counted."""

    lines: tuple[GroupLine, ...]
    meetings: int
    since: datetime.date
    has_profile: bool

    @property
    def missing(self) -> list[ResidentGroup]:
        """Groups of which fewer came than one would expect."""
        return [line.group for line in self.lines if line.finding == Finding.FEWER]

    @property
    def unknown(self) -> list[ResidentGroup]:
        """Groups of which it is not known."""
        return [line.group for line in self.lines if line.finding is None]

    @property
    def missing_words(self) -> str:
        """The groups that are missing, in a row of words."""
        return in_words(self.missing)

    @property
    def unknown_words(self) -> str:
        """The groups of which it is not known, in a row of words."""
        return in_words(self.unknown)


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
        lines=_lines(known, settled),
        meetings=len(settled),
        since=since,
        has_profile=any(each.persons for each in known.values()),
    )


def missing_groups(
    communities: "Collection[Community]",
) -> "dict[int, list[ResidentGroup]]":
    """Which groups are missing at the meetings of each community, by its key.

    Three queries, however many communities.
    """
    until = timezone.localdate()
    known = compositions(communities)
    settled = list(settled_attendances(communities, since=until - PERIOD, until=until))
    found = {}
    for key, composition in known.items():
        own = [each for each in settled if each.meeting.community_id == key]
        lines = _lines({key: composition}, own)
        found[key] = [line.group for line in lines if line.finding == Finding.FEWER]
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
        found.append(_line(group, places))
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


def _lines(
    known: "dict[int, Composition]", settled: Iterable[Attendance]
) -> tuple[GroupLine, ...]:
    """One line for each group that a meeting shows or a profile knows."""
    places: dict[ResidentGroup, list[Place]] = {
        group: []
        for group in _COMPARED
        if any(group in each.persons for each in known.values())
    }
    by_community: dict[int, list[Attendance]] = {}
    for each in settled:
        if each.meeting.community_id is not None:
            by_community.setdefault(each.meeting.community_id, []).append(each)
    for key, own in by_community.items():
        composition = known.get(key)
        for found in sums_of([attendance_shown(each) for each in own]):
            if found.group.value not in _COMPARED or composition is None:
                continue
            group = ResidentGroup(found.group.value)
            persons, base = composition.persons.get(group), composition.base_of(group)
            if persons and base:
                places[group].append(
                    Place(found.stated_persons, found.stated_of, persons, base)
                )
    return tuple(_line(group, own) for group, own in places.items())


def _line(group: ResidentGroup, places: list[Place]) -> GroupLine:
    found: Comparison | None = compared(
        places, threshold=settings.RELEASE_THRESHOLD_PERSONS
    )
    if found is None:
        return GroupLine(group, None, None, None)
    return GroupLine(
        group,
        round(100 * found.share),
        round(100 * found.expected),
        Finding(found.finding),
    )


def in_words(groups: list[ResidentGroup]) -> str:
    """Groups in a row of words, as a sentence holds them."""
    return get_text_list([str(group.label) for group in groups], _("and"))
