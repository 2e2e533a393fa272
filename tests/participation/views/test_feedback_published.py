"""Answers to feedback that are published: where they stand, and what they never say."""

import pytest
from django.utils import timezone

from communities.models import CommunityPage
from participation.models import PublicAnswer
from participation.services.errors import FeedbackError
from participation.services.public_answers import publish_answer, withdraw_answer
from tests.factories.communities import CommunityFactory
from tests.factories.feedback import TEXT, feedback
from tests.factories.initiatives import InitiativeFactory
from tests.factories.people import UserFactory
from tests.factories.site import first_pages
from tests.participation.views.at_the_desk import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    """The page of a community."""
    community = CommunityFactory()
    page = CommunityPage(
        title=community.name, slug=community.slug, community=community, introduction="x"
    )
    first_pages()["en"].communities.add_child(instance=page)
    return page


def publish(client, **fields):
    return client.post(
        "/feedback/answers/publish/",
        {"said": "Meetings were too early.", "did": "They begin at five.", **fields},
        follow=True,
    )


def test_an_answer_is_published_and_stands_with_the_community(client, staff, place):
    publish(client, community=place.community.pk, said_ar="كانت الاجتماعات مبكرة.")
    client.logout()

    for path in ("/feedback/answers/", place.url):
        assert "They begin at five." in text_of(client.get(path))
    assert "كانت الاجتماعات مبكرة." in text_of(client.get("/ar/feedback/answers/"))
    assert PublicAnswer.objects.get().published_on == timezone.localdate()


def test_words_of_a_person_are_not_published(client, staff):
    feedback()

    page = publish(client, said=f"You said: {TEXT.lower()}!")

    assert "word for word" in text_of(page)
    assert not PublicAnswer.objects.exists()


def test_an_answer_about_an_initiative_stands_on_its_page_too(client, staff):
    initiative = InitiativeFactory(state="eligible")
    own = f"/initiatives/{initiative.reference}/"
    form = f"/feedback/answers/publish/?initiative={initiative.reference}"
    assert form in client.get(own).text
    assert f'value="{initiative.reference}"' in client.get(form).text

    publish(client, initiative=initiative.reference.lower())

    answer = PublicAnswer.objects.get()
    assert (answer.initiative, answer.community) == (initiative, initiative.community)
    assert "They begin at five." in text_of(client.get(own))
    assert own in client.get("/feedback/answers/").text
    other = InitiativeFactory(community=initiative.community, state="eligible")
    assert (
        "They begin at five." not in client.get(f"/initiatives/{other.reference}/").text
    )

    withdraw_answer(answer, by=staff)
    assert "They begin at five." not in text_of(client.get(own))


def test_an_answer_names_a_public_initiative_of_its_community(client, staff):
    draft = InitiativeFactory()
    public = InitiativeFactory(state="eligible")
    elsewhere = CommunityFactory()
    for fields in (
        {"initiative": draft.reference},
        {"initiative": "HG-99999"},
        {"initiative": public.reference, "community": elsewhere.pk},
    ):
        page = publish(client, **fields)
        assert page.context["form"].errors["initiative"]
    with pytest.raises(FeedbackError):
        publish_answer(said="Said.", did="Done.", initiative=draft, by=staff)
    assert not PublicAnswer.objects.exists()


def test_an_answer_is_withdrawn(client, staff):
    publish(client)
    answer = PublicAnswer.objects.get()

    client.post(f"/feedback/answers/{answer.pk}/withdraw/")

    assert "They begin at five." not in text_of(client.get("/feedback/answers/"))
    assert PublicAnswer.objects.get().withdrawn_on == timezone.localdate()


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_public_page_asks_the_same_number_of_questions(
    client, django_assert_max_num_queries, item_count
):
    for number in range(item_count):
        PublicAnswer.objects.create(
            said=f"Said {number}",
            did="Done",
            community=CommunityFactory(),
            published_by=UserFactory(),
        )
    with django_assert_max_num_queries(3):
        page = client.get("/feedback/answers/")
    assert text_of(page).count("Done") == item_count


def test_a_community_without_answers_shows_how_to_say_something(client, place):
    page = text_of(client.get(place.url))

    assert f"/feedback/?community={place.community.slug}" in page
