"""The map page and the page of one area."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from maps.enums import AreaLevel, PopulationGroup
from maps.focus import focus_for, own_first
from maps.layers import points_in
from maps.queries.areas import current_areas
from maps.queries.choropleth import choropleth, releases_version
from maps.queries.drawings import borders_version
from maps.queries.places import areas_called
from maps.queries.released import figures_of, parts_of, release_for
from maps.queries.successions import lineage_of
from maps.views.choices import choices_of
from maps.views.embed_codes import embedding_of
from maps.views.prepared import prepared
from maps.views.selection import Selection, selection_from
from maps.views.series import changes_in_words, round_plots
from maps.views.words import (
    columns,
    legend_of,
    row_of,
    texts_of,
    together_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.models import AdminArea, Release

_A_WHILE = 600


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """Return density by area, with its legend, its source and the same as a table.

    A place searched for leads to its page where one area is called so.
    """
    selection = selection_from(request.GET)
    if selection is None:
        return render(request, "maps/map_empty.html")
    place = request.GET.get("place", "").strip()
    if not place and not request.COOKIES and _asks_no_more_than(selection, request):
        return _page_for_visitors(request, selection)
    places = areas_called(place)
    if len(places) == 1:
        return redirect("maps:area", places[0].pcode)
    return render(
        request,
        "maps/map.html",
        {
            **map_context(request, selection),
            "place": place,
            "places": places,
            "found_none": bool(place) and not places,
        },
    )


def _page_for_visitors(request: HttpRequest, selection: Selection) -> HttpResponse:
    """The page as everybody gets it who brings no cookie: composed once.

    A table of thousands of areas takes longer to write than to send.
    """
    key = (
        f"page:{request.get_host()}:{request.is_secure()}:{selection.query}:"
        f"{request.GET.urlencode()}:"
        f"{releases_version()}:{borders_version(selection.level)}"
    )
    answer = prepared(
        request,
        key,
        lambda: render_to_string(
            "maps/map.html", map_context(request, selection), request
        ),
        content_type="text/html; charset=utf-8",
        seconds=_A_WHILE,
        fresh=0,
    )
    patch_vary_headers(answer, ["Cookie"])
    return answer


def _asks_no_more_than(selection: Selection, request: HttpRequest) -> bool:
    """Whether an address says nothing of its own.

    A page repeats its address in the links to other languages: kept for everybody, it
    would tell the next reader what this one had asked.
    """
    known = {**QueryDict(selection.query).dict(), "rows": "all"}
    return all(values == [known.get(key)] for key, values in request.GET.lists())


def _wants_all_rows(request: HttpRequest) -> bool:
    return request.GET.get("rows") == "all"


def map_context(request: HttpRequest, selection: Selection) -> dict[str, Any]:
    """What the page with the large map shows."""
    focus = focus_for(request.user)
    drawn = choropleth(
        selection.release,
        level=selection.level,
        group=selection.group,
        shade=selection.shade,
    )
    figures = own_first(drawn.figures, focus, lambda figure: figure)
    if not _wants_all_rows(request):
        figures = figures[: settings.MAP_TABLE_ROWS]
    choices = choices_of(selection)
    return {
        **choices,
        **embedding_of(request, "maps:map", selection.query),
        "slider": _slider(selection.release, choices["rounds_alike"]),
        "all_rows": len(drawn.figures) if len(figures) < len(drawn.figures) else 0,
        "query": selection.query,
        "drawn": drawn,
        "texts": texts_of(drawn),
        "legend": legend_of(drawn),
        "columns": columns(),
        "rows": [
            (figure.area.pcode, figure.area.display_name, row_of(figure))
            for figure in figures
        ],
        "focus": focus,
    }


def _slider(shown: "Release", rounds: "Sequence[Release]") -> dict[str, int]:
    """Where a slider over these rounds (newest first) stands, oldest at 0."""
    last = len(rounds) - 1
    return {"last": last, "at": last - rounds.index(shown)}


@require_safe
def area_page(request: HttpRequest, pcode: str) -> HttpResponse:
    """One area: its figures by group, its rounds, what lies in it, its parts."""
    area: AdminArea = get_object_or_404(
        current_areas().select_related("parent").defer("parent__geometry"), pcode=pcode
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
                (
                    PopulationGroup(group).label,
                    figure,
                    parts.get(group, []),
                    together_in_words(figure.zone, area) if figure.zone else "",
                )
                for group, figure in figures.items()
            ],
            "series": round_plots(lineage, figures),
            "changes": changes_in_words(lineage),
            "places": points_in(area),
            "parts": current_areas()
            .filter(parent=area)
            .defer("geometry")
            .order_by("name"),
        },
    )
