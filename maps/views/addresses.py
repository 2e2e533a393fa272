"""Addresses of what a page with a map fetches for one selection."""

from typing import TypedDict

from django.urls import reverse

from maps.enums import Scale
from maps.queries.drawings import borders_version
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
        "shapes": _shapes(selection.level),
        "ground": _shapes(selection.levels[0]),
        "values": f"{figures}?v={version}",
        "light": reverse("maps:picture", args=[*chosen, "light"]),
        "dark": reverse("maps:picture", args=[*chosen, "dark"]),
    }


def _shapes(level: int) -> str:
    return reverse("maps:shapes", args=[level, Scale.COUNTRY, borders_version(level)])
