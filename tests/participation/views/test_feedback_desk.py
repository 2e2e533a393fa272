"""The desk: what is due, one item, entering for others, publishing."""

import html
import re

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.models import ModelLogEntry

from communities.models import CommunityPage
from participation.models import Feedback, OutsideCount, PublicAnswer
from participation.services.errors import FeedbackError
from participation.services.public_answers import publish_answer, withdraw_answer
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.feedback import CONTACT, TEXT, feedback, help_contact, said
from tests.factories.initiatives import InitiativeFactory
from tests.factories.people import UserFactory
from tests.factories.site import first_pages

pytestmark = pytest.mark.django_db
DESK = "/feedback/desk/"


@pytest.fixture
def place():
    """The page of a community."""
    community = CommunityFactory()
    page = CommunityPage(
        title=community.name, slug=community.slug, community=community, introduction="x"
    )
    first_pages()["en"].communities.add_child(instance=page)
    return page


def item_path(item):
    return f"{DESK}items/{item.serial}/"


def text_of(page):
    return html.unescape(page.content.decode())


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', text_of(page))
    assert found is not None
    return found[1]


def do(client, item, action, **fields):
    page = client.get(item_path(item))
    return client.post(
        item_path(item),
        {
            "form": "step",
            "do": action,
            "seen": hidden(page, "seen"),
            "mark": hidden(page, "mark"),
            **fields,
        },
        follow=True,
    )


def shown(page):
    return re.findall(r"/feedback/desk/items/([A-Z]{4})/", text_of(page))


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_desk_asks_the_same_number_of_questions(
    client, staff, django_assert_max_num_queries, item_count
):
    for _ in range(item_count):
        feedback(community=CommunityFactory(), assignee=UserFactory())
    help_contact()
    # Session, person, mandates, permission twice, communities, count, page, months,
    # contacts.
    with django_assert_max_num_queries(10):
        page = client.get(DESK)
    assert len(shown(page)) == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_an_item_asks_the_same_number_of_questions(
    client, staff, django_assert_max_num_queries, item_count
):
    item = feedback(community=CommunityFactory(), assignee=UserFactory())
    for number in range(item_count):
        said(item, f"Word {number}", "answer", UserFactory())
    with django_assert_max_num_queries(10):
        page = client.get(item_path(item))
    assert "Word 0" in text_of(page)


def test_the_most_pressing_comes_first(client, staff):
    late, fresh = feedback(days=30), feedback()
    urgent = feedback(state="in_progress", priority="urgent", days=20)
    done = feedback(state="resolved", days=40)

    assert shown(client.get(DESK)) == [late.serial, urgent.serial, fresh.serial]
    assert done.serial in shown(client.get(f"{DESK}?state=all"))


def test_the_list_is_narrowed_as_asked(client, staff):
    place = CommunityFactory()
    overdue = feedback(days=30, community=place)
    mine = feedback("delay", assignee=staff)
    closed = feedback(state="closed_no_action")
    cases = {
        "state=overdue": [overdue],
        "state=mine": [mine],
        "state=nobody": [overdue],
        "state=closed_no_action": [closed],
        "category=delay": [mine],
        f"community={place.slug}": [overdue],
        "state=nonsense": [overdue, mine],
    }
    found = {asked: shown(client.get(f"{DESK}?{asked}")) for asked in cases}
    assert found == {
        asked: [item.serial for item in items] for asked, items in cases.items()
    }


@pytest.mark.parametrize("role", ["committee", "authority", "implementer", "nobody"])
def test_there_is_no_desk_for_those_it_may_speak_about(client, role):
    item = feedback()
    fields = {} if role == "committee" else {role: True}
    client.force_login(
        UserFactory() if role == "nobody" else MandateFactory(**fields).user
    )
    for path in (DESK, item_path(item), f"{DESK}enter/", "/feedback/answers/publish/"):
        assert client.get(path).status_code == 403
        assert client.post(path).status_code == 403


def test_an_item_of_another_route_is_not_there(client, staff):
    for item in (feedback("fraud"), feedback("data"), feedback(state="referred")):
        assert client.get(item_path(item)).status_code == 404
        assert client.post(item_path(item), {"form": "refer"}).status_code == 404
        assert item.serial not in shown(client.get(f"{DESK}?state=all"))


def test_staff_named_by_an_administrator_read_fraud(client, staff):
    staff.user_permissions.add(
        Permission.objects.get(codename="answer_serious_feedback")
    )
    item = feedback("fraud")

    assert TEXT in text_of(client.get(item_path(item)))


def test_data_stewards_have_their_own_desk_and_enter_for_nobody(client):
    client.force_login(MandateFactory(steward=True).user)
    item, other = feedback("data"), feedback()

    assert shown(client.get(DESK)) == [item.serial]
    assert client.get(item_path(other)).status_code == 404
    assert client.get(f"{DESK}enter/").status_code == 403


def test_an_item_is_answered(client, staff):
    item = feedback(community=CommunityFactory(name="Fenra"))
    page = client.get(item_path(item))
    assert TEXT in text_of(page)
    assert "Fenra" in text_of(page)

    do(client, item, "acknowledge")
    do(client, item, "write_note", words="Ask the office.")
    page = do(client, item, "resolve", words="It is mended.")

    item.refresh_from_db()
    assert item.state == "resolved"
    for words in ("Ask the office.", "It is mended.", staff.name):
        assert words in text_of(page)


def test_what_is_missing_is_said_and_what_was_typed_is_kept(client, staff):
    item = feedback()

    page = do(client, item, "close_no_action", words="Because of this.")

    assert "Choose why nothing is done." in text_of(page)
    assert "Because of this.</textarea>" in text_of(page)


def test_a_page_that_is_out_of_date_changes_nothing(client, staff):
    item = feedback()
    page = client.get(item_path(item))
    Feedback.objects.filter(pk=item.pk).update(state="acknowledged")

    answer = client.post(
        item_path(item),
        {
            "form": "step",
            "do": "resolve",
            "words": "x",
            "seen": hidden(page, "seen"),
            "mark": hidden(page, "mark"),
        },
    )

    assert "Somebody has acted meanwhile" in text_of(answer)
    item.refresh_from_db()
    assert item.state == "acknowledged"


def test_the_contact_is_shown_on_request_to_whom_it_was_given(client, staff):
    item = feedback()
    asked = {"form": "contact"}
    assert CONTACT not in text_of(client.get(item_path(item)))
    page = client.post(item_path(item), asked, follow=True)
    assert CONTACT not in text_of(page)

    client.post(item_path(item), {"form": "assign", "assignee": staff.pk})

    assert CONTACT not in text_of(client.get(item_path(item)))
    assert CONTACT in text_of(client.post(item_path(item), asked))
    assert (
        ModelLogEntry.objects.filter(action="participation.read_contact").count() == 1
    )


def test_an_item_that_went_to_another_route_leads_back_to_the_desk(client, staff):
    item = feedback()

    page = client.post(
        item_path(item), {"form": "sort", "category": "fraud", "priority": "normal"}
    )

    assert page["Location"] == DESK


def test_referring_outside_erases_and_leads_back_to_the_desk(client, staff):
    item = feedback()

    page = client.post(item_path(item), {"form": "refer"})

    assert page["Location"] == DESK
    item.refresh_from_db()
    assert (item.state, bytes(item.text_sealed)) == ("referred", b"")


def test_the_text_of_a_lost_key_is_named_as_such(client, staff, settings):
    item = feedback()
    said(item, "And more.")
    settings.FEEDBACK_KEYS = ["another" * 10]

    assert text_of(client.get(item_path(item))).count("Locked with a key") == 2


# --- entering for others ----------------------------------------------------------------


def enter(client, kind="delay", **fields):
    page = client.post(f"{DESK}enter/", {"step": "kind", "kind": kind})
    return client.post(
        f"{DESK}enter/",
        {
            "step": "send",
            "kind": hidden(page, "kind"),
            "community": "",
            "ticket": hidden(page, "ticket"),
            "channel": "paper",
            "received_on": "2026-01-05",
            "language": "ar",
            "text": "It is late.",
            **fields,
        },
    )


def test_staff_enter_a_paper_and_get_the_code_for_the_person(client, staff):
    page = enter(client)

    item = Feedback.objects.get()
    assert (item.channel, item.language, item.text) == ("paper", "ar", "It is late.")
    assert item.received_on.isoformat() == "2026-01-05"
    assert "The code for the person" in text_of(page)
    assert item.serial in text_of(page)


def test_staff_do_not_enter_what_must_not_be_handled_here(client, staff):
    page = client.post(f"{DESK}enter/", {"step": "kind", "kind": "exploitation"})

    assert "Who can help" in text_of(page)
    assert not Feedback.objects.exists()
    assert OutsideCount.objects.get().shown == 1


@pytest.mark.parametrize(
    "fields", [{"channel": "web"}, {"received_on": "2999-01-01"}, {"text": ""}]
)
def test_what_is_entered_wrongly_is_said(client, staff, fields):
    page = enter(client, **fields)

    assert "Please correct this" in text_of(page)
    assert not Feedback.objects.exists()


def test_fraud_that_staff_enter_is_not_on_their_own_desk(client, staff):
    enter(client, "fraud")

    item = Feedback.objects.get()
    assert client.get(item_path(item)).status_code == 404


# --- publishing -------------------------------------------------------------------------


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


# --- my work ----------------------------------------------------------------------------


def test_my_work_names_what_is_in_ones_hands_in_nobodys_and_escalated(client, staff):
    mine = feedback(assignee=staff, days=30)
    feedback()
    feedback()
    feedback(state="escalated", days=30)
    feedback("fraud", assignee=None)
    feedback(assignee=UserFactory())
    feedback(state="resolved")

    page = text_of(client.get("/my/"))

    assert f"Overdue feedback: {mine.serial}, Something was not done well" in page
    assert "Take feedback in hand: 2 items" in page
    assert "Escalated feedback: 1 item" in page
    assert TEXT not in page


@pytest.mark.parametrize("role", ["committee", "authority", "implementer"])
def test_my_work_tells_others_nothing_of_it(client, role):
    feedback(state="escalated")
    fields = {} if role == "committee" else {role: True}
    client.force_login(MandateFactory(**fields).user)

    page = text_of(client.get("/my/")).split("<main")[1].split("</main")[0]

    assert "eedback" not in page
