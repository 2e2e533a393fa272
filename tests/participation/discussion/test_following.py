"""Following an initiative by a feed; and forgetting what was never shown."""

import datetime
import io

import pytest
from defusedxml.ElementTree import fromstring
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from initiatives.models import UpdatePage
from participation.models import Question, QuestionDecision
from participation.services.forgetting import forget_refused_texts
from participation.services.meetings import call_off_meeting, link_meeting
from tests.factories.initiatives import InitiativeEventFactory, InitiativeFactory
from tests.factories.meetings import MeetingFactory, published
from tests.factories.questions import AnswerFactory, QuestionFactory, question_in
from tests.factories.site import first_pages

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(initiative):
    return reverse("participation:feed", args=[initiative.reference])


def entries(response):
    return fromstring(response.content).findall(f"{ATOM}entry")


def titles(response):
    return [entry.findtext(f"{ATOM}title") for entry in entries(response)]


def test_the_feed_has_steps_updates_and_answers_newest_first(client, cast, initiative):
    long_ago = timezone.now() - datetime.timedelta(days=40)
    InitiativeEventFactory(initiative=initiative, at=long_ago)
    update = UpdatePage(
        title="The pump runs",
        slug="pump",
        introduction="It does.",
        initiative=initiative,
        published_on=timezone.localdate() - datetime.timedelta(days=3),
    )
    first_pages()["en"].updates.add_child(instance=update)
    AnswerFactory(
        question=question_in("published", initiative=initiative), author=cast.committee
    )
    response = client.get(feed_of(initiative))

    assert response["Content-Type"].startswith("application/atom+xml")
    assert titles(response) == [
        "Answer: Community committee",
        "The pump runs",
        "Proposed",
    ]
    assert cast.committee.name not in response.text
    assert not client.cookies


def test_no_hour_is_told(client, initiative):
    InitiativeEventFactory(initiative=initiative)
    AnswerFactory(question=question_in("published", initiative=initiative))
    for entry in entries(client.get(feed_of(initiative))):
        assert entry.findtext(f"{ATOM}updated").endswith("T00:00:00+00:00")


def test_what_people_wrote_is_text_in_a_reader_of_feeds(client, initiative):
    AnswerFactory(
        question=question_in("published", initiative=initiative),
        text="<script>alert(1)</script>\x0b & more",
    )
    (entry,) = entries(client.get(feed_of(initiative)))
    said = entry.findtext(f"{ATOM}summary")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in said


@pytest.mark.parametrize("state", ["waiting", "refused", "appealed", "hidden"])
def test_what_is_not_shown_is_not_in_the_feed(client, initiative, state):
    question = question_in(state, initiative=initiative, text="Nobody reads this")
    AnswerFactory(question=question)
    assert titles(client.get(feed_of(initiative))) == []


def test_a_hidden_answer_is_not_in_the_feed(client, cast, initiative):
    AnswerFactory(
        question=question_in("published", initiative=initiative),
        hidden_on="2026-11-02",
        hidden_why="insult",
        hidden_by=cast.staff,
    )
    assert titles(client.get(feed_of(initiative))) == []


def test_a_private_initiative_has_no_feed_even_for_its_own(client, cast):
    draft = InitiativeFactory(community=cast.community, state="draft")
    client.force_login(cast.committee)
    assert client.get(feed_of(draft)).status_code == 404
    page = client.get(reverse("initiatives:detail", args=[draft.reference])).text
    assert 'id="follow"' not in page


def test_the_page_leads_to_the_feed(client, initiative):
    page = client.get(reverse("initiatives:detail", args=[initiative.reference])).text
    assert page.count(feed_of(initiative)) == 2


def test_the_feed_speaks_the_language_of_its_address(client, initiative):
    InitiativeEventFactory(initiative=initiative)
    feed = fromstring(client.get("/ar" + feed_of(initiative)).content)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"


def test_the_feed_tells_of_meetings_as_they_were_announced_last(
    client, cast, initiative
):
    moved = MeetingFactory(community=cast.community, coming=True, title="The pump")
    off = MeetingFactory(community=cast.community, coming=True, title="The queue")
    held = MeetingFactory(community=cast.community, title="The well")
    for meeting in (moved, off, held):
        link_meeting(meeting, by=cast.staff, initiatives=[initiative])
    before = titles(client.get(feed_of(initiative)))
    assert sorted(before) == [
        "A meeting is called: The pump",
        "A meeting is called: The queue",
        "A meeting is called: The well",
    ]

    moved.refresh_from_db()
    moved.revision = 1
    moved.save()
    call_off_meeting(off, by=cast.staff, reason="Flood.")
    published(held)
    response = client.get(feed_of(initiative))

    assert sorted(titles(response)) == [
        "A meeting is called: The well",
        "Announcement of the meeting changed: The pump",
        "The meeting does not take place: The queue",
        "The minutes are published: The well",
    ]
    assert "Flood." in response.text
    assert "We talked about the well." not in response.text


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_feed_asks_as_much_for_three_as_for_one(
    client, initiative, item_count, django_assert_num_queries
):
    for _number in range(item_count):
        AnswerFactory(question=question_in("published", initiative=initiative))
        InitiativeEventFactory(initiative=initiative)
        meeting = MeetingFactory(community=initiative.community)
        meeting.initiatives.add(initiative)
    with django_assert_num_queries(7):
        assert len(titles(client.get(feed_of(initiative)))) == 3 * item_count


# Forgetting.


def in_days(days, monkeypatch):
    later = timezone.localdate() + datetime.timedelta(days=days)
    monkeypatch.setattr(
        "participation.services.forgetting.timezone.localdate", lambda: later
    )


@pytest.mark.parametrize("state", ["refused", "hidden"])
def test_a_text_that_is_not_shown_is_forgotten_and_its_reason_kept(
    client, initiative, monkeypatch, state
):
    question = question_in(state, initiative=initiative, by_code=True)
    in_days(90, monkeypatch)
    assert forget_refused_texts() == 0, "for so long an appeal may come"

    in_days(91, monkeypatch)
    assert forget_refused_texts() == 1
    assert forget_refused_texts() == 0

    question.refresh_from_db()
    assert question.text == ""
    assert QuestionDecision.objects.get().reason == "contact"
    shown = client.post(
        reverse("participation:asked_question"),
        {"step": "code", "code": question.serial + "ABCDEFGHJKLM"},
    )
    assert "The text was deleted" in shown.text


def test_the_appeal_and_the_account_are_forgotten_with_it(
    cast, initiative, monkeypatch
):
    question = question_in("refused", initiative=initiative, author=cast.outsider)
    Question.objects.update(appeal="Please", appealed_on=timezone.localdate())
    in_days(91, monkeypatch)
    forget_refused_texts()
    question.refresh_from_db()
    assert (question.appeal, question.author, question.has_appealed) == ("", None, True)


@pytest.mark.parametrize("state", ["waiting", "published", "appealed"])
def test_what_is_shown_or_not_decided_is_kept(initiative, monkeypatch, state):
    question_in(state, initiative=initiative)
    in_days(1000, monkeypatch)
    assert forget_refused_texts() == 0


def test_the_command_says_how_many(initiative):
    QuestionFactory(initiative=initiative)
    question_in("refused", initiative=initiative)
    said = io.StringIO()
    call_command("forget_questions", days=-1, stdout=said)
    assert said.getvalue() == "1 texts forgotten.\n"
