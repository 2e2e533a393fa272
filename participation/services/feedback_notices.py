"""Telling those who handle feedback that something waits for them: once a day, in numbers.

A mail at the moment when somebody complains would keep that moment in mailboxes and on
the way there, while an item itself holds days only; and whoever sends many items would
send as many mails. Numbers name no kind, no place, no person, and no words.
"""

import datetime
from collections import Counter, defaultdict

from django.db import transaction

from participation import handling
from participation.enums import FeedbackState, Pressing
from participation.models import Feedback
from participation.queries.feedback_items import handlers_of
from participation.signals import announce_waiting

#: So many days before something is due those who have it in hand are reminded.
AHEAD = datetime.timedelta(days=1)
_ORDER = ["", *Pressing.values]


@transaction.atomic
def tell_handlers(day: datetime.date) -> int:
    """Announce what is new, due or escalated since it was last told; return to how many.

    An item in somebody's hands comes and is due for them alone; escalated ones, and those
    in nobody's hands, are for all who handle their route.
    """
    waiting: dict[int, Counter[str]] = defaultdict(Counter)
    people: dict[tuple[str, str], list[int]] = {}
    items = (
        Feedback.objects.select_for_update(of=("self",))
        .filter(state__in=handling.OPEN)
        .defer("text_sealed", "contact_sealed", "secret_hash")
        .order_by("pk")
    )
    for item in items:
        news = pressing_of(item, day)
        if _ORDER.index(news) <= _ORDER.index(item.told_of):
            continue
        key = (item.route, item.sensitivity)
        if key not in people:
            people[key] = list(handlers_of(item).values_list("pk", flat=True))
        if not people[key]:
            continue  # told as soon as there is somebody
        item.told_of = news
        item.save(update_fields=["told_of"])
        told = people[key]
        if item.assignee_id in told and news != Pressing.ESCALATED:
            told = [item.assignee_id]
        for person in told:
            waiting[person][news] += 1
    for person, counts in waiting.items():
        announce_waiting(person, dict(counts))
    return len(waiting)


def pressing_of(feedback: Feedback, day: datetime.date) -> Pressing:
    """What there is to tell of an open item on a day."""
    if feedback.state == FeedbackState.ESCALATED:
        return Pressing.ESCALATED
    due = feedback.due_on
    is_due = due is not None and due <= day + AHEAD
    return Pressing.DUE if is_due else Pressing.CAME
