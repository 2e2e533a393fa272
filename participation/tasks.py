"""Tells people by mail: of questions, meetings and results, and of feedback.

Mails about feedback hold no word of it, no kind, and nobody's name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from communities.enums import Role, StandIn
from communities.models import Delegation
from communities.queries.holders import holders
from initiatives.tasks import send_mails
from participation.contacts import find_contacts
from participation.enums import MeetingNews, Pressing, Step, StepState, Verdict
from participation.models import Adoption, Feedback, Meeting, Question, Round
from participation.queries.feedback_items import contact_of
from participation.queries.following import (
    followers_of,
    newly_concerned,
    people_agreeing,
    people_concerned,
)
from participation.queries.questions import subjects_of
from participation.services.feedback_desk import record

#: Moves by which a question comes before those who should answer.
_NOW_PUBLIC = (Verdict.PUBLISHED, Verdict.GRANTED)


@task()
def tell_of_question(question_id: int, move: str, actor_id: int) -> int:
    """Mail whoever asked with an account, and those who should answer; return how many.

    Nobody is mailed that a question came in: whoever sends many would else send as many
    mails. Moderators find them under "My work".
    """
    question = Question.objects.select_related(
        "initiative__community", "community"
    ).get(pk=question_id)
    people = get_user_model().objects.filter(is_active=True).exclude(pk=actor_id)
    sent = _tell(question, people.filter(questions=question), move)
    if move in _NOW_PUBLIC:
        others = people.exclude(questions=question).filter(_who_answers(question))
        sent += _tell(question, others.order_by("name"), "")
    return sent


def _who_answers(question: Question) -> Q:
    """The committee and the implementing partners of the community that it concerns."""
    roles = [Role.COMMITTEE, Role.IMPLEMENTER]
    return holders(Q(role__in=roles, community=question.community))


def _tell(question: Question, people: Any, move: str) -> int:
    """Write about a move to whoever asked, or (without one) to those who should answer."""
    decision = question.decisions.last()

    def written() -> Mapping[str, Any]:
        is_decided = decision is not None and decision.decision == move
        return {
            "template": "participation/email/question.txt",
            "what": _what(move),
            "decision": decision if is_decided else None,
            "may_appeal": is_decided and move in _REFUSED and not question.has_appealed,
        }

    return send_mails(
        people,
        written,
        about=lambda: _title(question),
        path=lambda: reverse("participation:question", args=[question.pk]),
    )


_REFUSED = (Verdict.REFUSED, Verdict.HIDDEN)


def _what(move: str) -> str:
    if not move:
        return _("A question waits for your answer")
    if move == "answered":
        return _("Your question was answered")
    return {
        Verdict.PUBLISHED: _("Your question is on the page"),
        Verdict.REFUSED: _("Your question was not published"),
        Verdict.HIDDEN: _("Your question was taken off the page"),
        Verdict.GRANTED: _("Your appeal was granted: your question is on the page"),
        Verdict.DISMISSED: _("Your appeal was dismissed"),
    }[Verdict(move)]


def _title(question: Question) -> str:
    subject = subjects_of([question]).get(question.pk)
    return subject.title if subject else _("Question")


@dataclass(frozen=True, repr=False)
class _Addressee:
    """Somebody without an account: an address and a language, and no name."""

    email: str
    language: str
    name: str = ""


@task()
def tell_of_meeting(
    meeting_id: int, news: str, actor_id: int, initiatives: list[int]
) -> int:
    """Mail those whom a meeting concerns; return how many.

    Of what is over nobody is told, except that its minutes are published. ``initiatives``
    are those linked last: of them, who was not concerned before is told.
    """
    meeting = Meeting.objects.select_related("community", "area").get(pk=meeting_id)
    told = MeetingNews(news)
    is_over = meeting.ends_at <= timezone.now()
    if is_over and told != MeetingNews.MINUTES:
        return 0
    people = (
        newly_concerned(meeting, initiatives)
        if told == MeetingNews.LINKED
        else people_concerned(meeting)
    )

    def written() -> Mapping[str, Any]:
        return {
            "template": "participation/email/meeting.txt",
            "what": told.label,
            "meeting": meeting,
            "agenda": agenda if told in _WITH_AGENDA else (),
        }

    agenda = [item.text for item in meeting.agenda.all()]
    return send_mails(
        people.exclude(pk=actor_id),
        written,
        about=lambda: meeting.title,
        path=lambda: reverse("participation:meeting", args=[meeting.reference]),
    )


_WITH_AGENDA = (MeetingNews.CALLED, MeetingNews.LINKED)


@task()
def tell_of_result(round_id: int) -> int:
    """Mail whoever follows what a vote was about that it is counted; return how many.

    The mail has no figure: on the page figures stand with what they mean. Left out are
    the two persons who closed the round, and those who are told that it waits for them.
    """
    round_ = _round(round_id)
    closing = round_.steps.get(step=Step.CLOSE, state=StepState.DONE)
    know = [closing.asked_by_id, closing.decided_by_id]
    know += [person.pk for person in people_agreeing(round_)]
    return _tell_of_round(
        followers_of(round_).exclude(pk__in=know),
        round_,
        "result",
        lambda: _("The result is published"),
        "participation:result",
    )


@task()
def tell_who_agrees(round_id: int) -> int:
    """Mail committee and authority that a result waits for them; return how many."""
    round_ = _round(round_id)
    if Adoption.objects.filter(round=round_).exists():
        return 0
    return _tell_of_round(
        people_agreeing(round_),
        round_,
        "result_waits",
        lambda: _("A result waits for your decision"),
        "participation:adoption",
    )


def _round(round_id: int) -> Round:
    return Round.objects.select_related("community__area", "area").get(pk=round_id)


def _tell_of_round(
    people: Iterable[Any],
    round_: Round,
    template: str,
    what: Callable[[], str],
    page: str,
) -> int:
    def written() -> Mapping[str, Any]:
        return {
            "template": f"participation/email/{template}.txt",
            "what": what(),
            "round": round_,
        }

    return send_mails(
        people,
        written,
        about=lambda: round_.display_title,
        path=lambda: reverse(page, args=[round_.slug]),
    )


@task()
def tell_handler(person_id: int, counts: dict[str, int]) -> int:
    """Mail somebody who handles feedback how many items came, are due, were escalated."""

    def written() -> Mapping[str, Any]:
        return {
            "template": "participation/email/feedback_waits.txt",
            "what": _("Something waits for you"),
            "lines": [
                (each.label, counts[each]) for each in Pressing if counts.get(each)
            ],
        }

    return send_mails(
        get_user_model().objects.filter(pk=person_id, is_active=True),
        written,
        about=lambda: _("Feedback"),
        path=lambda: reverse("participation:feedback_desk"),
    )


@task()
def tell_giver(feedback_id: int) -> int:
    """Mail whoever gave feedback that there is an answer, where they left an address.

    The address is read sealed, here and now, so that it lies in no queue; once texts were
    erased there is none. That it was used is put on record. Returns how many mails.
    """
    feedback = Feedback.objects.filter(pk=feedback_id).first()
    contact = contact_of(feedback) if feedback is not None else None
    addresses = _addresses_in(contact or "")
    if feedback is None or not addresses:
        return 0

    def written() -> Mapping[str, Any]:
        return {
            "template": "participation/email/feedback_answer.txt",
            "what": _("There is an answer for you"),
        }

    record(feedback, "tell_giver", None)
    return send_mails(
        [_Addressee(addresses[0], feedback.language)],
        written,
        about=lambda: _("Homeground"),
        path=lambda: reverse("participation:follow_up"),
    )


def _addresses_in(contact: str) -> list[str]:
    found: Iterable[str] = (
        contact[each.start : each.end]
        for each in find_contacts(contact)
        if each.kind == "email"
    )
    return [address for address in found if _is_address(address)]


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


@task()
def tell_of_standing_in(delegation_id: int, actor_id: int) -> int:
    """Mail the holder of a role and who stands in, but whoever did it; return how many.

    Those who have to agree find it under "My work".
    """
    delegation = Delegation.objects.select_related(
        "person", "mandate__user", "mandate__community", "mandate__area"
    ).get(pk=delegation_id)
    people = get_user_model().objects.filter(
        pk__in=[delegation.person_id, delegation.mandate.user_id], is_active=True
    )

    def written() -> Mapping[str, Any]:
        return {
            "template": "participation/email/standing_in.txt",
            "what": _standing_in(delegation),
            "delegation": delegation,
        }

    return send_mails(
        people.exclude(pk=actor_id).order_by("pk"),
        written,
        about=lambda: str(delegation.mandate),
        path=lambda: reverse("participation:my_work"),
    )


def _standing_in(delegation: Delegation) -> str:
    if delegation.revoked_on:
        return _("Standing in has ended")
    return {
        StandIn.ASKED: _("Standing in waits for agreement"),
        StandIn.AGREED: _("Somebody stands in"),
        StandIn.REFUSED: _("Standing in was refused"),
    }[StandIn(delegation.state)]
