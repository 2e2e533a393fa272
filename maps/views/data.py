"""What the map fetches: shapes once, values by release, points by layer.

Values travel apart from shapes, keyed by P-code, so that another round or measure
resends no borders (design: geosqlite.md).
"""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from maps.enums import AreaLevel, PopulationGroup, Scale
from maps.layers import point_layer
from maps.models import Release
from maps.queries.choropleth import SHADES, Choropleth, Shade, choropleth
from maps.queries.drawings import area_shapes, borders_version
from maps.queries.released import public_releases
from maps.queries.vector_tiles import area_tile, is_tiled
from maps.tiles import DARK, LIGHT, geojson, grid_file, map_picture
from maps.views.prepared import prepared
from maps.views.words import columns, legend_of, row_of, texts_of, tones_of

_AN_HOUR = 3_600
_DEEPEST = 14
_A_WHILE = 600
_JSON = "application/json"
_GEOJSON = "application/geo+json"


@require_safe
def area_outlines(request: HttpRequest, level: int, scale: str) -> HttpResponse:
    """Borders of a level as GeoJSON: public, cached, without any figure."""
    wanted = _scale(level, scale)
    return prepared(
        request,
        f"outlines:{level}:{scale}:{borders_version(level)}",
        lambda: geojson(area_shapes(level, wanted)),
        content_type=_GEOJSON,
        fresh=_AN_HOUR,
    )


@require_safe
def area_grid(
    request: HttpRequest, level: int, scale: str, version: str
) -> HttpResponse:
    """Borders of a level for the map's script; the address names its content."""
    wanted = _scale(level, scale)
    now = borders_version(level)
    if version != now:
        return redirect("maps:shapes", level, scale, now)
    return prepared(
        request,
        f"shapes:{level}:{scale}:{version}",
        lambda: grid_file(area_shapes(level, wanted), wanted),
        content_type=_JSON,
    )


@require_safe
def area_tile_of(
    request: HttpRequest, level: int, version: str, z: int, x: int, y: int
) -> HttpResponse:
    """Borders of one tile, where a level has too many for one file."""
    if level not in AreaLevel.values or not is_tiled(level):
        raise Http404
    if z > _DEEPEST or max(x, y) >= 2**z:
        raise Http404
    now = borders_version(level)
    if version != now:
        return redirect("maps:tile", level, now, z, x, y)
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return prepared(
        request,
        f"tile:{level}:{version}:{z}:{x}:{y}",
        lambda: area_tile(level, z, x, y, language=language),
        content_type="application/vnd.mapbox-vector-tile",
    )


@require_safe
def area_values(
    request: HttpRequest, release: int, level: int, group: str, shade: str
) -> HttpResponse:
    """Figures in words by P-code, null where not shown, and all that is said of them."""
    found, wanted = asked_for(release, level, group, shade)

    def compose() -> str:
        drawn = choropleth(found, level=level, group=group, shade=wanted)
        if not drawn.figures:
            raise Http404
        return _values(drawn)

    return prepared(
        request,
        f"values:{release}:{level}:{group}:{shade}",
        compose,
        content_type=_JSON,
        seconds=_A_WHILE,
        fresh=_A_WHILE,
    )


def _values(drawn: Choropleth) -> str:
    numbers = drawn.class_of
    content = {
        "texts": texts_of(drawn),
        "legend": legend_of(drawn),
        "columns": columns(),
        "areas": {
            figure.area.pcode: None
            if (row := row_of(figure)) is None
            else [numbers[figure.area.pcode], *row]
            for figure in drawn.figures
        },
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


@require_safe
def picture(
    request: HttpRequest, release: int, level: int, group: str, shade: str, theme: str
) -> HttpResponse:
    """The map as an SVG picture, for pages without script; small without points."""
    found, wanted = asked_for(release, level, group, shade)
    is_small = theme.endswith("-small")

    def compose() -> str:
        drawn = choropleth(found, level=level, group=group, shade=wanted)
        communities = None if is_small else point_layer("communities")
        return map_picture(
            area_shapes(level, Scale.COUNTRY),
            tones_of(drawn),
            title=_("Map of returns, round %(round)s") % {"round": found.round},
            theme=DARK if theme.startswith("dark") else LIGHT,
            width=320 if is_small else 640,
            points=[(point.lon, point.lat) for point in communities.features()]
            if communities
            else [],
        )

    return prepared(
        request,
        f"picture:{release}:{level}:{group}:{shade}:{theme}:{borders_version(level)}",
        compose,
        content_type="image/svg+xml",
        seconds=_A_WHILE,
        fresh=_A_WHILE,
    )


@require_safe
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
        content_type=_GEOJSON,
    )


def _scale(level: int, scale: str) -> Scale:
    if level not in AreaLevel.values or scale not in Scale.values:
        raise Http404
    return Scale(scale)


def asked_for(
    release: int, level: int, group: str, shade: str
) -> tuple[Release, Shade]:
    """A public release and a measure on offer; whatever else is not found."""
    wanted = next((each for each in SHADES if each == shade), None)
    if (
        wanted is None
        or level not in AreaLevel.values
        or group not in PopulationGroup.values
    ):
        raise Http404
    return get_object_or_404(public_releases(), pk=release), wanted
