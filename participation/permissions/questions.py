"""Who checks, answers and appeals questions, and in which of their states."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import rules

from communities.permissions import (
    has_spoken_for,
    is_staff,
)
from initiatives import lifecycle
from initiatives.permissions import roles_in
from participation.enums import (
    QuestionState,
)
from participation.permissions.subjects import is_permitted

if TYPE_CHECKING:
    from communities.models import Community
    from participation.models import Question

#: In which states of a question an action makes sense at all.
QUESTION_ACTIONS: Final[Mapping[str, frozenset[QuestionState]]] = {
    "check_question": frozenset({QuestionState.WAITING}),
    "hide_question": frozenset({QuestionState.PUBLISHED}),
    "decide_appeal": frozenset({QuestionState.APPEALED}),
    "hide_answer": frozenset({QuestionState.PUBLISHED}),
    "answer_question": frozenset({QuestionState.PUBLISHED}),
    "appeal": frozenset({QuestionState.REFUSED, QuestionState.HIDDEN}),
}
#: Who speaks for an initiative, the nearest to it first.
ANSWERING: Final = (
    lifecycle.COMMITTEE,
    lifecycle.IMPLEMENTER,
    lifecycle.AUTHORITY,
    lifecycle.STAFF,
)


def answering_role(user: Any, community: "Community | None") -> str | None:
    """The role in which a person answers for a community (None: the programme), or None."""
    if community is None:
        return lifecycle.STAFF if is_staff(user) else None
    held = roles_in(user, community)
    return next((role for role in ANSWERING if role in held), None)


@rules.predicate
def is_concerned(user: Any, question: "Question | None") -> bool:
    """Whoever is asked, or who asked: they do not judge what may be asked of them.

    Nor does whoever was one of those who are asked on the day of the question or later.
    """
    if question is None or question.author_id == user.pk:
        return True
    if question.community is None:
        return False
    return bool(roles_in(user, question.community) - {lifecycle.STAFF}) or (
        has_spoken_for(user, question.community, question.asked_on)
    )


@rules.predicate
def is_asker(user: Any, question: "Question | None") -> bool:
    """Whoever asked, by their account."""
    return (
        question is not None
        and question.author_id is not None
        and question.author_id == user.pk
    )


@rules.predicate
def is_asked(user: Any, question: "Question | None") -> bool:
    """Somebody who speaks for what the question is about."""
    return question is not None and bool(answering_role(user, question.community))


rules.add_rule("participation.moderate", is_staff)
for _action in ("check_question", "hide_question", "decide_appeal", "hide_answer"):
    rules.add_rule(f"participation.{_action}", is_staff & ~is_concerned)
rules.add_rule("participation.answer_question", is_asked)
rules.add_rule("participation.appeal", is_asker)


def may_with_question(user: Any, action: str, question: "Question") -> bool:
    """Whether the person may take an action with this question as it stands.

    One appeal is all there is, and a decision about it is somebody else's than the one
    that it is made against: services check both.
    """
    return question.state in QUESTION_ACTIONS[action] and is_permitted(
        user, action, question
    )
