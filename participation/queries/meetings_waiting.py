"""What waits for whom after a meeting: minutes to write, check and confirm, actions."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.permissions import current_mandates, is_staff
from initiatives.exports.typesetting import printed_date
from initiatives.queries.waiting import Waiting
from participation.enums import MeetingState
from participation.models import ActionPoint, Meeting
from participation.permissions import confirming_role, is_organiser, roles_at
from participation.queries.scopes import borders_of

#: Action points are shown so long before they are due.
AHEAD = datetime.timedelta(days=14)
#: After this a meeting without minutes waits for nobody any more but the record.
MINUTES_WITHIN = datetime.timedelta(days=60)
#: With all areas above, which roles are asked for; without their borders.
_PLACES = ("community__area__parent__parent__parent__parent", "area__parent__parent")
_BORDERS = (*borders_of("community__area"), *borders_of("area")[:3])


def meetings_waiting(user: Any) -> Iterator[Waiting]:
    """Minutes and action points of meetings for which a person answers.

    Two queries, however much waits, besides those for the areas of one's own mandates.
    """
    if not current_mandates(user) and not is_staff(user):
        return
    yield from _minutes(user)
    yield from _actions(user)


def _minutes(user: Any) -> Iterator[Waiting]:
    now = timezone.now()
    unfinished = Meeting.objects.filter(
        Q(
            state=MeetingState.CALLED,
            ends_at__lte=now,
            ends_at__gte=now - MINUTES_WITHIN,
        )
        | Q(state__in=[MeetingState.HELD, MeetingState.HANDED_IN])
        | Q(
            state=MeetingState.PUBLISHED,
            published_on__gte=timezone.localdate() - MINUTES_WITHIN,
            confirmation__isnull=True,
        )
    )
    for meeting in unfinished.select_related(*_PLACES).defer(*_BORDERS):
        if meeting.state == MeetingState.HANDED_IN:
            if not is_staff(user):
                continue
            what, since = _("Check and publish the minutes"), meeting.handed_in_at
        elif meeting.state == MeetingState.PUBLISHED:
            if (
                meeting.published_by_id == user.pk
                or confirming_role(user, meeting) is None
            ):
                continue
            what, since = _("Confirm the minutes"), None
        elif is_organiser(user, meeting):
            what = (
                _("Change the minutes")
                if meeting.sent_back_why
                else _("Write the minutes")
            )
            since = meeting.ends_at
        else:
            continue
        yield Waiting(
            what=what,
            subject=meeting.title,
            where=meeting.place_name,
            since=since or meeting.ends_at,
            url=reverse("participation:meeting_work", args=[meeting.reference]),
        )


def _actions(user: Any) -> Iterator[Waiting]:
    """Open action points of one's role; those of nobody's role are the organisers'."""
    today = timezone.localdate()
    due = (
        ActionPoint.objects.filter(
            done_on__isnull=True,
            due_on__lte=today + AHEAD,
            meeting__state=MeetingState.PUBLISHED,
        )
        .select_related(*(f"meeting__{path}" for path in _PLACES))
        .defer("meeting__minutes", *(f"meeting__{path}" for path in _BORDERS))
    )
    for action in due:
        meeting = action.meeting
        is_own = (
            action.owner_role in roles_at(user, meeting)
            if action.owner_role
            else is_organiser(user, meeting)
        )
        if is_own:
            yield Waiting(
                what=_("To be done by %(date)s")
                % {"date": printed_date(action.due_on)},
                subject=action.text,
                where=meeting.place_name,
                since=meeting.ends_at,
                url=reverse("participation:meeting", args=[meeting.reference])
                + "#actions",
            )
