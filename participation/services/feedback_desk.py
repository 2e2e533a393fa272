"""What those do who handle feedback: take it in hand, answer, move it, refer it outside.

Each reads the item again and holds its row; each writes an entry to the audit log, with
codes and never a word of what was said. Each raises NotPermittedError for somebody on
whose desk the item does not lie, and FeedbackStateError when it has moved meanwhile.
"""

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from participation import handling
from participation.backends.sealed_texts import seal, unseal
from participation.enums import (
    ClosingReason,
    FeedbackCategory,
    Pressing,
    Sensitivity,
    Voice,
)
from participation.models import Feedback, FeedbackMessage
from participation.permissions import handles, is_permitted
from participation.services.errors import (
    FeedbackError,
    FeedbackStateError,
    NotPermittedError,
)
from participation.services.feedback import count_outside, due_days, sensitivity_of
from participation.signals import announce_answer


def held_feedback(feedback: Feedback) -> Feedback:
    """Read an item again and hold its row until the transaction ends."""
    return Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)


def add_message(
    held: Feedback, voice: Voice, words: str, *, by: Any = None, mark: str | None = None
) -> FeedbackMessage:
    """Seal words and put them below an item."""
    return FeedbackMessage.objects.create(
        feedback=held,
        voice=voice,
        words_sealed=seal(words.strip(), place=f"{held.serial}:message"),
        by=by,
        form_mark=mark,
    )


def record(held: Feedback, action: str, by: Any, **codes: Any) -> None:
    """Put on record what was done with an item: codes only."""
    log(instance=held, action=f"participation.{action}", user=by, data=codes)


def move(held: Feedback, row: handling.Step, *, reason: str = "") -> None:
    """Write what a step changes: the state, and the days that go with it."""
    today = timezone.localdate()
    held.state = row.target
    held.closing_reason = reason
    held.state_since = today
    if held.acknowledged_on is None and row.target not in ("escalated", "referred"):
        held.acknowledged_on = today
    if row.target in ("resolved", "closed_no_action") and held.answered_on is None:
        held.answered_on, held.was_in_time = today, today <= held.answer_by
    by_person = row.action in ("reopen", "dispute")
    if row.action != "escalate":
        # A handler who takes a step has seen the item; what a person says is told anew.
        held.told_of = "" if by_person else Pressing.CAME
    if by_person:
        _acknowledge, answer = settings.FEEDBACK_DAYS[held.priority]
        held.answer_by = today + datetime.timedelta(days=answer)
    held.save()


def _for_handlers(feedback: Feedback, by: Any, seen: str = "") -> Feedback:
    held = held_feedback(feedback)
    if not is_permitted(by, "handle_feedback", held):
        raise NotPermittedError
    if (seen and held.state != seen) or held.erased_on is not None:
        raise FeedbackStateError
    return held


@transaction.atomic
def take_step(
    feedback: Feedback,
    action: str,
    *,
    by: Any,
    words: str = "",
    reason: str = "",
    seen: str = "",
) -> Feedback:
    """Take a step of the table. ``seen`` is the state that the page was drawn in.

    ``words`` are the answer to the person, or the note for colleagues, as the step needs;
    ``reason`` a `ClosingReason`. Raises FeedbackError where one is missing.
    """
    held = _for_handlers(feedback, by, seen)
    row = handling.BY_ACTION[action]
    if not handling.may_take(action, held.state, handling.HANDLER):
        raise FeedbackStateError
    if action == "refer_outside":
        return _refer(held, by)
    if row.needs == handling.ANSWER and not words.strip():
        raise FeedbackError(_("Write the answer that the person will read."), "words")
    if row.needs == handling.NOTE and not words.strip():
        raise FeedbackError(_("Write why, for colleagues."), "words")
    if row.needs == handling.REASON and reason not in ClosingReason.values[1:]:
        raise FeedbackError(_("Choose why nothing is done."), "reason")
    before = held.state
    move(held, row, reason=reason if row.needs == handling.REASON else "")
    if words.strip():
        voice = Voice.NOTE if row.needs == handling.NOTE else Voice.ANSWER
        add_message(held, voice, words, by=by)
    if row.target in ("resolved", "closed_no_action"):
        announce_answer(held)
    record(
        held,
        f"feedback_{action}",
        by,
        **{"from": before, "to": held.state, "reason": held.closing_reason},
    )
    return held


def _refer(held: Feedback, by: Any) -> Feedback:
    """Erase at once whatever the item holds; a number remains, and the code still opens.

    Who comes back with the code is shown the help contacts.
    """
    erase(held)
    held.category = FeedbackCategory.OTHER
    held.sensitivity = sensitivity_of(held.category)
    held.community = held.initiative = held.assignee = None
    move(held, handling.BY_ACTION["refer_outside"])
    count_outside()
    record(held, "feedback_refer_outside", by)
    return held


def erase(held: Feedback) -> None:
    """Take out all words and the contact; the caller saves the item."""
    held.messages.all().delete()
    held.text_sealed = held.contact_sealed = b""
    held.erased_on = timezone.localdate()


@transaction.atomic
def write_note(
    feedback: Feedback, words: str, *, by: Any, mark: str | None = None
) -> FeedbackMessage:
    """Write a note that colleagues on the same route read. Raises FeedbackError.

    ``mark`` is that of the form: sent twice, it is stored once.
    """
    return _write(feedback, Voice.NOTE, words, by, mark)


@transaction.atomic
def write_answer(
    feedback: Feedback, words: str, *, by: Any, mark: str | None = None
) -> FeedbackMessage:
    """Write to the person without moving the item: a question, or news on the way."""
    return _write(feedback, Voice.ANSWER, words, by, mark)


def _write(
    feedback: Feedback, voice: Voice, words: str, by: Any, mark: str | None
) -> FeedbackMessage:
    held = _for_handlers(feedback, by)
    known = held.messages.filter(form_mark=mark).first() if mark else None
    if known is not None:
        return known
    if not words.strip():
        raise FeedbackError(_("Write something first."), "words")
    message = add_message(held, voice, words, by=by, mark=mark)
    record(held, f"write_{voice}", by)
    if voice == Voice.ANSWER:
        announce_answer(held)
    return message


@transaction.atomic
def assign(feedback: Feedback, person: Any, *, by: Any) -> Feedback:
    """Put an item into somebody's hands. Raises FeedbackError for who may not read it."""
    held = _for_handlers(feedback, by)
    if not handles(person, held):
        raise FeedbackError(_("This person may not read it."), "assignee")
    held.assignee = person
    held.save(update_fields=["assignee"])
    record(held, "assign_feedback", by, assignee=person.pk)
    return held


@transaction.atomic
def sort_feedback(
    feedback: Feedback, *, category: str, priority: str, by: Any
) -> Feedback:
    """Correct what an item is about and how soon it is due.

    It may go over to another route; who does not handle that sees it no more.
    """
    held = _for_handlers(feedback, by)
    if category not in handling.ROUTE_OF:
        raise FeedbackError(_("This is not handled here. Refer it outside."))
    before, before_on = held.category, held.route
    held.category = category
    if held.route != before_on:
        held.told_of = ""  # others handle it from now on
    held.sensitivity = sensitivity_of(
        category, is_restricted=held.sensitivity == Sensitivity.RESTRICTED
    )
    if held.priority != priority:
        held.priority = priority
        for name, day in due_days(held.received_on, priority).items():
            setattr(held, name, day)
    if held.assignee is not None and not handles(held.assignee, held):
        held.assignee = None
    held.save()
    record(
        held,
        "sort_feedback",
        by,
        **{"from": before, "to": category, "priority": held.priority},
    )
    return held


@transaction.atomic
def read_contact(feedback: Feedback, *, by: Any) -> str:
    """The contact, for the one who has the item in hand; each reading is on record."""
    held = _for_handlers(feedback, by)
    if not is_permitted(by, "read_contact", held):
        raise NotPermittedError
    record(held, "read_contact", by)
    return unseal(held.contact_sealed, place=f"{held.serial}:contact")
