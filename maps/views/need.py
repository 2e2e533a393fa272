"""Need and response: two questions in one map, and the same as a table."""

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from maps.enums import Scale
from maps.focus import focus_for, own_first
from maps.layers import ResponseMeasure, response_measure, response_measures
from maps.queries.drawings import area_shapes, borders_version
from maps.queries.need import (
    NeedAndResponse,
    Placed,
    finest_level,
    need_and_response,
)
from maps.tiles import DARK, LIGHT, map_picture
from maps.views.choices import choices_of
from maps.views.data import asked_for
from maps.views.embed_codes import embedding_of
from maps.views.prepared import prepared
from maps.views.selection import Selection, selection_from
from maps.views.words import (
    decimal,
    names_of,
    texts_of_round,
    together_on_any,
    value_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_A_WHILE = 600
_NAMED = 3


@require_safe
def need_page(request: HttpRequest) -> HttpResponse:
    """Returns per 1,000 residents against what is there for people, area by area."""
    selection = selection_from(request.GET)
    figure = need_figure(selection, request.GET) if selection else None
    if figure is None:
        return render(request, "maps/map_empty.html")
    found, measure = figure["found"], figure["measure"]
    focus = focus_for(request.user)
    return render(
        request,
        "maps/need.html",
        {
            **figure,
            **embedding_of(request, "maps:need", figure["query"]),
            "finding": _finding(found, measure),
            "columns": _columns(measure),
            "rows": [
                (each.figure.area.pcode, each.figure.area.display_name, _row(each))
                for each in own_first(found.areas, focus, lambda placed: placed.figure)
            ],
            "focus": focus,
        },
    )


def need_figure(selection: Selection, asked: QueryDict) -> dict[str, Any] | None:
    """The map of both with its legend, the same for everybody; None without a response."""
    measures = response_measures()
    if not measures:
        return None
    key = asked.get("response", "")
    measure = next((each for each in measures if each.key == key), measures[0])
    counts = measure.counts()
    selection = selection.at_most(finest_level(selection.levels, counts))
    found = _found(selection, counts)
    choices = choices_of(selection)
    return {
        **choices,
        "found": found,
        "measure": measure,
        "measures": measures,
        "addresses": {**choices["addresses"], **_addresses(selection, measure)},
        "texts": texts_of_round(found.release, found.group),
        "together": together_on_any([found.release]),
        "square": _square(),
        "along": [_("few"), _("some"), _("many")],
        "corners": _corners(measure),
        "query": f"{selection.query}&{urlencode({'response': measure.key})}",
    }


@require_safe
def need_values(
    request: HttpRequest, release: int, level: int, group: str, response: str
) -> HttpResponse:
    """Class and figures of each area, in the form the map's script knows."""
    found_release, _shade = asked_for(release, level, group, "per_thousand")
    measure = _measure(response)

    def compose() -> str:
        found = need_and_response(
            found_release, level=level, group=group, counts=measure.counts()
        )
        content = {
            "legend": [
                (_tone(need, met), "") for need in (1, 2, 3) for met in (1, 2, 3)
            ],
            "columns": _columns(measure),
            "areas": {
                each.figure.area.pcode: None
                if (row := _row(each)) is None
                else [_number(each), *row]
                for each in found.areas
            },
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    return prepared(
        request,
        f"need:{release}:{level}:{group}:{response}",
        compose,
        content_type="application/json",
        seconds=_A_WHILE,
        fresh=_A_WHILE,
    )


@require_safe
def need_picture(
    request: HttpRequest,
    release: int,
    level: int,
    group: str,
    response: str,
    theme: str,
) -> HttpResponse:
    """Need and response as an SVG picture."""
    found_release, _shade = asked_for(release, level, group, "per_thousand")
    measure = _measure(response)

    def compose() -> str:
        found = need_and_response(
            found_release, level=level, group=group, counts=measure.counts()
        )
        return map_picture(
            area_shapes(level, Scale.COUNTRY),
            {
                each.figure.area.pcode: _tone(each.need_class, each.response_class)
                for each in found.areas
                if each.need_class and each.response_class
            },
            title=_("Map of need and response, round %(round)s")
            % {"round": found_release.round},
            theme=DARK if theme == "dark" else LIGHT,
        )

    return prepared(
        request,
        f"need-picture:{release}:{level}:{group}:{response}:{theme}:{borders_version(level)}",
        compose,
        content_type="image/svg+xml",
        seconds=_A_WHILE,
        fresh=_A_WHILE,
    )


def _measure(key: str) -> ResponseMeasure:
    found = response_measure(key)
    if found is None:
        raise Http404
    return found


def _found(selection: Selection, counts: "Mapping[int, int]") -> NeedAndResponse:
    return need_and_response(
        selection.release,
        level=selection.level,
        group=selection.group,
        counts=counts,
    )


def _addresses(selection: Selection, measure: ResponseMeasure) -> dict[str, str]:
    chosen = (selection.release.pk, selection.level, selection.group, measure.key)
    return {
        "values": reverse("maps:need_values", args=chosen),
        "light": reverse("maps:need_picture", args=[*chosen, "light"]),
        "dark": reverse("maps:need_picture", args=[*chosen, "dark"]),
    }


def _tone(need: int | None, response: int | None) -> str:
    return f"n{need}{response}"


def _number(each: Placed) -> int:
    """The place of an area's class in the legend, from 1; 0 for none."""
    if each.need_class is None or each.response_class is None:
        return 0
    return (each.need_class - 1) * 3 + each.response_class


def _row(each: Placed) -> list[str] | None:
    needed = value_words(each.figure, "per_thousand")
    if each.figure.drawn.persons is None:
        return None
    return [
        needed or decimal(None, 1),
        decimal(each.response, 2),
        number_format(each.count),
    ]


def _columns(measure: ResponseMeasure) -> list[str]:
    return [
        _("Returnees per 1,000 residents"),
        str(measure.per_thousand_label),
        str(measure.label),
    ]


def _square() -> list[tuple[str, list[str]]]:
    """The square of the legend: returns fall from the top row to the bottom one."""
    names = {3: _("many returns"), 2: _("some returns"), 1: _("few returns")}
    return [
        (names[need], [_tone(need, met) for met in (1, 2, 3)]) for need in (3, 2, 1)
    ]


def _corners(measure: ResponseMeasure) -> list[tuple[str, str]]:
    """One sentence for each corner of the square: what it means for a planner."""
    there = {"there": str(measure.label).lower()}
    return [
        (_tone(3, 1), _("Many returns, few %(there)s: look here first.") % there),
        (
            _tone(3, 3),
            _("Many returns, many %(there)s: help is there; ask whether it is enough.")
            % there,
        ),
        (_tone(1, 1), _("Few returns, few %(there)s: watch the next round.") % there),
        (
            _tone(1, 3),
            _("Few returns, many %(there)s: a place that could share what it learned.")
            % there,
        ),
    ]


def _finding(found: NeedAndResponse, measure: ResponseMeasure) -> str:
    lagging = found.lagging
    if not lagging:
        return _("Nowhere do many returns meet the fewest %(there)s.") % {
            "there": str(measure.label).lower()
        }
    names = _(", ").join(names_of(each.figure) for each in lagging[:_NAMED])
    if len(lagging) <= _NAMED:
        return _("Many returns meet the fewest %(there)s in %(places)s.") % {
            "there": str(measure.label).lower(),
            "places": names,
        }
    others = len(lagging) - _NAMED
    return ngettext(
        "Many returns meet the fewest %(there)s in %(places)s and %(n)s more area.",
        "Many returns meet the fewest %(there)s in %(places)s and %(n)s more areas.",
        others,
    ) % {
        "there": str(measure.label).lower(),
        "places": names,
        "n": number_format(others),
    }
