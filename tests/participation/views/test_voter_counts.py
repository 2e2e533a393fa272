"""Entering who came to vote: looked at once, then kept, on a page for officers."""

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.models import Initiative
from participation.enums import RoundState
from participation.models import VoterCount
from tests.factories.communities import MandateFactory, profile_with_groups
from tests.factories.participation import (
    in_state,
    open_round_with_options,
    round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory
from tests.factories.tables import table_at
from tests.factories.voters import came

pytestmark = pytest.mark.django_db


def address(name, round_):
    return reverse(f"participation:{name}", args=[round_.slug])


def typed(round_, **fields):
    return {
        "came_to": "table",
        "community": round_.community_id,
        "place": "School",
        "day": timezone.localdate().isoformat(),
        "everybody": 45,
        "women": 20,
        "men": 25,
        "with_disability": 4,
        **fields,
    }


def test_a_member_of_the_committee_looks_at_what_is_kept_and_keeps_it(client):
    round_ = open_round_with_options()
    client.force_login(MandateFactory(community=round_.community).user)
    page = address("count_voters", round_)

    looked_at = client.post(page, typed(round_))
    assert "This is kept" in looked_at.text
    assert "not shown" in looked_at.text
    assert not VoterCount.objects.exists()

    again = client.post(page, typed(round_, change="1"))
    assert 'value="45"' in again.text
    assert not VoterCount.objects.exists()

    stored = client.post(page, typed(round_, keep="1"))
    assert stored.url == address("manage_who", round_)
    kept = VoterCount.objects.get()
    assert (kept.women, kept.men, kept.with_disability) == (20, 25, None)


def test_the_page_says_beside_the_field_why_a_count_cannot_be_kept(client):
    round_ = open_round_with_options()
    client.force_login(staff_member())

    for step in ({}, {"keep": "1"}):
        answer = client.post(
            address("count_voters", round_),
            typed(round_, everybody=9, women=4, men=5, with_disability="", **step),
        )
        assert "Fewer than 10 people are not counted" in answer.text
        assert answer.context["form"].errors.keys() == {"everybody"}
    assert not VoterCount.objects.exists()


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("visitor", 302),
        ("nobody", 403),
        ("other committee", 403),
        ("committee", 200),
        ("staff", 200),
    ],
)
def test_voters_are_counted_by_those_who_run_the_tables(client, who, expected):
    round_ = open_round_with_options()
    user = {
        "visitor": lambda: None,
        "nobody": UserFactory,
        "other committee": lambda: MandateFactory().user,
        "committee": lambda: MandateFactory(community=round_.community).user,
        "staff": staff_member,
    }[who]()
    if user:
        client.force_login(user)

    assert client.get(address("count_voters", round_)).status_code == expected
    if expected != 200:
        answer = client.post(address("count_voters", round_), typed(round_, keep="1"))
        assert answer.status_code == expected
        assert not VoterCount.objects.exists()


def test_once_a_round_is_closed_its_voters_are_not_counted_any_more(client):
    round_ = in_state(RoundState.CLOSED)
    client.force_login(staff_member())

    answer = client.post(address("count_voters", round_), typed(round_, keep="1"))

    assert answer.url == address("manage_who", round_)
    assert not VoterCount.objects.exists()


def test_officers_find_it_where_people_came(client):
    round_ = open_round_with_options()
    closed = table_at(round_).table
    client.force_login(staff_member())
    client.post(
        reverse("participation:manage_table_close", args=[round_.slug, closed.pk])
    )
    of_table = reverse("participation:manage_table", args=[round_.slug, closed.pk])

    for page, at in (
        (address("manage_tables", round_), "table"),
        (of_table, "table"),
        (address("paper", round_), "table"),
        (address("desk", round_), "desk"),
        (address("manage_who", round_), "table"),
    ):
        assert f"{address('count_voters', round_)}?at={at}" in client.get(page).text
    assert (
        'value="desk"' in client.get(f"{address('count_voters', round_)}?at=desk").text
    )


def test_the_page_of_a_vote_leads_its_organisers_to_who_takes_part(client):
    round_ = open_round_with_options()
    link = address("manage_who", round_)

    assert link not in client.get(address("round", round_)).text
    client.force_login(MandateFactory(community=round_.community).user)
    assert link in client.get(address("round", round_)).text


def test_organisers_read_from_which_groups_no_proposal_came(client):
    round_ = round_with_options([10] * 5)
    profile_with_groups(
        community=round_.community,
        residents=1000,
        women=520,
        men=480,
        adults=500,
        aged_18_29=150,
    )
    Initiative.objects.update(came_from="men")
    client.force_login(staff_member())

    page = client.get(address("manage_who", round_)).text

    assert "No proposal came from:" in page
    assert "A group of women: 52% of residents." in page
    assert "A group of young people, 18 to 29: 30% of residents of 18 and over." in page
    assert "A group of men: " not in page


def test_organisers_read_who_of_the_voters_is_missing(client):
    round_ = open_round_with_options()
    profile_with_groups(community=round_.community, residents=1000, women=520, men=480)
    came(round_, 100, women=31, men=69)
    client.force_login(staff_member())

    page = client.get(address("manage_who", round_)).text

    assert "Women: 52% of residents, 31% of those who came." in page
    assert "31% (31 of 100)" in page
    assert "Of 100 people who came to tables" in page
