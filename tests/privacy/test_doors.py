"""One door to sign in by, one to read files through, and no copies left behind."""

from pathlib import Path

import pytest
from django.test import override_settings

from participation.services import throttle
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _failures_counted_here_only(settings):
    settings.REDIS_URL = ""
    throttle._limiter.cache_clear()
    yield
    throttle._limiter.cache_clear()


@pytest.fixture
def media(tmp_path):
    """A media folder with a public picture, an original, and a private document."""
    for folder in ("images", "original_images", "documents", "milestones"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.jpg").write_bytes(folder.encode())
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path


@pytest.mark.parametrize(
    "path",
    [
        "/cms/login/",
        "/cms/login/?next=/cms/",
        "/_util/login/",
        "/ar/_util/login/",
        "/cms/password_reset/",
        "/cms/password_reset/confirm/MQ/abc-def/",
    ],
)
def test_every_other_way_to_sign_in_leads_to_ours(client, path):
    response = client.get(path)

    assert response.status_code == 302
    assert "/_util/" not in response["Location"]
    assert "/cms/login" not in response["Location"]


@pytest.mark.usefixtures("_failures_counted_here_only")
def test_passwords_are_not_guessed_faster_by_the_page_login_of_the_cms(client):
    UserFactory(email="staff@example.org")
    answers = [
        client.post(
            "/_util/login/", {"username": "staff@example.org", "password": f"guess{n}"}
        ).status_code
        for n in range(12)
    ]

    assert 200 not in answers


@pytest.mark.parametrize(
    "path",
    [
        "images/../documents/a.jpg",
        "images/%2e%2e/documents/a.jpg",
        "images/./../documents/a.jpg",
        "milestones//../documents/a.jpg",
        "images/..\\documents/a.jpg",
        "documents/a.jpg",
        "images/",
    ],
)
def test_private_files_are_not_reached_by_way_of_public_folders(client, media, path):
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize("folder", ["images", "milestones"])
def test_public_pictures_are_served(client, media: Path, folder):
    response = client.get(f"/media/{folder}/a.jpg")

    assert b"".join(response.streaming_content) == folder.encode()


def test_originals_with_what_a_camera_writes_in_them_are_for_editors(client, media):
    assert client.get("/media/original_images/a.jpg").status_code == 404

    client.force_login(MandateFactory(steward=True).user)

    assert client.get("/media/original_images/a.jpg").status_code == 200


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_pages_for_one_person_are_kept_by_no_cache(client, prefix):
    community = CommunityFactory()
    member = MandateFactory(community=community).user
    draft = InitiativeFactory(community=community, proposed_by=member)
    client.force_login(member)

    for path in (
        "/my/",
        "/initiatives/",
        "/initiatives/propose/",
        f"/initiatives/{draft.reference}/",
        f"/initiatives/{draft.reference}/propose/problem/",
    ):
        response = client.get(f"{prefix}{path}")
        assert response.status_code == 200, path
        assert "no-store" in response["Cache-Control"], path
        assert "private" in response["Cache-Control"], path


@pytest.mark.parametrize(
    "path", ["/", "/map/", "/initiatives/", "/rounds/", "/nope/", "/healthz"]
)
def test_reading_sets_no_cookie(client, path):
    assert not client.get(path).cookies
