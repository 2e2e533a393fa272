"""What the map says in words: in its page, and to its script when the choice changes."""

from collections.abc import Iterable
from typing import TypedDict

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from maps.enums import AreaLevel, PopulationGroup
from maps.models import AdminArea, Release
from maps.queries.choropleth import Choropleth, Shade, drawn_value
from maps.queries.released import AreaFigure
from maps.queries.zones import ZoneFigure
from maps.tiles.themes import ramp_tone
from maps.views.selection import SHADE_LABELS

#: What stands where a number is not known.
_NONE = "–"
_COLUMN_OF: dict[Shade, int] = {"persons": 0, "per_thousand": 1, "per_km2": 2}


class RoundTexts(TypedDict):
    """Whom a map is about, when they were counted, and by whom."""

    group: str
    when: str
    source: str


class Texts(RoundTexts):
    """The parts of the page that change with the choice."""

    finding: str
    measure: str
    hidden: str
    hatched: str
    together: str
    protection: str
    report: str
    files: str
    note: str
    caption: str


def texts_of(drawn: Choropleth) -> Texts:
    """The finding, the caption and the notes of a drawing."""
    of_round = drawn.release.round
    return {
        "finding": _("Returns press hardest on %(area)s.")
        % {"area": names_of(drawn.highest)}
        if drawn.highest
        else "",
        "measure": str(SHADE_LABELS[drawn.shade]),
        **texts_of_round(drawn.release, drawn.group),
        "hidden": ngettext(
            "%(n)s area is not shown on this map.",
            "%(n)s areas are not shown on this map.",
            drawn.hidden_count,
        )
        % {"n": number_format(drawn.hidden_count)},
        "hatched": _hatched(drawn),
        "together": _together(drawn),
        "protection": _(
            "Fewer than %(k)s people could point to a family. Such areas, and a few "
            "more from which they could be worked out, are not shown; zero and small "
            "look the same."
        )
        % {"k": drawn.release.threshold},
        "report": reverse("maps:release", args=[of_round.code, drawn.release.version]),
        "files": reverse(
            "open_data:release", args=[of_round.code, drawn.release.version]
        ),
        "note": of_round.display_note,
        "caption": _("Returns by %(level)s, round %(round)s")
        % {"level": AreaLevel(drawn.level).label, "round": of_round.code},
    }


def names_of(figure: AreaFigure) -> str:
    """The area, or all that it is shown together with, in words."""
    zone = figure.shown_in
    return zone.names if zone else figure.area.display_name


def together_on_any(releases: Iterable[Release]) -> str:
    """What it means that areas share a colour, where any of the releases has such."""
    if not any(release.report.get("zones") for release in releases):
        return ""
    return _(
        "Some areas are shown together with neighbours: colour and number are those of "
        "all of them."
    )


def _hatched(drawn: Choropleth) -> str:
    """What the hatch means: not always protection."""
    if any(
        figure.drawn.persons is not None and drawn_value(figure, drawn.shade) is None
        for figure in drawn.figures
    ):
        return _("not shown, to protect people, or residents are not known")
    return _("not shown, to protect people")


def _together(drawn: Choropleth) -> str:
    """How many areas are shown with others only, and what that means."""
    if not drawn.zoned_count:
        return ""
    return ngettext(
        "%(n)s area is shown together with neighbours: colour and number are those of "
        "all of them.",
        "%(n)s areas are shown together with neighbours: colour and number are those of "
        "all of them.",
        drawn.zoned_count,
    ) % {"n": number_format(drawn.zoned_count)}


def texts_of_round(release: Release, group: str) -> RoundTexts:
    """The part of a caption that every map of returns needs."""
    return {
        "group": str(PopulationGroup(group).label),
        "when": _("Round %(round)s, %(date)s")
        % {
            "round": release.round.code,
            "date": date_format(
                release.round.reported_on,
                "j F Y" if get_language() == "en" else "DATE_FORMAT",
            ),
        },
        "source": release.round.display_source,
    }


def columns() -> list[str]:
    """What the figures of an area are."""
    return [_("Returnees"), _("per 1,000"), _("per km²")]


def row_of(figure: AreaFigure) -> list[str] | None:
    """An area's figures as written, or those of its zone, which say so; None where they
    are not shown."""
    drawn = figure.drawn
    if drawn.persons is None:
        return None
    persons = number_format(drawn.persons)
    if figure.shown_in:
        persons = together_in_words(figure.shown_in, figure.area)
    return [persons, decimal(drawn.per_thousand, 1), decimal(drawn.per_km2, 2)]


def together_in_words(zone: ZoneFigure, area: AdminArea) -> str:
    """The figure of a zone, as it is told at one of its areas."""
    return _together_with(zone, area, number_format(zone.persons))


def _together_with(zone: ZoneFigure, area: AdminArea, figure: str) -> str:
    return _("together with %(areas)s: %(persons)s") % {
        "areas": zone.others(area),
        "persons": figure,
    }


def value_words(figure: AreaFigure, shade: Shade) -> str | None:
    """One figure as the measure has it; None where it is not shown or not known."""
    row, value = row_of(figure), drawn_value(figure, shade)
    if row is None or value is None:
        return None
    words = row[_COLUMN_OF[shade]]
    if figure.shown_in is None or shade == "persons":
        return words
    return _together_with(figure.shown_in, figure.area, words)


def legend_of(drawn: Choropleth) -> list[tuple[str, str]]:
    """Tone and label of each class."""
    count = len(drawn.classes)
    return [(ramp_tone(each.number, count), each.label) for each in drawn.classes]


def tones_of(drawn: Choropleth) -> dict[str, str | None]:
    """The tone of each area; None where nothing is shown."""
    tones = [tone for tone, _label in legend_of(drawn)]
    return {
        code: None if number is None else tones[number - 1]
        for code, number in drawn.class_of.items()
    }


def decimal(value: float | None, places: int) -> str:
    """A number with so many decimals, or a dash where it is not known."""
    return _NONE if value is None else number_format(value, decimal_pos=places)
