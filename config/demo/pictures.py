"""Twelve drawn pictures: places and work in Maro, with nobody's face.

Drawn, not photographed: a demo must not show real people as returnees.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PIL import Image

from config.demo import scenes_coast, scenes_land, scenes_town
from config.demo.painting import Painting
from config.demo.terrain import SEED
from config.demo.words import Words, content, words

LARGEST = 60_000
"""Most bytes of a picture's file."""
FINEST, COARSEST = 90, 60
"""JPEG qualities tried, best first."""

_SCENES: dict[str, Callable[[int], Painting]] = {
    "fish-landing": scenes_coast.fish_landing,
    "tap-stand": scenes_land.tap_stand,
    "school": scenes_land.school,
    "terraces": scenes_land.terraces,
    "evening-circle": scenes_town.evening_circle,
    "market": scenes_land.market,
    "boat-workshop": scenes_coast.boat_workshop,
    "raised-bridge": scenes_coast.raised_bridge,
    "clinic-path": scenes_town.clinic_path,
    "island-power": scenes_coast.island_power,
    "salt-pans": scenes_coast.salt_pans,
    "harbour-town": scenes_town.harbour_town,
}


class PictureTooLargeError(ValueError):
    """A picture does not fit into `LARGEST` bytes at any quality worth showing."""


@dataclass(frozen=True)
class PictureSketch:
    """One picture: 1200 by 800 pixels.

    Attributes:
        stem: the name by which pages refer to it; the file is `<stem>.jpg`.
        title: its title.
        alt: what it shows, for people who do not see it; at most 200 characters.
        initiatives: keys of the initiatives that show it as their own.
    """

    stem: str
    title: Words
    alt: Words
    initiatives: tuple[str, ...]

    @property
    def file_name(self) -> str:
        """The file's name."""
        return f"{self.stem}.jpg"

    def jpeg(self) -> bytes:
        """Return the picture's file, at most `LARGEST` bytes."""
        return _jpeg(self.stem)


def _encoded(image: Image.Image, quality: int) -> bytes:
    """Return the image as a progressive JPEG without metadata."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()


@cache
def _jpeg(stem: str) -> bytes:
    """Return the finest encoding of a scene that fits.

    Raises:
        PictureTooLargeError: none does.
    """
    number = list(_SCENES).index(stem)
    image = _SCENES[stem](SEED + 40 + number).finished()
    for quality in range(FINEST, COARSEST - 1, -3):
        data = _encoded(image, quality)
        if len(data) <= LARGEST:
            return data
    raise PictureTooLargeError(f"{stem} does not fit into {LARGEST} bytes.")


@cache
def pictures() -> tuple[PictureSketch, ...]:
    """Return the twelve pictures; each is drawn when its bytes are asked for."""
    return tuple(
        PictureSketch(
            entry["stem"],
            words(entry["title"]),
            words(entry["alt"]),
            tuple(entry.get("initiatives", ())),
        )
        for entry in content("pictures")["picture"]
    )
