"""The map in a frame on somebody else's page, and how such a page learns of it."""

from urllib.parse import urlencode, urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from maps.queries.choropleth import choropleth
from maps.views.choices import choices_of
from maps.views.selection import Selection, selection_from
from maps.views.words import legend_of, texts_of

WIDTH, HEIGHT = 800, 560
_SMALLEST = 240
#: Parameters that a frame keeps of the address it is made from.
_KEPT = ("round", "level", "group", "shade")
_PAGES = {"maps:map", "maps:embed"}


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed_page(request: HttpRequest) -> HttpResponse:
    """Only the map, its legend and its source; shown in frames of any site.

    It is the same for everybody: it reads nothing of who is signed in.
    """
    selection = selection_from(request.GET)
    if selection is None:
        return render(request, "maps/embed_empty.html")
    drawn = choropleth(
        selection.release,
        level=selection.level,
        group=selection.group,
        shade=selection.shade,
    )
    return render(
        request,
        "maps/embed.html",
        {
            **choices_of(selection),
            "texts": texts_of(drawn),
            "legend": legend_of(drawn),
            "map_address": f"{reverse('maps:map')}?{selection.query}",
        },
    )


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer a site that asks how to show an address of the map (oembed.com)."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(status=501)
    address = urlsplit(request.GET.get("url", ""))
    if address.netloc != request.get_host():
        raise Http404
    language = get_language_from_path(address.path) or settings.LANGUAGE_CODE
    with override(language):
        try:
            match = resolve(address.path)
        except Resolver404 as missing:
            raise Http404 from missing
        if match.view_name not in _PAGES:
            raise Http404
        width = _at_most(request.GET.get("maxwidth", ""), WIDTH)
        height = _at_most(request.GET.get("maxheight", ""), HEIGHT)
        title = _("Map of returns")
        frame = request.build_absolute_uri(
            embed_address(QueryDict(address.query), reverse("maps:embed"))
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


def embedding_of(request: HttpRequest, selection: Selection) -> dict[str, str]:
    """What the map's page says for other sites: code to copy, and where to ask."""
    frame = request.build_absolute_uri(f"{reverse('maps:embed')}?{selection.query}")
    page = request.build_absolute_uri(f"{reverse('maps:map')}?{selection.query}")
    question = urlencode({"url": page, "format": "json"})
    address = request.build_absolute_uri(reverse("maps:oembed"))
    return {
        "embed_code": frame_code(frame, _("Map of returns"), WIDTH, HEIGHT),
        "oembed": f"{address}?{question}",
    }


def embed_address(asked: QueryDict, path: str) -> str:
    """The frame's address with what the map's address chose, and nothing else of it."""
    kept = {key: asked[key] for key in _KEPT if key in asked}
    return f"{path}?{urlencode(kept)}" if kept else path


def frame_code(address: str, title: str, width: int, height: int) -> str:
    """The code to paste into a page."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" '
        'style="border:0;max-width:100%"></iframe>',
        address,
        title,
        str(width),
        str(height),
    )


def _at_most(asked: str, most: int) -> int:
    return max(_SMALLEST, min(int(asked), most)) if asked.isdecimal() else most
