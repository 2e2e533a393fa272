"""An invitation from the inviter's page to the role, as both see it."""

import re

import pytest
from django.core import signing
from django.utils import timezone

from communities.models import Mandate
from participation.models import Invitation, User
from participation.services.signed_forms import STEPS
from participation.services.throttle import LIMITS
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.invitations import InvitationFactory, code_of_invitation
from tests.factories.participation import SECRET, staff_member
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

HERE = "/invitation/"
MAKE = "/people/invitations/new/"
NEW = {
    "name": "Amal",
    "email": "Amal@example.org",
    "language": "ar",
    "password": "river goat lamp",
}


def made(client, **fields):
    today = timezone.localdate()
    return client.post(
        MAKE,
        {
            "starts_on": today,
            "valid_until": today,
            "title": "Secretary",
            "seen": 0,
            **fields,
        },
    )


def with_code(client, code):
    return client.post(HERE, {"step": "code", "code": code})


def ticket_in(page):
    return re.search(r'name="ticket" value="([^"]+)"', page.text)[1]


def answered(client, page, **fields):
    return client.post(HERE, {"step": "accept", "ticket": ticket_in(page), **fields})


# --- making -------------------------------------------------------------------------


def test_the_slip_shows_the_code_once_in_every_language_and_the_link_hides_it(
    client, settings
):
    place = CommunityFactory()
    client.force_login(staff_member())

    slip = made(client, offer=f"committee-{place.pk}")

    code = re.search(r'<span class="code foot" dir="ltr">([^<]+)<', slip.text)[1]
    assert f'value="http://testserver/invitation/#{code}"' in slip.text
    assert slip.text.count("<svg") > 0
    for language, _name in settings.LANGUAGES:
        assert f'<div lang="{language}"' in slip.text
    assert "no-store" in slip["Cache-Control"]
    assert slip["Referrer-Policy"] == "same-origin"
    assert code not in client.get("/people/invitations/").text


def test_a_committee_offers_its_own_place_and_nothing_else(client):
    member, elsewhere = MandateFactory(), CommunityFactory()
    client.force_login(member.user)

    options = re.findall(
        r'<option value="([a-z-]+\d+|staff|steward)"', client.get(MAKE).text
    )
    other = made(client, offer=f"committee-{elsewhere.pk}")
    staff = made(client, offer="staff")

    assert options == [f"committee-{member.community_id}"]
    assert "Select a valid choice" in other.text
    assert "Select a valid choice" in staff.text
    assert not Invitation.objects.exists()


def test_roles_for_the_programme_are_offered_by_administrators(client):
    client.force_login(staff_member())
    of_staff = client.get(MAKE).text
    client.force_login(UserFactory(is_superuser=True))
    made(client, offer="steward")

    assert 'value="steward"' not in of_staff
    assert Invitation.objects.get().role == "steward"


def test_a_second_press_makes_no_second_invitation(client):
    place = CommunityFactory()
    client.force_login(staff_member())
    made(client, offer=f"committee-{place.pk}")

    again = made(client, offer=f"committee-{place.pk}")

    assert "You made an invitation meanwhile" in again.text
    assert Invitation.objects.count() == 1


def test_an_invitation_is_withdrawn(client):
    invitation = InvitationFactory()
    address = f"/people/invitations/{invitation.pk}/withdraw/"
    client.force_login(MandateFactory().user)
    assert client.post(address).status_code == 403
    client.force_login(staff_member())
    assert client.get(address).status_code == 405

    answer = client.post(address, follow=True)

    assert "its code is void" in answer.text
    client.logout()
    assert "not known" in with_code(client, code_of_invitation(invitation)).text


# --- accepting ----------------------------------------------------------------------


def test_somebody_new_opens_an_account_and_is_signed_in(client):
    invitation = InvitationFactory(title="Secretary")

    page = with_code(client, code_of_invitation(invitation))
    assert "Secretary" in page.text
    assert SECRET not in page.text
    answer = answered(client, page, **NEW, named_publicly="on")

    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    mandate = Mandate.objects.get(community=invitation.community)
    assert mandate.named_publicly
    assert mandate.user.email == "amal@example.org"
    assert "Welcome" in client.get("/my/").text
    assert "Secretary" in client.get(f"/people/{mandate.pk}/").text


def test_consent_to_be_named_is_no_unless_given_and_asked_of_committees_only(client):
    of_committee, of_partner = (
        InvitationFactory(),
        InvitationFactory(role="implementer"),
    )

    page = with_code(client, code_of_invitation(of_committee))
    assert 'name="named_publicly"' in page.text
    answered(client, page, **NEW)
    client.logout()
    page = with_code(client, code_of_invitation(of_partner))

    assert 'name="named_publicly"' not in page.text
    answered(client, page, **{**NEW, "email": "b@example.org"}, named_publicly="on")
    assert set(Mandate.objects.values_list("named_publicly", flat=True)) == {False}


def test_who_is_signed_in_takes_the_role_with_their_account(client):
    invitation, person = InvitationFactory(), UserFactory(name="Basim")
    client.force_login(person)

    page = with_code(client, code_of_invitation(invitation))
    assert "You are signed in as Basim." in page.text
    assert 'name="password"' not in page.text
    answered(client, page)

    assert person.mandates.get().community == invitation.community


def test_who_has_an_account_signs_in_first_and_goes_on(client):
    invitation = InvitationFactory()
    UserFactory(email="amal@example.org")
    page = with_code(client, code_of_invitation(invitation))

    to_sign_in = client.post(HERE, {"step": "sign-in", "ticket": ticket_in(page)})
    assert to_sign_in["Location"] == "/sign-in/?next=%2Finvitation%2F"
    back = client.post(
        to_sign_in["Location"],
        {"username": "amal@example.org", "password": PASSWORD, "next": HERE},
    )
    page = client.get(back["Location"])
    answered(client, page)

    assert User.objects.get(email="amal@example.org").mandates.exists()


def test_a_role_that_needs_a_second_step_leads_there(client):
    admin = UserFactory(is_superuser=True)
    invitation = InvitationFactory(steward=True, made_by=admin)

    page = with_code(client, code_of_invitation(invitation))
    assert "needs two-step sign-in" in page.text
    answer = answered(client, page, **NEW)

    assert answer["Location"] == "/account/second-step/?next=%2Fmy%2F"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "short"}, "too short"),
        ({"password": "password1"}, "too common"),
        ({"password": "83726450192"}, "entirely numeric"),
        ({"email": "nowhere"}, "valid email"),
        ({"name": ""}, "required"),
        ({"language": "tlh"}, "valid choice"),
        ({"email": "taken@example.org"}, "already has an account"),
    ],
)
def test_mistakes_are_told_and_the_invitation_stays_open(client, wrong, words):
    invitation = InvitationFactory()
    UserFactory(email="taken@example.org")
    page = with_code(client, code_of_invitation(invitation))

    again = answered(client, page, **{**NEW, **wrong})

    assert words in again.text
    assert f'value="{wrong.get("password", NEW["password"])}"' not in again.text
    invitation.refresh_from_db()
    assert invitation.is_open
    assert not Mandate.objects.filter(community=invitation.community).exists()


def test_a_second_press_of_the_button_says_so(client):
    page = with_code(client, code_of_invitation(InvitationFactory()))
    answered(client, page, **NEW)
    client.logout()

    again = answered(client, page, **{**NEW, "email": "b@example.org"})

    assert "accepted already" in again.text
    assert not User.objects.filter(email="b@example.org").exists()


def test_made_up_tickets_shut_nobody_out(client):
    page = with_code(client, code_of_invitation(InvitationFactory()))
    for _ in range(LIMITS["invitation-entry"].amount + 1):
        client.post(HERE, {"step": "accept", "ticket": forged(), **NEW})

    assert answered(client, page, **NEW).status_code == 302
    assert User.objects.filter(name="Amal").exists()


def test_wrong_codes_of_others_do_not_stop_who_types_the_right_one(client):
    """A prankster in the village hall, and the whole new committee behind its address."""
    committee = [InvitationFactory() for _each in range(3)]
    for _ in range(2 * LIMITS["invitation-entry"].amount):
        with_code(client, "AAAA-ZZZZ-ZZZZ-ZZZZ")

    for number, each in enumerate(committee):
        page = with_code(client, code_of_invitation(each))
        fields = {**NEW, "email": f"member{number}@example.org"}
        assert answered(client, page, **fields).status_code == 302
        client.logout()
    assert Mandate.objects.filter(user__name="Amal").count() == 3


def forged():
    return signing.dumps(1, salt="participation.other")


def stale(monkeypatch, invitation):
    monkeypatch.setattr(signing.time, "time", lambda: 1_000_000)
    return signing.dumps(invitation.pk, salt="participation.invitation")


def test_a_ticket_is_ours_and_fresh(client, monkeypatch):
    invitation = InvitationFactory()
    with monkeypatch.context() as patch:
        old = stale(patch, invitation)
    nobody = signing.dumps(999_999, salt="participation.invitation")

    for ticket in ("", "x", forged(), old, nobody):
        answer = client.post(HERE, {"step": "accept", "ticket": ticket, **NEW})
        assert "Too much time has passed" in answer.text, ticket
    assert not User.objects.filter(name="Amal").exists()
    assert STEPS.total_seconds() < 3600


def test_a_withdrawn_invitation_is_not_accepted_with_a_page_that_is_still_open(client):
    invitation = InvitationFactory()
    page = with_code(client, code_of_invitation(invitation))
    Invitation.objects.update(state="withdrawn", ended_on=timezone.localdate())

    answer = answered(client, page, **NEW)

    assert "withdrawn" in answer.text
    assert not User.objects.filter(name="Amal").exists()


def test_the_page_is_kept_by_no_cache_and_named_to_no_other_site(client):
    # With "no-referrer" browsers send the origin "null", and every form is refused.
    for answer in (client.get(HERE), with_code(client, "AAAA")):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
