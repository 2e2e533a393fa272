"""Deciding about questions: reasons, appeals, second persons, and what is kept of it."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from wagtail.models import ModelLogEntry

from participation.enums import QuestionState, Reason, Verdict
from participation.models import Answer, Question, QuestionDecision
from participation.services import moderation
from participation.services.errors import (
    NotPermittedError,
    QuestionStateError,
    ReasonMissingError,
    SecondPersonError,
)
from participation.services.questions import appeal_by_code
from tests.factories.participation import staff_member
from tests.factories.questions import (
    AnswerFactory,
    QuestionFactory,
    decided,
    question_in,
)

pytestmark = pytest.mark.django_db
WHY = {"reason": Reason.PERSON, "words": "It names your neighbour."}


@pytest.fixture
def waiting(initiative):
    return QuestionFactory(initiative=initiative, text="Secret words of a resident")


def record():
    return [
        (entry.action, entry.data)
        for entry in ModelLogEntry.objects.filter(action__startswith="participation")
    ]


def test_a_question_is_published(cast, waiting):
    question = moderation.publish_question(waiting, by=cast.staff)

    assert question.state == QuestionState.PUBLISHED
    assert question.was_public
    assert record() == [("participation.question_published", {"reason": ""})]


def test_a_refusal_says_why_and_the_record_keeps_the_reason_without_a_text(
    cast, waiting
):
    question = moderation.refuse_question(waiting, **WHY, by=cast.staff)

    decision = question.decisions.get()
    assert (decision.reason, decision.words) == ("person", "It names your neighbour.")
    assert not question.was_public
    assert record() == [("participation.question_refused", {"reason": "person"})]
    labels = " ".join(ModelLogEntry.objects.values_list("label", flat=True))
    assert "neighbour" not in labels
    assert "Secret" not in labels


@pytest.mark.parametrize(
    "given", [{"reason": "", "words": "x"}, {"reason": "person", "words": " "}]
)
@pytest.mark.parametrize(
    ("verb", "state"),
    [
        (moderation.refuse_question, "waiting"),
        (moderation.hide_question, "published"),
    ],
)
def test_nothing_is_refused_or_hidden_without_reason_and_words(
    cast, initiative, verb, state, given
):
    question = question_in(state, initiative=initiative)
    with pytest.raises(ReasonMissingError):
        verb(question, **given, by=cast.staff)
    question.refresh_from_db()
    assert question.state == state


def test_criticism_is_no_reason(cast, waiting):
    with pytest.raises(ReasonMissingError):
        moderation.refuse_question(
            waiting, reason="criticism", words="Unkind.", by=cast.staff
        )


@pytest.mark.parametrize("role", ["committee", "authority", "implementer", "outsider"])
def test_others_decide_nothing(cast, waiting, role):
    with pytest.raises(NotPermittedError):
        moderation.publish_question(waiting, by=cast[role])
    with pytest.raises(NotPermittedError):
        moderation.refuse_question(waiting, **WHY, by=cast[role])


def test_two_moderators_decide_one_after_the_other(cast, waiting):
    moderation.publish_question(waiting, by=cast.staff)
    with pytest.raises(QuestionStateError, match="On the page"):
        moderation.refuse_question(waiting, **WHY, by=staff_member())


def test_an_appeal_is_for_another_person(cast, waiting):
    moderation.refuse_question(waiting, **WHY, by=cast.staff)
    appeal_by_code(waiting, words="It names nobody.")
    with pytest.raises(SecondPersonError):
        moderation.decide_appeal(waiting, grant=True, by=cast.staff)

    question = moderation.decide_appeal(waiting, grant=True, by=staff_member())

    assert question.state == QuestionState.PUBLISHED
    assert question.decisions.last().first_by == cast.staff


@pytest.mark.parametrize(
    ("before", "after"), [("refused", "refused"), ("hidden", "hidden")]
)
def test_a_dismissed_appeal_leaves_things_as_they_were_and_says_why(
    cast, initiative, before, after
):
    question = question_in(before, initiative=initiative, by=cast.staff)
    appeal_by_code(question, words="Please.")
    second = staff_member()
    with pytest.raises(ReasonMissingError):
        moderation.decide_appeal(question, grant=False, by=second)

    question = moderation.decide_appeal(
        question, grant=False, words="It does.", by=second
    )

    assert question.state == after
    assert question.refusal.decision in (Verdict.REFUSED, Verdict.HIDDEN)


def test_an_answer_is_hidden_with_a_reason_and_only_once(cast, initiative):
    answer = AnswerFactory(question=question_in("published", initiative=initiative))
    with pytest.raises(ReasonMissingError):
        moderation.hide_answer(answer, reason="dislike", by=cast.staff)
    for reason in ("insult", "danger"):
        answer = moderation.hide_answer(answer, reason=reason, by=cast.staff)

    assert answer.hidden_why == "insult"
    assert record() == [
        ("participation.hide_answer", {"answer": answer.pk, "reason": "insult"})
    ]


@pytest.mark.parametrize("role", ["committee", "authority", "implementer", "outsider"])
def test_others_hide_no_answer(cast, initiative, role):
    answer = AnswerFactory(question=question_in("published", initiative=initiative))
    with pytest.raises(NotPermittedError):
        moderation.hide_answer(answer, reason="insult", by=cast[role])


# What the database itself refuses.


def refused():
    return pytest.raises((IntegrityError, DatabaseError))


@pytest.mark.parametrize(
    "fields",
    [
        {"initiative": None},
        {"update_key": "1" * 32},
        {"state": "lost"},
        {"language": "xx"},
        {"text": ""},
        {"state": "published"},
        {"state": "appealed"},
        {"appeal": "x"},
        {"serial": "ABCD"},
        {"secret_hash": "x"},
    ],
)
def test_no_such_question_is_stored(initiative, fields):
    with refused(), transaction.atomic():
        QuestionFactory(**{"initiative": initiative, "community": None, **fields})


def test_a_code_and_an_account_exclude_each_other(cast, initiative):
    with refused(), transaction.atomic():
        QuestionFactory(initiative=initiative, by_code=True, author=cast.outsider)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Other words"},
        {"language": "ar"},
        {"asked_on": "2020-01-01"},
        {"form_digest": "x"},
        {"initiative": None, "update_key": "1" * 32},
    ],
)
def test_a_question_stays_as_it_was_asked(waiting, change):
    with refused(), transaction.atomic():
        Question.objects.filter(pk=waiting.pk).update(**change)


def test_an_appeal_stays_as_it_was_made(initiative):
    question = question_in("appealed", initiative=initiative)
    with refused(), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(appeal="Milder words")


@pytest.mark.parametrize("change", [{"text": "Milder"}, {"role": "staff"}])
def test_an_answer_stays_as_it_was_given(change):
    answer = AnswerFactory()
    with refused(), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(**change)


def test_decisions_are_written_once(initiative):
    question_in("refused", initiative=initiative)
    with refused(), transaction.atomic():
        QuestionDecision.objects.update(reason="insult")
    with refused(), transaction.atomic():
        QuestionDecision.objects.all().delete()


def test_nobody_decides_an_appeal_against_themselves(cast, initiative):
    question = question_in("appealed", initiative=initiative, by=cast.staff)
    with refused(), transaction.atomic():
        decided(question, "granted", cast.staff, first_by=cast.staff)
    with refused(), transaction.atomic():
        decided(question, "granted", cast.staff)


@pytest.mark.parametrize("decision", ["refused", "hidden", "dismissed"])
def test_no_decision_against_somebody_without_words(cast, initiative, decision):
    second = {"first_by": staff_member()} if decision == "dismissed" else {}
    with refused(), transaction.atomic():
        QuestionDecision.objects.create(
            question=question_in("refused", initiative=initiative),
            decision=decision,
            reason="person" if decision != "dismissed" else "",
            decided_by=cast.staff,
            **second,
        )
