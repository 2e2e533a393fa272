"""Uploads: only the pixels are kept."""

import io

import pytest
from PIL import Image

from initiatives.services import PictureError, pictures
from initiatives.services.pictures import clean_picture
from tests.initiatives.pictures import GPS, photograph, upload


def test_a_photograph_loses_its_place_and_its_size_and_stands_upright():
    taken = photograph(2400, 1200)
    assert dict(Image.open(io.BytesIO(taken.read())).getexif().get_ifd(GPS))
    taken.seek(0)
    kept = clean_picture(taken)
    raw = kept.read()
    with Image.open(io.BytesIO(raw)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (800, 1600)
        assert not dict(picture.getexif())
        assert "comment" not in picture.info
    assert b"telephone" not in raw
    assert b"36.17N" not in raw


def test_the_name_of_the_file_is_not_kept():
    kept = clean_picture(photograph(20, 20))
    assert kept.name is not None
    assert "IMG" not in kept.name
    assert kept.name.endswith(".jpg")


def test_transparent_drawings_are_put_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(clean_picture(upload(out.getvalue(), "a.png"))) as picture:
        assert picture.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a\x01\x00\x01\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"\xff\xd8\xff\xe0 not really a picture",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    ],
)
def test_what_is_not_a_picture_is_refused(content):
    with pytest.raises(PictureError, match="not a picture"):
        clean_picture(upload(content))


def test_a_picture_cut_short_is_refused():
    whole = photograph(400, 400).read()
    with pytest.raises(PictureError, match="not a picture"):
        clean_picture(upload(whole[: len(whole) // 2]))


def test_a_heavy_file_is_refused_before_it_is_opened():
    heavy = upload(b"\xff\xd8" + bytes(pictures.MAX_BYTES))
    with pytest.raises(PictureError, match="larger than 10 MB"):
        clean_picture(heavy)


def test_a_small_file_of_very_many_pixels_is_refused():
    out = io.BytesIO()
    Image.new("1", (7000, 7000)).save(out, "PNG")
    assert out.tell() < 100_000
    with pytest.raises(PictureError, match="too many pixels"):
        clean_picture(upload(out.getvalue(), "a.png"))
