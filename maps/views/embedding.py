"""The maps in a frame on somebody else's page, and how such a page learns of them."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language_from_path, override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from maps.queries.choropleth import choropleth
from maps.views.choices import choices_of
from maps.views.embed_codes import (
    FRAMES,
    HEIGHT,
    WIDTH,
    embed_address,
    frame_code,
    frame_path,
    title_of,
)
from maps.views.hexagons import hexagons_figure
from maps.views.need import need_figure
from maps.views.over_time import change_figure, rounds_figure
from maps.views.selection import Selection, selection_from
from maps.views.words import legend_of, texts_of

_SMALLEST = 240


def area_figure(selection: Selection, _asked: QueryDict) -> dict[str, Any]:
    """The map by area, with its legend and its source."""
    drawn = choropleth(
        selection.release,
        level=selection.level,
        group=selection.group,
        shade=selection.shade,
    )
    return {
        **choices_of(selection),
        "texts": texts_of(drawn),
        "legend": legend_of(drawn),
        "query": selection.query,
    }


#: By name of the frame: what fills it (None where there is nothing to show), its
#: figure, and the page that has the same with its table.
_FILLED: dict[
    str, tuple[Callable[[Selection, QueryDict], dict[str, Any] | None], str, str]
] = {
    "": (area_figure, "maps/_area_figure.html", "maps:map"),
    "hexagons": (hexagons_figure, "maps/_hexagons_figure.html", "maps:hexagons"),
    "need-and-response": (need_figure, "maps/_need_figure.html", "maps:need"),
    "rounds": (rounds_figure, "maps/_rounds_figure.html", "maps:rounds"),
    "compare": (change_figure, "maps/_change_figure.html", "maps:compare"),
}


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed_page(request: HttpRequest, way: str = "") -> HttpResponse:
    """Only a map, its legend and its source; shown in frames of any site.

    It is the same for everybody: it reads nothing of who is signed in.
    """
    if way not in _FILLED:
        raise Http404
    fill, figure, page = _FILLED[way]
    selection = selection_from(request.GET)
    filled = fill(selection, request.GET) if selection else None
    if filled is None:
        return render(request, "maps/embed_empty.html")
    return render(
        request,
        "maps/embed.html",
        {
            **filled,
            "embedded": True,
            "figure": figure,
            "title": title_of(way),
            "map_address": f"{reverse(page)}?{filled['query']}",
        },
    )


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer a site that asks how to show an address of a map (oembed.com)."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(status=501)
    address = urlsplit(request.GET.get("url", ""))
    if address.netloc != request.get_host():
        raise Http404
    language = get_language_from_path(address.path) or settings.LANGUAGE_CODE
    with override(language):
        way = _way_at(address.path)
        width = _at_most(request.GET.get("maxwidth", ""), WIDTH)
        height = _at_most(request.GET.get("maxheight", ""), HEIGHT)
        title = title_of(way)
        frame = request.build_absolute_uri(
            embed_address(QueryDict(address.query), frame_path(way))
        )
        return JsonResponse(
            {
                "version": "1.0",
                "type": "rich",
                "title": title,
                "provider_name": str(settings.SITE_TITLE),
                "provider_url": request.build_absolute_uri("/"),
                "width": width,
                "height": height,
                "html": frame_code(frame, title, width, height),
            }
        )


def _way_at(path: str) -> str:
    """The frame that shows what is at an address. Raises Http404 where none does."""
    try:
        match = resolve(path)
    except Resolver404 as missing:
        raise Http404 from missing
    if match.view_name == "maps:embed_way":
        way = str(match.kwargs["way"])
        if way in _FILLED:
            return way
    if match.view_name not in FRAMES:
        raise Http404
    return FRAMES[match.view_name]


def _at_most(asked: str, most: int) -> int:
    return max(_SMALLEST, min(int(asked), most)) if asked.isdecimal() else most
