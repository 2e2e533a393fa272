"""Counting by group who came to a round's tables or to its desk, once and for good."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities.models import Community
from participation.enums import AttendanceGroup, CameTo, RoundState
from participation.models import Round, VoterCount
from participation.queries.scopes import communities_of
from participation.services.errors import CountsError
from participation.services.group_counts import MOST_PEOPLE, fill_in, forget_small
from participation.services.locks import held_round

#: So long before a round opens its passes may be handed out at a desk.
AHEAD = datetime.timedelta(days=60)


@dataclass(frozen=True)
class Counted:
    """What an officer noted of a day at a place; None is a group not counted."""

    community: Community
    came_to: CameTo
    place: str
    day: datetime.date
    everybody: int
    groups: Mapping[AttendanceGroup, int | None]


@transaction.atomic
def count_voters(round_: Round, counted: Counted, *, by: Any) -> VoterCount:
    """Keep of a day's counts what may be shown; the rest is never stored.

    The round is held meanwhile, so that two officers do not enter the same day twice.
    Raises NotPermittedError, RoundStateError, and CountsError, naming the field, for
    counts that cannot be, are too small to be kept, or are there already.
    """
    held = held_round(round_, "count_voters", by=by)
    kept = what_is_kept(held, counted)
    kept.save()
    log(
        instance=held,
        action="participation.count_voters",
        user=by,
        data={"came_to": kept.came_to, "breakdowns": kept.told},
    )
    return kept


def what_is_kept(round_: Round, counted: Counted) -> VoterCount:
    """What would be stored of these counts, not stored yet. Raises CountsError."""
    threshold = settings.RELEASE_THRESHOLD_PERSONS
    place = " ".join(counted.place.split())
    if not place:
        raise CountsError(_("Say where people came."), "place")
    if not communities_of(round_).filter(pk=counted.community.pk).exists():
        raise CountsError(_("The round does not decide for this place."), "community")
    _check_day(round_, counted)
    if not threshold <= counted.everybody <= MOST_PEOPLE:
        raise CountsError(
            _(
                "Fewer than %(n)d people are not counted by themselves. Put them "
                "together with those of another place, or of several days."
            )
            % {"n": threshold},
            "everybody",
        )
    if round_.voter_counts.filter(
        community=counted.community,
        came_to=counted.came_to,
        place__iexact=place,
        day=counted.day,
    ).exists():
        raise CountsError(
            _("This place was counted for this day already, and that count stays."),
            "place",
        )
    kept = VoterCount(
        round=round_,
        community=counted.community,
        came_to=counted.came_to,
        place=place,
        day=counted.day,
        everybody=counted.everybody,
    )
    fill_in(kept, counted.groups)
    if not kept.told:
        raise CountsError(_("Count one group at least."), AttendanceGroup.WOMEN.value)
    forget_small(kept, threshold=threshold)
    return kept


def _check_day(round_: Round, counted: Counted) -> None:
    """Check that people can have come on that day. Raises CountsError."""
    is_table = counted.came_to == CameTo.TABLE
    if is_table and round_.state == RoundState.DRAFT:
        raise CountsError(_("This round has not been opened yet."), "came_to")
    opens, closes = round_.opens_at, round_.closes_at
    first = timezone.localdate(opens if is_table else opens - AHEAD)
    last = min(timezone.localdate(), timezone.localdate(closes))
    if not first <= counted.day <= last:
        raise CountsError(_("Nobody can have come on this day."), "day")
