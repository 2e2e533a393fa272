"""What the forms of the map's pages offer, and the ways of looking that they lead to."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from maps.enums import AreaLevel, PopulationGroup
from maps.layers import point_layers, response_measures
from maps.queries.choropleth import SHADES, releases_version
from maps.queries.offers import Offer, offers_of
from maps.queries.released import public_releases
from maps.views.addresses import addresses_of, shapes_address
from maps.views.selection import SHADE_LABELS, Selection


def choices_of(selection: Selection) -> dict[str, Any]:
    """Rounds, levels, groups and measures on offer, and what every map draws with."""
    releases = list(public_releases())
    version = releases_version(releases)
    offers = offers_of(releases)
    chosen = (selection.level, selection.group)
    alike = [each for each in releases if chosen in offers[each.pk]]
    return {
        "selection": selection,
        "addresses": addresses_of(selection, version),
        "rounds": [(each, _in_words(offers[each.pk])) for each in releases],
        "rounds_alike": alike,
        "version": version,
        "levels": [
            (level, AreaLevel(level).label, shapes_address(level))
            for level in selection.levels
        ],
        "groups": [(g, PopulationGroup(g).label) for g in selection.groups],
        "shades": [(shade, SHADE_LABELS[shade]) for shade in SHADES],
        "layers": point_layers(),
        "tile_url": settings.TILE_URL,
        "tile_attribution": settings.TILE_ATTRIBUTION,
        "ways": _ways(selection, len(alike)),
    }


def _in_words(offers: frozenset[Offer]) -> str:
    """What a round shows, as the page's script reads it: ``1-RET 2-RET``."""
    return " ".join(f"{level}-{group}" for level, group in sorted(offers))


def _ways(selection: Selection, rounds: int) -> list[tuple[str, str]]:
    """Address and label of each way of looking at the same choice."""
    ways = [
        ("maps:map", _("By area")),
        ("maps:hexagons", _("As hexagons")),
        ("maps:need", _("Need and response")),
        ("maps:rounds", _("All rounds")),
        ("maps:compare", _("Compare two rounds")),
    ]
    left_out = set() if rounds > 1 else {"maps:rounds", "maps:compare"}
    if not response_measures():
        left_out.add("maps:need")
    return [
        (f"{reverse(name)}?{selection.query}", label)
        for name, label in ways
        if name not in left_out
    ]
