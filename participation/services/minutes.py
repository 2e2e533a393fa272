"""Minutes of a meeting: written, handed in, looked at by programme staff, published, and
confirmed by those who met."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.enums import MeetingNews, MeetingState
from participation.models import Attendance, Meeting, MinutesConfirmation
from participation.permissions import confirming_role
from participation.queries.second_persons import may_be_one_person
from participation.services.attendance import settle_attendance
from participation.services.decisions import check_hands, settle_hands
from participation.services.errors import MeetingError, NotPermittedError
from participation.services.meetings import held_meeting, record
from participation.services.minutes_held import held_for_minutes
from participation.signals import announce_meeting


@transaction.atomic
def write_minutes(meeting: Meeting, *, by: Any, minutes: str, language: str) -> Meeting:
    """Store the text of the minutes; with the first word a called meeting was held.

    Raises NotPermittedError, MeetingStateError (also before the meeting has begun).
    """
    held = held_for_minutes(meeting, by=by)
    held.minutes, held.minutes_language = minutes.strip(), language
    held.save(update_fields=["minutes", "minutes_language"])
    record(held, "write_minutes", by=by)
    return held


@transaction.atomic
def hand_in_minutes(meeting: Meeting, *, by: Any) -> Meeting:
    """Give minutes to programme staff, who look at them before they are published.

    Raises NotPermittedError, MeetingStateError, MeetingError for what is missing or
    does not agree.
    """
    held = held_meeting(meeting, "hand_in_minutes", by=by)
    _check_ready(held)
    held.state, held.sent_back_why = MeetingState.HANDED_IN, ""
    held.handed_in_at = timezone.now()
    held.save(update_fields=["state", "sent_back_why", "handed_in_at"])
    record(held, "hand_in_minutes", by=by)
    return held


@transaction.atomic
def send_back_minutes(meeting: Meeting, *, by: Any, reason: str) -> Meeting:
    """Give minutes back to those who wrote them, with what should change (not public)."""
    held = held_meeting(meeting, "send_back_minutes", by=by)
    _back_to_writing(held, reason)
    record(held, "send_back_minutes", by=by)
    return held


@transaction.atomic
def publish_minutes(meeting: Meeting, *, by: Any) -> Meeting:
    """Show the minutes to everybody, and settle the counts for good.

    What the threshold does not let be shown is forgotten at this moment: nobody can ask
    for it later. Raises NotPermittedError, MeetingStateError, MeetingError.
    """
    held = held_meeting(meeting, "publish_minutes", by=by)
    _check_ready(held)
    threshold = settings.RELEASE_THRESHOLD_PERSONS
    settle_attendance(held, threshold=threshold)
    settle_hands(held, threshold=threshold)
    held.state, held.sent_back_why = MeetingState.PUBLISHED, ""
    held.published_on, held.published_by = timezone.localdate(), by
    held.save(update_fields=["state", "sent_back_why", "published_on", "published_by"])
    record(held, "publish_minutes", by=by, threshold=threshold)
    announce_meeting(MeetingNews.MINUTES, held, by=by)
    return held


@transaction.atomic
def confirm_minutes(meeting: Meeting, *, by: Any) -> MinutesConfirmation:
    """Say for those who met that the published minutes are right; once is enough.

    Raises NotPermittedError, MeetingStateError, and MeetingError for whoever published
    them, by this account or by one that could be theirs.
    """
    held = held_meeting(meeting, "confirm_minutes", by=by)
    role = confirming_role(by, held)
    if role is None:
        raise NotPermittedError
    known = MinutesConfirmation.objects.filter(meeting=held).first()
    if known is not None:
        return known
    publisher = held.published_by
    if publisher is not None and may_be_one_person(publisher, by):
        raise MeetingError(
            _("Another person than the one who published the minutes confirms them.")
        )
    confirmed = MinutesConfirmation.objects.create(
        meeting=held, confirmed_by=by, confirmed_as=role, published_by=publisher
    )
    record(held, "confirm_minutes", by=by, role=role.value)
    return confirmed


@transaction.atomic
def withdraw_minutes(meeting: Meeting, *, by: Any, reason: str) -> Meeting:
    """Take published minutes back to be corrected; counts stay as they were settled.

    What was confirmed is confirmed no more.
    """
    held = held_meeting(meeting, "withdraw_minutes", by=by)
    MinutesConfirmation.objects.filter(meeting=held).delete()
    held.published_on = held.published_by = None
    _back_to_writing(held, reason)
    record(held, "withdraw_minutes", by=by)
    return held


def _back_to_writing(meeting: Meeting, reason: str) -> None:
    if not reason.strip():
        raise MeetingError(_("Say what should change."), "reason")
    meeting.state, meeting.sent_back_why = MeetingState.HELD, reason.strip()
    meeting.save(
        update_fields=["state", "sent_back_why", "published_on", "published_by"]
    )


def _check_ready(meeting: Meeting) -> None:
    if not meeting.minutes:
        raise MeetingError(_("Write the text of the minutes first."))
    attendance = Attendance.objects.filter(meeting=meeting).first()
    check = partial(check_hands, attendance=attendance)
    for decision in meeting.decisions.prefetch_related("hands"):
        check([(each.answer, each.number) for each in decision.hands.all()])
