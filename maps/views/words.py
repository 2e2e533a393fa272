"""What the map says in words: in its page, and to its script when the choice changes."""

from typing import TypedDict

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from maps.enums import AreaLevel, PopulationGroup
from maps.queries.choropleth import Choropleth
from maps.queries.released import AreaFigure
from maps.tiles.themes import ramp_tone
from maps.views.selection import SHADE_LABELS

#: What stands where a number is not known.
_NONE = "–"


class Texts(TypedDict):
    """The parts of the page that change with the choice."""

    finding: str
    measure: str
    group: str
    when: str
    source: str
    hidden: str
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
        % {"area": drawn.highest.area.display_name}
        if drawn.highest
        else "",
        "measure": str(SHADE_LABELS[drawn.shade]),
        "group": str(PopulationGroup(drawn.group).label),
        "when": _("Round %(round)s, %(date)s")
        % {
            "round": of_round.code,
            "date": date_format(
                of_round.reported_on,
                "j F Y" if get_language() == "en" else "DATE_FORMAT",
            ),
        },
        "source": of_round.display_source,
        "hidden": ngettext(
            "%(n)s area is not shown on this map.",
            "%(n)s areas are not shown on this map.",
            drawn.hidden_count,
        )
        % {"n": number_format(drawn.hidden_count)},
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


def columns() -> list[str]:
    """What the figures of an area are."""
    return [_("Returnees"), _("per 1,000"), _("per km²")]


def row_of(figure: AreaFigure) -> list[str] | None:
    """An area's figures as written; None where they are not shown."""
    if figure.persons is None:
        return None
    return [
        number_format(figure.persons),
        _decimal(figure.per_thousand, 1),
        _decimal(figure.per_km2, 2),
    ]


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


def _decimal(value: float | None, places: int) -> str:
    return _NONE if value is None else number_format(value, decimal_pos=places)
