"""Questions as residents meet them: on pages, in a list, in the form that asks."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from initiatives.models import UpdatePage
from participation.models import Question
from participation.services.throttle import LIMITS, count
from tests.factories.communities import CommunityFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.participation import serial_of
from tests.factories.questions import AnswerFactory, QuestionFactory, question_in
from tests.factories.site import first_pages

pytestmark = pytest.mark.django_db
FOLLOW_UP = reverse("participation:asked_question")


def list_of(initiative):
    return reverse(
        "participation:questions", args=["initiatives", initiative.reference]
    )


def ask_page(initiative):
    return reverse("participation:ask", args=["initiatives", initiative.reference])


def hidden_field(response, name):
    return re.search(rf'name="{name}" value="([^"]+)"', response.text)[1]


def send(client, initiative, text="Who keeps the key?", language="en", **more):
    ticket = hidden_field(client.get(ask_page(initiative)), "ticket")
    return client.post(
        ask_page(initiative),
        {"text": text, "language": language, "ticket": ticket, **more},
    )


def code_in(response):
    return re.search(r'<span class="code">([A-Z2-9-]{19})</span>', response.text)[1]


def test_a_resident_asks_without_account_cookie_or_name(initiative):
    client = Client(enforce_csrf_checks=True)
    response = send(client, initiative, kept_as="ask-initiatives-x")

    question = Question.objects.get()
    assert response.status_code == 200
    assert code_in(response)
    assert 'data-keep-done="ask-initiatives-x"' in response.text
    assert not client.cookies
    assert "no-store" in response["Cache-Control"]
    assert (question.text, question.author) == ("Who keeps the key?", None)
    assert "Who keeps the key?" not in client.get(list_of(initiative)).text


def test_pressing_twice_shows_the_same_code(client, initiative):
    ticket = hidden_field(client.get(ask_page(initiative)), "ticket")
    given = {"text": "Who?", "language": "en", "ticket": ticket}
    first, again = (client.post(ask_page(initiative), given) for _time in range(2))

    assert code_in(first) == code_in(again)
    assert Question.objects.count() == 1


def test_with_an_account_the_question_is_found_by_signing_in(client, cast, initiative):
    client.force_login(cast.outsider)
    response = send(client, initiative)
    question = Question.objects.get(author=cast.outsider)
    address = reverse("participation:question", args=[question.pk])

    assert address in response.text
    assert "Who keeps the key?" in client.get(address).text
    assert (
        cast.outsider.name
        not in client.get(address).content.decode().replace("", "").split("<main")[1]
    )


def test_a_form_of_a_visitor_is_not_sent_in_the_name_of_who_is_signed_in(
    client, cast, initiative
):
    ticket = hidden_field(Client().get(ask_page(initiative)), "ticket")
    client.force_login(cast.outsider)
    response = client.post(
        ask_page(initiative), {"text": "Mine?", "language": "en", "ticket": ticket}
    )

    assert response.status_code == 422
    assert "Mine?" in response.text
    assert hidden_field(response, "ticket") != ticket
    assert not Question.objects.exists()


@pytest.mark.parametrize("ticket", ["", "forged"])
def test_a_form_without_a_good_ticket_is_shown_again_with_one(
    client, initiative, ticket
):
    given = {"text": "Who?", "language": "en", "ticket": ticket}
    response = client.post(ask_page(initiative), given)
    assert response.status_code == 422

    given["ticket"] = hidden_field(response, "ticket")
    assert client.post(ask_page(initiative), given).status_code == 200
    assert Question.objects.count() == 1


def test_a_telephone_number_is_pointed_out_and_can_still_be_sent(client, initiative):
    text = "Is 0612 34 56 78 the committee's?"
    warned = send(client, initiative, text)
    assert warned.status_code == 422
    assert "0612 34 56 78” looks like a telephone number" in warned.text
    assert not Question.objects.exists()

    assert send(client, initiative, text, as_is="1").status_code == 200
    assert Question.objects.get().text == text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_field(client, initiative, given, field):
    response = send(client, initiative, **given)
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_many_questions_from_one_address_wait_with_their_text(client, initiative):
    for _sent in range(LIMITS["question-address"].amount):
        count("question-address", "127.0.0.1")
    response = send(client, initiative, "Is there room for one more?")

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Is there room for one more?" in response.text
    assert not Question.objects.exists()


def test_a_meeting_behind_one_address_asks_freely(client, initiative):
    """A hundred people in a hall are not a flood."""
    assert LIMITS["question-address"].amount >= 100
    for number in range(12):
        assert send(client, initiative, f"Question {number}?").status_code == 200
    assert Question.objects.count() == 12


@pytest.mark.parametrize("state", ["draft", "returned_for_revision"])
@pytest.mark.parametrize("page", [list_of, ask_page])
def test_what_is_not_public_has_no_questions(client, page, state):
    assert client.get(page(InitiativeFactory(state=state))).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/questions/initiatives/HG-NONE/",
        "/questions/updates/HG-NONE/",
        "/questions/updates/12345678-1234-1234-1234-123456789012/",
        "/questions/people/1/",
    ],
)
def test_there_are_no_questions_about_nothing(client, address):
    assert client.get(address).status_code == 404
    assert client.get(f"{address}ask/").status_code == 404


def test_the_page_of_an_initiative_shows_the_newest_with_answers_in_a_role(
    client, cast, initiative
):
    old = question_in("published", initiative=initiative, text="An old one?")
    for number in range(3):
        question_in("published", initiative=initiative, text=f"Number {number}?")
    AnswerFactory(
        question=Question.objects.latest("pk"), text="Yes.", author=cast.committee
    )
    page = client.get(reverse("initiatives:detail", args=[initiative.reference])).text
    section = page.split('id="questions"')[1].split("</section>")[0]

    assert section.index("Number 2?") < section.index("Number 1?")
    assert old.text not in section
    assert "Answer: Community committee" in section
    assert cast.committee.name not in section
    assert ask_page(initiative) in section


@pytest.mark.parametrize("state", ["waiting", "refused", "appealed", "hidden"])
def test_only_published_texts_are_shown(client, initiative, state):
    question = question_in(state, initiative=initiative, text="Nobody reads this")
    for address in (
        list_of(initiative),
        reverse("initiatives:detail", args=[initiative.reference]),
    ):
        assert "Nobody reads this" not in client.get(address).text
    address = reverse("participation:question", args=[question.pk])
    assert client.get(address).status_code == 404


def test_the_place_of_a_hidden_question_says_when_and_why_and_not_what(
    client, initiative
):
    question = question_in("hidden", initiative=initiative, text="Nobody reads this")
    AnswerFactory(question=question, text="Nor this")
    page = client.get(list_of(initiative)).text

    assert "A question stood here." in page
    assert "It holds a telephone number, an address or a place." in page
    assert "Take the number out" not in page, "words are for whoever asked"
    assert "Nobody reads this" not in page
    assert "Nor this" not in page


def test_the_place_of_a_hidden_answer_says_so_too(client, cast, initiative):
    answer = AnswerFactory(
        question=question_in("published", initiative=initiative),
        text="Rude words",
        hidden_on="2026-11-02",
        hidden_why="insult",
        hidden_by=cast.staff,
    )
    page = client.get(list_of(initiative)).text
    assert "This answer was hidden on" in page
    assert answer.text not in page
    assert "Not answered yet." in page


def test_a_text_in_another_language_is_marked_and_directed(client, initiative):
    question_in(
        "published", initiative=initiative, text="من معه المفتاح؟", language="ar"
    )
    question_in(
        "published", initiative=initiative, text="Ki gen kle a?", language="und"
    )
    page = client.get(list_of(initiative)).text
    assert '<p lang="ar" dir="rtl">من معه المفتاح؟</p>' in page
    assert '<span lang="ar">العربية</span>' in page
    assert '<p lang="und" dir="auto">Ki gen kle a?</p>' in page
    assert "another language" in page

    arabic = client.get("/ar" + list_of(initiative)).text
    assert 'lang="ar">العربية</span></p>\n<p' not in arabic.split("<main")[1]


def test_words_are_text(client, initiative):
    text = "<script>alert(1)</script> 0612345678"
    question_in("published", initiative=initiative, text=text)
    assert "<script>alert(1)" not in client.get(list_of(initiative)).text


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    client, initiative, item_count, django_assert_num_queries
):
    for _number in range(item_count):
        AnswerFactory(question=question_in("published", initiative=initiative))
    with django_assert_num_queries(5):
        page = client.get(list_of(initiative)).context["page_obj"]
        assert len(page) == item_count


def test_a_long_list_has_pages(client, initiative):
    QuestionFactory.create_batch(21, initiative=initiative, published=True)
    assert len(client.get(list_of(initiative)).context["page_obj"]) == 20
    second = client.get(list_of(initiative), {"page": "2"})
    assert len(second.context["page_obj"]) == 1


# Coming back with the code.


def code_step(client, code):
    return client.post(FOLLOW_UP, {"step": "code", "code": code})


def test_the_code_shows_where_a_question_stands(client, initiative):
    code = code_in(send(client, initiative, "Mine?"))
    response = code_step(client, code.lower().replace("-", " "))

    assert "Mine?" in response.text
    assert "Nobody has looked at it yet" in response.text
    assert code not in response.text
    assert "no-store" in response["Cache-Control"]
    assert not client.cookies


def test_a_refusal_is_read_and_appealed_against_without_a_cookie(client, initiative):
    question = question_in("refused", initiative=initiative, by_code=True)
    shown = code_step(client, question.serial + "ABCDEFGHJKLM")
    assert "Take the number out." in shown.text

    ticket = hidden_field(shown, "ticket")
    sent = client.post(
        FOLLOW_UP, {"step": "appeal", "ticket": ticket, "words": "It is everybody's."}
    )
    question.refresh_from_db()
    assert question.appeal == "It is everybody's."
    assert "Your appeal has arrived" in sent.text
    assert "Send the appeal" not in sent.text
    assert not client.cookies


def test_an_appeal_without_words_says_so_once(client, initiative):
    question = question_in("refused", initiative=initiative, by_code=True)
    ticket = hidden_field(code_step(client, question.serial + "ABCDEFGHJKLM"), "ticket")
    again = client.post(FOLLOW_UP, {"step": "appeal", "ticket": ticket, "words": " "})
    assert again.status_code == 422
    assert again.text.count('class="error-summary"') == 1


@pytest.mark.parametrize("ticket", ["", "forged"])
def test_an_appeal_without_a_ticket_asks_for_the_code(client, ticket):
    response = client.post(
        FOLLOW_UP, {"step": "appeal", "ticket": ticket, "words": "x"}
    )
    assert response.status_code == 422
    assert "Type your code again" in response.text


def test_guessing_codes_is_slowed_and_the_right_one_is_taken(client, initiative):
    code = code_in(send(client, initiative))
    for number in range(LIMITS["code-of-question"].amount):
        guess = serial_of(number) + "AAAA" * 3
        assert code_step(client, guess).status_code == 422
    assert code_step(client, guess).status_code == 429
    assert code_step(client, code).status_code == 200


# Updates.


@pytest.fixture
def update(client, cast, initiative):
    page = UpdatePage(
        title="The pump runs",
        slug="pump",
        introduction="It does.",
        initiative=initiative,
    )
    first_pages()["en"].updates.add_child(instance=page)
    return page


def test_an_update_has_questions_of_its_own(client, cast, update):
    address = reverse(
        "participation:questions", args=["updates", update.translation_key]
    )
    ticket = hidden_field(client.get(f"{address}ask/"), "ticket")
    client.post(
        f"{address}ask/", {"text": "Since when?", "language": "en", "ticket": ticket}
    )
    question = Question.objects.get()
    assert (question.update_key, question.initiative) == (update.translation_key, None)
    assert question.community == cast.community

    Question.objects.update(state="published", published_on=question.asked_on)
    assert "Since when?" in client.get(address).text
    assert "Since when?" in client.get(update.get_url()).text


def test_an_update_taken_offline_takes_its_questions_along(client, update):
    question = question_in(
        "published", initiative=None, update_key=update.translation_key
    )
    update.unpublish()
    for name, args in (
        ("questions", ["updates", update.translation_key]),
        ("question", [question.pk]),
    ):
        assert (
            client.get(reverse(f"participation:{name}", args=args)).status_code == 404
        )


def test_programme_news_of_no_community_can_be_asked_about(client, update):
    update.initiative = None
    update.community = None
    update.save()
    assert CommunityFactory()
    address = reverse("participation:ask", args=["updates", update.translation_key])
    assert client.get(address).status_code == 200
