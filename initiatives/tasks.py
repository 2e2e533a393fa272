"""Tells people by mail what happened: each in their own language, plain text."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from initiatives import lifecycle
from initiatives.enums import (
    NEXT_STEPS,
    Action,
    CommentMove,
    CorrectionState,
    MilestoneMove,
    State,
)
from initiatives.models import (
    Correction,
    Initiative,
    InitiativeEvent,
    Milestone,
    PlaceComment,
    PlaceCommentReply,
)
from initiatives.queries.audience import people_told, staff_of_today
from initiatives.queries.place_comments import people_over

#: The words of a mail, asked anew in each reader's language.
Written = Callable[[], Mapping[str, Any]]

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


@task()
def tell_of_place_comment(comment_id: int, move: str, actor_id: int) -> int:
    """Mail those who answer for the area: all of a new comment, else who took part."""
    comment = PlaceComment.objects.select_related("area").get(pk=comment_id)
    moved = CommentMove(move)
    people = people_over(comment.area).exclude(pk=actor_id)
    last: PlaceCommentReply | None = comment.replies.last()
    if moved != CommentMove.ADDED:
        took_part = {
            comment.author_id,
            *comment.replies.values_list("author_id", flat=True),
        }
        people = people.filter(pk__in=took_part)
    said = comment if last is None or moved == CommentMove.ADDED else last

    def written() -> Mapping[str, Any]:
        place = comment.area.display_name
        return {
            "template": "initiatives/email/place_comment.txt",
            "what": moved.label,
            "place": place,
            "role": said.get_author_role_display(),
            "text": comment.settled_why if moved == CommentMove.RESOLVED else said.text,
        }

    return send_mails(
        people,
        written,
        about=lambda: comment.area.display_name,
        path=lambda: reverse("initiatives:place_comment", args=[comment.pk]),
    )


@task()
def tell_of_correction(correction_id: int, actor_id: int) -> int:
    """Mail staff what was proposed, or the proposer what was decided."""
    correction = Correction.objects.select_related(
        "area", "community__area", "initiative__community__area"
    ).get(pk=correction_id)
    people = get_user_model().objects.filter(pk=correction.proposed_by_id)
    if correction.state == CorrectionState.OPEN:
        people = staff_of_today()

    def written() -> Mapping[str, Any]:
        return {
            "template": "initiatives/email/correction.txt",
            "what": f"{_('Correction of the map')}: {correction.get_state_display()}",
            "subject": correction.subject,
            "text": correction.decision or correction.reason,
        }

    return send_mails(
        people.filter(is_active=True).exclude(pk=actor_id),
        written,
        about=lambda: correction.subject,
        path=lambda: reverse("initiatives:correction", args=[correction.pk]),
    )


def _tell(people: Iterable[Any], initiative: Initiative, written: Written) -> int:
    """Write to each person about an initiative."""
    return send_mails(
        people,
        lambda: {"initiative": initiative, **written()},
        about=lambda: initiative.display_title,
        path=lambda: reverse("initiatives:detail", args=[initiative.reference]),
    )


def send_mails(
    people: Iterable[Any],
    written: Written,
    *,
    about: Callable[[], str],
    path: Callable[[], str],
) -> int:
    """Write to each person in their language and send all through one connection."""
    mails = []
    for person in people:
        with translation.override(person.language):
            mails.append(_mail(person, written(), about=about(), path=path()))
    return get_connection().send_messages(mails) or 0


def _mail(
    person: Any, words: Mapping[str, Any], *, about: str, path: str
) -> EmailMessage:
    context = {
        **words,
        "name": person.name,
        "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path,
    }
    subject = _("%(title)s: %(what)s") % {"title": about, "what": words["what"]}
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string(words["template"], context),
        to=[person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
