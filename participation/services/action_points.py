"""Action points of a meeting: agreed, marked as done, opened again."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.enums import ActingRole
from participation.models import ActionPoint, Meeting
from participation.permissions import may_close, roles_at
from participation.services.decisions import next_position
from participation.services.errors import (
    MeetingError,
    MeetingStateError,
    NotPermittedError,
)
from participation.services.meetings import record
from participation.services.minutes_held import held_for_minutes


@transaction.atomic
def save_action_point(
    meeting: Meeting,
    key: uuid.UUID,
    *,
    by: Any,
    text: str,
    owner: str,
    due_on: datetime.date,
    owner_role: str = "",
) -> ActionPoint:
    """Add an action point to minutes, or change the one of this key.

    ``owner`` names a function; ``owner_role`` is where its holder finds it waiting.
    Raises NotPermittedError, MeetingStateError, MeetingError.
    """
    held = held_for_minutes(meeting, by=by)
    if not text.strip() or not owner.strip():
        raise MeetingError(_("Say what is to be done, and who sees to it."))
    action = ActionPoint.objects.filter(pk=key).first() or ActionPoint(
        pk=key, meeting=held, position=next_position(held.action_points)
    )
    if action.meeting_id != held.pk:
        raise MeetingError(_("Something went wrong. Begin again, please."))
    action.text, action.owner, action.due_on = text.strip(), owner.strip(), due_on
    action.owner_role = ActingRole(owner_role) if owner_role else ""
    action.save()
    record(held, "save_action_point", by=by, action_point=str(key))
    return action


@transaction.atomic
def remove_action_point(action: ActionPoint, *, by: Any) -> None:
    """Take an action point out of minutes that are being written."""
    held = held_for_minutes(action.meeting, by=by)
    held.action_points.filter(pk=action.pk).delete()
    record(held, "remove_action_point", by=by, action_point=str(action.pk))


@transaction.atomic
def close_action_point(action: ActionPoint, *, by: Any) -> ActionPoint:
    """Mark an action point as done today; the page says in which role somebody did.

    Raises NotPermittedError, MeetingStateError where it is done already.
    """
    held = _held(action, by=by)
    if held.done_on is not None:
        raise MeetingStateError(_("This is marked as done already."))
    role = next(iter(roles_at(by, held.meeting)), ActingRole.STAFF)
    held.done_on, held.done_by, held.done_as = timezone.localdate(), by, role
    held.save(update_fields=["done_on", "done_by", "done_as"])
    record(held.meeting, "close_action_point", by=by, action_point=str(held.pk))
    return held


@transaction.atomic
def reopen_action_point(action: ActionPoint, *, by: Any) -> ActionPoint:
    """Say that an action point is not done after all.

    Raises NotPermittedError, MeetingStateError where it is open.
    """
    held = _held(action, by=by)
    if held.done_on is None:
        raise MeetingStateError(_("This is open already."))
    held.done_on, held.done_by, held.done_as = None, None, ""
    held.save(update_fields=["done_on", "done_by", "done_as"])
    record(held.meeting, "reopen_action_point", by=by, action_point=str(held.pk))
    return held


def _held(action: ActionPoint, *, by: Any) -> ActionPoint:
    held = (
        ActionPoint.objects.select_for_update(of=("self",))
        .select_related("meeting__community", "meeting__area")
        .get(pk=action.pk)
    )
    if not may_close(by, held):
        raise NotPermittedError
    return held
