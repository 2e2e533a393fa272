"""Hidden fields: signed, each kind for itself, for a while; forms that store once."""

import ast
import time
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db import IntegrityError, transaction

from participation.models import Feedback, Question
from participation.services import (
    feedback as feedback_service,
)
from participation.services import (
    follow_up,
    invitation_tickets,
    question_codes,
    questions,
    tickets,
)
from participation.services.errors import NotStoredError, ParticipationError
from participation.services.pass_codes import row_of_code
from participation.services.signed_forms import STEPS, WRITING, SignedField, store_once
from participation.views import table_pages
from tests.factories.feedback import feedback
from tests.factories.initiatives import InitiativeFactory
from tests.factories.people import UserFactory
from tests.factories.questions import QuestionFactory


class RefusedError(ParticipationError):
    """What the field of these tests raises."""


FIELD = SignedField("tests.field", STEPS, RefusedError)
KINDS = {
    "a vote": tickets._FIELD,
    "an invitation": invitation_tickets._FIELD,
    "a question's code": question_codes._FIELD,
    "a follow-up": follow_up._FIELD,
    "a question": questions.FORM,
    "feedback": feedback_service.FORM,
    "a table": table_pages._UNLOCKED,
}


def test_a_field_carries_what_was_signed():
    assert FIELD.read(FIELD.sign([1, "two"])) == [1, "two"]


@pytest.mark.parametrize("forged", ["", "x", "another", "a:b:c"])
def test_a_forged_field_is_refused(forged):
    with pytest.raises(RefusedError):
        FIELD.read(signing.dumps(1) if forged == "another" else forged)


def test_a_field_is_good_for_its_lifetime_and_no_longer(monkeypatch):
    text, now = FIELD.sign(1), time.time()

    monkeypatch.setattr(signing.time, "time", lambda: now + STEPS.total_seconds() - 5)
    assert FIELD.read(text) == 1
    monkeypatch.setattr(signing.time, "time", lambda: now + STEPS.total_seconds() + 5)
    with pytest.raises(RefusedError):
        FIELD.read(text)


@pytest.mark.parametrize("name", KINDS)
def test_no_kind_of_field_is_taken_for_another(name):
    signed = KINDS[name].sign(1)

    assert KINDS[name].read(signed) == 1
    for other in KINDS.values():
        if other is not KINDS[name]:
            with pytest.raises(ParticipationError):
                other.read(signed)


def test_who_was_let_in_has_minutes_and_who_writes_has_hours():
    limits = {name: kind.lifetime for name, kind in KINDS.items()}

    assert limits.pop("a table") < STEPS
    assert {limits.pop("a question"), limits.pop("feedback")} == {WRITING}
    assert set(limits.values()) == {STEPS}


def test_nothing_else_here_signs_by_itself():
    """A second way of signing would have an age and a salt of its own."""
    root = Path(table_pages.__file__).parents[1]
    signing_alone = {
        path.name
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and node.module in ("django.core", "django.core.signing")
        and {"signing", "TimestampSigner", "Signer", "dumps"}
        & {alias.name for alias in node.names}
    }

    assert signing_alone == {"signed_forms.py"}


def test_a_ticket_is_of_a_thing_and_a_person():
    person = UserFactory.build(pk=7)
    ticket = FIELD.ticket("x", person)

    assert FIELD.read_ticket(ticket.signed(), "x", person) == ticket
    for about, by in (("y", person), ("x", None), ("x", AnonymousUser())):
        with pytest.raises(RefusedError):
            FIELD.read_ticket(ticket.signed(), about, by)


def test_mark_and_codes_of_a_form_differ_by_kind_and_by_attempt():
    ticket = FIELD.ticket()
    other = SignedField("tests.other", STEPS, RefusedError).ticket()
    same_key = type(ticket)(other.of, ticket.key)

    assert len({ticket.mark, same_key.mark, ticket.key}) == 3
    assert len({ticket.code(), ticket.code(1), same_key.code()}) == 3
    assert ticket.code_of(ticket.code(3).serial) == ticket.code(3)
    assert ticket.key not in repr(ticket)


@pytest.mark.django_db
def test_a_serial_that_is_taken_gives_way_to_another():
    asked = []

    def store(code):
        asked.append(code)
        if len(asked) < 3:
            raise IntegrityError
        return code

    assert store_once(FIELD.ticket(), lambda: None, store) == asked[2]
    assert len(set(asked)) == 3


@pytest.mark.django_db
def test_who_was_faster_with_the_same_form_is_found():
    found = iter([None, "stored meanwhile"])

    def store(code):
        raise IntegrityError

    assert store_once(FIELD.ticket(), lambda: next(found), store) == "stored meanwhile"


@pytest.mark.django_db
def test_a_form_does_not_look_for_a_serial_for_ever():
    def store(code):
        raise IntegrityError

    with pytest.raises(NotStoredError, match="once more"):
        store_once(FIELD.ticket(), lambda: None, store)


@pytest.mark.django_db
def test_a_serial_taken_by_another_question_is_no_fault_of_the_one_who_asks():
    """The same serial twice once made a page of the site fail."""
    initiative = InitiativeFactory(state="in_implementation")
    ticket = questions.FORM.ticket()
    about = {"text": "Who?", "language": "en", "by": AnonymousUser()}
    QuestionFactory(by_code=True, serial=ticket.code().serial)

    asked = questions.ask_question(initiative, ticket, **about)

    assert asked.code == ticket.code(1)
    assert questions.ask_question(initiative, ticket, **about).code == asked.code
    assert Question.objects.count() == 2


@pytest.mark.django_db
def test_a_row_is_found_by_a_whole_code_alone():
    ticket = feedback_service.FORM.ticket()
    item = feedback_service.take_feedback(
        ticket, category="quality", text="The tap.", language="en"
    ).feedback
    other = feedback()
    code = ticket.code()

    items = Feedback.objects.all()
    assert row_of_code(items, code) == item
    assert row_of_code(items, None) is None
    assert row_of_code(items, type(code)(other.serial, code.secret)) is None
    assert row_of_code(items.none(), code) is None


@pytest.mark.django_db
def test_what_is_stored_half_is_not_stored():
    """A serial that clashes takes nothing else with it into the database."""

    def store(code):
        feedback()
        raise IntegrityError

    with pytest.raises(NotStoredError), transaction.atomic():
        store_once(FIELD.ticket(), lambda: None, store)
    assert not Feedback.objects.exists()
