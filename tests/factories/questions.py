"""Questions and answers for tests, in whichever state."""

import uuid
from typing import Any

import factory
from django.utils import timezone

from participation.enums import QuestionState, Reason, Verdict
from participation.models import Answer, Question, QuestionDecision
from participation.services.pass_codes import new_serial
from tests.factories.initiatives import InitiativeFactory
from tests.factories.participation import SECRET_HASH, staff_member
from tests.factories.people import UserFactory


def _digest() -> str:
    return uuid.uuid4().hex * 2


class QuestionFactory(factory.django.DjangoModelFactory[Question]):
    """A question about an initiative that the public sees, waiting to be checked."""

    class Meta:
        model = Question

    class Params:
        by_code = factory.Trait(
            serial=factory.LazyFunction(new_serial),
            secret_hash=SECRET_HASH,
        )
        published = factory.Trait(
            state=QuestionState.PUBLISHED,
            published_on=factory.LazyFunction(timezone.localdate),
        )

    initiative = factory.SubFactory(InitiativeFactory, state="in_implementation")
    community = factory.LazyAttribute(
        lambda o: o.initiative.community if o.initiative else None
    )
    text = factory.Sequence(lambda n: f"Who keeps the key of tap {n}?")
    language = "en"
    form_digest = factory.LazyFunction(_digest)


class AnswerFactory(factory.django.DjangoModelFactory[Answer]):
    """An answer of the committee."""

    class Meta:
        model = Answer

    question = factory.SubFactory(QuestionFactory, published=True)
    text = "The water captain of each lane."
    language = "en"
    role = "committee"
    author = factory.SubFactory(UserFactory)
    form_digest = factory.LazyFunction(_digest)


def decided(question: Question, decision: str, by: Any = None, **fields: Any) -> None:
    """Put a decision on record, and nothing else."""
    is_refusal = decision in (Verdict.REFUSED, Verdict.HIDDEN)
    QuestionDecision.objects.create(
        question=question,
        decision=decision,
        decided_by=by or staff_member(),
        reason=Reason.CONTACT if is_refusal else "",
        words="Take the number out." if is_refusal else "",
        **fields,
    )


def question_in(state: str, *, by: Any = None, **fields: Any) -> Question:
    """A question in a state, with the decision that led there, by ``by``."""
    today = timezone.localdate()
    was_public = state in (QuestionState.PUBLISHED, QuestionState.HIDDEN)
    is_appealed = state == QuestionState.APPEALED
    question = QuestionFactory(
        state=state,
        **{
            "published_on": today if was_public else None,
            "appeal": "It is the committee's number." if is_appealed else "",
            "appealed_on": today if is_appealed else None,
            **fields,
        },
    )
    decision = {
        QuestionState.PUBLISHED: Verdict.PUBLISHED,
        QuestionState.REFUSED: Verdict.REFUSED,
        QuestionState.HIDDEN: Verdict.HIDDEN,
        QuestionState.APPEALED: Verdict.REFUSED,
    }.get(QuestionState(state))
    if decision:
        decided(question, decision, by)
    return question
