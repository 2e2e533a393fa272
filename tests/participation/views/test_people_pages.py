"""Who holds which role: who reads it, with which names, and what can be done there."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Delegation
from participation.services.invitations import accept
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.participation import staff_member
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
PEOPLE = "/people/"


def after(days):
    return timezone.localdate() + days * DAY


def page_of(name, mandate):
    return reverse(f"participation:{name}", args=[mandate.pk])


def person(who, place):
    return {
        "nobody": UserFactory,
        "member": lambda: MandateFactory(community=place).user,
        "implementer": lambda: MandateFactory(implementer=True, community=place).user,
        "authority": lambda: MandateFactory(authority=True).user,
        "steward": lambda: MandateFactory(steward=True).user,
        "staff": staff_member,
        "admin": lambda: UserFactory(is_superuser=True),
    }[who]()


WHO = {
    "nobody": 403,
    "implementer": 403,
    "authority": 403,
    "steward": 403,
    "member": 200,
    "staff": 200,
    "admin": 200,
}


@pytest.mark.parametrize(
    "path", [PEOPLE, "/people/invitations/", "/people/invitations/new/"]
)
@pytest.mark.parametrize("who", WHO)
def test_the_lists_are_for_those_who_give_roles(client, who, path):
    assert client.get(path)["Location"].startswith("/sign-in/")

    client.force_login(person(who, CommunityFactory()))

    answer = client.get(path)
    assert answer.status_code == WHO[who]
    assert "no-store" in answer["Cache-Control"]


def test_staff_read_everybody_and_a_committee_its_own(client):
    place = CommunityFactory()
    own, elsewhere = MandateFactory(community=place), MandateFactory()
    authority = MandateFactory(authority=True)

    client.force_login(staff_member())
    everything = client.get(PEOPLE).text
    client.force_login(person("member", place))
    own_only = client.get(PEOPLE).text

    for mandate in (own, elsewhere, authority):
        assert mandate.user.name in everything
    assert own.user.name in own_only
    for mandate in (elsewhere, authority):
        assert mandate.user.name not in own_only
        assert client.get(page_of("person_role", mandate)).status_code == 403


@pytest.mark.parametrize("agreed", [True, False])
def test_a_committee_reads_a_partners_name_only_with_consent(client, agreed):
    place = CommunityFactory()
    partner = MandateFactory(implementer=True, community=place, named_publicly=agreed)
    client.force_login(person("member", place))

    for path in (PEOPLE, page_of("person_role", partner)):
        assert (partner.user.name in client.get(path).text) is agreed


def test_what_a_person_went_through_is_nowhere_asked(client):
    client.force_login(staff_member())
    mandate = MandateFactory()
    text = client.get(page_of("person_role", mandate)).text
    form = client.get("/people/invitations/new/").text

    for name in ("returnee", "age", "sex", "constituency"):
        assert f'name="{name}"' not in form
    assert mandate.user.email not in text


def test_the_list_is_narrowed_by_place_role_and_term(client):
    client.force_login(staff_member())
    soon = MandateFactory(ends_on=after(20))
    later = MandateFactory(ends_on=after(40))
    over = MandateFactory(ends_on=after(-1))
    partner = MandateFactory(implementer=True, community=soon.community)

    def listed(query):
        text = client.get(PEOPLE + query).text
        known = {"soon": soon, "later": later, "over": over, "partner": partner}
        return {key for key, each in known.items() if each.user.name in text}

    assert listed("") == {"soon", "later", "partner"}
    assert listed("?show=soon") == {"soon"}
    assert listed("?show=ended") == {"over"}
    assert listed("?show=all") == {"soon", "later", "over", "partner"}
    assert listed(f"?place={soon.community.slug}") == {"soon", "partner"}
    assert listed("?role=implementer") == {"partner"}
    assert listed("?show=nonsense&role=nonsense") == {"soon", "later", "partner"}


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(("path", "most"), [(PEOPLE, 7), ("/people/invitations/", 6)])
@pytest.mark.parametrize("who", ["staff", "member"])
def test_lists_ask_the_same_number_of_questions(
    client, django_assert_max_num_queries, who, path, most, item_count
):
    place = CommunityFactory()
    client.force_login(person(who, place))
    for _each in range(item_count):
        MandateFactory(community=place)
        MandateFactory(authority=True)
        invitation = InvitationFactory(community=place)
        accept(invitation.pk, by=UserFactory(), named_publicly=False)
        InvitationFactory(community=place)

    with django_assert_max_num_queries(most):
        client.get(path)


# --- one role -----------------------------------------------------------------------


def test_staff_extend_and_end_a_term(client):
    mandate = MandateFactory(ends_on=after(20))
    client.force_login(staff_member())
    assert (
        page_of("person_term", mandate)
        in client.get(page_of("person_role", mandate)).text
    )
    refused = client.post(
        page_of("person_term", mandate), {"ends_on": after(-9), "reason": "decision"}
    )

    client.post(
        page_of("person_term", mandate), {"ends_on": after(200), "reason": "again"}
    )

    assert "cannot end in the past" in refused.text
    mandate.refresh_from_db()
    assert mandate.ends_on == after(200)


def test_a_reason_is_chosen_from_words_of_ours(client):
    mandate = MandateFactory(ends_on=after(20))
    client.force_login(staff_member())

    answer = client.post(
        page_of("person_term", mandate),
        {"ends_on": after(30), "reason": "Amal moved away"},
    )

    assert "error-summary" in answer.text
    mandate.refresh_from_db()
    assert mandate.ends_on == after(20)


@pytest.mark.parametrize("who", ["member", "implementer", "steward", "nobody"])
@pytest.mark.parametrize(
    "name", ["person_term", "person_lay_down", "person_stand_in", "person_named"]
)
def test_nobody_else_changes_a_role(client, who, name):
    mandate = MandateFactory()
    client.force_login(person(who, mandate.community))

    assert client.post(page_of(name, mandate)).status_code == 403


def test_a_person_lays_their_role_down(client):
    mandate = MandateFactory()
    client.force_login(mandate.user)
    assert (
        "Today would be the last day"
        in client.get(page_of("person_lay_down", mandate)).text
    )

    answer = client.post(page_of("person_lay_down", mandate), follow=True)

    assert "Today is its last day" in answer.text
    mandate.refresh_from_db()
    assert mandate.ends_on == timezone.localdate()


def test_a_person_says_whether_they_are_named_in_public(client):
    mandate = MandateFactory(named_publicly=False)
    client.force_login(mandate.user)

    for answer, named in (("yes", True), ("no", False)):
        client.post(page_of("person_named", mandate), {"agrees": answer})
        mandate.refresh_from_db()
        assert mandate.named_publicly is named


# --- standing in --------------------------------------------------------------------


def test_standing_in_is_shown_to_both_and_ended_by_either(client):
    away = MandateFactory(user__name="Amal")
    colleague = MandateFactory(community=away.community, user__name="Basim")
    client.force_login(away.user)
    client.post(
        page_of("person_stand_in", away),
        {"to": colleague.user_id, "starts_on": after(0), "ends_on": after(9)},
    )
    made = Delegation.objects.get()

    assert "Basim stands in for you." in client.get("/my/").text
    client.force_login(colleague.user)
    assert "You stand in for Amal." in client.get("/my/").text

    client.post(reverse("participation:stand_in_end", args=[made.pk]))
    assert "stand in for" not in client.get("/my/").text
    made.refresh_from_db()
    assert made.revoked_on == timezone.localdate()


def test_only_colleagues_are_offered(client):
    away, stranger = MandateFactory(), MandateFactory()
    client.force_login(away.user)
    alone = client.get(page_of("person_stand_in", away)).text
    colleague = MandateFactory(community=away.community)

    text = client.get(page_of("person_stand_in", away)).text
    answer = client.post(
        page_of("person_stand_in", away),
        {"to": stranger.user_id, "starts_on": after(0), "ends_on": after(9)},
    )

    assert "Nobody holds this role here besides you" in alone
    assert colleague.user.name in text
    assert stranger.user.name not in text
    assert "Select a valid choice" in answer.text
    assert not Delegation.objects.exists()


# --- My work ------------------------------------------------------------------------


def test_terms_that_end_soon_wait_for_staff(client):
    soon = MandateFactory(ends_on=after(20))
    MandateFactory(community=soon.community, ends_on=after(25))
    MandateFactory(ends_on=after(60))
    MandateFactory(user=soon.user, community=soon.community, starts_on=after(10))
    client.force_login(staff_member())

    text = client.get("/my/").text

    assert "Extend, or let end: 1 term of “Committee member”" in text
    assert f"?show=soon&amp;role=committee&amp;place={soon.community.slug}" in text
    assert text.count("Extend, or let end") == 1
    client.force_login(soon.user)
    assert "Extend, or let end" not in client.get("/my/").text


def test_staff_are_told_whom_a_committee_invites(client):
    member = MandateFactory()
    InvitationFactory(made_by=member.user, community=member.community)
    InvitationFactory()
    client.force_login(staff_member())

    assert client.get("/my/").text.count("A committee invites somebody") == 1


def test_my_work_leads_to_ones_own_roles_and_not_to_those_one_stands_in_for(client):
    away = MandateFactory()
    own = MandateFactory(community=away.community)
    Delegation.objects.create(
        mandate=away, person=own.user, starts_on=after(0), ends_on=after(5)
    )
    client.force_login(own.user)

    text = client.get("/my/").text

    assert page_of("person_role", own) in text
    assert page_of("person_role", away) not in text


@pytest.mark.parametrize("language", ["", "/ar"])
def test_a_role_and_until_when_it_lasts_stand_apart(client, language):
    mandate = MandateFactory(ends_on=after(30))
    client.force_login(mandate.user)

    page = client.get(f"{language}/my/").text

    role = page[page.index(page_of("person_role", mandate)) :]
    words = re.sub(r"<[^>]+>", "", role[role.index(">") + 1 : role.index("</li>")])
    assert re.search(r"\S (until|حتى) ", words)
