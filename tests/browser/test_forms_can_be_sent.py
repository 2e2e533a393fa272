"""A browser sends the forms of pages that tell nobody where one came from."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import override
from playwright.sync_api import expect

from tests.browser.steps.gestures import press, sign_in
from tests.factories.initiatives import InitiativeFactory
from tests.factories.participation import round_with_options, staff_member
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.browser
NEW = "lantern-of-the-harbour-27"


@pytest.fixture
def signed_in(visit):
    """The page of a member of staff who came through the site's own door."""
    staff = staff_member()
    staff.set_password(PASSWORD)
    staff.save()
    page = visit("/sign-in/")
    sign_in(page, staff.email)
    return page


def address(name, *args):
    # Whatever language an earlier test left behind.
    with override("en"):
        return reverse(f"participation:{name}", args=args)


def sign_out(page):
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def test_signing_out_works_on_the_sheet_of_passes(signed_in):
    signed_in.goto(address("manage_passes", round_with_options().slug))
    signed_in.get_by_label("For whom").fill("Hall")
    signed_in.get_by_label("Number of passes").fill("2")
    press(signed_in, "Issue and show for printing")
    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Passes to print")

    sign_out(signed_in)


def test_signing_out_works_where_questions_are_asked(signed_in):
    initiative = InitiativeFactory(state="in_implementation")
    signed_in.goto(address("ask", "initiatives", initiative.reference))

    sign_out(signed_in)


def test_a_forgotten_password_is_set_by_the_link_of_the_mail(visit):
    person = UserFactory()
    key = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    page = visit(address("password_reset_confirm", key, token))

    for field in page.locator("main input[type=password]").all():
        field.fill(NEW)
    page.locator("main button[type=submit]").click()

    expect(
        page.get_by_text("Your password was set. Sign in with it now.")
    ).to_be_visible()
    person.refresh_from_db()
    assert person.check_password(NEW)
