"""The organisers' page of who takes part, and the same on a community's page."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from communities.models import CommunityPage
from participation.enums import RoundState
from participation.permissions import may, may_see_who_came
from tests.factories.communities import (
    CommunityFactory,
    MandateFactory,
    profile_with_groups,
)
from tests.factories.meetings import MeetingFactory, counted, published
from tests.factories.participation import (
    in_state,
    open_round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory
from tests.factories.site import first_pages

pytestmark = pytest.mark.django_db

WHO = {
    "visitor": lambda _where: AnonymousUser(),
    "person without a role": lambda _where: UserFactory(),
    "committee": lambda where: MandateFactory(community=where).user,
    "committee of elsewhere": lambda _where: MandateFactory().user,
    "former committee": lambda where: (
        MandateFactory(community=where, ends_on=datetime.date(2025, 6, 30)).user
    ),
    "implementer": lambda where: MandateFactory(implementer=True, community=where).user,
    "authority": lambda where: MandateFactory(authority=True, area=where.area).user,
    "steward": lambda _where: MandateFactory(steward=True).user,
    "staff": lambda _where: staff_member(),
    "administrator": lambda _where: UserFactory(is_superuser=True),
}
ORGANISERS = {"committee", "staff", "administrator"}
NOT_YET_OVER = {RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED}


@pytest.fixture
def where():
    """Half of the residents are women, and three in ten of those who come."""
    made = CommunityFactory()
    profile_with_groups(community=made, residents=1000, women=500, men=500)
    meeting = MeetingFactory(community=made)
    counted(meeting, 100, women=30, men=70)
    published(meeting)
    return made


def page_of(round_):
    return reverse("participation:manage_who", args=[round_.slug])


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("state", [*sorted(NOT_YET_OVER), RoundState.CANCELLED])
def test_who_takes_part_is_for_organisers_of_a_vote_that_was_not_called_off(
    client, who, state
):
    round_ = in_state(state)
    user = WHO[who](round_.community)
    is_for_them = who in ORGANISERS and state in NOT_YET_OVER

    assert may(user, "see_who", round_) is is_for_them
    if who != "visitor":
        client.force_login(user)
    expected = 200 if is_for_them else 302 if who == "visitor" else 403
    assert client.get(page_of(round_)).status_code == expected


@pytest.mark.parametrize("who", WHO)
def test_on_a_communitys_page_it_is_for_its_organisers(client, where, who):
    user = WHO[who](where)
    if who != "visitor":
        client.force_login(user)

    told = CommunityPage(
        title=where.name, slug=where.slug, community=where, introduction="x"
    )
    first_pages()["en"].communities.add_child(instance=told)

    page = client.get(told.url).text

    assert may_see_who_came(user, where) is (who in ORGANISERS)
    words = "Women: 50% of residents, 30% of those who came."
    assert (words in page) is (who in ORGANISERS)


def test_the_page_says_who_is_missing_and_what_is_not_known_at_all(client, where):
    round_ = open_round_with_options(
        community=where, closes_at=timezone.now() + datetime.timedelta(days=5)
    )
    MeetingFactory(community=where, title="At the well", coming=True)
    client.force_login(MandateFactory(community=where).user)

    page = client.get(page_of(round_)).text

    for words in (
        "Women: 50% of residents, 30% of those who came.",
        "30% (30 of 100)",
        "Nobody was counted at a table or at the desk so far.",
        "Whoever votes on the web is in no group here",
        "Not told: this needs 5 proposals",
        "At the well",
        "Not told: too few passes",
    ):
        assert words in page


def test_before_the_vote_and_after_it_nothing_is_left_to_do(client, where):
    client.force_login(staff_member())
    for state in (RoundState.DRAFT, RoundState.CLOSED):
        page = client.get(page_of(in_state(state))).text
        assert "What can still be done" not in page


def test_without_groups_in_the_profile_the_page_says_what_to_do(client):
    client.force_login(staff_member())

    page = client.get(page_of(open_round_with_options())).text

    assert "The profile does not say yet" in page


def test_the_page_asks_as_much_for_three_meetings_as_for_one(
    client, where, django_assert_max_num_queries
):
    round_ = open_round_with_options(
        community=where, closes_at=timezone.now() + datetime.timedelta(days=5)
    )
    client.force_login(staff_member())
    client.get(page_of(round_))
    with django_assert_max_num_queries(100) as one:
        client.get(page_of(round_))
    for _number in range(2):
        meeting = MeetingFactory(community=where)
        counted(meeting, 100, women=30, men=70)
        published(meeting)

    with django_assert_max_num_queries(len(one)):
        client.get(page_of(round_))
