"""Asking, answering, appealing: what people write under an initiative or an update."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from initiatives.models import Initiative, UpdatePage
from initiatives.permissions import is_public
from participation.enums import QuestionState
from participation.models import Answer, Question
from participation.permissions import (
    QUESTION_ACTIONS,
    answering_role,
    is_permitted,
)
from participation.services.errors import (
    NotPermittedError,
    OldFormError,
    QuestionStateError,
    ReasonMissingError,
)
from participation.services.pass_codes import PassCode, hash_secret
from participation.services.signed_forms import (
    WRITING,
    FormTicket,
    SignedField,
    store_once,
)
from participation.signals import announce

About = Initiative | UpdatePage
#: Carried by forms for questions and answers.
FORM = SignedField("participation.form.question", WRITING, OldFormError)


@dataclass(frozen=True, repr=False)
class Asked:
    """A stored question, with its code where whoever asked has no account."""

    question: Question
    code: PassCode | None


@sensitive_variables()
@transaction.atomic
def ask_question(
    about: About, ticket: FormTicket, *, text: str, language: str, by: Any
) -> Asked:
    """Store a question for a moderator to look at; a repeat stores nothing new.

    Nobody is written to and nothing is logged: either would keep the minute at which
    somebody asked. Raises NotPermittedError where the public cannot see what it is about,
    and NotStoredError.
    """
    if not is_open_to_questions(about):
        raise NotPermittedError
    subject: dict[str, Any] = (
        {"initiative": about, "community": about.community}
        if isinstance(about, Initiative)
        else {"update_key": about.translation_key, "community": community_of(about)}
    )

    def store(code: PassCode) -> Question:
        own = (
            {"author": by}
            if by.is_authenticated
            else {"serial": code.serial, "secret_hash": hash_secret(code.secret)}
        )
        return Question.objects.create(
            form_digest=ticket.mark,
            text=text.strip(),
            language=language,
            **own,
            **subject,
        )

    sent = store_once(
        ticket, Question.objects.filter(form_digest=ticket.mark).first, store
    )
    return Asked(sent, ticket.code_of(sent.serial) if sent.serial else None)


def is_open_to_questions(about: About) -> bool:
    """Whether the public can see it, and so may ask about it."""
    if isinstance(about, Initiative):
        return bool(is_public(AnonymousUser(), about))
    return bool(about.live) and not about.get_view_restrictions().exists()


def community_of(update: UpdatePage) -> Any:
    """The community that an update tells of, itself or by its initiative."""
    return update.initiative.community if update.initiative else update.community


@transaction.atomic
def answer_question(
    question: Question, ticket: FormTicket, *, text: str, language: str, by: Any
) -> Answer:
    """Answer in public, in one's role; a repeat stores nothing new.

    Raises NotPermittedError, QuestionStateError unless the question is published.
    """
    held = held_question(question, "answer_question", by=by)
    role = answering_role(by, held.community)
    if role is None:
        raise NotPermittedError
    answer, is_new = Answer.objects.get_or_create(
        form_digest=ticket.mark,
        defaults={
            "question": held,
            "text": text.strip(),
            "language": language,
            "role": role,
            "author": by,
        },
    )
    if is_new:
        log(
            instance=held,
            action="participation.answer_question",
            user=by,
            data={"answer": answer.pk, "role": role},
        )
        announce("answered", held, by=by)
    return answer


def appeal(question: Question, *, words: str, by: Any) -> Question:
    """Ask a second person to look again, by the account that asked.

    Raises NotPermittedError and what `appeal_by_code` does.
    """
    if not by.is_authenticated or question.author_id != by.pk:
        raise NotPermittedError
    return appeal_by_code(question, words=words)


@transaction.atomic
def appeal_by_code(question: Question, *, words: str) -> Question:
    """The same for whoever showed the question's code; sending it twice is once.

    Raises QuestionStateError when there is nothing to appeal against or the one appeal
    was used, ReasonMissingError without words. Nothing is logged: see `ask_question`.
    """
    held = Question.objects.select_for_update().get(pk=question.pk)
    said = words.strip()
    if held.state == QuestionState.APPEALED and held.appeal == said:
        return held
    if held.state not in QUESTION_ACTIONS["appeal"] or held.has_appealed:
        raise QuestionStateError(_("There is one appeal, and it was used."))
    if not said:
        raise ReasonMissingError
    held.state, held.appeal = QuestionState.APPEALED, said
    held.appealed_on = timezone.localdate()
    held.save(update_fields=["state", "appeal", "appealed_on"])
    return held


def held_question(question: Question, action: str, *, by: Any) -> Question:
    """Read a question again and hold its row until the transaction ends.

    Raises NotPermittedError and QuestionStateError, in this order.
    """
    held = (
        Question.objects.select_for_update(of=("self",))
        .select_related("community__area__parent__parent__parent__parent")
        .get(pk=question.pk)
    )
    if not is_permitted(by, action, held):
        raise NotPermittedError
    if held.state not in QUESTION_ACTIONS[action]:
        raise QuestionStateError(
            _("Somebody has acted meanwhile. The question is now: %(state)s.")
            % {"state": held.get_state_display()}
        )
    return held
