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
    ("page", "frame", "told"),
    [
        ("maps:hexagons", "/map/embed/hexagons/", "Returns as hexagons"),
        (
            "maps:need",
            "/map/embed/need-and-response/",
            "Returnees per 1,000 residents ×",
        ),
        ("maps:rounds", "/map/embed/rounds/", "Test registry"),
        ("maps:compare", "/map/embed/compare/", "Change of"),
    ],
)
class TestOtherWaysOfLooking:
    """Every way of looking at returns can be framed, and is found by its address."""

    @pytest.fixture(autouse=True)
    def _two_rounds(self, second):
        """Two rounds, since a comparison needs both."""

    def test_the_page_offers_the_code_of_its_frame(self, client, page, frame, told):
        shown = client.get(reverse(page), {"level": "2"})

        assert f'src="http://testserver{frame}?' in shown.context["embed_code"]
        assert 'type="application/json+oembed"' in shown.text

    def test_the_frame_may_be_framed_and_shows_it(self, client, page, frame, told):
        shown = client.get(frame, {"level": "2"})

        assert "frame-ancestors *" in shown["Content-Security-Policy"]
        assert told in shown.text
        assert reverse(page) in shown.text

    def test_the_frame_is_the_same_for_everybody(self, client, page, frame, told):
        before = client.get(frame).content
        client.force_login(UserFactory())

        assert client.get(frame).content == before

    def test_oembed_finds_it_by_its_page_and_by_its_frame(
        self, client, page, frame, told
    ):
        for address in (reverse(page), frame):
            answer = asked(client, f"http://testserver{address}?round=R1").json()
            assert f"http://testserver{frame}?round=R1" in answer["html"]


def test_there_is_no_other_frame(client, wards):
    assert client.get("/map/embed/secrets/").status_code == 404
    assert asked(client, "http://testserver/map/embed/secrets/").status_code == 404


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
