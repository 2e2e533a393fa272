"""Tells people by mail what happened: each in their own language, plain text."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from initiatives import lifecycle
from initiatives.enums import NEXT_STEPS, Action, MilestoneMove, State
from initiatives.models import Initiative, InitiativeEvent, Milestone
from initiatives.queries.audience import people_told

#: Who hears of what happens to a milestone.
TOLD_OF_MILESTONE = {
    MilestoneMove.CLAIMED: (lifecycle.COMMITTEE,),
    MilestoneMove.VERIFIED: (lifecycle.IMPLEMENTER, lifecycle.STAFF),
    MilestoneMove.DISPUTED: (lifecycle.IMPLEMENTER, lifecycle.STAFF),
    MilestoneMove.REOPENED: (lifecycle.IMPLEMENTER, lifecycle.COMMITTEE),
}


@task()
def tell_of_step(event_id: int) -> int:
    """Mail the people whom the lifecycle's table names; return how many."""
    event = InitiativeEvent.objects.select_related("initiative__community").get(
        pk=event_id
    )
    action = lifecycle.action_between(event.from_state, event.to_state)
    if action is None:
        return 0
    people = people_told(event.initiative, lifecycle.BY_ACTION[action].told)

    def written() -> Mapping[str, Any]:
        return {
            "template": "initiatives/email/step.txt",
            "what": Action(action).label,
            "event": event,
            "next_step": NEXT_STEPS[State(event.to_state)],
        }

    return _tell(people.exclude(pk=event.actor_id), event.initiative, written)


@task()
def tell_of_milestone(milestone_id: int, move: str, actor_id: int) -> int:
    """Mail who must answer a claim, or who waits for the answer; return how many."""
    milestone = Milestone.objects.select_related("initiative__community").get(
        pk=milestone_id
    )
    moved = MilestoneMove(move)
    people = people_told(milestone.initiative, TOLD_OF_MILESTONE[moved])

    def written() -> Mapping[str, Any]:
        return {
            "template": f"initiatives/email/milestone_{moved.value}.txt",
            "what": f"{milestone.display_title}: {moved.label}",
            "milestone": milestone,
            "claim": milestone.claims.first(),
            "adjustment": milestone.adjustments.last(),
        }

    return _tell(people.exclude(pk=actor_id), milestone.initiative, written)


def _tell(people: Iterable[Any], initiative: Initiative, written: Any) -> int:
    """Write to each person in their language and send all through one connection."""
    mails = []
    for person in people:
        with translation.override(person.language):
            mails.append(_mail(person, initiative, written()))
    return get_connection().send_messages(mails) or 0


def _mail(
    person: Any, initiative: Initiative, words: Mapping[str, Any]
) -> EmailMessage:
    path = reverse("initiatives:detail", args=[initiative.reference])
    context = {
        **words,
        "name": person.name,
        "initiative": initiative,
        "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path,
    }
    subject = _("%(title)s: %(what)s") % {
        "title": initiative.display_title,
        "what": words["what"],
    }
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string(words["template"], context),
        to=[person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
