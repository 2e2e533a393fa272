"""The map page and the page of one area."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maps.enums import AreaLevel, PopulationGroup, Scale
from maps.focus import focus_for
from maps.layers import point_layers
from maps.queries.areas import current_areas
from maps.queries.choropleth import SHADES, choropleth
from maps.queries.released import figures_of, public_releases, release_for
from maps.views.selection import SHADE_LABELS, selection_from
from maps.views.series import round_plot

if TYPE_CHECKING:
    from maps.models import AdminArea


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """Return density by area, with its legend, its source and the same as a table."""
    selection = selection_from(request.GET)
    if selection is None:
        return render(request, "maps/map_empty.html")
    drawn = choropleth(
        selection.release,
        level=selection.level,
        group=selection.group,
        shade=selection.shade,
    )
    return render(
        request,
        "maps/map.html",
        {
            "selection": selection,
            "drawn": drawn,
            "releases": public_releases(),
            "levels": [(level, AreaLevel(level).label) for level in selection.levels],
            "groups": [(g, PopulationGroup(g).label) for g in selection.groups],
            "shades": [(shade, SHADE_LABELS[shade]) for shade in SHADES],
            "layers": point_layers(),
            "focus": focus_for(request.user),
            "scale": Scale.COUNTRY,
            "tile_url": settings.TILE_URL,
            "tile_attribution": settings.TILE_ATTRIBUTION,
        },
    )


@require_safe
def area_page(request: HttpRequest, pcode: str) -> HttpResponse:
    """One area: its figures by group, its rounds, its parts."""
    area: AdminArea = get_object_or_404(
        current_areas().select_related("parent").defer("geometry"), pcode=pcode
    )
    release = release_for()
    figures = figures_of(release, area) if release else {}
    return render(
        request,
        "maps/area.html",
        {
            "area": area,
            "level_label": AreaLevel(area.level).label,
            "release": release,
            "figures": [
                (PopulationGroup(group).label, figure)
                for group, figure in figures.items()
            ],
            "series": [plot for group in figures if (plot := round_plot(area, group))],
            "parts": current_areas()
            .filter(parent=area)
            .defer("geometry")
            .order_by("name"),
        },
    )
