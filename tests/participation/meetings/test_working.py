"""Pages of those who call a meeting: from calling it to publishing its minutes."""

import uuid

import pytest
from django.urls import reverse

from participation.enums import MeetingState
from participation.models import Attendance, Meeting
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
from tests.factories.participation import (
    eligible_initiative,
    open_round_with_options,
    staff_member,
)
from tests.initiatives.pictures import photograph

pytestmark = pytest.mark.django_db

TOLD = {
    "kind": "community",
    "title": "Where the well should be",
    "starts_at": "2027-03-01T15:00",
    "ends_at": "2027-03-01T17:00",
    "place": "School yard",
    "agenda": "The school\n\n  The road  \n",
    "held_by": "Committee",
    "language": "en",
    "reference": "MT-22222",
}


def at(name, meeting, *more):
    return reverse(f"participation:{name}", args=[meeting.reference, *more])


@pytest.fixture
def meeting(client):
    """A meeting that was held, and its committee's secretary signed in."""
    found = MeetingFactory()
    client.force_login(secretary(found.community))
    return found


# --- calling ------------------------------------------------------------------------


def test_a_secretary_calls_a_meeting_of_the_own_community(client):
    community = CommunityFactory()
    elsewhere = CommunityFactory(name="Elsewhere")
    client.force_login(secretary(community))
    where = f"community-{community.pk}"

    form = client.get("/meetings/call/").text
    assert "Elsewhere" not in form
    assert "whole programme" not in form
    client.post("/meetings/call/", TOLD | {"where": f"community-{elsewhere.pk}"})
    assert not Meeting.objects.exists()
    for _time in range(2):
        answer = client.post("/meetings/call/", TOLD | {"where": where}, follow=True)

    assert "The meeting is announced." in answer.text
    called = Meeting.objects.get()
    assert [item.text for item in called.agenda.all()] == ["The school", "The road"]


def test_an_authority_calls_a_meeting_of_its_area(client):
    officer = MandateFactory(authority=True, area=AdminAreaFactory()).user
    client.force_login(officer)
    area = officer.mandates.get().area

    client.post("/meetings/call/", TOLD | {"where": f"area-{area.pk}"})

    assert Meeting.objects.get().area == area


def test_staff_call_a_meeting_of_the_programme(client):
    client.force_login(staff_member())

    client.post("/meetings/call/", TOLD | {"where": "programme"})

    called = Meeting.objects.get()
    assert (called.community, called.area) == (None, None)


@pytest.mark.parametrize("who", ["implementer", "steward", "nobody"])
def test_others_call_no_meeting(client, who):
    fields = {} if who == "nobody" else {who: True}
    person = MandateFactory(**fields).user
    if who == "nobody":
        person.mandates.all().delete()
    client.force_login(person)

    assert client.get("/meetings/call/").status_code == 403


def test_a_meeting_that_ends_too_early_is_refused_beside_its_field(client):
    client.force_login(staff_member())

    text = client.post(
        "/meetings/call/",
        TOLD | {"where": "programme", "ends_at": "2027-03-01T14:00"},
    ).text

    assert "ends before it starts" in text
    assert "The school" in text


def test_an_announcement_is_changed_and_called_off(client):
    meeting = MeetingFactory(coming=True)
    client.force_login(secretary(meeting.community))

    assert meeting.place in client.get(at("meeting_edit", meeting)).text
    client.post(at("meeting_edit", meeting), TOLD | {"place": "Market"})
    meeting.refresh_from_db()
    assert meeting.place == "Market"
    said = {"reason": "Inondation.", "language": "fr"}
    client.post(at("meeting_call_off", meeting), said)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.off_reason) == ("called-off", "Inondation.")
    page = client.get(at("meeting", meeting)).text
    assert '<p lang="fr" dir="ltr">Inondation.</p>' in page
    text = client.post(at("meeting_edit", meeting), TOLD).text
    assert "The meeting is now: Called off." in text


def test_proposals_milestones_and_votes_are_linked(client):
    round_ = open_round_with_options()
    meeting = MeetingFactory(community=round_.community)
    initiative = eligible_initiative(meeting.community, 9, title="A tap for all")
    elsewhere = eligible_initiative(CommunityFactory(), 9, title="Not from here")
    client.force_login(secretary(meeting.community))

    form = client.get(at("meeting_links", meeting)).text
    assert "A tap for all" in form
    assert elsewhere.title not in form
    client.post(
        at("meeting_links", meeting),
        {"initiatives": [initiative.pk], "rounds": [round_.pk]},
    )

    assert list(meeting.initiatives.all()) == [initiative]
    assert list(meeting.rounds.all()) == [round_]


# --- minutes ------------------------------------------------------------------------


def test_minutes_are_written_counted_decided_and_handed_in(client, meeting):
    client.post(at("meeting_minutes", meeting), {"minutes": "So.", "language": "en"})
    client.post(
        at("meeting_attendance", meeting),
        {"everybody": "45", "women": "20", "men": "25", "aged_60_up": ""},
    )
    key = uuid.uuid4()
    decision = {
        "text": "The second well",
        "how": "hands",
        "options": "The school: 23\nBy the road – ٢٠",
    }
    for _time in range(2):
        client.post(at("decision", meeting, key), decision)
    client.post(
        at("action", meeting, uuid.uuid4()),
        {
            "text": "Borrow a pump",
            "owner": "Secretary",
            "owner_role": "committee",
            "due_on": "2027-01-01",
        },
    )
    client.post(
        at("meeting_picture", meeting, uuid.uuid4()),
        {"picture": photograph(), "alt": "A tree", "has_consent": "on"},
    )

    text = client.get(at("meeting_work", meeting)).text
    for told in ("So.", "The second well", "By the road", "Borrow a pump", "A tree"):
        assert told in text
    hands = meeting.decisions.get().hands.all()
    assert [(each.option, each.number) for each in hands] == [
        ("The school", 23),
        ("By the road", 20),
    ]
    client.post(at("minutes_hand_in", meeting))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HANDED_IN


def test_staff_send_back_and_publish(client):
    meeting = meeting_in(MeetingState.HANDED_IN)
    client.force_login(staff_member())

    client.post(at("minutes_send_back", meeting), {"reason": "Take the name out."})
    assert "Take the name out." in client.get(at("meeting_work", meeting)).text
    answer = client.post(at("minutes_publish", meeting), follow=True)
    assert "The minutes are published." in answer.text
    client.post(at("minutes_withdraw", meeting), {"reason": "Another name."})
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sent_back_why) == ("held", "Another name.")


def test_a_secretary_cannot_publish(client, meeting):
    written(meeting)

    answer = client.post(at("minutes_publish", meeting), follow=True)

    assert "You are not permitted to do this." in answer.text
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD
    assert at("minutes_publish", meeting) not in answer.text


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"everybody": "45", "women": "30", "men": "20"}, "only 45 people came"),
        ({"everybody": "45", "women": "-1"}, "greater than or equal to 0"),
        ({"everybody": ""}, "This field is required"),
    ],
)
def test_counts_that_cannot_be_come_back_with_what_was_typed(
    client, meeting, counts, words
):
    text = client.post(at("meeting_attendance", meeting), counts).text

    assert words in text
    assert not Attendance.objects.exists()


def test_people_under_18_are_asked_for_only_at_sessions_held_for_them(client, meeting):
    form = at("meeting_attendance", meeting)

    assert "Under 18" not in client.get(form).text
    Meeting.objects.update(kind="young")
    assert "Under 18" in client.get(form).text


def test_settled_counts_are_no_form_any_more(client, meeting):
    counted(meeting, 45, women=20, men=25)
    published(meeting)

    answer = client.get(at("meeting_attendance", meeting), follow=True)

    assert "stay as they are" in answer.text


@pytest.mark.parametrize("line", ["The school", "23", "The school: many"])
def test_an_option_without_its_number_is_refused_by_line(client, meeting, line):
    text = client.post(
        at("decision", meeting, uuid.uuid4()),
        {"text": "Which?", "how": "hands", "options": f"Road: 4\n{line}"},
    ).text

    assert "Line 2: write the option" in text
    assert not meeting.decisions.exists()


def test_a_decision_and_an_action_point_are_changed_and_taken_out(client, meeting):
    decision, action = decided(meeting, text="Old"), agreed(meeting, text="Older")

    assert "Old" in client.get(at("decision", meeting, decision.pk)).text
    assert "Older" in client.get(at("action", meeting, action.pk)).text
    client.post(at("decision_out", meeting, decision.pk))
    client.post(at("action_out", meeting, action.pk))

    assert not meeting.decisions.exists()
    assert not meeting.action_points.exists()


def test_what_belongs_to_another_meeting_is_not_found(client, meeting):
    other = MeetingFactory()
    decision, action = decided(other), agreed(other)

    for name, key in (
        ("decision", decision.pk),
        ("decision_out", decision.pk),
        ("action", action.pk),
        ("action_out", action.pk),
        ("action_done", action.pk),
    ):
        assert client.post(at(name, meeting, key)).status_code == 404


PAGES = [
    "meeting_work",
    "meeting_edit",
    "meeting_links",
    "meeting_call_off",
    "meeting_minutes",
    "meeting_attendance",
    "minutes_send_back",
    "minutes_withdraw",
]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_work_are_for_those_who_call(client, name):
    meeting = MeetingFactory()

    assert client.get(at(name, meeting)).status_code == 302
    client.force_login(MandateFactory().user)
    assert client.get(at(name, meeting)).status_code == 403
    client.force_login(secretary(meeting.community))
    answer = client.get(at(name, meeting))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
