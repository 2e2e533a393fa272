"""Meetings for everybody: lists, pages, sections, calendars."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from communities.sections import community_sections, home_sections
from initiatives.models import Initiative
from participation.enums import HandsFor, MeetingState
from participation.models import ActionPoint
from participation.services.decisions import Raised
from participation.services.meetings import (
    call_off_meeting,
    edit_meeting,
    link_meeting,
)
from participation.services.minutes import withdraw_minutes
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.meetings import (
    MeetingFactory,
    agreed,
    counted,
    decided,
    meeting_in,
    published,
    secretary,
    written,
)
from tests.factories.participation import eligible_initiative, staff_member

pytestmark = pytest.mark.django_db


def page(client, meeting, name="meeting"):
    return client.get(reverse(f"participation:{name}", args=[meeting.reference]))


# --- lists --------------------------------------------------------------------------


def test_the_list_shows_what_comes_then_what_was(client):
    late = MeetingFactory(coming=True, title="Later")
    soon = MeetingFactory(
        title="Sooner", starts_at=timezone.now() + datetime.timedelta(hours=1)
    )
    past = MeetingFactory(title="Held long ago")

    text = client.get("/meetings/").text

    places = [text.index(each.title) for each in (soon, late, past)]
    assert places == sorted(places)


def test_the_list_of_a_community_has_its_own_and_those_it_is_part_of(client):
    district = AdminAreaFactory()
    community = CommunityFactory(area=AdminAreaFactory(parent=district))
    own = MeetingFactory(community=community, title="Our well")
    around = MeetingFactory(community=None, area=district, title="Roads of all")
    everywhere = MeetingFactory(community=None, title="Whole programme")
    other = MeetingFactory(title="Somewhere else")

    text = client.get(f"/meetings/?community={community.slug}").text

    assert [each.title in text for each in (own, around, everywhere, other)] == [
        True,
        True,
        True,
        False,
    ]
    assert client.get("/meetings/?community=nowhere").status_code == 404


def test_an_empty_list_says_what_will_stand_there(client):
    assert "No meeting has been called yet" in client.get("/meetings/").text


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    client, django_assert_num_queries, item_count
):
    for _ in range(item_count):
        MeetingFactory(coming=True)
        meeting = MeetingFactory()
        decided(meeting)
        published(meeting)

    with django_assert_num_queries(3):
        client.get("/meetings/")


@pytest.mark.parametrize("item_count", [1, 3])
def test_sections_show_meetings_with_the_same_number_of_questions(
    rf, django_assert_num_queries, item_count
):
    community = CommunityFactory()
    for _ in range(item_count):
        MeetingFactory(community=community, coming=True)
    MeetingFactory(community=community)
    off = MeetingFactory(coming=True, title="Off")
    call_off_meeting(off, by=staff_member(), reason="Flood.")
    request = rf.get("/")
    request.user = staff_member()
    [on_home] = [each for each in home_sections() if each.key == "next_meetings"]
    [on_page] = [each for each in community_sections() if each.key == "meetings"]
    at_home = on_home.context(request, None)["meetings"]
    assert len(at_home) == item_count
    on_page.context(request, community)  # mandates and areas are known from here on

    with django_assert_num_queries(3):
        shown = on_page.context(request, community)

    assert len(shown["meetings"]) == item_count + 1
    assert shown["may_call"]


def test_a_visitor_sees_no_empty_section(rf):
    request = rf.get("/")
    request.user = MandateFactory(implementer=True).user
    [on_page] = [each for each in community_sections() if each.key == "meetings"]

    assert on_page.context(request, CommunityFactory()) is None


# --- pages --------------------------------------------------------------------------


def full_meeting():
    """A meeting with everything that minutes hold."""
    meeting = MeetingFactory(place="Under the fig tree")
    meeting.agenda.create(position=1, text="The second well")
    initiative = eligible_initiative(meeting.community, 100, title="A tap for all")
    link_meeting(meeting, by=staff_member(), initiatives=[initiative])
    decided(meeting, Raised(HandsFor.IN_FAVOUR, 31), text="We dig at the school.")
    agreed(meeting, text="Borrow a pump")
    counted(meeting, 45, women=20, men=25, with_disability=3)
    return written(meeting, "The pump was talked about.")


def test_before_the_meeting_everybody_reads_agenda_and_place(client):
    meeting = MeetingFactory(coming=True, place="Under the fig tree")
    meeting.agenda.create(position=1, text="The second well")

    text = page(client, meeting).text

    assert "Under the fig tree" in text
    assert "The second well" in text
    assert "To come" in text
    assert "minutes follow" not in text


def test_before_publication_nobody_but_the_writers_reads_the_minutes(client):
    meeting = full_meeting()
    hidden = ("The pump was", "We dig at", "Borrow a pump", "31", "45")

    text = page(client, meeting).text

    assert "The minutes follow" in text
    assert not [each for each in hidden if f">{each}" in text or f"{each}<" in text]
    assert page(client, meeting, "meeting_work").status_code == 302
    client.force_login(MandateFactory().user)
    assert page(client, meeting, "meeting_work").status_code == 403
    client.force_login(secretary(meeting.community))
    assert "We dig at the school." in page(client, meeting, "meeting_work").text


def test_published_minutes_tell_everything_but_small_counts(client):
    meeting = full_meeting()
    published(meeting)

    text = page(client, meeting).text

    for told in ("We talked about", "We dig at the school.", "Borrow a pump"):
        assert told in text
    assert "A show of hands: not secret" in text
    assert "Women: <strong>20</strong>" in text
    assert 'Persons with disabilities: <span class="hidden-value">not shown' in text
    assert "Groups of fewer than 10 people are not shown" in text
    assert "A tap for all" in text


def test_minutes_taken_back_are_not_shown_any_more(client):
    meeting = published(full_meeting())
    withdraw_minutes(meeting, by=staff_member(), reason="A name stood there.")

    text = page(client, meeting).text

    assert "We dig at the school." not in text
    assert "A name stood there." not in text


def test_writers_see_what_will_be_shown_before_it_is(client):
    meeting = full_meeting()
    client.force_login(staff_member())

    text = page(client, meeting, "meeting_work").text

    assert "Women: <strong>20</strong>" in text
    assert 'Persons with disabilities: <span class="hidden-value">not shown' in text


def test_hands_of_a_small_meeting_are_not_shown_to_its_writers_either(client):
    meeting = MeetingFactory()
    decided(meeting, Raised(HandsFor.AGAINST, 7))
    counted(meeting, 8)
    client.force_login(staff_member())

    text = page(client, meeting, "meeting_work").text

    assert "<dd>7</dd>" not in text
    assert "not shown" in text


def test_a_meeting_that_is_called_off_says_why(client):
    meeting = meeting_in(MeetingState.CALLED_OFF)

    text = page(client, meeting).text

    assert "This meeting does not take place." in text
    assert "Flood." in text


def test_an_initiative_that_is_not_public_any_more_is_not_named(client):
    meeting = published(full_meeting())
    Initiative.objects.update(state="draft")

    assert "A tap for all" not in page(client, meeting).text


def test_a_meeting_that_is_not_there_is_not_found(client):
    assert client.get("/meetings/MT-22222/").status_code == 404


def test_texts_say_in_which_language_they_are(client):
    meeting = written(MeetingFactory(title="بئر ثانية", language="ar"))

    text = page(client, meeting).text

    assert '<h1><bdi lang="ar">بئر ثانية</bdi></h1>' in text


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_page_asks_the_same_number_of_questions(
    client, django_assert_num_queries, item_count
):
    meeting = MeetingFactory()
    for _ in range(item_count):
        decided(meeting, Raised(HandsFor.IN_FAVOUR, 30))
        agreed(meeting)
    counted(meeting, 45, women=20, men=25)
    published(meeting)

    with django_assert_num_queries(12):
        page(client, meeting)


@pytest.mark.parametrize("who", ["committee", "stranger"])
def test_an_action_point_is_marked_as_done_on_the_page(client, who):
    meeting = MeetingFactory()
    action = agreed(meeting, text="Borrow a pump")
    published(meeting)
    mine = meeting.community if who == "committee" else CommunityFactory()
    client.force_login(secretary(mine))
    done = reverse("participation:action_done", args=[meeting.reference, action.pk])

    assert (done in page(client, meeting).text) is (who == "committee")
    answer = client.post(done, follow=True)

    is_done = ActionPoint.objects.get(pk=action.pk).done_on is not None
    assert is_done is (who == "committee")
    assert ("marked by: Community committee" in answer.text) is (who == "committee")
    client.post(done, {"open": "1"})
    assert ActionPoint.objects.get(pk=action.pk).done_on is None


# --- calendars ----------------------------------------------------------------------


def events_in(answer):
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_meeting_can_be_put_into_ones_own_calendar(client):
    meeting = MeetingFactory(coming=True, title="بئر ثانية", language="ar")
    meeting.agenda.create(position=1, text="Where; how deep, and when?")

    assert "calendar.ics" in page(client, meeting).text
    [event] = events_in(page(client, meeting, "meeting_calendar"))
    [in_arabic] = events_in(
        client.get(f"/ar/meetings/{meeting.reference}/calendar.ics")
    )

    assert event["summary"] == "بئر ثانية"
    assert event["summary"].params["language"] == "ar"
    assert event["description"] == "1. Where; how deep, and when?"
    assert event["dtstart"].dt == meeting.starts_at.replace(microsecond=0)
    assert event["dtend"].dt == meeting.ends_at.replace(microsecond=0)
    assert event["location"] == f"School yard, {meeting.community.name}"
    assert event["url"] == f"http://testserver/meetings/{meeting.reference}/"
    assert (event["uid"], event["sequence"]) == (in_arabic["uid"], 0)


def test_a_meeting_that_was_moved_or_called_off_is_so_in_the_calendar(client):
    meeting, by = MeetingFactory(coming=True), staff_member()
    [before] = events_in(page(client, meeting, "meeting_calendar"))
    moved = meeting.starts_at + datetime.timedelta(days=1)
    told = {"kind": meeting.kind, "title": meeting.title, "place": "Market"}
    edit_meeting(
        meeting,
        by=by,
        starts_at=moved,
        ends_at=moved + datetime.timedelta(hours=1),
        **told,
    )
    [after] = events_in(page(client, meeting, "meeting_calendar"))
    call_off_meeting(meeting, by=by, reason="Flood.", language="fr")
    [off] = events_in(page(client, meeting, "meeting_calendar"))

    assert [each["sequence"] for each in (before, after, off)] == [0, 1, 2]
    assert before["uid"] == off["uid"]
    assert after["dtstart"].dt == moved.replace(microsecond=0)
    assert (after["status"], off["status"]) == ("CONFIRMED", "CANCELLED")
    assert off["description"] == "Flood."
    assert off["description"].params["language"] == "fr"


def test_calendars_of_all_and_of_one_community(client):
    community = CommunityFactory(name="Fenra")
    own, other = MeetingFactory(community=community), MeetingFactory()

    everywhere = client.get(reverse("participation:meetings_calendar"))
    here = client.get(
        reverse("participation:community_calendar", args=[community.slug])
    )

    def known(answer):
        return {event["uid"].partition("@")[0] for event in events_in(answer)}

    assert known(everywhere) == {own.reference, other.reference}
    assert known(here) == {own.reference}
    assert "Fenra" in Calendar.from_ical(here.content)["x-wr-calname"]


@pytest.mark.parametrize("item_count", [1, 3])
def test_calendars_ask_the_same_number_of_questions(
    client, django_assert_num_queries, item_count
):
    for _ in range(item_count):
        MeetingFactory().agenda.create(position=1, text="One")

    with django_assert_num_queries(2):
        client.get(reverse("participation:meetings_calendar"))


def test_calendars_tell_nothing_of_the_minutes(client):
    meeting = full_meeting()
    published(meeting)

    text = page(client, meeting, "meeting_calendar").text

    assert "We dig" not in text
    assert "pump" not in text
