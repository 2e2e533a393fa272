"""Pictures that editors upload tell no place and no time, in no size that is served."""

import io

import pytest
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model

from tests.initiatives.pictures import photograph

pytestmark = pytest.mark.django_db

TOLD = (b"Some telephone", b"36.17N", b"Exif", b"GPS")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def stored(content: bytes, name: str = "pump.jpg"):
    return get_image_model().objects.create(
        title="Pump", file=ImageFile(io.BytesIO(content), name=name)
    )


def opened(file):
    with file.open("rb") as handle:
        return handle.read()


def test_neither_the_original_nor_a_rendition_tells_where_it_was_taken():
    image = stored(photograph(800, 400).read())

    for content in (opened(image.file), opened(image.get_rendition("width-400").file)):
        assert not [text for text in TOLD if text in content]
        assert not Image.open(io.BytesIO(content)).getexif()


def test_a_picture_taken_upright_stays_upright():
    image = stored(photograph(800, 400).read())

    assert Image.open(io.BytesIO(opened(image.file))).size == (400, 800)
    assert (image.width, image.height) == (400, 800)


def test_a_picture_that_tells_nothing_is_stored_as_it_came():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")

    assert opened(stored(out.getvalue(), "drawn.png").file) == out.getvalue()


def test_saving_a_picture_again_leaves_its_file_alone():
    image = stored(photograph(800, 400).read())
    before = image.file.name

    image.title = "The pump"
    image.save()

    assert image.file.name == before
