"""What the map fetches: shapes once, values by release, points by layer.

Values travel apart from shapes, keyed by P-code, so that another round or measure
resends no borders (design: geosqlite.md).
"""

import json
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from maps.enums import AreaLevel, PopulationGroup, Scale
from maps.layers import point_layer
from maps.models import AreaOutline
from maps.queries.areas import outlines
from maps.queries.choropleth import SHADES, choropleth, shade_value
from maps.queries.released import public_releases
from maps.tiles import DARK, LIGHT, map_picture, outline_collection

if TYPE_CHECKING:
    from maps.models import Release
    from maps.queries.choropleth import Choropleth, Shade

_A_DAY = 86_400


@require_safe
@gzip_page
@cache_control(public=True, max_age=3600)
def area_outlines(request: HttpRequest, level: int, scale: str) -> HttpResponse:
    """Borders of a level as GeoJSON: public, cached, without any figure."""
    if level not in AreaLevel.values or scale not in Scale.values:
        raise Http404
    newest = AreaOutline.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"outlines:{level}:{scale}:{newest}:{get_language()}"
    body = cache.get(key)
    if body is None:
        body = outline_collection(outlines(level, Scale(scale)))
        cache.set(key, body, _A_DAY)
    return HttpResponse(body, content_type="application/geo+json")


@require_safe
@gzip_page
@cache_control(public=True, max_age=3600)
def area_values(
    request: HttpRequest, release: int, level: int, group: str, shade: str
) -> HttpResponse:
    """Classes and figures in words by P-code; null where nothing is shown."""
    drawn = _drawn(release, level, group, shade)
    areas = {
        figure.area.pcode: [
            drawn.class_of[figure.area.pcode],
            _in_words(shade_value(figure, drawn.shade)),
        ]
        for figure in drawn.figures
    }
    return JsonResponse(
        {
            "round": drawn.release.round.code,
            "classes": [
                {"number": each.number, "label": each.label} for each in drawn.classes
            ],
            "areas": areas,
        },
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


@require_safe
@cache_control(public=True, max_age=3600)
def picture(
    request: HttpRequest, release: int, level: int, group: str, shade: str, theme: str
) -> HttpResponse:
    """The map as an SVG picture, for pages without script."""
    drawn = _drawn(release, level, group, shade)
    communities = point_layer("communities")
    body = map_picture(
        list(outlines(level, Scale.COUNTRY)),
        drawn.class_of,
        len(drawn.classes),
        title=_("Map of returns, round %(round)s") % {"round": drawn.release.round},
        theme=DARK if theme == "dark" else LIGHT,
        points=[(point.lon, point.lat) for point in communities.features()]
        if communities
        else [],
    )
    return HttpResponse(body, content_type="image/svg+xml")


@require_safe
@gzip_page
@cache_control(public=True, max_age=300)
def points(request: HttpRequest, layer: str) -> HttpResponse:
    """A registered layer's public points as GeoJSON."""
    found = point_layer(layer)
    if found is None:
        raise Http404
    features = [
        {
            "type": "Feature",
            "properties": {"name": point.name, "url": point.url},
            "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
        }
        for point in found.features()
    ]
    return HttpResponse(
        json.dumps(
            {"type": "FeatureCollection", "features": features}, ensure_ascii=False
        ),
        content_type="application/geo+json",
    )


def _drawn(release: int, level: int, group: str, shade: str) -> "Choropleth":
    if (
        level not in AreaLevel.values
        or group not in PopulationGroup.values
        or shade not in SHADES
    ):
        raise Http404
    found: Release = get_object_or_404(public_releases(), pk=release)
    wanted: Shade = shade  # type: ignore[assignment]
    return choropleth(found, level=level, group=group, shade=wanted)


def _in_words(value: float | None) -> str | None:
    if value is None:
        return None
    return number_format(value, decimal_pos=0 if value >= 10 else 1)
