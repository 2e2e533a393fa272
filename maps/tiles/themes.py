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
    {
        **_numbered("d", "#f0f4e3 #cfe3c8 #9fcdb6 #64aea3 #2f8389 #145667 #0b2f43"),
        **_numbered("n1", "#efeadf #9fcdc4 #3f9c95"),
        **_numbered("n2", "#e8b98a #a3a67d #3d7a62"),
        **_numbered("n3", "#c8672b #80532a #2f3a1f"),
        **_numbered("f", "#efdcb4 #cf9a4a #8c510a"),
        **_numbered("r", "#c3e2dc #5fb0a4 #0f6b62"),
        "same": "#f2f0ea",
    },
    hatch="#ddd6c9",
    card="#ffffff",
    ink="#1d2a2d",
)
DARK = Theme(
    {
        **_numbered("d", "#1d2f35 #21464d #2a6168 #3b8385 #61aa9f #9dd0b9 #e3f2d5"),
        **_numbered("n1", "#24302f #2f6361 #4fb5aa"),
        **_numbered("n2", "#7c5233 #83806a #a3cdb4"),
        **_numbered("n3", "#e08444 #ecb98a #f7ead0"),
        **_numbered("f", "#5d4a30 #b07a35 #f0b060"),
        **_numbered("r", "#2a5550 #3f938a #8fe0d2"),
        "same": "#2b3534",
    },
    hatch="#33423f",
    card="#1a2427",
    ink="#ebe7de",
)
