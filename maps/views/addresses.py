"""Addresses of what a page with a map fetches for one selection."""

from typing import TypedDict

from django.urls import reverse

from maps.enums import Scale
from maps.queries.drawings import borders_version
from maps.queries.vector_tiles import is_tiled
from maps.views.selection import Selection


class Addresses(TypedDict):
    """Borders of the areas and of all of them together, figures, and two pictures."""

    shapes: str
    ground: str
    values: str
    light: str
    dark: str


def addresses_of(selection: Selection, version: str) -> Addresses:
    """The files of one selection.

    That of figures carries the version of what is public, so that no cache mixes the
    classes of two sets of rounds.
    """
    chosen = (
        selection.release.pk,
        selection.level,
        selection.group,
        selection.shade,
    )
    figures = reverse("maps:values", args=chosen)
    return {
        "shapes": shapes_address(selection.level),
        "ground": shapes_address(selection.levels[0]),
        "values": f"{figures}?v={version}",
        "light": reverse("maps:picture", args=[*chosen, "light"]),
        "dark": reverse("maps:picture", args=[*chosen, "dark"]),
    }


def shapes_address(level: int) -> str:
    """The file of a level's borders, or the pattern of its tiles' addresses."""
    if is_tiled(level):
        tile = reverse("maps:tile", args=[level, borders_version(level), 0, 0, 0])
        return tile.replace("/0/0/0.mvt", "/{z}/{x}/{y}.mvt")
    return reverse("maps:shapes", args=[level, Scale.COUNTRY, borders_version(level)])
