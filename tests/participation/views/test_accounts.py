"""Signing in by e-mail, passwords, and people in the CMS."""

import re

import pytest
from django.urls import reverse

from participation.models import User
from participation.services.throttle import LIMITS
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"
NEW = "another long test password"


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"username": email, "password": password}, **extra)


def is_signed_in(client):
    return "_auth_user_id" in client.session


# --- signing in ---------------------------------------------------------------------


def test_sign_in_by_address_leads_to_my_work(client):
    UserFactory(email="amina@example.org")

    answer = sign_in(client, "Amina@Example.ORG")

    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    assert is_signed_in(client)


def test_sign_in_goes_on_to_where_one_wanted_but_not_to_another_site(client):
    UserFactory(email="amina@example.org")
    credentials = {"username": "amina@example.org", "password": PASSWORD}

    outward = client.post(SIGN_IN, {**credentials, "next": "https://evil.example/"})
    client.logout()
    inward = client.post(SIGN_IN, {**credentials, "next": "/rounds/manage/"})

    assert outward["Location"] == "/my/"
    assert inward["Location"] == "/rounds/manage/"


@pytest.mark.parametrize(
    ("email", "password"),
    [("amina@example.org", "wrong"), ("nobody@example.org", PASSWORD)],
)
def test_sign_in_does_not_tell_which_was_wrong(client, email, password):
    UserFactory(email="amina@example.org")

    page = sign_in(client, email, password)

    assert "do not belong together" in page.text
    assert password not in page.text
    assert not is_signed_in(client)


def test_inactive_account_stays_out(client):
    UserFactory(email="amina@example.org", is_active=False)

    sign_in(client, "amina@example.org")

    assert not is_signed_in(client)


def test_sign_in_is_slowed_after_failures_even_with_the_right_password(client):
    UserFactory(email="amina@example.org")
    for _ in range(LIMITS["sign-in-account"].amount):
        assert sign_in(client, "amina@example.org", "wrong").status_code == 200

    answer = sign_in(client, "amina@example.org")

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert not is_signed_in(client)


def test_failures_of_one_do_not_lock_out_another(client):
    UserFactory(email="amina@example.org")
    for _ in range(LIMITS["sign-in-account"].amount):
        sign_in(client, "amina@example.org", "wrong", REMOTE_ADDR="198.51.100.7")

    assert sign_in(client, "amina@example.org").status_code == 302


def test_sign_out_ends_the_session_and_only_by_post(client):
    client.force_login(UserFactory())

    assert client.get("/sign-out/").status_code == 405
    assert is_signed_in(client)
    client.post("/sign-out/")
    assert not is_signed_in(client)


def test_my_work_asks_to_sign_in(client):
    answer = client.get("/my/")

    assert answer["Location"] == "/sign-in/?next=/my/"


# --- passwords ----------------------------------------------------------------------


def test_password_change_is_told_by_mail(
    client, mailoutbox, django_capture_on_commit_callbacks
):
    user = UserFactory(email="amina@example.org", language="en")
    client.force_login(user)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            "/account/password/",
            {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW},
        )

    assert answer["Location"] == "/my/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    (mail,) = mailoutbox
    assert mail.to == ["amina@example.org"]
    assert NEW not in mail.body


def test_password_is_reset_by_a_link_that_works_once(
    client, mailoutbox, django_capture_on_commit_callbacks
):
    user = UserFactory(email="amina@example.org")
    client.post("/account/password/reset/", {"email": "AMINA@example.org"})
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body)[1]

    form = client.get(link, follow=True)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW}
        )

    assert answer["Location"] == SIGN_IN
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert len(mailoutbox) == 2
    client.session.flush()
    assert "no longer works" in client.get(link, follow=True).text


def test_password_reset_does_not_tell_who_has_an_account(client, mailoutbox):
    UserFactory(email="amina@example.org")

    known, unknown = (
        client.post("/account/password/reset/", {"email": f"{name}@example.org"})
        for name in ("amina", "nobody")
    )

    assert (known.status_code, known["Location"]) == (
        unknown.status_code,
        unknown["Location"],
    )
    assert len(mailoutbox) == 1


def test_password_reset_sends_only_a_few_mails(client, mailoutbox):
    UserFactory(email="amina@example.org")

    answers = [
        client.post("/account/password/reset/", {"email": "amina@example.org"})
        for _ in range(LIMITS["password-reset"].amount + 1)
    ]

    assert answers[-1].status_code == 429
    assert len(mailoutbox) == LIMITS["password-reset"].amount


# --- people in the CMS --------------------------------------------------------------


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def test_cms_lists_people_by_their_name(client, administrator):
    UserFactory(name="Amina of Maro")

    for query in ("", "?ordering=name", "?ordering=-name", "?q=Amina"):
        page = client.get(reverse("wagtailusers_users:index") + query)
        assert page.status_code == 200
        assert "Amina of Maro" in page.text


def test_cms_creates_a_person_with_one_name(client, administrator):
    page = client.get(reverse("wagtailusers_users:add"))
    assert 'name="first_name"' not in page.text

    client.post(
        reverse("wagtailusers_users:add"),
        {
            "email": "Amina@Example.org",
            "name": "Amina of Maro",
            "language": "ar",
            "password1": NEW,
            "password2": NEW,
        },
    )

    person = User.objects.get(email="amina@example.org")
    assert (person.name, person.language) == ("Amina of Maro", "ar")
    assert person.check_password(NEW)


def test_cms_refuses_an_address_twice_whatever_its_capitals(client, administrator):
    UserFactory(email="amina@example.org")

    page = client.post(
        reverse("wagtailusers_users:add"),
        {
            "email": "AMINA@example.org",
            "name": "Another",
            "language": "en",
            "password1": NEW,
            "password2": NEW,
        },
    )

    assert "already has an account" in page.text
    assert User.objects.filter(email__iexact="amina@example.org").count() == 1


def test_cms_changes_a_person(client, administrator):
    person = UserFactory(email="amina@example.org", name="Amina")
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    assert client.get(address).status_code == 200

    client.post(
        address,
        {
            "email": "amina@example.org",
            "name": "Amina of Maro",
            "language": "en",
            "is_active": "on",
        },
    )

    person.refresh_from_db()
    assert person.name == "Amina of Maro"
    assert person.check_password(PASSWORD)


def test_own_account_in_the_cms_asks_for_one_name(client, administrator):
    page = client.get(reverse("wagtailadmin_account"))
    assert 'name="name_email-name"' in page.text
    assert "first_name" not in page.text


def test_own_account_in_the_cms_keeps_the_address_ones_own(client, administrator):
    UserFactory(email="amina@example.org")
    fields = {
        "name_email-name": "Salma of Maro",
        "name_email-language": "ar",
        "locale-current_time_zone": "Asia/Baghdad",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }

    for email in ("AMINA@example.org", "salma@example.org"):
        client.post(
            reverse("wagtailadmin_account"), {**fields, "name_email-email": email}
        )

    administrator.refresh_from_db()
    assert (administrator.name, administrator.email) == (
        "Salma of Maro",
        "salma@example.org",
    )
    home = client.get("/cms/")
    assert '<html lang="ar" dir="rtl"' in home.text


def test_cms_speaks_the_language_of_the_person(client):
    client.force_login(UserFactory(is_superuser=True, language="ar"))

    page = client.get("/cms/")

    assert '<html lang="ar" dir="rtl"' in page.text


def test_cms_asks_for_the_language_once_and_offers_zones_that_browsers_know(
    client, administrator
):
    page = client.get(reverse("wagtailadmin_account"))

    assert page.text.count('<select name="name_email-language"') == 1
    assert "preferred_language" not in page.text
    assert ">Asia/Baghdad<" in page.text
    assert ">localtime<" not in page.text


@pytest.mark.parametrize("path", ["login", "password_reset"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_cms_has_no_second_door_without_a_throttle(client, path, method):
    answer = getattr(client, method)(f"/cms/{path}/?next=/cms/pages/")

    assert answer.status_code == 302
    assert answer["Location"].startswith(
        ("/sign-in/?next=", "/account/password/reset/")
    )
