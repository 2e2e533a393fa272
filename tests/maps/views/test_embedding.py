"""The map in frames of other sites: only there, and the same for everybody."""

import pytest
from django.urls import reverse

from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def asked(client, url, **more):
    return client.get(reverse("maps:oembed"), {"url": url, **more})


def test_only_the_frame_may_be_framed(client, wards):
    frame, page = client.get(reverse("maps:embed")), client.get(reverse("maps:map"))

    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_frame_keeps_the_rest_of_the_strict_policy(client, wards):
    policy = client.get(reverse("maps:embed"))["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_frame_says_nothing_of_who_looks_at_it(client, wards):
    before = client.get(reverse("maps:embed")).content
    client.force_login(UserFactory(name="Salma Idris"))

    assert client.get(reverse("maps:embed")).content == before


def test_frame_shows_the_chosen_map_with_its_source(client, wards):
    page = client.get(reverse("maps:embed"), {"shade": "persons"}).content.decode()

    assert "Test registry" in page
    assert "shade=persons" in page


def test_frame_before_the_first_release_says_so(client, db):
    page = client.get(reverse("maps:embed")).content.decode()

    assert "Nothing has been released yet" in page


def test_page_offers_code_for_the_frame_and_where_to_ask_for_it(client, wards):
    page = client.get(reverse("maps:map"), {"shade": "per_km2"})

    assert "shade=per_km2" in page.context["embed_code"]
    assert page.context["embed_code"].startswith(
        '<iframe src="http://testserver/map/embed/'
    )
    assert 'type="application/json+oembed"' in page.content.decode()


def test_oembed_answers_with_a_frame_of_the_same_choice(client, wards):
    answer = asked(
        client,
        "http://testserver/map/?shade=persons&level=2&next=//evil.example",
        maxwidth="400",
    ).json()

    assert (answer["type"], answer["version"], answer["width"]) == ("rich", "1.0", 400)
    assert "/map/embed/?level=2&amp;shade=persons" in answer["html"]
    assert "evil" not in answer["html"]


def test_oembed_answers_in_the_language_of_the_address(client, wards):
    answer = asked(client, "http://testserver/ar/map/").json()

    assert "/ar/map/embed/" in answer["html"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://evil.example/map/",
        "http://testserver/map/areas/X/",
        "http://testserver/nowhere/at/all/",
        "javascript:alert(1)",
    ],
)
def test_oembed_knows_only_our_maps(client, wards, url):
    assert asked(client, url).status_code == 404


def test_oembed_speaks_json_only(client, wards):
    assert asked(client, "http://testserver/map/", format="xml").status_code == 501


def test_markup_in_the_choice_stays_text(client, wards):
    html = asked(client, 'http://testserver/map/?round="><script>').json()["html"]

    assert "<script" not in html
