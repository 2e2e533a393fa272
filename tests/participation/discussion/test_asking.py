"""Asking: stored once, with a code or an account, and with no trace of when."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import connection
from wagtail.models import ModelLogEntry

from initiatives.enums import State
from participation.enums import QuestionState
from participation.models import Question
from participation.services.errors import (
    NotPermittedError,
    OldFormError,
    QuestionStateError,
    ReasonMissingError,
    UnknownQuestionCodeError,
)
from participation.services.question_codes import (
    follow_up_ticket,
    question_by_code,
    question_by_ticket,
)
from participation.services.questions import (
    FORM,
    answer_question,
    appeal,
    appeal_by_code,
    ask_question,
)
from tests.factories.communities import CommunityFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.people import UserFactory
from tests.factories.questions import AnswerFactory, question_in

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def ticket(about="initiatives/x", person=NOBODY):
    return FORM.ticket(about, person)


def ask(initiative, form=None, by=NOBODY, text="Who keeps the key?"):
    return ask_question(
        initiative, form or ticket(person=by), text=text, language="en", by=by
    )


def test_a_question_without_an_account_has_a_code_that_leads_back(initiative):
    asked = ask(initiative)

    assert question_by_code(asked.code.printed) == asked.question
    assert asked.question.author is None
    assert asked.question.state == QuestionState.WAITING
    assert asked.question.community == initiative.community


def test_the_code_lies_nowhere(initiative):
    form = ticket()
    code = ask(initiative, form).code
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM participation_question")
        row = str(cursor.fetchall())

    assert code.secret not in row
    assert form.key not in row
    assert code.secret not in repr(code) + repr(form)


def test_a_question_by_account_has_no_code(initiative):
    person = UserFactory()
    asked = ask(initiative, by=person)

    assert asked.code is None
    assert asked.question.author == person


def test_sending_a_form_twice_stores_one_question_and_shows_the_same_code(initiative):
    form = ticket()
    first, again = ask(initiative, form), ask(initiative, form, text="Something else")

    assert first.code == again.code
    assert Question.objects.get().text == "Who keeps the key?"


def test_asking_leaves_no_hour_no_mail_and_no_record(
    initiative, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        question = ask(initiative).question

    stored = {
        field.name: getattr(question, field.attname) for field in Question._meta.fields
    }
    assert not [
        name for name, value in stored.items() if isinstance(value, datetime.datetime)
    ]
    assert not ModelLogEntry.objects.filter(action__startswith="participation").exists()
    assert (callbacks, mail.outbox) == ([], [])


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_nobody_asks_about_what_is_not_public(state):
    with pytest.raises(NotPermittedError):
        ask(InitiativeFactory(state=state))


@pytest.mark.parametrize("typed", ["", "K7QM", "0000-0000-0000-0000", "AAAA" * 4])
def test_a_wrong_code_leads_nowhere(initiative, typed):
    ask(initiative)
    with pytest.raises(UnknownQuestionCodeError):
        question_by_code(typed)


def test_the_right_serial_with_a_wrong_secret_leads_nowhere(initiative):
    code = ask(initiative).code
    with pytest.raises(UnknownQuestionCodeError):
        question_by_code(code.serial + ask(initiative).code.secret)


def test_a_form_belongs_to_a_thing_and_a_person(initiative):
    person = UserFactory()
    form = ticket("initiatives/x", person).signed()

    assert FORM.read_ticket(form, "initiatives/x", person).code()
    for about, by in (("initiatives/y", person), ("initiatives/x", NOBODY)):
        with pytest.raises(OldFormError):
            FORM.read_ticket(form, about, by)
    for forged in ("", "x", form[:-2] + "xx"):
        with pytest.raises(OldFormError):
            FORM.read_ticket(forged, "initiatives/x", person)


def test_the_ticket_of_a_page_is_no_ticket_of_a_form_and_the_reverse(initiative):
    question = ask(initiative).question
    assert question_by_ticket(follow_up_ticket(question)) == question
    for forged in ("", "x", ticket().signed()):
        with pytest.raises(OldFormError):
            question_by_ticket(forged)


def test_an_answer_is_public_at_once_in_a_role_and_stored_once(cast, initiative):
    question = question_in("published", initiative=initiative)
    form = ticket(person=cast.committee)
    for _time in range(2):
        answer = answer_question(
            question, form, text="The captain.", language="en", by=cast.committee
        )

    assert question.answers.get() == answer
    assert (answer.role, answer.hidden_on) == ("committee", None)
    entry = ModelLogEntry.objects.get(action="participation.answer_question")
    assert entry.data == {"answer": answer.pk, "role": "committee"}


@pytest.mark.parametrize("state", ["waiting", "refused", "appealed", "hidden"])
def test_what_is_not_published_is_not_answered(cast, initiative, state):
    question = question_in(state, initiative=initiative)
    with pytest.raises(QuestionStateError):
        answer_question(
            question, ticket(), text="No.", language="en", by=cast.committee
        )


def test_outsiders_do_not_answer(cast, initiative):
    question = question_in("published", initiative=initiative)
    with pytest.raises(NotPermittedError):
        answer_question(question, ticket(), text="Me.", language="en", by=cast.outsider)


@pytest.mark.parametrize("state", ["refused", "hidden"])
def test_an_appeal_is_made_once_and_sending_it_twice_is_once(initiative, state):
    question = question_in(state, initiative=initiative, by_code=True)
    for _time in range(2):
        appealed = appeal_by_code(question, words="It is the committee's number.")
    assert appealed.state == QuestionState.APPEALED

    with pytest.raises(QuestionStateError):
        appeal_by_code(question, words="And another thing.")
    Question.objects.filter(pk=question.pk).update(
        state=state, published_on=question.published_on
    )
    with pytest.raises(QuestionStateError):
        appeal_by_code(question, words="Again.")


@pytest.mark.parametrize("state", ["waiting", "published"])
def test_there_is_nothing_to_appeal_against(initiative, state):
    with pytest.raises(QuestionStateError):
        appeal_by_code(question_in(state, initiative=initiative), words="Please.")


def test_an_appeal_needs_words(initiative):
    with pytest.raises(ReasonMissingError):
        appeal_by_code(question_in("refused", initiative=initiative), words="  ")


def test_only_whoever_asked_appeals(cast, initiative):
    question = question_in("refused", initiative=initiative, author=cast.outsider)
    for other in (cast.committee, cast.staff, NOBODY):
        with pytest.raises(NotPermittedError):
            appeal(question, words="Please.", by=other)
    assert appeal(question, words="Please.", by=cast.outsider).has_appealed


def test_when_an_account_goes_the_question_stays_without_it(initiative):
    person = UserFactory()
    question = ask(initiative, by=person).question
    person.delete()
    question.refresh_from_db()
    assert question.author is None


def test_a_question_of_the_whole_programme_has_no_community():
    """News of no community: everybody may ask, staff answer."""
    question = question_in("published", initiative=None, update_key="0" * 32)
    assert question.community is None
    assert AnswerFactory(question=question, role="staff").role == "staff"
    assert CommunityFactory().questions.count() == 0
