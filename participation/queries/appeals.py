"""Who may decide about an appeal, and where nobody may."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from communities.enums import Role
from communities.models import Mandate
from participation.enums import QuestionState
from participation.models import Question, User
from participation.permissions import is_permitted
from participation.queries.second_persons import may_be_one_person


def is_another(person: Any, question: Question) -> bool:
    """Whether somebody is another person than the one who decided about it first."""
    first = question.decisions.select_related("decided_by").latest("pk")
    return not may_be_one_person(first.decided_by, person)


def judges_of(question: Question) -> Iterator[User]:
    """Programme staff who may decide about an appeal, one after the other, by name.

    They have no part in the community that it concerns. Of the whole programme all staff
    are a part: there it is whoever did not decide first.
    """
    staff = Mandate.objects.current().filter(role=Role.STAFF).values("user")
    people = User.objects.filter(Q(pk__in=staff) | Q(is_superuser=True), is_active=True)
    for person in people.order_by("name", "pk"):
        if is_permitted(person, "decide_appeal", question) and is_another(
            person, question
        ):
            yield person


def has_judge(question: Question) -> bool:
    """Whether somebody may decide about it; True where there is no appeal to decide."""
    if question.state != QuestionState.APPEALED:
        return True
    return next(judges_of(question), None) is not None


def appeals_without_a_judge(most: int) -> list[Question]:
    """Appeals that nobody on the site may decide about, of the ``most`` oldest."""
    waiting = (
        Question.objects.filter(state=QuestionState.APPEALED)
        .select_related("community__area__parent__parent__parent__parent")
        .order_by("appealed_on", "pk")
    )
    return [question for question in waiting[:most] if not has_judge(question)]
