"""Meetings are held by bodies of their community, whose pages tell what came of them."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.models import CommunityBody
from communities.sections import community_sections
from participation.enums import MeetingState
from participation.models import Meeting
from participation.services.errors import MeetingError
from participation.services.meetings import call_meeting, edit_meeting
from tests.factories.communities import (
    CommunityBodyFactory,
    CommunityFactory,
    MandateFactory,
)
from tests.factories.maps import AdminAreaFactory
from tests.factories.meetings import (
    MeetingFactory,
    decided,
    published,
    secretary,
    written,
)
from tests.factories.participation import staff_member
from tests.factories.people import UserFactory
from tests.participation.freezing import refused

pytestmark = pytest.mark.django_db

STARTS = datetime.datetime(2027, 3, 1, 15, tzinfo=datetime.UTC)
TOLD = {
    "kind": "community",
    "title": "Where the well should be",
    "place": "School yard",
    "starts_at": STARTS,
    "ends_at": STARTS + datetime.timedelta(hours=2),
}


@pytest.fixture
def community():
    return CommunityFactory(name="Fenra")


@pytest.fixture
def body(community):
    return CommunityBodyFactory(community=community, name="Salt packers")


def page_of(client, body):
    return client.get(reverse("participation:body", args=[body.pk]))


def called(by, **fields):
    return call_meeting(by=by, reference="MT-AAAAA", **{**TOLD, **fields})


# --- which body ---------------------------------------------------------------------


def test_a_committee_calls_a_meeting_of_a_body_of_its_community(community, body):
    meeting = called(
        secretary(community),
        community=community,
        body=body,
        held_by="With the teachers",
    )

    meeting.refresh_from_db()
    assert (meeting.body, meeting.held_by) == (body, "With the teachers")


@pytest.mark.parametrize("of", ["another community", "an area", "the programme"])
def test_the_body_of_another_community_holds_no_meeting(body, of):
    place = {
        "another community": lambda: {"community": CommunityFactory()},
        "an area": lambda: {"area": body.community.area},
        "the programme": dict,
    }[of]()

    with pytest.raises(MeetingError, match="not of the community") as refusal:
        called(staff_member(), body=body, **place)

    assert refusal.value.field == "body"
    assert not Meeting.objects.exists()


def test_a_body_that_meets_no_more_calls_no_meeting_and_keeps_its_old_ones(body):
    old = MeetingFactory(community=body.community, body=body)
    CommunityBody.objects.update(is_active=False)
    body.refresh_from_db()

    with pytest.raises(MeetingError, match="no more"):
        called(staff_member(), community=body.community, body=body)
    kept = edit_meeting(old, by=staff_member(), body=body, **TOLD)

    assert kept.body == body


def test_a_meeting_may_be_held_by_words_alone(community):
    meeting = called(staff_member(), community=community, held_by="The choir")

    assert (meeting.body, meeting.held_by) == (None, "The choir")


def test_a_meeting_and_its_body_are_of_one_community_also_for_the_database(body):
    meeting = MeetingFactory(community=body.community, body=body)
    foreign = CommunityBodyFactory()
    rows = Meeting.objects.filter(pk=meeting.pk)

    assert refused(lambda: rows.update(body=foreign))
    assert refused(lambda: rows.update(community=foreign.community))
    assert refused(lambda: rows.update(community=None))
    assert refused(lambda: MeetingFactory(body=body))
    assert refused(
        lambda: MeetingFactory(community=None, area=AdminAreaFactory(), body=body)
    )
    assert not refused(lambda: rows.update(body=None))


def test_a_body_that_has_met_stays_with_its_community(body):
    other = CommunityFactory()
    rows = CommunityBody.objects.filter(pk=body.pk)
    unused = CommunityBody.objects.filter(pk=CommunityBodyFactory().pk)
    MeetingFactory(community=body.community, body=body)

    assert refused(lambda: rows.update(community=other))
    assert refused(body.delete) is True
    assert not refused(lambda: rows.update(name="Packers of salt"))
    assert not refused(lambda: unused.update(community=other))


def test_a_meeting_that_is_checked_names_the_body_that_does_not_fit(body):
    meeting = MeetingFactory()
    meeting.body = body

    with pytest.raises(ValidationError) as refusal:
        meeting.full_clean()

    assert list(refusal.value.message_dict) == ["body"]


@pytest.mark.parametrize("what", ["communitybody", "community"])
def test_what_has_met_is_not_deleted_in_the_cms_and_the_reason_is_told(
    client, body, what
):
    MeetingFactory(community=body.community, body=body)
    kept = body if what == "communitybody" else body.community
    client.force_login(UserFactory(is_superuser=True))

    page = client.post(reverse(f"{what}:delete", args=[kept.pk]), follow=True)

    assert page.status_code == 200
    assert "is kept: meetings or other things belong to it" in page.text
    assert type(kept).objects.filter(pk=kept.pk).exists()


def test_a_body_that_never_met_is_deleted_in_the_cms(client, body):
    client.force_login(UserFactory(is_superuser=True))

    page = client.post(reverse("communitybody:delete", args=[body.pk]), follow=True)

    assert "deleted" in page.text
    assert not CommunityBody.objects.exists()


# --- choosing it --------------------------------------------------------------------


def test_a_committee_chooses_among_the_bodies_that_meet_still(client, body):
    CommunityBodyFactory(community=body.community, name="Gone", is_active=False)
    CommunityBodyFactory(name="Elsewhere")
    client.force_login(secretary(body.community))

    form = client.get(reverse("participation:call_meeting")).text
    options = re.search(r'<select name="body".*?</select>', form, re.DOTALL)[0]

    assert "Salt packers (Women’s group)" in options
    assert "Gone" not in options
    assert "Elsewhere" not in options


def test_staff_see_bodies_by_community_and_are_told_which_do_not_fit(client, body):
    other = CommunityBodyFactory(community=CommunityFactory(name="Wadra"))
    client.force_login(staff_member())
    path = reverse("participation:call_meeting")
    form = client.get(path).text
    fields = {
        "where": f"community-{body.community.pk}",
        "reference": "MT-AAAAA",
        "kind": "community",
        "title": "Salt",
        "place": "School yard",
        "language": "en",
        "starts_at": "2027-03-01T15:00",
        "ends_at": "2027-03-01T17:00",
    }

    wrong = client.post(path, {**fields, "body": other.pk})
    right = client.post(path, {**fields, "body": body.pk})

    assert '<optgroup label="Fenra">' in form
    assert '<optgroup label="Wadra">' in form
    assert "not of the community that meets" in wrong.text
    assert right.status_code == 302
    assert Meeting.objects.get().body == body


def test_where_no_body_is_known_words_are_asked_for(client, community):
    client.force_login(secretary(community))

    form = client.get(reverse("participation:call_meeting")).text

    assert 'name="body"' not in form
    assert "Who holds it?" in form


def test_the_body_is_changed_with_the_announcement(client, body):
    meeting = MeetingFactory(community=body.community, body=body, coming=True)
    other = CommunityBodyFactory(community=body.community)
    CommunityBody.objects.filter(pk=body.pk).update(is_active=False)
    client.force_login(secretary(body.community))
    path = reverse("participation:meeting_edit", args=[meeting.reference])
    form = client.get(path).text
    starts = meeting.starts_at.strftime("%Y-%m-%dT%H:%M")
    ends = meeting.ends_at.strftime("%Y-%m-%dT%H:%M")

    assert f'<option value="{body.pk}" selected>' in form
    client.post(
        path,
        {
            **{"kind": "community", "title": "Salt", "place": "Yard"},
            **{"language": "en", "starts_at": starts, "ends_at": ends},
            "body": other.pk,
        },
    )

    meeting.refresh_from_db()
    assert meeting.body == other


# --- what everybody sees ------------------------------------------------------------


def test_the_page_of_a_meeting_leads_to_its_body(client, body):
    meeting = MeetingFactory(community=body.community, body=body, held_by="The choir")
    link = reverse("participation:body", args=[body.pk])
    client.force_login(secretary(body.community))

    for name in ("meeting", "meeting_work"):
        page = client.get(
            reverse(f"participation:{name}", args=[meeting.reference])
        ).text
        assert f'<a href="{link}"><bdi>Salt packers</bdi></a>' in page
        assert "The choir" in page


def test_a_body_tells_its_meetings_and_its_published_decisions(client, body):
    of = {"community": body.community, "body": body}
    MeetingFactory(title="Next harvest", coming=True, **of)
    met = MeetingFactory(title="Prices", **of)
    decided(met, text="One price for both shores.")
    published(met)
    MeetingFactory(title="Of another body", community=body.community)

    page = page_of(client, body).text

    assert page.index("Next harvest") < page.index("One price for both shores.")
    assert page.count("Prices") == 2  # beside its decision, and among those held
    assert "1 decision" in page
    assert "Of another body" not in page
    assert "Women’s group" in page
    assert "Fenra" in page


@pytest.mark.parametrize(
    "state", [each for each in MeetingState if each != MeetingState.PUBLISHED]
)
def test_nothing_is_told_of_minutes_before_they_are_published(client, body, state):
    meeting = MeetingFactory(community=body.community, body=body)
    decided(meeting, text="One price for both shores.")
    if state == MeetingState.HELD:
        written(meeting, minutes="We talked about prices.")
    Meeting.objects.filter(pk=meeting.pk).update(
        state=state,
        minutes="We talked about prices.",
        off_reason="Flood." if state == MeetingState.CALLED_OFF else "",
    )

    client.force_login(secretary(body.community))
    page = page_of(client, body).text

    assert meeting.title in page
    assert "One price" not in page
    assert "We talked" not in page
    assert "1 decision" not in page


def test_a_body_without_meetings_and_one_that_meets_no_more_say_so(client, body):
    assert "No meeting of this body" in page_of(client, body).text
    CommunityBody.objects.update(is_active=False)

    assert "meets no more" in page_of(client, body).text


def test_a_body_is_called_as_its_people_write_it(client, community):
    body = CommunityBodyFactory(community=community, names={"ar": "معبّئات الملح"})
    path = reverse("participation:body", args=[body.pk])

    assert "معبّئات الملح" in client.get(f"/ar{path}").text
    assert body.name in client.get(path).text


def test_a_community_lists_the_bodies_that_meet_there(rf, body):
    CommunityBodyFactory(community=body.community, name="Gone", is_active=False)
    CommunityBodyFactory(name="Elsewhere")
    request = rf.get("/")
    request.user = MandateFactory(implementer=True).user
    [on_page] = [each for each in community_sections() if each.key == "meetings"]

    shown = on_page.context(request, body.community)

    assert shown["bodies"] == [body]


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_page_of_a_body_asks_the_same_number_of_questions(
    client, body, item_count, django_assert_num_queries
):
    of = {"community": body.community, "body": body}
    for _each in range(item_count):
        MeetingFactory(coming=True, **of)
        decided(met := MeetingFactory(**of))
        published(met)

    with django_assert_num_queries(7):
        page_of(client, body)


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_form_asks_the_same_number_of_questions(
    client, body, item_count, django_assert_max_num_queries
):
    for _each in range(item_count):
        CommunityBodyFactory(community=CommunityFactory())
    client.force_login(staff_member())
    client.get(reverse("participation:call_meeting"))

    with django_assert_max_num_queries(8):
        client.get(reverse("participation:call_meeting"))


def test_lists_name_the_body(client, body):
    MeetingFactory(community=body.community, body=body, coming=True)

    assert "Salt packers" in client.get("/meetings/").text
