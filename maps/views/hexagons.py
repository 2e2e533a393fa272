"""Returns as a surface of hexagons: the eye is not led by large districts."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maps.enums import AreaLevel, Scale
from maps.focus import focus_for, own_first
from maps.models import Release
from maps.queries.choropleth import Choropleth, choropleth
from maps.queries.drawings import borders_version
from maps.queries.hexagons import hexagon_classes, hexagon_grid
from maps.tiles import DARK, LIGHT, grid_file, map_picture
from maps.views.choices import choices_of
from maps.views.data import asked_for
from maps.views.embed_codes import embedding_of
from maps.views.prepared import prepared
from maps.views.selection import Selection, selection_from
from maps.views.words import columns, decimal, legend_of, row_of, texts_of

_A_WHILE = 600


@require_safe
def hexagons_page(request: HttpRequest) -> HttpResponse:
    """Published persons per km², spread over hexagons of one size."""
    selection = selection_from(request.GET)
    if selection is None:
        return render(request, "maps/map_empty.html")
    figure = hexagons_figure(selection, request.GET)
    focus = focus_for(request.user)
    return render(
        request,
        "maps/hexagons.html",
        {
            **figure,
            **embedding_of(request, "maps:hexagons", figure["query"]),
            "columns": columns(),
            "rows": [
                (each.area.pcode, each.area.display_name, row_of(each))
                for each in own_first(figure["drawn"].figures, focus, lambda one: one)
            ],
            "focus": focus,
        },
    )


def hexagons_figure(selection: Selection, _asked: QueryDict) -> dict[str, Any]:
    """The surface with its legend, the same for everybody."""
    drawn = _drawn(selection.release, selection.level, selection.group)
    choices = choices_of(selection)
    chosen = (selection.release.pk, selection.level, selection.group)
    version = borders_version(selection.level)
    return {
        **choices,
        "addresses": {
            "shapes": reverse("maps:hexagon_shapes", args=[selection.level, version]),
            "ground": choices["addresses"]["ground"],
            "values": reverse("maps:hexagon_values", args=chosen),
            "light": reverse("maps:hexagon_picture", args=[*chosen, "light"]),
            "dark": reverse("maps:hexagon_picture", args=[*chosen, "dark"]),
        },
        "drawn": drawn,
        "texts": texts_of(drawn),
        "legend": legend_of(drawn),
        "query": selection.query,
    }


@require_safe
def hexagon_shapes(request: HttpRequest, level: int, version: str) -> HttpResponse:
    """The hexagons of a level; the address names its content."""
    if level not in AreaLevel.values:
        raise Http404
    now = borders_version(level)
    if version != now:
        return redirect("maps:hexagon_shapes", level, now)
    return prepared(
        request,
        f"hexagons:{level}:{version}",
        lambda: grid_file(hexagon_grid(level).shapes, Scale.COUNTRY),
        content_type="application/json",
    )


@require_safe
def hexagon_values(
    request: HttpRequest, release: int, level: int, group: str
) -> HttpResponse:
    """Class and density of each hexagon, in the form the map's script knows."""
    found, _shade = asked_for(release, level, group, "per_km2")

    def compose() -> str:
        classes = hexagon_classes(found, level=level, group=group)
        content = {
            "legend": legend_of(_drawn(found, level, group)),
            "columns": [_("Returnees per km²")],
            "areas": {
                code: None if each is None else [each[0], decimal(each[1], 2)]
                for code, each in classes.items()
            },
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    return prepared(
        request,
        f"hexagon-values:{release}:{level}:{group}",
        compose,
        content_type="application/json",
        seconds=_A_WHILE,
        fresh=_A_WHILE,
    )


@require_safe
def hexagon_picture(
    request: HttpRequest, release: int, level: int, group: str, theme: str
) -> HttpResponse:
    """The surface as an SVG picture."""
    found, _shade = asked_for(release, level, group, "per_km2")

    def compose() -> str:
        tones = [tone for tone, _label in legend_of(_drawn(found, level, group))]
        classes = hexagon_classes(found, level=level, group=group)
        return map_picture(
            hexagon_grid(level).shapes,
            {code: tones[each[0] - 1] for code, each in classes.items() if each},
            title=_("Map of returns, round %(round)s") % {"round": found.round},
            theme=DARK if theme == "dark" else LIGHT,
        )

    return prepared(
        request,
        f"hexagon-picture:{release}:{level}:{group}:{theme}:{borders_version(level)}",
        compose,
        content_type="image/svg+xml",
        seconds=_A_WHILE,
        fresh=_A_WHILE,
    )


def _drawn(release: Release, level: int, group: str) -> Choropleth:
    return choropleth(release, level=level, group=group, shade="per_km2")
