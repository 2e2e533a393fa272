"""You said, we did: nobody's words, and no way to find out what others wrote."""

import datetime

import pytest

from participation.backends.sealed_texts import seal
from participation.models import Feedback, PublicAnswer
from participation.services.errors import FeedbackError
from participation.services.public_answers import publish_answer
from tests.factories.communities import MandateFactory
from tests.factories.feedback import TEXT, feedback, said
from tests.factories.participation import staff_member
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
GUESS = "the clerk took forty for a bag of seed"
ELSE = "Nobody wrote these words anywhere at all."


def holds(item, text):
    Feedback.objects.filter(pk=item.pk).update(
        text_sealed=seal(text, place=f"{item.serial}:text")
    )
    return item


def outcome(by, text):
    try:
        publish_answer(said=text, did="We will see.", by=by)
    except FeedbackError as refusal:
        return str(refusal)
    return "published"


@pytest.mark.parametrize(
    ("category", "sensitivity"),
    [("fraud", "restricted"), ("quality", "restricted"), ("conduct", "sensitive")],
)
def test_publishing_does_not_tell_staff_what_stands_in_complaints_of_another_desk(
    category, sensitivity
):
    """A refusal told it before, six words at a time."""
    desk = staff_member()
    item = holds(feedback(category, sensitivity=sensitivity), f"I saw that {GUESS}.")
    said(item, f"Once more: {GUESS}!")

    assert outcome(desk, GUESS) == outcome(desk, ELSE) == "published"
    assert "word for word" in outcome(UserFactory(is_superuser=True), GUESS)


def test_what_lies_on_ones_own_desk_is_not_quoted():
    desk = staff_member()
    said(feedback(), f"Since then {GUESS}.")

    assert "word for word" in outcome(desk, f"You said: {TEXT}")
    assert "word for word" in outcome(desk, GUESS)
    assert not PublicAnswer.objects.exists()


def test_nor_what_one_answered_before_it_went_to_another_desk():
    desk = staff_member()
    item = holds(feedback("fraud"), GUESS)
    said(item, "We look into it.", voice="answer", by=desk)

    assert "word for word" in outcome(desk, GUESS)
    assert outcome(staff_member(), GUESS) == "published"


def test_nor_is_anything_told_of_what_was_said_while_one_was_of_a_committee():
    person = MandateFactory(staff=True).user
    MandateFactory(user=person, ends_on="2026-01-31")
    holds(feedback(received_on=datetime.date(2026, 1, 20)), GUESS)

    assert outcome(person, GUESS) == "published"
