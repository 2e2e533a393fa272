"""Feedback in the demonstration: items in several states, help contacts, what was done."""

import datetime
import hashlib
from typing import Any

from django.utils import timezone

from communities.models import Community
from config.demo.words import content, words
from initiatives.models import Initiative
from participation.enums import Channel, FeedbackState
from participation.models import Feedback, HelpContact, PublicAnswer, User
from participation.queries.feedback_figures import SETTLED_DAYS, quarter_of
from participation.services.feedback import (
    FORM,
    due_days,
    sensitivity_of,
    take_feedback,
)
from participation.services.feedback_desk import assign, take_step
from participation.services.feedback_upkeep import tell_quarters
from participation.services.follow_up import it_helped
from participation.services.pass_codes import hash_secret, new_secret
from participation.services.signed_forms import FormTicket

#: The item whose code visitors are given: it has an answer to judge.
_ANSWERED = 3


def load_feedback(
    communities: dict[str, Community],
    initiatives: dict[str, Initiative],
    actors: dict[str, User],
) -> None:
    """Store what people said, by the real services, and put it back in time."""
    for position, entry in enumerate(content("feedback")["help"]):
        _help(entry, position, communities)
    for number, entry in enumerate(content("feedback")["items"]):
        _item(number, entry, communities, actors)
    for entry in content("feedback")["answers"]:
        said, did = words(entry["said"]), words(entry["did"])
        PublicAnswer.objects.create(
            community=communities.get(entry.get("community", "")),
            initiative=initiatives.get(entry.get("initiative", "")),
            said=said.en,
            said_in={"ar": said.ar},
            did=did.en,
            did_in={"ar": did.ar},
            published_on=_day(entry["days"]),
            published_by=actors["staff"],
        )
    _quarter()
    tell_quarters(timezone.localdate())


def trial_follow_up() -> str:
    """The code of an answered item, as printed, for visitors to follow up."""
    return _ticket(_ANSWERED).code().printed


def _ticket(number: int) -> FormTicket:
    key = hashlib.sha256(f"demo feedback {number}".encode()).hexdigest()[:32]
    return FormTicket(FORM, key)


def _day(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)


def _help(
    entry: dict[str, Any], position: int, communities: dict[str, Community]
) -> None:
    name, hours = words(entry["name"]), words(entry["hours"])
    HelpContact.objects.create(
        name=name.en,
        names={"ar": name.ar},
        telephone=entry["telephone"],
        hours=hours.en,
        hours_in={"ar": hours.ar},
        languages=entry["languages"],
        community=communities.get(entry.get("community", "")),
        position=position,
    )


def _item(
    number: int,
    entry: dict[str, Any],
    communities: dict[str, Community],
    actors: dict[str, User],
) -> None:
    feedback = take_feedback(
        _ticket(number),
        category=entry["category"],
        text=entry["text"],
        language="en",
        community=communities.get(entry.get("community", "")),
        contact=entry.get("contact", ""),
        channel=entry["channel"],
        received_on=_day(entry["days"]),
    ).feedback
    handler = actors["admin" if entry["category"] == "fraud" else "staff"]
    for action, days, said in entry.get("steps", []):
        _step(feedback, action, days, said, handler)
    if "helped" in entry:
        it_helped(feedback)
        Feedback.objects.filter(pk=feedback.pk).update(
            state_since=_day(entry["helped"])
        )


def _step(feedback: Feedback, action: str, days: int, said: str, handler: User) -> None:
    """Take a step and put its days back to when it was."""
    assign(feedback, handler, by=handler)
    is_closing = action == "close_no_action"
    held = take_step(
        feedback,
        action,
        by=handler,
        words="" if is_closing else said,
        reason=said if is_closing else "",
    )
    day = _day(days)
    held.state_since = day
    for name in ("acknowledged_on", "answered_on"):
        if getattr(held, name) == timezone.localdate():
            setattr(held, name, day)
    if held.answered_on:
        held.was_in_time = held.answered_on <= held.answer_by
    held.save()
    held.messages.filter(on=timezone.localdate()).update(on=day)


def _quarter() -> None:
    """The last quarter that is told: only what is left of items after erasing."""
    after = quarter_of(_day(SETTLED_DAYS + 1))
    quarter = quarter_of(after - datetime.timedelta(days=1))
    thrown_away = hash_secret(new_secret())
    rows = []
    for category, times in content("feedback")["quarter"].items():
        for each in range(times):
            number = len(rows)
            received = quarter + datetime.timedelta(days=(number * 7) % 88)
            answered = received + datetime.timedelta(days=3 + each % 14)
            dues = due_days(received, "normal")
            rows.append(
                Feedback(
                    serial=f"Q{number:03d}".replace("0", "A").replace("1", "B"),
                    secret_hash=thrown_away,
                    form_mark=f"demo quarter {number}",
                    channel=list(Channel)[number % 4],
                    received_on=received,
                    category=category,
                    sensitivity=sensitivity_of(category),
                    language="en",
                    text_sealed=b"",
                    state=FeedbackState.LOOP_CLOSED,
                    state_since=answered,
                    acknowledged_on=received + datetime.timedelta(days=each % 4),
                    answered_on=answered,
                    was_in_time=answered <= dues["answer_by"],
                    erased_on=timezone.localdate(),
                    **dues,
                )
            )
    Feedback.objects.bulk_create(rows)
