"""Code with which another site shows one of the maps in a frame."""

from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 800, 560
#: Parameters that a frame keeps of the address it is made from.
_KEPT = ("round", "before", "level", "group", "shade", "response")
#: Pages whose map can be framed, with the name of their frame ("" for the first).
FRAMES = {
    "maps:map": "",
    "maps:embed": "",
    "maps:hexagons": "hexagons",
    "maps:need": "need-and-response",
    "maps:rounds": "rounds",
    "maps:compare": "compare",
}


def title_of(way: str) -> str:
    """What a frame is called."""
    return {
        "": _("Map of returns"),
        "hexagons": _("Returns as hexagons"),
        "need-and-response": _("Need and response"),
        "rounds": _("Returns round by round"),
        "compare": _("Compare two rounds"),
    }[way]


def frame_path(way: str) -> str:
    """Where a frame's page is."""
    return reverse("maps:embed_way", args=[way]) if way else reverse("maps:embed")


def embedding_of(request: HttpRequest, page: str, query: str) -> dict[str, str]:
    """What a map's page says for other sites: code to copy, and where to ask for it."""
    way = FRAMES[page]
    frame = request.build_absolute_uri(f"{frame_path(way)}?{query}")
    here = request.build_absolute_uri(f"{reverse(page)}?{query}")
    question = urlencode({"url": here, "format": "json"})
    address = request.build_absolute_uri(reverse("maps:oembed"))
    return {
        "embed_code": frame_code(frame, title_of(way), WIDTH, HEIGHT),
        "embed_title": title_of(way),
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
