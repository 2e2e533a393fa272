"""The drawn pictures are light, described in words, and the same every time."""

import io

import pytest
from PIL import Image

from config.demo.communities import communities
from config.demo.pictures import LARGEST, PictureSketch, _jpeg, pictures


def _each() -> list[object]:
    return [pytest.param(entry, id=entry.stem) for entry in pictures()]


def test_pictures_are_twelve():
    assert len({entry.stem for entry in pictures()}) == 12


@pytest.mark.parametrize("picture", _each())
def test_picture_is_large_enough_to_show_and_light_enough_to_send(
    picture: PictureSketch,
):
    data = picture.jpeg()
    image = Image.open(io.BytesIO(data))
    assert image.size == (1200, 800)
    assert image.format == "JPEG"
    assert not image.getexif()
    assert len(data) <= LARGEST


def test_every_community_has_a_picture():
    stems = {entry.stem for entry in pictures()}
    assert {entry.picture for entry in communities()} <= stems


@pytest.mark.parametrize("picture", _each())
def test_picture_is_told_in_words_in_both_languages(picture: PictureSketch):
    assert 20 < len(picture.alt.en) <= 200
    assert 20 < len(picture.alt.ar) <= 200


def test_the_same_seed_draws_the_same_picture():
    first = pictures()[0].jpeg()
    _jpeg.cache_clear()
    assert pictures()[0].jpeg() == first
