"""Pages of standing in: asking, agreeing or refusing, and who is shown as standing in."""

import pytest
from django.urls import reverse

from communities.enums import StandIn
from communities.models import Delegation
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.delegations import after, agreed_delegation, asked_delegation
from tests.factories.maps import AdminAreaFactory
from tests.factories.participation import staff_member
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return AdminAreaFactory(level=2)


@pytest.fixture
def away(district):
    area = AdminAreaFactory(level=3, parent=district, name="Fenra")
    return MandateFactory(authority=True, area=area, user__name="Amal")


@pytest.fixture
def beside(district):
    area = AdminAreaFactory(level=3, parent=district, name="Kesra")
    return MandateFactory(authority=True, area=area, user__name="Basim")


def page_of(name, thing):
    return reverse(f"participation:{name}", args=[thing.pk])


def test_a_holder_asks_and_both_see_that_it_waits(client, away, beside):
    client.force_login(away.user)
    form = client.get(page_of("person_stand_in", away)).text

    answer = client.post(
        page_of("person_stand_in", away),
        {"to": beside.user_id, "starts_on": after(0), "ends_on": after(9)},
        follow=True,
    )

    assert "Basim · Local authority" in form
    assert "so that programme staff agree first" in form
    made = Delegation.objects.get()
    assert made.state == StandIn.ASKED
    assert "Waits for agreement" in answer.text
    decide = page_of("stand_in_decide", made)
    assert f'href="{decide}"' not in answer.text
    assert "You asked that Basim stands in for you." in client.get("/my/").text
    client.force_login(beside.user)
    assert "Amal asks that you stand in." in client.get("/my/").text


def test_the_page_says_what_either_way_means(client, away, beside):
    MandateFactory(authority=True, area=away.area, user__name="Colleague")
    client.force_login(away.user)

    page = client.get(page_of("person_stand_in", away)).text

    assert "They gain no rights." in page
    at_once, agreed = page.index("Colleague"), page.index("Basim · ")
    assert page.index('label="At once: the same role"') < at_once
    assert at_once < page.index('label="Once others have agreed"') < agreed


def test_staff_agree_on_a_page_that_waits_for_them(client, away, beside):
    made = asked_delegation(away, beside)
    client.force_login(staff_member())
    address = page_of("stand_in_decide", made)
    assert address in client.get("/my/").text
    assert address in client.get(page_of("person_role", away)).text
    page = client.get(address).text

    answer = client.post(address, {"agree": "yes"}, follow=True)

    assert "Basim would stand in for Amal" in page
    assert "Stands in today" in answer.text
    made.refresh_from_db()
    assert made.state == StandIn.AGREED
    assert address not in client.get("/my/").text
    assert "no longer asked for" in client.get(address).text
    assert 'name="agree"' not in client.get(address).text


def test_staff_refuse_with_a_reason_that_both_read(client, away, beside):
    made = asked_delegation(away, beside)
    client.force_login(staff_member())
    address = page_of("stand_in_decide", made)

    without = client.post(address, {"refuse": "yes"})
    client.post(address, {"refuse": "yes", "why": "long"})

    assert "error-summary" in without.text
    made.refresh_from_db()
    assert (made.state, made.refused_why) == (StandIn.REFUSED, "long")
    client.force_login(away.user)
    page = client.get(page_of("person_role", away)).text
    assert "It is for too long" in page
    assert page_of("stand_in_end", made) not in page


@pytest.mark.parametrize(
    "who", ["holder", "stand-in", "committee", "authority", "steward", "nobody"]
)
def test_nobody_else_decides(client, away, beside, who):
    made = asked_delegation(away, beside)
    person = {
        "holder": lambda: away.user,
        "stand-in": lambda: beside.user,
        "committee": lambda: MandateFactory().user,
        "authority": lambda: MandateFactory(authority=True).user,
        "steward": lambda: MandateFactory(steward=True).user,
        "nobody": UserFactory,
    }[who]()
    client.force_login(person)

    for answer in (
        client.get(page_of("stand_in_decide", made)),
        client.post(page_of("stand_in_decide", made), {"agree": "yes"}),
        client.post(page_of("stand_in_decide", made), {"refuse": "yes", "why": "long"}),
    ):
        assert answer.status_code == 403
    made.refresh_from_db()
    assert made.state == StandIn.ASKED


def test_a_committee_does_not_agree_that_staff_of_theirs_is_away(client):
    """Roles for the whole programme are an administrator's to give."""
    made = asked_delegation(MandateFactory(steward=True), MandateFactory(staff=True))
    client.force_login(staff_member())
    refused = client.get(page_of("stand_in_decide", made))
    client.force_login(UserFactory(is_superuser=True))

    assert refused.status_code == 403
    assert "would stand in" in client.get(page_of("stand_in_decide", made)).text


def test_staff_who_would_speak_for_an_authority_are_told_of_feedback(client, away):
    made = asked_delegation(away, MandateFactory(staff=True))
    client.force_login(staff_member())

    assert "reads no feedback" in client.get(page_of("stand_in_decide", made)).text


@pytest.mark.parametrize("by", ["holder", "stand-in"])
def test_what_was_asked_is_taken_back_by_either(client, away, beside, by):
    made = asked_delegation(away, beside)
    client.force_login(away.user if by == "holder" else beside.user)
    button = "Take the request back" if by == "holder" else "Do not stand in"
    assert button in client.get("/my/").text

    client.post(page_of("stand_in_end", made))

    made.refresh_from_db()
    assert made.revoked_on == after(0)
    assert button not in client.get("/my/").text


def test_lists_say_who_stands_in_and_until_when(client, away, beside):
    agreed_delegation(away, beside, -2, 9)
    client.force_login(staff_member())

    for address in ("/people/", page_of("person_role", away)):
        page = client.get(address).text
        assert "Basim stands in for Amal until" in page
    Delegation.objects.update(revoked_on=after(0))
    assert "stands in for Amal" not in client.get("/people/").text


@pytest.mark.parametrize("state", ["asked", "over", "later"])
def test_lists_say_nothing_of_who_does_not_stand_in_today(client, away, beside, state):
    if state == "asked":
        asked_delegation(away, beside)
    else:
        days = {"over": (-9, -1), "later": (1, 5)}[state]
        agreed_delegation(away, beside, *days)
    client.force_login(staff_member())

    assert "stands in" not in client.get("/people/").text


def test_a_committee_reads_a_partners_stand_in_by_name_only_with_consent(client):
    place = CommunityFactory()
    partner = MandateFactory(implementer=True, community=place, user__name="Amal")
    other = MandateFactory(implementer=True, community=place, user__name="Basim")
    Delegation.objects.create(
        mandate=partner, person=other.user, starts_on=after(0), ends_on=after(9)
    )
    client.force_login(MandateFactory(community=place).user)

    page = client.get("/people/").text

    assert "Somebody stands in until" in page
    assert "Basim" not in page


def test_people_next_door_are_offered_only_if_they_agreed_to_be_named(client):
    here = MandateFactory()
    next_door = CommunityFactory(area=here.community.area)
    named = MandateFactory(community=next_door, user__name="N", named_publicly=True)
    silent = MandateFactory(community=next_door, user__name="S", named_publicly=False)
    client.force_login(here.user)

    page = client.get(page_of("person_stand_in", here)).text

    assert f'value="{named.user_id}"' in page
    assert f'value="{silent.user_id}"' not in page


@pytest.mark.parametrize("count", [1, 4])
def test_lists_ask_the_same_however_many_stand_in(
    client, django_assert_max_num_queries, district, count
):
    staff = MandateFactory(staff=True)
    for _each in range(count):
        mandates = [
            MandateFactory(
                authority=True, area=AdminAreaFactory(level=3, parent=district)
            )
            for _two in range(2)
        ]
        agreed_delegation(*mandates)
    client.force_login(staff.user)

    with django_assert_max_num_queries(8):
        client.get("/people/")


def test_who_only_stands_in_is_shown_no_way_to_invite(client):
    steward = MandateFactory(steward=True)
    agreed_delegation(MandateFactory(staff=True), steward)
    client.force_login(steward.user)

    pages = [client.get(path) for path in ("/people/", "/people/invitations/")]

    assert [page.status_code for page in pages] == [200, 200]
    assert not any(
        'class="button" href="/people/invitations/new/"' in p.text for p in pages
    )
    assert client.get("/people/invitations/new/").status_code == 403
