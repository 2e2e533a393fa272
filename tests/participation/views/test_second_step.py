"""Two-step sign-in: without the phone, a password opens nothing that tells raw counts."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry

from config.settings import base
from participation.services import throttle
from participation.services.throttle import LIMITS
from tests.factories.communities import MandateFactory
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

STEP = "/account/second-step/"
RELEASES = "/map/releases/"


@pytest.fixture(autouse=True)
def _asked_for(settings):
    settings.SECOND_FACTOR = True
    settings.REDIS_URL = ""
    throttle._limiter.cache_clear()
    yield
    throttle._limiter.cache_clear()


@pytest.fixture
def steward():
    return MandateFactory(steward=True).user


def code_of(user, later=0):
    """What the person's phone shows now, or some steps of 30 seconds later."""
    phone = TOTPDevice.objects.get(user=user)
    shown = TOTP(phone.bin_key, phone.step, phone.t0, phone.digits, phone.drift)
    shown.time = shown.time + later * phone.step
    return f"{shown.token():06d}"


@pytest.fixture(autouse=True)
def _mail_is_sent(monkeypatch):
    """At once, and not when the test's transaction ends."""
    monkeypatch.setattr(
        "participation.services.second_factor.transaction.on_commit",
        lambda send: send(),
    )


def set_up(client, user):
    """Set up the phone; return the codes for paper."""
    client.get(f"{STEP}add/")
    page = client.post(f"{STEP}add/", {"code": code_of(user), "next": RELEASES})
    return re.findall(r'<code dir="ltr">([a-z2-7]{4}-[a-z2-7]{4})</code>', page.text)


def sign_in(client, user, onward=RELEASES):
    return client.post(
        "/sign-in/", {"username": user.email, "password": PASSWORD, "next": onward}
    )


@pytest.mark.parametrize(
    "page",
    [
        RELEASES,
        "/map/releases/R1/plans/1/",
        "/map/imports/",
        "/map/imports/new/returns/",
        "/map/imports/1/totals/",
    ],
)
def test_a_password_alone_opens_no_page_of_a_steward(client, steward, page):
    client.force_login(steward)

    for answer in (client.get(page), client.post(page)):
        assert answer.status_code in (302, 405)
        if answer.status_code == 302:
            assert answer["Location"].startswith(STEP)


@pytest.mark.parametrize(
    ("page", "onward"),
    [
        (
            "http://testserver/map/releases/R1/?page=2#drafts",
            "/map/releases/R1/?page=2",
        ),
        ("https://evil.example/map/releases/R1/", "/"),
        ("", "/"),
    ],
)
def test_a_form_sent_without_the_code_leads_back_to_its_page(
    client, steward, page, onward
):
    client.force_login(steward)

    answer = client.post("/map/releases/R1/prepare/", headers={"Referer": page})

    [found] = parse_qs(urlsplit(answer["Location"]).query)["next"]
    assert found == onward


def test_who_is_no_steward_is_asked_for_nothing_more(client):
    client.force_login(MandateFactory(staff=True).user)

    assert client.get("/map/imports/").status_code == 200
    assert client.get(RELEASES).status_code == 403


def test_a_steward_sets_up_a_phone_and_goes_on(client, steward):
    client.force_login(steward)
    asked = client.get(RELEASES, follow=True)
    assert asked.redirect_chain[-1][0].startswith(f"{STEP}add/")
    assert "<svg" in asked.text

    codes = set_up(client, steward)

    assert len(set(codes)) == 10
    assert client.get(RELEASES).status_code == 200
    [told] = mail.outbox
    assert "Two-step sign-in was set up" in told.body
    assert not [code for code in codes if code in told.body]
    actions = ModelLogEntry.objects.values_list("action", flat=True)
    assert "participation.add_second_factor" in actions


def test_a_wrong_code_sets_up_nothing(client, steward):
    client.force_login(steward)
    client.get(f"{STEP}add/")
    wrong = f"{(int(code_of(steward)) + 1) % 1_000_000:06d}"

    page = client.post(f"{STEP}add/", {"code": wrong})

    assert "This code is not right" in page.text
    assert client.get(RELEASES).status_code == 302
    assert len(set_up(client, steward)) == 10, "a right one is taken at once"


def test_signing_in_again_asks_for_the_code_and_leads_on(client, steward):
    client.force_login(steward)
    set_up(client, steward)
    client.logout()

    answer = sign_in(client, steward)
    assert answer["Location"].startswith(f"{STEP}?next=")
    answer = client.post(STEP, {"code": code_of(steward, later=1), "next": RELEASES})

    assert answer["Location"] == RELEASES
    assert client.get(RELEASES).status_code == 200
    assert "is asked for at every sign-in" in client.get(STEP).text


def test_a_code_is_taken_once(client, steward):
    client.force_login(steward)
    set_up(client, steward)
    client.logout()
    sign_in(client, steward)
    same = TOTPDevice.objects.get(user=steward).last_t
    phone = TOTPDevice.objects.get(user=steward)
    shown = TOTP(phone.bin_key, phone.step, phone.t0, phone.digits, phone.drift)
    shown.time = same * phone.step

    page = client.post(STEP, {"code": f"{shown.token():06d}", "next": RELEASES})

    assert "or was used before" in page.text


@pytest.mark.parametrize("written", ["{}", " {} ", "{0}".upper()])
def test_a_code_on_paper_works_once_however_it_is_written(client, steward, written):
    client.force_login(steward)
    code = set_up(client, steward)[0]
    typed = written.format(code.upper())
    for expected in (302, 200):
        client.logout()
        sign_in(client, steward)
        answer = client.post(STEP, {"code": typed, "next": RELEASES})
        assert answer.status_code == expected


def test_guessing_is_slowed_for_the_account(client, steward):
    client.force_login(steward)
    set_up(client, steward)
    client.logout()
    sign_in(client, steward)

    answers = [
        client.post(STEP, {"code": "abcd-2345"}).status_code
        for _try in range(LIMITS["second-factor"].amount + 1)
    ]

    assert answers[0] == 200
    assert answers[-1] == 429


def test_new_codes_take_the_place_of_the_old_and_need_the_phone(client, steward):
    client.force_login(steward)
    [old, *_rest] = set_up(client, steward)
    client.logout()
    sign_in(client, steward)
    refused = client.post(f"{STEP}codes/")
    assert (refused.status_code, refused["Location"]) == (302, STEP)

    client.post(STEP, {"code": code_of(steward, later=1)})
    page = client.post(f"{STEP}codes/")

    assert len(re.findall(r"<code", page.text)) == 10
    assert old not in page.text
    assert "no-store" in page["Cache-Control"]


def test_another_phone_takes_the_place_of_the_first_only_after_the_second_step(
    client, steward
):
    client.force_login(steward)
    set_up(client, steward)
    client.logout()
    sign_in(client, steward)

    assert client.get(f"{STEP}add/")["Location"].startswith(STEP)
    assert TOTPDevice.objects.get().confirmed


def test_sessions_lose_what_was_proved_by_a_phone_that_is_removed(client, steward):
    client.force_login(steward)
    set_up(client, steward)
    other = Client()
    sign_in(other, steward)
    other.post(STEP, {"code": code_of(steward, later=1)})
    assert other.get(RELEASES).status_code == 200

    call_command("remove_second_factor", steward.email)

    assert client.get(RELEASES).status_code == 302
    assert other.get(RELEASES).status_code == 302
    assert "was removed" in mail.outbox[-1].body


def test_the_command_says_what_is_missing(steward):
    with pytest.raises(CommandError, match="No account"):
        call_command("remove_second_factor", "nobody@example.org")
    with pytest.raises(CommandError, match="no two-step"):
        call_command("remove_second_factor", steward.email)


def test_the_second_step_leads_to_no_other_site(client, steward):
    client.force_login(steward)
    set_up(client, steward)
    client.logout()
    sign_in(client, steward)

    answer = client.post(
        STEP, {"code": code_of(steward, later=1), "next": "https://evil.example/"}
    )

    assert answer["Location"] == "/my/"


def test_it_is_asked_for_wherever_no_setting_says_otherwise():
    assert base.SECOND_FACTOR is True
