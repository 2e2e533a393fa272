"""Giving feedback and following it up, in a browser without script or account."""

import gzip
import html
import re

import pytest

from participation.enums import FeedbackCategory, OutsideKind
from participation.models import Feedback, OutsideCount
from participation.services.throttle import LIMITS
from tests.factories.communities import CommunityFactory
from tests.factories.feedback import code_of, feedback, help_contact, said
from tests.factories.initiatives import InitiativeFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.participation import serial_of
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
GIVE, FOLLOW = "/feedback/", "/feedback/follow-up/"
CODE = re.compile(r'class="code">([A-Z2-9-]+)<wbr>([A-Z2-9-]+)<')


def hidden(page, name):
    found = re.search(rf'name="{name}"(?: value="([^"]*)")?', page.content.decode())
    assert found is not None
    return html.unescape(found[1] or "")


def text_of(page):
    return html.unescape(page.content.decode())


def ask(client, kind="quality", **fields):
    return client.post(GIVE, {"step": "kind", "kind": kind, **fields})


def send(client, page, **fields):
    kept = {name: hidden(page, name) for name in ("ticket", "kind", "community")}
    return client.post(GIVE, {"step": "send", **kept, **fields})


def test_somebody_says_something_and_reads_the_answer_later(client):
    community = CommunityFactory(name="Fenra")
    first = client.get(f"{GIVE}?community={community.slug}")
    assert f'value="{community.slug}" selected' in text_of(first)
    words = ask(client, community=community.slug)
    assert "Fenra" in text_of(words)
    thanks = send(client, words, text="The tap leaks.", contact="0555 1")

    item = Feedback.objects.get()
    assert (item.community, item.text) == (community, "The tap leaks.")
    code = "".join(CODE.search(text_of(thanks)).groups())
    page = client.post(FOLLOW, {"step": "code", "code": code.lower()})
    assert "The tap leaks." in text_of(page)
    assert "It waits to be read." in text_of(page)


def test_from_the_page_of_an_initiative_it_is_chosen_already(client):
    initiative = InitiativeFactory(state="eligible", title="Tap stands")
    page = client.get(f"/initiatives/{initiative.reference}/")
    [link] = re.findall(r'href="(/feedback/\?[^"]+)"', page.text)
    first = client.get(html.unescape(link))
    assert "Tap stands" in text_of(first)
    assert f'value="{initiative.community.slug}" selected' in text_of(first)
    assert hidden(first, "initiative") == initiative.reference

    words = ask(
        client,
        community=initiative.community.slug,
        initiative=hidden(first, "initiative"),
    )
    assert f'value="{initiative.reference}" selected' in text_of(words)
    send(client, words, text="Thank you.", initiative=initiative.reference)
    assert Feedback.objects.get().initiative == initiative


@pytest.mark.parametrize("reference", ["HG-99999", "<script>", "draft"])
def test_an_initiative_that_is_not_public_is_not_named(client, reference):
    draft = InitiativeFactory(title="Not told yet")
    asked = draft.reference if reference == "draft" else reference
    page = client.get(GIVE, {"initiative": asked})
    assert page.status_code == 200
    assert "Not told yet" not in text_of(page)
    assert "<script>" not in page.text.partition("<main")[2]
    elsewhere = ask(client, initiative=asked, community=draft.community.slug)
    assert "Not told yet" not in text_of(elsewhere)


@pytest.mark.parametrize("kind", FeedbackCategory.values)
def test_every_kind_that_is_handled_leads_to_a_form(client, kind):
    page = ask(client, kind)

    assert hidden(page, "kind") == kind
    # Only on a route of its own can it be kept from those who read complaints.
    assert ("is_restricted" in text_of(page)) == (kind in ("conduct", "fraud", "data"))


@pytest.mark.parametrize("kind", OutsideKind.values)
def test_a_kind_that_is_not_handled_shows_who_helps_and_stores_a_number(client, kind):
    here = CommunityFactory(area__parent=AdminAreaFactory(level=2))
    help_contact(name="For all")
    help_contact(name="Near", community=here, telephone="0555 / 12 34")
    help_contact(name="Of the district", area=here.area.parent)
    help_contact(name="Elsewhere", community=CommunityFactory())

    page = text_of(ask(client, kind, community=here.slug))

    names = re.findall(r"<strong>([^<]+)</strong>", page)
    assert names == ["Near", "Of the district", "For all"]
    assert 'href="tel:05551234"' in page
    assert "textarea" not in page
    assert not Feedback.objects.exists()
    assert OutsideCount.objects.get().shown == 1


def test_without_contacts_people_are_told_where_to_go(client):
    assert "nearest clinic" in text_of(ask(client, "child"))


def test_a_form_of_a_kind_that_is_not_handled_is_taken_by_no_trick(client):
    page = ask(client)
    ticket = hidden(page, "ticket")

    client.post(
        GIVE, {"step": "send", "kind": "child", "ticket": ticket, "text": "Help."}
    )

    assert not Feedback.objects.exists()


def test_a_form_sent_twice_is_stored_once_and_shows_the_same_code(client):
    page = ask(client)

    codes = {
        CODE.search(text_of(send(client, page, text="The tap leaks."))).groups()
        for _ in range(2)
    }

    assert len(codes) == 1
    assert Feedback.objects.count() == 1


def test_a_form_that_was_open_for_too_long_keeps_its_words(client):
    page = client.post(
        GIVE, {"step": "send", "kind": "quality", "ticket": "old", "text": "It leaks."}
    )

    assert "open for too long" in text_of(page)
    assert "It leaks.</textarea>" in text_of(page)
    assert "Thank you" in text_of(send(client, page, text="It leaks."))


@pytest.mark.parametrize("fields", [{}, {"kind": "nonsense"}, {"kind": ""}])
def test_without_a_kind_the_first_page_says_so(client, fields):
    page = client.post(GIVE, {"step": "kind", **fields})

    assert "Please correct this" in text_of(page)
    assert "textarea" not in text_of(page)


def test_without_words_nothing_is_stored_and_the_form_says_so(client):
    page = send(client, ask(client), text="  ")

    assert "Please correct this" in text_of(page)
    assert not Feedback.objects.exists()


def test_an_initiative_of_the_place_can_be_named(client):
    public = InitiativeFactory(state="in_implementation", title="Taps")
    draft = InitiativeFactory(community=public.community, title="Secret draft")
    page = ask(client, community=public.community.slug)
    assert "Taps" in text_of(page)
    assert "Secret draft" not in text_of(page)

    send(client, page, text="It leaks.", initiative=public.reference)
    send(
        client,
        ask(client, community=public.community.slug),
        text="It leaks.",
        initiative=draft.reference,
    )

    assert Feedback.objects.get().initiative == public


def test_many_communities_are_not_listed_but_the_named_one_is(client, monkeypatch):
    monkeypatch.setattr("participation.forms.feedback.COMMUNITIES_LISTED", 1)
    one, two = CommunityFactory(), CommunityFactory()

    assert one.slug not in text_of(client.get(GIVE))
    page = text_of(client.get(f"{GIVE}?community={two.slug}"))
    assert two.slug in page
    assert one.slug not in page


def test_a_flood_is_slowed_a_hall_is_not_and_no_words_are_lost(client):
    limit = LIMITS["feedback"].amount
    assert limit >= 100
    for number in range(limit):
        page = send(client, ask(client), text=f"Word {number}")
        assert page.status_code == 200
    page = send(client, ask(client), text="The last word")

    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert "The last word</textarea>" in text_of(page)
    assert Feedback.objects.count() == limit
    # Help is never refused; only counting is.
    assert "Who can help" in text_of(ask(client, "child"))
    assert not OutsideCount.objects.exists()


@pytest.mark.parametrize("who", ["visitor", "signed in"])
def test_no_page_of_it_sets_a_cookie_or_is_kept_by_a_cache(client, who):
    if who == "signed in":
        client.force_login(UserFactory())
        client.cookies.clear()
    words = ask(client)
    item = feedback("quality", "resolved")
    opened = client.post(FOLLOW, {"step": "code", "code": code_of(item)})
    for page in (
        client.get(GIVE),
        words,
        ask(client, "child"),
        send(client, words, text="It leaks."),
        client.get(FOLLOW),
        opened,
        client.post(FOLLOW, {"step": "helped", "ticket": hidden(opened, "ticket")}),
    ):
        assert page.status_code == 200
        assert not page.cookies
        assert page["Cache-Control"] == "no-store, private"
        assert page["Referrer-Policy"] == "no-referrer"


def test_no_field_is_kept_on_the_device(client):
    item = feedback()
    for page in (
        client.get(GIVE),
        ask(client),
        client.get(FOLLOW),
        client.post(FOLLOW, {"step": "code", "code": code_of(item)}),
    ):
        main = text_of(page).split("<main")[1]
        assert "data-keep=" not in main
        assert all("data-never-keep" in form for form in re.findall("<form.*?>", main))


# --- following up -----------------------------------------------------------------------


def open_item(client, item):
    return client.post(FOLLOW, {"step": "code", "code": code_of(item)})


def test_the_person_reads_answers_and_no_notes(client):
    item = feedback(state="resolved")
    staff = UserFactory(name="Leila Fenday")
    said(item, "Ask the office.", "note", staff)
    said(item, "It is mended.", "answer", staff)

    page = text_of(open_item(client, item))

    assert "It is mended." in page
    assert "Ask the office." not in page
    assert "Leila" not in page
    assert "secret" not in page.lower()


def test_the_person_says_that_it_helped_or_opens_it_again(client):
    item = feedback(state="resolved")
    page = open_item(client, item)
    ticket = hidden(page, "ticket")

    again = client.post(
        FOLLOW,
        {
            "step": "more",
            "ticket": ticket,
            "mark": hidden(page, "mark"),
            "words": "It leaks again.",
        },
    )
    item.refresh_from_db()
    assert item.state == "in_progress"
    assert "It leaks again." in text_of(again)

    Feedback.objects.filter(pk=item.pk).update(state="resolved")
    client.post(FOLLOW, {"step": "helped", "ticket": ticket})
    item.refresh_from_db()
    assert item.state == "loop_closed"


def test_words_sent_twice_are_stored_once(client):
    item = feedback()
    page = open_item(client, item)
    sent = {
        "step": "more",
        "ticket": hidden(page, "ticket"),
        "mark": hidden(page, "mark"),
        "words": "One more thing.",
    }
    for _ in range(2):
        client.post(FOLLOW, sent)

    assert item.messages.count() == 1


@pytest.mark.parametrize("step", ["more", "helped"])
def test_without_a_good_ticket_the_code_is_asked_for_again(client, step):
    item = feedback(state="resolved")

    page = client.post(FOLLOW, {"step": step, "ticket": "forged", "words": "x"})

    assert "Type your code again" in text_of(page)
    item.refresh_from_db()
    assert item.state == "resolved"


def test_what_was_referred_shows_who_helps_and_nothing_else(client):
    help_contact(name="Help line")
    page = text_of(open_item(client, feedback(state="referred")))

    assert "Help line" in page
    assert "Where it stands" not in page


def test_what_was_erased_says_so(client):
    item = feedback(state="loop_closed", erased_on="2026-01-05")

    page = text_of(open_item(client, item))

    assert "erased on" in page
    assert "textarea" not in page


def test_wrong_codes_are_slowed_and_right_ones_are_not(client):
    item = feedback()
    for _ in range(LIMITS["feedback-code"].amount + 5):
        assert open_item(client, item).status_code == 200
    for number in range(LIMITS["feedback-code"].amount):
        wrong = {"step": "code", "code": f"{serial_of(number)}-ABCD-EFGH-JKLN"}
        page = client.post(FOLLOW, wrong)
        assert "This code is not known" in text_of(page)

    assert client.post(FOLLOW, wrong).status_code == 429
    assert "Where it stands" in text_of(open_item(client, item))


@pytest.mark.parametrize("path", [GIVE, FOLLOW, "/feedback/answers/"])
def test_pages_are_light(client, path):
    for _ in range(20):
        CommunityFactory()
    assert len(gzip.compress(client.get(path).content)) < 14_000
