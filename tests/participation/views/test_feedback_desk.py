"""The desk: what is due, one item, entering for others."""

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import ModelLogEntry

from participation.models import Feedback, OutsideCount
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.feedback import CONTACT, TEXT, feedback, help_contact, said
from tests.factories.people import UserFactory
from tests.participation.views.at_the_desk import (
    DESK,
    do,
    hidden,
    item_path,
    shown,
    text_of,
)

pytestmark = pytest.mark.django_db


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
