"""Minutes confirmed by those who met: by whom, said plainly, and gone with the minutes."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from participation.models import Meeting, MinutesConfirmation
from participation.permissions import may_with_meeting
from participation.queries.waiting import waiting_for
from participation.services.errors import (
    MeetingError,
    MeetingStateError,
    NotPermittedError,
)
from participation.services.minutes import (
    confirm_minutes,
    publish_minutes,
    withdraw_minutes,
)
from tests.factories.communities import MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.meetings import (
    MeetingFactory,
    meeting_in,
    published,
    secretary,
    written,
)
from tests.factories.participation import staff_member
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def of_area():
    return published(MeetingFactory(community=None, area=AdminAreaFactory()))


def of_programme():
    return published(MeetingFactory(community=None, area=None))


WHO = {
    "visitor": lambda meeting: AnonymousUser(),
    "staff": lambda meeting: staff_member(),
    "administrator": lambda meeting: UserFactory(is_superuser=True),
    "committee": lambda meeting: (
        MandateFactory(
            **({"community": meeting.community} if meeting.community else {})
        ).user
    ),
    "another committee": lambda meeting: MandateFactory().user,
    "authority": lambda meeting: (
        MandateFactory(
            authority=True, **({"area": meeting.area} if meeting.area else {})
        ).user
    ),
    "person without a role": lambda meeting: UserFactory(),
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(
    ("make", "allowed"),
    [
        (lambda: published(MeetingFactory()), {"committee"}),
        (of_area, {"authority"}),
        (of_programme, {"staff", "administrator"}),
    ],
    ids=["of a community", "of an area", "of the programme"],
)
def test_those_who_met_confirm(who, make, allowed):
    meeting = make()

    may = may_with_meeting(WHO[who](meeting), "confirm_minutes", meeting)

    assert may == (who in allowed)


def test_a_member_of_the_committee_confirms_once():
    meeting = published(MeetingFactory())
    member, colleague = secretary(meeting.community), secretary(meeting.community)

    first = confirm_minutes(meeting, by=member)
    again = confirm_minutes(meeting, by=colleague)

    assert again == first
    assert (first.confirmed_by, first.confirmed_as) == (member, "committee")
    assert first.published_by == meeting.published_by
    entry = ModelLogEntry.objects.get(action="participation.confirm_minutes")
    assert (entry.user, entry.data) == (member, {"role": "committee"})


def test_whoever_published_does_not_confirm():
    """Staff of the programme, or somebody of the staff who sits on the committee too."""
    both = MandateFactory(staff=True).user
    meeting = written(MeetingFactory())
    MandateFactory(user=both, community=meeting.community)
    meeting = publish_minutes(meeting, by=both)

    with pytest.raises(MeetingError, match="Another person"):
        confirm_minutes(meeting, by=both)
    second = secretary(meeting.community)
    second.set_up_by.add(both)
    with pytest.raises(MeetingError, match="Another person"):
        confirm_minutes(meeting, by=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        MinutesConfirmation.objects.create(
            meeting=meeting, confirmed_by=both, confirmed_as="staff", published_by=both
        )


def test_staff_do_not_confirm_for_a_committee():
    with pytest.raises(NotPermittedError):
        confirm_minutes(published(MeetingFactory()), by=staff_member())


@pytest.mark.parametrize("state", ["called", "held", "handed-in", "called-off"])
def test_only_published_minutes_are_confirmed(state):
    meeting = meeting_in(state)
    member = secretary(meeting.community)

    with pytest.raises(MeetingStateError):
        confirm_minutes(meeting, by=member)
    with pytest.raises(DatabaseError), transaction.atomic():
        MinutesConfirmation.objects.create(
            meeting=meeting, confirmed_by=member, confirmed_as="committee"
        )


def test_minutes_that_are_taken_back_are_confirmed_no_more():
    meeting = published(MeetingFactory())
    confirm_minutes(meeting, by=secretary(meeting.community))
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(state="held", published_on=None)

    meeting = withdraw_minutes(meeting, by=staff_member(), reason="A name.")

    assert not MinutesConfirmation.objects.exists()
    assert meeting.published_by is None
    meeting = publish_minutes(meeting, by=staff_member())
    assert "Not yet confirmed by: Community committee" in page_of(meeting)


def page_of(meeting):

    return Client().get(reverse("participation:meeting", args=[meeting.reference])).text


def test_the_public_page_says_whether_the_minutes_are_confirmed(client):
    meeting = published(MeetingFactory())
    assert "Not yet confirmed by: Community committee" in page_of(meeting)
    member = secretary(meeting.community)
    client.force_login(member)

    answer = client.post(
        reverse("participation:minutes_confirm", args=[meeting.reference]), follow=True
    )

    assert "The minutes are confirmed" in answer.text
    told = page_of(meeting)
    assert "Not yet confirmed" not in told
    assert "Minutes confirmed" in told
    assert member.name not in told


def test_nothing_is_said_of_it_before_publication():
    assert "onfirmed" not in page_of(written(MeetingFactory()))


@pytest.mark.parametrize(("who", "offered"), [("committee", True), ("staff", False)])
def test_the_workbench_offers_it_to_those_who_may(client, who, offered):
    meeting = published(MeetingFactory())
    client.force_login(WHO[who](meeting))

    page = client.get(reverse("participation:meeting_work", args=[meeting.reference]))

    assert ("Confirm the minutes" in page.text) == offered
    assert "Not yet confirmed by: Community committee" in page.text


def test_my_work_reminds_those_who_may_until_somebody_did():
    meeting = published(MeetingFactory())
    member, publisher = secretary(meeting.community), meeting.published_by

    def reminded(person):
        return [
            each for each in waiting_for(person) if each.what == "Confirm the minutes"
        ]

    assert len(reminded(member)) == 1
    assert not reminded(publisher)
    assert not reminded(MandateFactory().user)
    confirm_minutes(meeting, by=member)
    assert not reminded(secretary(meeting.community))
