"""Meetings on the page of the initiative and of the round that they concern."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.page_sections import initiative_sections
from participation.enums import DecidedHow
from participation.services.decisions import save_decision
from participation.services.meetings import link_meeting
from tests.factories.communities import CommunityFactory
from tests.factories.initiatives import MilestoneFactory
from tests.factories.meetings import MeetingFactory, published, written
from tests.factories.participation import (
    eligible_initiative,
    open_round_with_options,
    staff_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    return CommunityFactory()


@pytest.fixture
def initiative(community):
    return eligible_initiative(community, 10)


def about(meeting, **links):
    return link_meeting(meeting, by=staff_member(), **links)


def page_of(client, initiative):
    return client.get(reverse("initiatives:detail", args=[initiative.reference])).text


def section(page):
    return page.partition('id="meetings"')[2].partition("</section>")[0]


def test_an_initiative_shows_its_meetings_those_to_come_first(
    client, community, initiative
):
    soon = MeetingFactory(community=community, coming=True, title="Soon")
    later = MeetingFactory(
        community=community,
        title="Later",
        starts_at=timezone.now() + datetime.timedelta(days=9),
    )
    past = MeetingFactory(community=community, title="Past")
    for meeting in (past, later, soon):
        about(meeting, initiatives=[initiative])
    published(past)
    MeetingFactory(community=community, coming=True, title="About the road")

    shown = section(page_of(client, initiative))

    places = [shown.index(title) for title in ("Soon", "Later", "Past")]
    assert places == sorted(places)
    assert "Minutes published" in shown
    assert reverse("participation:meeting", args=[past.reference]) in shown
    assert "About the road" not in shown


def test_a_meeting_about_a_milestone_stands_on_the_page_of_its_initiative(
    client, community, initiative
):
    meeting = MeetingFactory(community=community, title="The pump")
    about(meeting, milestones=[MilestoneFactory(initiative=initiative)])
    assert "The pump" in section(page_of(client, initiative))


def test_without_a_meeting_there_is_no_section(client, initiative):
    assert 'id="meetings"' not in page_of(client, initiative)


def test_a_round_shows_meetings_linked_to_it_and_those_that_published_a_decision_by_it(
    client,
):
    round_ = open_round_with_options()
    linked = MeetingFactory(community=round_.community, title="Before the vote")
    about(linked, rounds=[round_])
    deciding = written(MeetingFactory(community=round_.community, title="After it"))
    save_decision(
        deciding,
        "11111111-1111-4111-8111-111111111111",
        by=staff_member(),
        text="We dig.",
        how=DecidedHow.ROUND,
        round_=round_,
    )
    address = reverse("participation:round", args=[round_.slug])
    MeetingFactory(community=round_.community, title="Something else")

    shown = section(client.get(address).text)
    assert "Before the vote" in shown
    assert "After it" not in shown
    assert "Something else" not in shown

    published(deciding)
    assert "After it" in section(client.get(address).text)


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_section_asks_twice_however_many_meetings(
    rf, community, initiative, item_count, django_assert_num_queries
):
    for _ in range(item_count):
        about(
            MeetingFactory(community=community, coming=True), initiatives=[initiative]
        )
        past = about(MeetingFactory(community=community), initiatives=[initiative])
        published(past)
    [meetings] = [e for e in initiative_sections.in_order() if e.key == "meetings"]
    with django_assert_num_queries(2):
        shown = meetings.context(rf.get("/"), initiative)
    assert len(shown["meetings"]) == 2 * item_count
