"""What moderators decide: publish, refuse, hide, look again after an appeal.

They are programme staff without a part in the community that the question concerns, and
not whoever asked. A reason is a code of a short list, which the public may see, and
words, which are for whoever asked. The record keeps the code and never a text.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from participation.enums import QuestionState, Reason, Verdict
from participation.models import Answer, Question, QuestionDecision
from participation.queries.second_persons import may_be_one_person
from participation.services.errors import (
    ReasonMissingError,
    SecondPersonError,
)
from participation.services.questions import held_question
from participation.signals import announce

#: The state that a decision leads to; a dismissed appeal leaves things as they were.
LEADS_TO = {
    Verdict.PUBLISHED: QuestionState.PUBLISHED,
    Verdict.REFUSED: QuestionState.REFUSED,
    Verdict.HIDDEN: QuestionState.HIDDEN,
    Verdict.GRANTED: QuestionState.PUBLISHED,
}


@transaction.atomic
def publish_question(question: Question, *, by: Any) -> Question:
    """Put a question on the page. Raises NotPermittedError, QuestionStateError."""
    return _decide(held_question(question, "check_question", by=by), "published", by=by)


@transaction.atomic
def refuse_question(
    question: Question, *, reason: str, words: str, by: Any
) -> Question:
    """Do not publish a question, and say why.

    Raises NotPermittedError, QuestionStateError, ReasonMissingError.
    """
    held = held_question(question, "check_question", by=by)
    return _decide(held, "refused", by=by, reason=reason, words=words)


@transaction.atomic
def hide_question(question: Question, *, reason: str, words: str, by: Any) -> Question:
    """Take a question off the page again; its place says that, and the reason.

    Raises NotPermittedError, QuestionStateError, ReasonMissingError.
    """
    held = held_question(question, "hide_question", by=by)
    return _decide(held, "hidden", by=by, reason=reason, words=words)


@transaction.atomic
def decide_appeal(
    question: Question, *, grant: bool, words: str = "", by: Any
) -> Question:
    """Decide about an appeal, as another person than the one who decided first.

    Raises NotPermittedError, QuestionStateError, SecondPersonError, and
    ReasonMissingError for a dismissal without words.
    """
    held = held_question(question, "decide_appeal", by=by)
    first = held.decisions.latest("pk")
    if may_be_one_person(first.decided_by, by):
        raise SecondPersonError
    decision = Verdict.GRANTED if grant else Verdict.DISMISSED
    return _decide(held, decision, by=by, words=words, first_by=first.decided_by)


@transaction.atomic
def hide_answer(answer: Answer, *, reason: str, by: Any) -> Answer:
    """Take an answer off the page; its place says so, with the reason.

    Raises NotPermittedError, QuestionStateError, ReasonMissingError.
    """
    held = held_question(answer.question, "hide_answer", by=by)
    hidden = Answer.objects.select_for_update().get(pk=answer.pk)
    if hidden.hidden_on is not None:
        return hidden
    if reason not in Reason.values:
        raise ReasonMissingError
    hidden.hidden_on, hidden.hidden_why = timezone.localdate(), reason
    hidden.hidden_by = by
    hidden.save(update_fields=["hidden_on", "hidden_why", "hidden_by"])
    log(
        instance=held,
        action="participation.hide_answer",
        user=by,
        data={"answer": hidden.pk, "reason": reason},
    )
    return hidden


def _decide(
    held: Question,
    decision: str,
    *,
    by: Any,
    reason: str = "",
    words: str = "",
    first_by: Any = None,
) -> Question:
    decided = Verdict(decision)
    said = words.strip()
    if decided.needs_reason and not said:
        raise ReasonMissingError
    if decided in (Verdict.REFUSED, Verdict.HIDDEN) and reason not in Reason.values:
        raise ReasonMissingError
    if decided in (Verdict.PUBLISHED, Verdict.GRANTED):
        reason = said = ""
        held.published_on = held.published_on or timezone.localdate()
    before = QuestionState.HIDDEN if held.was_public else QuestionState.REFUSED
    held.state = LEADS_TO.get(decided, before)
    held.save(update_fields=["state", "published_on"])
    QuestionDecision.objects.create(
        question=held,
        decision=decided,
        reason=reason,
        words=said,
        decided_by=by,
        first_by=first_by,
    )
    log(
        instance=held,
        action=f"participation.question_{decided}",
        user=by,
        data={"reason": reason},
    )
    announce(decided, held, by=by)
    return held
