"""A zero byte, which PostgreSQL takes in no text, is refused before any view sees it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.communities import MandateFactory
from tests.privacy.probes import in_all_languages, probes
from tests.privacy.red_team import country

pytestmark = pytest.mark.django_db


def addresses():
    """One address of every route, without its question."""
    for route, of_route in probes(country()).items():
        yield route, of_route[0].partition("?")[0]


def test_no_route_is_asked_with_a_zero_byte(client):
    """In the address, a value or a name, by somebody who is signed in."""
    client.force_login(MandateFactory(steward=True).user)
    let_in = [
        (route, asked)
        for route, address in addresses()
        for asked in (f"{address}%00", f"{address}?x=a%00", f"{address}?%00=a")
        if client.get(asked).status_code != 400
    ]

    assert let_in == []


def test_no_route_is_sent_a_zero_byte_in_a_form(client):
    client.force_login(MandateFactory(steward=True).user)
    form = {"data": "x=a%00", "content_type": "application/x-www-form-urlencoded"}

    # Where there is no address no view is asked either.
    let_in = [
        route
        for route, address in addresses()
        if client.post(address, **form).status_code not in (400, 404)
    ]

    assert let_in == []


@pytest.mark.parametrize("address", in_all_languages(["/map/"]))
def test_the_answer_is_the_ordinary_page(client, address):
    answer = client.get(f"{address}?round=R%00")

    assert answer.status_code == 400
    assert b"<h1>" in answer.content
    assert (b'lang="ar"' in answer.content.split(b"<head>")[0]) == address.startswith(
        "/ar"
    )


def test_a_cookie_is_looked_at_too(client):
    client.cookies["sessionid"] = "a\0"

    assert client.get("/map/").status_code == 400


def test_a_form_with_a_file_refuses_it_by_itself(client):
    client.force_login(MandateFactory(steward=True).user)

    answer = client.post(
        "/map/imports/new/returns/",
        {
            "file": SimpleUploadedFile("a.csv", b"adm2_pcode,individuals\nXA01,40\n"),
            "round": "R\0",
            "date": "2026-06-30",
        },
    )

    assert answer.status_code == 200
    assert "Null characters are not allowed" in answer.content.decode()
