"""Every form that a page holds can be sent from it, as a browser sends it.

With "no-referrer" a browser calls the origin of a form "null", and the site refuses it
with its token. So pages that hold such a form, were it only to sign out, keep to a policy
that tells other sites nothing and this one enough.
"""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from participation.services.questions import FORM
from tests.factories.initiatives import InitiativeFactory
from tests.factories.participation import (
    open_round_with_options,
    round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory
from tests.factories.tables import table_at

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
#: Policies by which a browser tells no other site anything of an address.
SILENT = {"no-referrer", "same-origin"}
HERE = "http://testserver"


@pytest.fixture
def browser():
    """A client that is asked for tokens, as browsers are."""
    return Client(enforce_csrf_checks=True)


def sends(browser, page, address, data):
    """Send a form of a page with the origin that a browser would name."""
    is_mute = page["Referrer-Policy"] == "no-referrer"
    return browser.post(
        address,
        {**data, "csrfmiddlewaretoken": TOKEN.search(page.text)[1]},
        headers={"Origin": "null" if is_mute else HERE},
    )


def pass_sheet(browser):
    address = reverse("participation:manage_passes", args=[round_with_options().slug])
    page = browser.get(address)
    return sends(browser, page, address, {"label": "Hall", "count": 2, "seen": 0})


def opened(name, *args):
    return lambda browser: browser.get(reverse(f"participation:{name}", args=args))


def ask(browser):
    initiative = InitiativeFactory(state="in_implementation")
    return opened("ask", "initiatives", initiative.reference)(browser)


def vote(browser):
    return opened("vote", open_round_with_options().slug)(browser)


def table(browser):
    found = table_at(open_round_with_options()).table
    return opened("table", found.round.slug, found.key)(browser)


PAGES = {
    "the sheet of passes": pass_sheet,
    "asking a question": ask,
    "following a question up": opened("asked_question"),
    "giving feedback": opened("feedback"),
    "following feedback up": opened("follow_up"),
    "voting": vote,
    "a table": table,
}


@pytest.mark.parametrize("name", PAGES)
def test_whoever_is_signed_in_can_sign_out_from_every_page(browser, name):
    browser.force_login(staff_member())
    page = PAGES[name](browser)
    assert page.status_code == 200
    assert page["Referrer-Policy"] in SILENT

    answer = sends(browser, page, reverse("participation:sign_out"), {})

    assert answer.status_code == 302
    assert "_auth_user_id" not in browser.session


def test_the_sheet_of_passes_is_the_one_with_codes(browser):
    browser.force_login(staff_member())
    page = pass_sheet(browser)

    assert len(page.context["passes"]) == 2
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("name", ["voting", "asking a question", "giving feedback"])
def test_visitors_tell_nobody_which_page_they_left(client, name):
    page = PAGES[name](client)

    assert page["Referrer-Policy"] == "no-referrer"
    assert not TOKEN.search(page.text)


def test_a_forgotten_password_can_be_set_in_a_browser(browser):
    person = UserFactory()
    key = urlsafe_base64_encode(force_bytes(person.pk))
    link = reverse(
        "participation:password_reset_confirm",
        args=[key, default_token_generator.make_token(person)],
    )
    page = browser.get(link, follow=True)
    assert page["Referrer-Policy"] in SILENT
    new = "lantern-of-the-harbour-27"

    answer = sends(
        browser,
        page,
        page.request["PATH_INFO"],
        {"new_password1": new, "new_password2": new},
    )

    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.check_password(new)


def test_the_form_of_a_question_needs_no_origin(client):
    """A visitor's browser names none there; the signed ticket is the token."""
    initiative = InitiativeFactory(state="in_implementation")
    address = reverse("participation:ask", args=["initiatives", initiative.reference])
    browser = Client(enforce_csrf_checks=True)
    about = TICKET.search(browser.get(address).text)[1]
    assert FORM.read(about)

    answer = browser.post(
        address,
        {"ticket": about, "text": "Who keeps the key?", "language": "en"},
        headers={"Origin": "null"},
    )

    assert answer.status_code == 200
    assert initiative.questions.count() == 1


TICKET = re.compile(r'name="ticket" value="([^"]+)"')
