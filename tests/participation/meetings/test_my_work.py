"""What waits under My work after a meeting: minutes for writers and staff, action points."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from initiatives.enums import ActingRole
from participation.enums import MeetingState
from participation.queries.waiting import waiting_for
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.meetings import (
    MeetingFactory,
    agreed,
    meeting_in,
    published,
    secretary,
    written,
)
from tests.factories.participation import staff_member

pytestmark = pytest.mark.django_db


def told(user):
    return {
        (item.what.partition(" by ")[0], item.subject) for item in waiting_for(user)
    }


def test_minutes_wait_for_those_who_called_and_then_for_staff():
    meeting = MeetingFactory(title="Well")
    MeetingFactory(community=meeting.community, coming=True)
    by, staff = secretary(meeting.community), staff_member()

    assert told(by) == {("Write the minutes", "Well")}
    handed_in = meeting_in(MeetingState.HANDED_IN, title="Road")
    assert told(staff) == {
        ("Write the minutes", "Well"),
        ("Check and publish the minutes", "Road"),
    }
    assert told(secretary(handed_in.community)) == set()
    assert told(MandateFactory().user) == set()
    assert told(AnonymousUser()) == set()


def test_minutes_that_came_back_wait_again():
    meeting = written(MeetingFactory(title="Well", sent_back_why="A name."))

    assert told(secretary(meeting.community)) == {("Change the minutes", "Well")}


def test_action_points_wait_for_their_role_where_the_meeting_was():
    meeting = MeetingFactory()
    for role in (*ActingRole.values, ""):
        agreed(meeting, text=f"Of {role or 'whoever'}", owner_role=role)
    agreed(
        meeting,
        text="Much later",
        due_on=timezone.localdate() + datetime.timedelta(days=60),
    )
    people = {
        "committee": secretary(meeting.community),
        "implementer": MandateFactory(
            implementer=True, community=meeting.community
        ).user,
        "authority": MandateFactory(authority=True, area=meeting.community.area).user,
        "staff": staff_member(),
        "stranger": MandateFactory().user,
    }
    before = [told(person) for person in people.values()]
    published(meeting)

    def waiting(who):
        return {subject for what, subject in told(people[who]) if "Confirm" not in what}

    assert {("To be done", "Of committee")} not in before
    assert waiting("committee") == {"Of committee", "Of whoever"}
    assert waiting("implementer") == {"Of implementer"}
    assert waiting("authority") == {"Of authority"}
    assert waiting("staff") == {"Of staff", "Of whoever"}
    assert waiting("stranger") == set()


@pytest.mark.parametrize("role", ["committee", "authority", "staff"])
def test_my_work_asks_the_same_number_of_questions(django_assert_max_num_queries, role):
    area = AdminAreaFactory(parent=AdminAreaFactory())
    fields = {} if role == "committee" else {role: True}
    if role == "authority":
        fields["area"] = area.parent
    person = MandateFactory(**fields).user
    mine = (
        person.mandates.get().community
        if role == "committee"
        else CommunityFactory(area=area)
    )

    def add():
        MeetingFactory(community=mine)
        meeting = MeetingFactory(community=mine)
        agreed(meeting, owner_role=role)
        published(meeting)

    def asked():
        fresh = type(person).objects.get(pk=person.pk)
        with django_assert_max_num_queries(40) as queries:
            waiting_for(fresh)
        return len(queries)

    add()
    once = asked()
    add()
    add()
    assert asked() == once
