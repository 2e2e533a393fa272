"""Feedback for tests, in any state, as the services leave it."""

import datetime
from typing import Any

from django.utils import timezone

from participation import handling
from participation.backends.sealed_texts import seal
from participation.enums import ClosingReason, Voice
from participation.models import Feedback, FeedbackMessage, HelpContact
from participation.services.feedback import due_days, sensitivity_of
from participation.services.pass_codes import PassCode
from tests.factories.participation import SECRET, SECRET_HASH

TEXT = "The well of our quarter is dry since Monday"
CONTACT = "0555 010 099"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def feedback(
    category: str = "quality", state: str = "received", **fields: Any
) -> Feedback:
    """An item with a text and a contact, in a state; its code has the secret ``SECRET``.

    ``days`` puts it so many days back.
    """
    number = Feedback.objects.count()
    serial = "".join(_LETTERS[(number // 24**at) % 24] for at in (3, 2, 1, 0))
    today = timezone.localdate()
    received_on = fields.pop(
        "received_on", today - datetime.timedelta(days=fields.pop("days", 0))
    )
    is_answered = state in ("resolved", "loop_closed", "closed_no_action")
    is_erased = fields.get("erased_on") is not None or state == handling.REFERRED
    given: dict[str, Any] = {
        "serial": serial,
        "secret_hash": SECRET_HASH,
        "form_mark": f"mark {number}",
        "channel": "web",
        "received_on": received_on,
        "category": "other" if state == handling.REFERRED else category,
        "sensitivity": sensitivity_of(category),
        "language": "en",
        "text_sealed": b"" if is_erased else seal(TEXT, place=f"{serial}:text"),
        "contact_sealed": b""
        if is_erased
        else seal(CONTACT, place=f"{serial}:contact"),
        "state": state,
        "state_since": received_on,
        "acknowledged_on": None if state == "received" else received_on,
        "answered_on": received_on if is_answered else None,
        "was_in_time": True if is_answered else None,
        "closing_reason": ClosingReason.UNCLEAR if state == "closed_no_action" else "",
        "erased_on": received_on if is_erased else None,
        **due_days(received_on, "normal"),
        **fields,
    }
    return Feedback.objects.create(**given)


def code_of(item: Feedback) -> str:
    """What the person wrote down."""
    return PassCode(item.serial, SECRET).printed


def said(item: Feedback, words: str, voice: str = Voice.PERSON, by: Any = None) -> Any:
    """A message below an item."""
    return FeedbackMessage.objects.create(
        feedback=item,
        voice=voice,
        words_sealed=seal(words, place=f"{item.serial}:message"),
        by=by,
    )


def help_contact(**fields: Any) -> HelpContact:
    """A help line for everybody."""
    return HelpContact.objects.create(
        **{"name": "Help line", "telephone": "0800 555 014", **fields}
    )
