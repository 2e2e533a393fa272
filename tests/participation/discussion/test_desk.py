"""Questions on the desks of those who check, answer, or were refused; and their mails."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from initiatives.models import UpdatePage
from participation.enums import QuestionState
from participation.models import Question
from participation.queries.waiting import waiting_for
from participation.services import moderation
from participation.services.questions import FORM, answer_question
from tests.factories.communities import MandateFactory
from tests.factories.questions import (
    AnswerFactory,
    QuestionFactory,
    question_in,
)
from tests.factories.site import first_pages

QUEUE = reverse("participation:question_queue")


def page_of(question):
    return reverse("participation:question", args=[question.pk])


def desk(user):
    return [item.what for item in waiting_for(user) if "/questions/" in item.url]


def test_staff_have_one_line_for_all_that_waits(cast, initiative):
    day = timezone.localdate() - datetime.timedelta(days=5)
    for asked_on in (day, timezone.localdate()):
        QuestionFactory(initiative=initiative, asked_on=asked_on)
    (item,) = [each for each in waiting_for(cast.staff) if each.url == QUEUE]

    assert item.subject == "2 wait"
    assert timezone.localdate(item.since) == day
    assert [role for role in ("committee", "outsider") if desk(cast[role])] == []


def test_those_who_speak_for_a_community_have_what_is_not_answered(cast, initiative):
    question = question_in("published", initiative=initiative)
    for role in ("committee", "implementer", "authority"):
        assert desk(cast[role]) == ["Answer a question"], role
    for user in (cast.staff, cast.outsider, *cast.elsewhere.values()):
        assert desk(user) == []

    answer = AnswerFactory(question=question)
    assert desk(cast.committee) == []
    moderation.hide_answer(answer, reason="insult", by=cast.staff)
    assert desk(cast.committee) == ["Answer a question"]


def test_staff_are_asked_to_answer_where_nobody_else_is(cast, site_update):
    question_in("published", initiative=None, update_key=site_update.translation_key)
    assert desk(cast.staff) == ["Answer a question"]
    assert desk(cast.committee) == []


@pytest.fixture
def site_update(db):
    page = UpdatePage(title="News", slug="news", introduction="Of the programme.")
    first_pages()["en"].updates.add_child(instance=page)
    return page


@pytest.mark.parametrize("state", ["refused", "hidden"])
def test_whoever_asked_has_why_not_until_they_appeal_or_a_month_went_by(
    cast, initiative, state
):
    question_in(state, initiative=initiative, author=cast.outsider)
    assert desk(cast.outsider) == ["Your question is not shown: read why"]

    Question.objects.update(
        state=QuestionState.APPEALED, appeal="x", appealed_on=timezone.localdate()
    )
    assert desk(cast.outsider) == []


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_queue_asks_as_much_for_three_as_for_one(
    client, cast, initiative, item_count, django_assert_num_queries
):
    for _number in range(item_count):
        question_in("appealed", initiative=initiative)
        QuestionFactory(initiative=initiative)
    client.force_login(cast.staff)
    with django_assert_num_queries(7):
        assert len(client.get(QUEUE).context["rows"]) == 2 * item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_my_work_asks_as_much_for_three_as_for_one(
    client, cast, initiative, item_count, django_assert_num_queries
):
    for _number in range(item_count):
        question_in("published", initiative=initiative)
    client.force_login(cast.committee)
    client.get(reverse("participation:my_work"))
    with django_assert_num_queries(21):
        page = client.get(reverse("participation:my_work"))
    assert page.text.count("Answer a question") == item_count


def test_the_queue_is_by_age_and_says_what_is_for_others(client, cast, initiative):
    today = timezone.localdate()
    newer = QuestionFactory(initiative=initiative)
    older = QuestionFactory(
        initiative=initiative, asked_on=today - datetime.timedelta(days=9)
    )
    own = question_in("appealed", initiative=initiative, by=cast.staff)
    MandateFactory(user=cast.staff, community=QuestionFactory().community)
    client.force_login(cast.staff)
    rows = client.get(QUEUE).context["rows"]

    assert next(row[0] for row in rows) == older
    why = {question.pk: obstacle for question, _subject, obstacle in rows}
    assert why[newer.pk] == ""
    assert "decided first" in why[own.pk]
    assert sum("have a part" in each for each in why.values()) == 1


@pytest.mark.parametrize("role", ["committee", "authority", "implementer", "outsider"])
def test_others_have_no_queue(client, cast, role):
    client.force_login(cast[role])
    assert client.get(QUEUE).status_code == 403


def test_a_moderator_sees_marked_numbers_decides_and_whoever_asked_reads_why(
    client, cast, initiative
):
    question = QuestionFactory(
        initiative=initiative, author=cast.outsider, text="Ring 0612345678 <b>"
    )
    client.force_login(cast.staff)
    page = client.get(page_of(question)).text
    assert "<mark>0612345678</mark> &lt;b&gt;" in page
    assert cast.outsider.name not in page

    refused = client.post(page_of(question), {"step": "decide", "decision": "refused"})
    assert refused.status_code == 422
    assert {"reason", "words"} <= set(refused.context["form"].errors)
    assert refused.text.count('class="error-summary"') == 1
    client.post(
        page_of(question),
        {
            "step": "decide",
            "decision": "refused",
            "reason": "contact",
            "words": "Leave the number out.",
        },
    )
    client.force_login(cast.outsider)
    page = client.get(page_of(question)).text
    assert "Leave the number out." in page
    assert cast.staff.name not in page

    client.post(page_of(question), {"step": "appeal", "words": "It is the office's."})
    question.refresh_from_db()
    assert question.state == QuestionState.APPEALED

    client.force_login(cast.staff)
    assert "you decided first" in client.get(page_of(question)).text
    again = client.post(page_of(question), {"step": "decide", "decision": "granted"})
    assert again.status_code == 422

    client.force_login(MandateFactory(staff=True).user)
    client.post(page_of(question), {"step": "decide", "decision": "granted"})
    question.refresh_from_db()
    assert question.state == QuestionState.PUBLISHED


def test_the_committee_answers_on_the_page_of_the_question(client, cast, initiative):
    question = question_in("published", initiative=initiative)
    client.force_login(cast.committee)
    form = client.get(page_of(question)).context["forms"]["answer"]
    given = {"step": "answer", "text": "The captain.", "language": "en"}
    ticket = form.initial["ticket"]
    for _time in range(2):
        response = client.post(page_of(question), {**given, "ticket": ticket})
        assert response.status_code == 302
    assert question.answers.get().role == "committee"


def test_a_number_in_an_answer_is_pointed_out_and_can_still_be_sent(
    client, cast, initiative
):
    question = question_in("published", initiative=initiative)
    client.force_login(cast.committee)
    form = client.get(page_of(question)).context["forms"]["answer"]
    given = {
        "step": "answer",
        "text": "Ring 0612 34 56 78.",
        "language": "en",
        "ticket": form.initial["ticket"],
    }
    warned = client.post(page_of(question), given)
    assert warned.status_code == 422
    assert "looks like a telephone number" in warned.text
    assert not question.answers.exists()

    client.post(page_of(question), {**given, "as_is": "1"})
    assert question.answers.exists()


def test_staff_hide_an_answer_on_the_page_of_its_question(client, cast, initiative):
    answer = AnswerFactory(question=question_in("published", initiative=initiative))
    client.force_login(cast.staff)
    given = {"step": "hide_answer", "answer": answer.pk, "reason": "insult"}
    assert client.post(page_of(answer.question), given).status_code == 302
    answer.refresh_from_db()
    assert answer.hidden_why == "insult"


@pytest.mark.parametrize("step", ["answer", "decide", "hide_answer", "appeal", ""])
def test_what_is_not_offered_cannot_be_sent(client, cast, initiative, step):
    question = question_in("published", initiative=initiative)
    for user in (None, cast.outsider):
        if user:
            client.force_login(user)
        assert client.post(page_of(question), {"step": step}).status_code == 403


# Mails.


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    def run(verb, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **kwargs)
        return {message.to[0]: message for message in mail.outbox}

    return run


def test_a_published_question_reaches_who_asked_and_who_should_answer(
    cast, initiative, told
):
    question = QuestionFactory(initiative=initiative, author=cast.outsider)
    mails = told(moderation.publish_question, question, by=cast.staff)

    answering = {u.email for u in (cast.committee, *cast.others, cast.implementer)}
    assert set(mails) == answering | {cast.outsider.email}
    assert "Your question is on the page" in mails[cast.outsider.email].subject
    assert "waits for your answer" in mails[cast.committee.email].subject
    assert page_of(question) in mails[cast.committee.email].body


def test_a_refusal_is_told_to_who_asked_alone_with_reason_and_appeal(
    cast, initiative, told
):
    question = QuestionFactory(initiative=initiative, author=cast.outsider)
    mails = told(
        moderation.refuse_question,
        question,
        reason="person",
        words="It names a neighbour.",
        by=cast.staff,
    )

    assert set(mails) == {cast.outsider.email}
    body = mails[cast.outsider.email].body
    assert "It names or describes a private person" in body
    assert "It names a neighbour." in body
    assert "You can appeal once" in body
    assert cast.staff.name not in body


def test_an_answer_is_told_to_who_asked_in_their_language(cast, initiative, told):
    cast.outsider.language = "ar"
    cast.outsider.save()
    question = question_in("published", initiative=initiative, author=cast.outsider)
    mails = told(
        answer_question,
        question,
        FORM.ticket("x", cast.committee),
        text="The captain.",
        language="en",
        by=cast.committee,
    )
    assert set(mails) == {cast.outsider.email}
    assert "/ar/questions/" in mails[cast.outsider.email].body


def test_who_asked_without_an_account_gets_no_mail(cast, initiative, told):
    question = QuestionFactory(initiative=initiative, by_code=True)
    refused = told(
        moderation.refuse_question, question, reason="person", words="x", by=cast.staff
    )
    assert refused == {}
