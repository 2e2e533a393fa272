"""The database itself asks for both bodies before a result is decided on."""

import pytest
from django.utils import timezone

from participation.enums import Body, RoundState
from participation.models import Adoption, Agreement
from tests.factories.participation import adopted, closed_round, in_state
from tests.factories.people import UserFactory
from tests.participation.freezing import refused

pytestmark = pytest.mark.django_db


def agreement(round_, body, **fields):
    return Agreement.objects.create(
        **{
            "round": round_,
            "body": body,
            "chosen": [1],
            "reason": "Mud.",
            "language": "en",
            "agreed_at": timezone.now(),
            "agreed_by": UserFactory(),
            **fields,
        }
    )


def decide(round_, **fields):
    return Adoption.objects.create(
        **{
            "round": round_,
            "chosen": [1],
            "departs": True,
            "reason": "Mud.",
            "adopted_at": timezone.now(),
            "adopted_by": round_.created_by,
            **fields,
        }
    )


def test_a_decision_needs_both_bodies():
    round_ = closed_round()

    assert refused(lambda: decide(round_))
    agreement(round_, Body.COMMITTEE)
    assert refused(lambda: decide(round_))
    agreement(round_, Body.AUTHORITY)
    assert not refused(lambda: decide(round_))


@pytest.mark.parametrize(
    "other", [{"chosen": [2]}, {"reason": "Sand."}, {"language": "ar"}]
)
def test_a_decision_needs_the_same_text(other):
    round_ = closed_round()
    agreement(round_, Body.COMMITTEE)
    agreement(round_, Body.AUTHORITY, **other)

    assert refused(lambda: decide(round_))


def test_a_decision_needs_two_persons():
    round_, one = closed_round(), UserFactory()
    for body in Body:
        agreement(round_, body, agreed_by=one)

    assert refused(lambda: decide(round_))


def test_a_decision_is_what_was_agreed_to():
    round_ = closed_round()
    for body in Body:
        agreement(round_, body)

    assert refused(lambda: decide(round_, chosen=[1, 2]))
    assert refused(lambda: decide(round_, reason="Sand."))


def test_a_decision_and_its_agreements_are_never_changed():
    round_ = closed_round()
    adopted(round_, [1], "Mud.")

    assert refused(lambda: Adoption.objects.update(chosen=[2]))
    assert refused(lambda: Adoption.objects.all().delete())
    assert refused(lambda: Agreement.objects.update(chosen=[2]))
    assert refused(lambda: Agreement.objects.all().delete())


def test_before_the_decision_a_body_may_change_its_word_but_not_take_it_away():
    round_ = closed_round()
    said = Agreement.objects.filter(pk=agreement(round_, Body.COMMITTEE).pk)

    assert not refused(lambda: said.update(chosen=[2]))
    assert refused(lambda: said.update(body=Body.AUTHORITY))
    assert refused(lambda: said.update(round=closed_round()))
    assert refused(said.delete)


def test_a_body_says_one_thing():
    round_ = closed_round()
    agreement(round_, Body.COMMITTEE)

    assert refused(lambda: agreement(round_, Body.COMMITTEE))


@pytest.mark.parametrize(
    "fields",
    [
        {"body": "market"},
        {"language": ""},
        {"reason": ""},
        {"language": "xx"},
        {"decided_where": "At the well."},
        {"where_language": "en"},
    ],
)
def test_an_agreement_is_whole(fields):
    round_ = closed_round()

    assert refused(lambda: agreement(round_, **{"body": Body.COMMITTEE, **fields}))


@pytest.mark.parametrize(
    "state", [RoundState.DRAFT, RoundState.OPEN, RoundState.CANCELLED]
)
def test_only_a_sealed_result_is_agreed_to(state):
    round_ = in_state(state)

    assert refused(lambda: agreement(round_, Body.COMMITTEE))
