"""Colours of pictures of the map: the stylesheet's tokens, light and dark."""

from collections.abc import Mapping
from dataclasses import dataclass

#: Steps of the sequential ramp (`--d1` … `--d7`).
RAMP = 7


@dataclass(frozen=True)
class Theme:
    """Colours by the name of the tone, as the stylesheet names them."""

    tones: Mapping[str, str]
    hatch: str
    card: str
    ink: str


def ramp_tone(number: int, count: int) -> str:
    """The tone of class ``number`` of ``count``: classes use the whole ramp."""
    if count <= 1:
        return f"d{RAMP // 2 + 1}"
    return f"d{round((number - 1) * (RAMP - 1) / (count - 1)) + 1}"


def _numbered(letter: str, colours: str) -> dict[str, str]:
    return {
        f"{letter}{number}": colour
        for number, colour in enumerate(colours.split(), start=1)
    }


LIGHT = Theme(
    _numbered("d", "#f0f4e3 #cfe3c8 #9fcdb6 #64aea3 #2f8389 #145667 #0b2f43"),
    hatch="#ddd6c9",
    card="#ffffff",
    ink="#1d2a2d",
)
DARK = Theme(
    _numbered("d", "#1d2f35 #21464d #2a6168 #3b8385 #61aa9f #9dd0b9 #e3f2d5"),
    hatch="#33423f",
    card="#1a2427",
    ink="#ebe7de",
)
