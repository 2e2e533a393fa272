"""Tells people by mail what became of a question, and that one waits for their answer."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from communities.enums import Role
from communities.models import Mandate
from initiatives.tasks import send_mails
from participation.enums import Verdict
from participation.models import Question
from participation.queries.questions import subjects_of

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
    mandates = Mandate.objects.current().filter(
        role__in=[Role.COMMITTEE, Role.IMPLEMENTER], community=question.community
    )
    return Q(pk__in=mandates.values("user"))


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
