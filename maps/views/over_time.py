"""The same map at several times: two rounds compared, and all rounds side by side."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maps.enums import Scale
from maps.focus import focus_for, own_first
from maps.models import AdminArea, Release
from maps.queries.change import Change, Comparison, comparison
from maps.queries.choropleth import choropleth
from maps.queries.drawings import area_shapes, borders_version
from maps.queries.offers import releases_with
from maps.queries.released import figures_in_rounds
from maps.tiles import DARK, LIGHT, map_picture
from maps.views.choices import choices_of
from maps.views.data import asked_for
from maps.views.embed_codes import embedding_of
from maps.views.prepared import prepared
from maps.views.selection import Selection, selection_from
from maps.views.words import (
    decimal,
    legend_of,
    texts_of,
    together_on_any,
    value_words,
)

_A_WHILE = 600


@require_safe
def compare_page(request: HttpRequest) -> HttpResponse:
    """Two rounds side by side, and what changed where both are published."""
    selection = selection_from(request.GET)
    if selection is None:
        return render(request, "maps/map_empty.html")
    figure = change_figure(selection, request.GET)
    if figure is None:
        return render(request, "maps/compare_alone.html", {"selection": selection})
    found, before = figure["found"], figure["before"]
    focus = focus_for(request.user)
    return render(
        request,
        "maps/compare.html",
        {
            **figure,
            **embedding_of(request, "maps:compare", figure["query"]),
            "sides": [_side(before, selection), _side(selection.release, selection)],
            "finding": _finding(found),
            "together": together_on_any([before, selection.release]),
            "shared_legend": legend_of(
                choropleth(
                    selection.release,
                    level=selection.level,
                    group=selection.group,
                    shade=selection.shade,
                )
            ),
            "columns": [before.round.code, selection.release.round.code, _("Change")],
            "rows": [
                (each.after.area.pcode, each.after.area.display_name, _row(each, found))
                for each in own_first(found.areas, focus, lambda both: both.after)
            ],
            "focus": focus,
        },
    )


def change_figure(selection: Selection, asked: QueryDict) -> dict[str, Any] | None:
    """The map of what changed, the same for everybody.

    None where no second round shows the group that is chosen at its level.
    """
    releases = releases_with(level=selection.level, group=selection.group)
    if len(releases) < 2:
        return None
    before = _earlier(releases, selection.release, asked.get("before", ""))
    found = comparison(
        before,
        selection.release,
        level=selection.level,
        group=selection.group,
        shade=selection.shade,
    )
    return {
        **choices_of(selection),
        "found": found,
        "before": before,
        "change_picture": _change_address(found, selection),
        "legend": found.legend,
        "query": f"{selection.query}&{urlencode({'before': before.round.code})}",
    }


@require_safe
def change_picture(
    request: HttpRequest,
    before: int,
    after: int,
    level: int,
    group: str,
    shade: str,
    theme: str,
) -> HttpResponse:
    """The change between two rounds as an SVG picture."""
    later, wanted = asked_for(after, level, group, shade)
    earlier, _wanted = asked_for(before, level, group, shade)

    def compose() -> str:
        found = comparison(earlier, later, level=level, group=group, shade=wanted)
        if not found.areas:
            raise Http404
        return map_picture(
            area_shapes(level, Scale.COUNTRY),
            found.tone_of,
            title=_("Map of the change from round %(before)s to round %(after)s")
            % {"before": earlier.round, "after": later.round},
            theme=DARK if theme == "dark" else LIGHT,
        )

    return prepared(
        request,
        f"change:{before}:{after}:{level}:{group}:{shade}:{theme}:{borders_version(level)}",
        compose,
        content_type="image/svg+xml",
        seconds=_A_WHILE,
        fresh=_A_WHILE,
    )


@require_safe
def rounds_page(request: HttpRequest) -> HttpResponse:
    """All rounds as small maps in the same classes, oldest first."""
    selection = selection_from(request.GET)
    if selection is None:
        return render(request, "maps/map_empty.html")
    figure = rounds_figure(selection, request.GET)
    focus = focus_for(request.user)
    releases = figure["shown"]
    every = own_first(figure["drawn"].figures, focus, lambda each: each)
    is_whole = request.GET.get("rows") == "all"
    areas = every if is_whole else every[: settings.MAP_TABLE_ROWS]
    return render(
        request,
        "maps/rounds.html",
        {
            **figure,
            **embedding_of(request, "maps:rounds", figure["query"]),
            "all_rows": len(every) if len(areas) < len(every) else 0,
            "columns": [release.round.code for release in releases],
            "rows": _series([each.area for each in areas], releases, selection),
            "focus": focus,
        },
    )


def rounds_figure(selection: Selection, _asked: QueryDict) -> dict[str, Any]:
    """A small map of every round, the same for everybody."""
    drawn = choropleth(
        selection.release,
        level=selection.level,
        group=selection.group,
        shade=selection.shade,
    )
    releases = releases_with(level=selection.level, group=selection.group)[::-1]
    return {
        **choices_of(selection),
        "shown": releases,
        "drawn": drawn,
        "texts": texts_of(drawn),
        "legend": legend_of(drawn),
        "together": together_on_any(releases),
        "sides": [_side(release, selection, small=True) for release in releases],
        "query": selection.query,
    }


def _earlier(releases: list[Release], after: Release, code: str) -> Release:
    """The round asked for, or the one before ``after``, or else the one next to it."""
    named = next((each for each in releases if each.round.code == code), None)
    if named is not None and named != after:
        return named
    at = releases.index(after)
    return releases[at + 1] if at + 1 < len(releases) else releases[at - 1]


def _side(
    release: Release, selection: Selection, *, small: bool = False
) -> dict[str, object]:
    """One round's picture, light and dark, with the address of its map."""
    chosen = (release.pk, selection.level, selection.group, selection.shade)
    size = "-small" if small else ""
    return {
        "release": release,
        "light": reverse("maps:picture", args=[*chosen, f"light{size}"]),
        "dark": reverse("maps:picture", args=[*chosen, f"dark{size}"]),
        "map": f"{reverse('maps:map')}?{selection.query_for(release)}",
    }


def _change_address(found: Comparison, selection: Selection) -> dict[str, str]:
    chosen = (
        found.before.pk,
        found.after.pk,
        selection.level,
        selection.group,
        selection.shade,
    )
    return {
        theme: reverse("maps:change_picture", args=[*chosen, theme])
        for theme in ("light", "dark")
    }


def _row(each: Change, found: Comparison) -> list[str]:
    """The figure of each round and the change; what is not shown says so."""
    hidden = _("not shown")
    was = None if each.before is None else value_words(each.before, found.shade)
    now = value_words(each.after, found.shade)
    return [was or hidden, now or hidden, _signed(each.difference)]


def _series(
    areas: Sequence[AdminArea], releases: Sequence[Release], selection: Selection
) -> list[tuple[str, str, list[str]]]:
    """Each area's figure in each round; what is not shown, or was not there, says so."""
    found = figures_in_rounds(
        releases,
        level=selection.level,
        group=selection.group,
        pcodes={area.pcode for area in areas},
    )
    by_code = [
        {each.area.pcode: each for each in found[release.pk]} for release in releases
    ]
    hidden = _("not shown")
    return [
        (
            area.pcode,
            area.display_name,
            [
                decimal(None, 0)
                if (figure := round_.get(area.pcode)) is None
                else value_words(figure, selection.shade) or hidden
                for round_ in by_code
            ],
        )
        for area in areas
    ]


def _signed(difference: float | None) -> str:
    if difference is None:
        return decimal(None, 0)
    places = 0 if abs(difference) >= 10 or difference == int(difference) else 1
    words = number_format(abs(difference), decimal_pos=places)
    sign = "" if difference == 0 else "+" if difference > 0 else "−"
    # Held together from left to right, so that the sign stays before its number.
    return f"\u2066{sign}{words}\u2069"


def _finding(found: Comparison) -> str:
    more = sum((each.difference or 0) > 0 for each in found.comparable)
    less = sum((each.difference or 0) < 0 for each in found.comparable)
    return _(
        "More returnees in %(more)s areas and fewer in %(less)s, of %(all)s that both "
        "rounds show."
    ) % {
        "more": number_format(more),
        "less": number_format(less),
        "all": number_format(len(found.comparable)),
    }
