"""Pictures of a meeting: with leave, without origin, and gone when leave is taken back."""

import io
import uuid

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from participation.models import MeetingPicture
from participation.services.errors import MeetingError
from participation.services.meeting_pictures import remove_picture
from tests.factories.meetings import (
    MeetingFactory,
    picture_of,
    published,
    secretary,
)
from tests.initiatives.pictures import upload

pytestmark = pytest.mark.django_db


def test_a_picture_is_kept_without_what_a_camera_wrote_into_it():
    picture = picture_of(MeetingFactory())

    with default_storage.open(picture.picture.name) as file:
        kept = file.read()
    assert picture.picture.name.startswith("meetings/")
    assert "IMG" not in picture.picture.name
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_picture_sent_twice_is_added_once():
    meeting, key = MeetingFactory(), uuid.uuid4()

    for _time in range(2):
        picture_of(meeting, key=key)

    assert meeting.pictures.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"has_consent": False}, "has_consent"),
        ({"alt": " "}, "alt"),
        ({"picture": upload(b"not a picture")}, "picture"),
    ],
)
def test_a_picture_without_leave_or_words_is_refused(change, field):
    with pytest.raises(MeetingError) as refusal:
        picture_of(MeetingFactory(), **change)

    assert refusal.value.field == field
    assert not MeetingPicture.objects.exists()


def test_a_picture_goes_with_its_file_even_after_publication(
    django_capture_on_commit_callbacks,
):
    meeting = MeetingFactory()
    picture = picture_of(meeting)
    published(meeting)

    with django_capture_on_commit_callbacks(execute=True):
        remove_picture(picture, by=secretary(meeting.community))

    assert not MeetingPicture.objects.exists()
    assert not default_storage.exists(picture.picture.name)
