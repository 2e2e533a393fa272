"""What of feedback waits for whom: what is in one's hands, and what is in nobody's."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.permissions import current_mandates
from initiatives.queries.waiting import Waiting
from participation import handling
from participation.enums import FeedbackCategory, FeedbackState
from participation.permissions import routes_of
from participation.queries.feedback_items import feedback_for

if TYPE_CHECKING:
    from participation.models import Feedback


def waiting_feedback(user: Any) -> Iterator[Waiting]:
    """A line for each item in one's hands; one for those in nobody's, one escalated, one
    for those in the hands of people who are away and for whom one stands in.

    Lines name the serial and the kind, and nothing that was said.
    """
    if not routes_of(user):
        return
    away = {
        mandate.user_id
        for mandate in current_mandates(user)
        if mandate.user_id != user.pk
    }
    to_do = feedback_for(user).filter(
        Q(assignee=user)
        | Q(assignee=None)
        | Q(assignee__in=away)
        | Q(state=FeedbackState.ESCALATED),
        state__in=handling.OPEN,
    )
    found = list(to_do)
    mine = [each for each in found if each.assignee_id == user.pk]
    others = [each for each in found if each.assignee_id != user.pk]
    escalated = [each for each in others if each.state == FeedbackState.ESCALATED]
    for each in mine:
        yield Waiting(
            what=_("Overdue feedback") if each.is_overdue else _("Answer feedback"),
            subject=f"{each.serial}, {FeedbackCategory(each.category).label}",
            where=_place(each),
            since=_moment(each.received_on),
            url=reverse("participation:feedback_item", args=[each.serial]),
        )
    yield from _together(
        [each for each in others if each not in escalated and not each.assignee_id],
        _("Take feedback in hand"),
        "nobody",
    )
    yield from _together(
        [each for each in others if each not in escalated and each.assignee_id],
        _("Feedback in the hands of somebody you stand in for"),
        "open",
    )
    yield from _together(
        escalated, _("Escalated feedback"), FeedbackState.ESCALATED.value
    )


def _together(found: "list[Feedback]", what: str, state: str) -> Iterator[Waiting]:
    if found:
        count = len(found)
        yield Waiting(
            what=what,
            subject=ngettext("%(n)d item", "%(n)d items", count) % {"n": count},
            where=_("Feedback"),
            since=_moment(min(each.received_on for each in found)),
            url=f"{reverse('participation:feedback_desk')}?state={state}",
        )


def _place(feedback: "Feedback") -> str:
    community = feedback.community
    return community.display_name if community else _("The programme as a whole")


def _moment(day: datetime.date) -> datetime.datetime:
    """The beginning of a day: lists of what waits are sorted by moments."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
