"""What the map of a report says: its finding, its legend, its measure."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from initiatives.exports.report_map import (
    INITIATIVES,
    RAMP,
    SERVICES,
    ramp_step,
    report_map,
)
from maps.enums import PopulationGroup
from maps.queries.choropleth import drawn_value

if TYPE_CHECKING:
    from initiatives.queries.district import District
    from maps.queries.released import AreaFigure

Words = dict[str, Any]


def map_words(district: "District") -> Words | None:
    """The map with its words; None where there is no outline to draw."""
    drawn, picture = district.drawn, report_map(district)
    if drawn is None or picture is None:
        return None
    count = len(drawn.classes)
    highest = max(
        (each for each in district.parts if drawn_value(each, drawn.shade) is not None),
        key=lambda each: drawn_value(each, drawn.shade) or 0.0,
        default=None,
    )
    return {
        "heading": _("Where people have returned"),
        "finding": _("Returns press hardest on %(area)s.") % {"area": names_of(highest)}
        if highest is not None and len(district.parts) > 1
        else "",
        "svg": picture.svg,
        "ratio": picture.height / picture.width,
        "labels": [
            {"text": each.text, "x": each.x, "y": each.y} for each in picture.labels
        ],
        "alt": _("Map: %(label)s by area. The table has the same figures.")
        % {"label": _("Returnees per 1,000 residents")},
        "measure": _("%(label)s, %(group)s")
        % {
            "label": _("Returnees per 1,000 residents"),
            "group": str(PopulationGroup(drawn.group).label).lower(),
        },
        "legend": [
            {"label": each.label, "colour": RAMP[ramp_step(each.number, count)]}
            for each in drawn.classes
        ],
        "hidden": _("not shown, to protect people"),
        "together": _("Areas that stand in one line of the table are shown together.")
        if any(map(others_of, district.parts))
        else "",
        "dots": _("Communities"),
        "rings": [SERVICES, _("Services: the wider the ring, the more of them")],
        "diamonds": [INITIATIVES, _("Initiatives")],
    }


def others_of(figure: "AreaFigure") -> str:
    """The areas that an area is shown together with; "" where it stands alone."""
    return figure.shown_in.others(figure.area) if figure.shown_in else ""


def names_of(figure: "AreaFigure") -> str:
    """The area's name, or those of all that it is shown together with."""
    zone = figure.shown_in
    return zone.names if zone else figure.area.display_name
