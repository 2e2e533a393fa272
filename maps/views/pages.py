"""The map page and the page of one area."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from maps.enums import AreaLevel, PopulationGroup
from maps.focus import Focus, focus_for, own_first
from maps.layers import point_layers
from maps.queries.areas import current_areas
from maps.queries.choropleth import SHADES, choropleth, releases_version
from maps.queries.drawings import borders_version
from maps.queries.places import areas_called
from maps.queries.released import figures_of, parts_of, public_releases, release_for
from maps.queries.successions import lineage_of
from maps.views.addresses import addresses_of
from maps.views.selection import SHADE_LABELS, Selection, selection_from
from maps.views.series import changes_in_words, round_plots
from maps.views.words import columns, legend_of, row_of, texts_of

if TYPE_CHECKING:
    from maps.models import AdminArea


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """Return density by area, with its legend, its source and the same as a table.

    A place searched for leads to its page where one area is called so.
    """
    selection = selection_from(request.GET)
    if selection is None:
        return render(request, "maps/map_empty.html")
    place = request.GET.get("place", "").strip()
    places = areas_called(place)
    if len(places) == 1:
        return redirect("maps:area", places[0].pcode)
    return render(
        request,
        "maps/map.html",
        {
            **map_context(selection, focus_for(request.user)),
            "place": place,
            "places": places,
            "found_none": bool(place) and not places,
        },
    )


def map_context(selection: Selection, focus: Focus | None) -> dict[str, Any]:
    """What every page with the large map shows."""
    drawn = choropleth(
        selection.release,
        level=selection.level,
        group=selection.group,
        shade=selection.shade,
    )
    releases = list(public_releases())
    version = releases_version(releases)
    return {
        "selection": selection,
        "drawn": drawn,
        "addresses": addresses_of(selection, version),
        "texts": texts_of(drawn),
        "legend": legend_of(drawn),
        "columns": columns(),
        "rows": [
            (figure.area.pcode, figure.area.display_name, row_of(figure))
            for figure in own_first(drawn.figures, focus)
        ],
        "releases": releases,
        "version": version,
        "levels": [
            (level, AreaLevel(level).label, borders_version(level))
            for level in selection.levels
        ],
        "groups": [(g, PopulationGroup(g).label) for g in selection.groups],
        "shades": [(shade, SHADE_LABELS[shade]) for shade in SHADES],
        "layers": point_layers(),
        "focus": focus,
        "tile_url": settings.TILE_URL,
        "tile_attribution": settings.TILE_ATTRIBUTION,
    }


@require_safe
def area_page(request: HttpRequest, pcode: str) -> HttpResponse:
    """One area: its figures by group, its rounds, its parts."""
    area: AdminArea = get_object_or_404(
        current_areas().select_related("parent").defer("geometry"), pcode=pcode
    )
    release = release_for()
    figures = figures_of(release, area) if release else {}
    lineage = lineage_of(area)
    parts = parts_of(release, area) if release else {}
    return render(
        request,
        "maps/area.html",
        {
            "area": area,
            "level_label": AreaLevel(area.level).label,
            "release": release,
            "figures": [
                (PopulationGroup(group).label, figure, parts.get(group, []))
                for group, figure in figures.items()
            ],
            "series": round_plots(lineage, figures),
            "changes": changes_in_words(lineage),
            "parts": current_areas()
            .filter(parent=area)
            .defer("geometry")
            .order_by("name"),
        },
    )
