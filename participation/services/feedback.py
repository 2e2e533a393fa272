"""Taking feedback in, by whichever way it came; and what must not be taken in."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from participation import handling
from participation.backends.sealed_texts import seal
from participation.enums import Channel, Priority, Sensitivity
from participation.models import Feedback, OutsideCount
from participation.permissions import is_permitted
from participation.services.errors import (
    FeedbackError,
    FormTooOldError,
    NotPermittedError,
    NotStoredError,
)
from participation.services.pass_codes import hash_secret
from participation.services.signed_forms import WRITING, SignedField, store_once

if TYPE_CHECKING:
    from communities.models import Community
    from initiatives.models import Initiative
    from participation.services.pass_codes import PassCode
    from participation.services.signed_forms import FormTicket

#: Carried by the forms in which somebody gives feedback, or enters it for a person.
FORM = SignedField("participation.form.feedback", WRITING, FormTooOldError)


@dataclass(frozen=True, repr=False)
class Taken:
    """An item as stored, and the code that only the person is shown."""

    feedback: Feedback
    code: "PassCode"


def due_days(received_on: datetime.date, priority: str) -> dict[str, datetime.date]:
    """By which days an item is to be acknowledged and answered."""
    acknowledge, answer = settings.FEEDBACK_DAYS[Priority(priority).value]
    return {
        "acknowledge_by": received_on + datetime.timedelta(days=acknowledge),
        "answer_by": received_on + datetime.timedelta(days=max(acknowledge, answer)),
    }


def sensitivity_of(category: str, *, is_restricted: bool = False) -> Sensitivity:
    """Who may read a category; restricted ones are for administrators alone."""
    if is_restricted:
        return Sensitivity.RESTRICTED
    is_common = handling.ROUTE_OF[category] == handling.DESK
    return Sensitivity.NORMAL if is_common else Sensitivity.SENSITIVE


def take_feedback(
    ticket: "FormTicket",
    *,
    category: str,
    text: str,
    language: str,
    community: "Community | None" = None,
    initiative: "Initiative | None" = None,
    contact: str = "",
    is_restricted: bool = False,
    channel: str = Channel.WEB,
    received_on: datetime.date | None = None,
    by: Any = None,
) -> Taken:
    """Store feedback, once for each form; the same form again gives the same code.

    ``by`` is None for a person's own form, which leaves no entry in the audit log: such
    an entry has a time. Raises NotPermittedError for somebody who may not enter for
    others, FeedbackError without words, for a kind that is not handled here, for a day
    to come, or an initiative of another community.
    """
    if by is not None and not is_permitted(by, "enter_feedback"):
        raise NotPermittedError
    today = timezone.localdate()
    received_on = received_on or today
    if category not in handling.ROUTE_OF:
        raise FeedbackError(_("This is not handled here. Nothing was stored."))
    if not text.strip():
        raise FeedbackError(_("Write what you want to say."), "text")
    if received_on > today:
        raise FeedbackError(_("This day has not come yet."), "received_on")
    if initiative is not None and initiative.community != community:
        raise FeedbackError(_("It belongs to another community."), "initiative")

    fields: dict[str, Any] = {
        "channel": channel,
        "received_on": received_on,
        "community": community,
        "initiative": initiative,
        "category": category,
        "sensitivity": sensitivity_of(category, is_restricted=is_restricted),
        "language": language,
        **due_days(received_on, Priority.NORMAL),
    }

    def store(code: "PassCode") -> Feedback:
        feedback = Feedback.objects.create(
            serial=code.serial,
            secret_hash=hash_secret(code.secret),
            form_mark=ticket.mark,
            text_sealed=seal(text.strip(), place=f"{code.serial}:text"),
            contact_sealed=seal(contact.strip(), place=f"{code.serial}:contact"),
            **fields,
        )
        if by is not None:
            log(
                instance=feedback,
                action="participation.enter_feedback",
                user=by,
                data={"channel": feedback.channel},
            )
        return feedback

    known = Feedback.objects.filter(form_mark=ticket.mark).first
    try:
        stored = store_once(ticket, known, store)
    except NotStoredError as refusal:
        raise FeedbackError(str(refusal)) from None
    return Taken(stored, ticket.code_of(stored.serial))


def count_outside(*, times: int = 1) -> None:
    """Count that help contacts were shown this month: no kind, no place, no day."""
    month = timezone.localdate().replace(day=1)
    with transaction.atomic():
        OutsideCount.objects.get_or_create(month=month)
        OutsideCount.objects.filter(month=month).update(shown=F("shown") + times)
