"""A district's report in the reader's language: every sentence, number and date as text.

The typesetter gets plain data and no markup, so that no name can be taken for a command.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from initiatives import lifecycle
from initiatives.enums import StateGroup
from initiatives.exports.map_words import map_words, names_of, others_of
from initiatives.exports.typesetting import printed_date
from maps.enums import AreaLevel, PopulationGroup

if TYPE_CHECKING:
    from initiatives.models import Initiative
    from initiatives.queries.district import District, Rounds
    from maps.queries.released import AreaFigure

#: Written wherever a figure is not shown; one sign, whatever the reason.
NOT_KNOWN = "–"

Words = dict[str, Any]


def report_words(district: "District", *, link: str) -> Words:
    """Return what the report says, in the language that is active.

    ``link`` is the address of the area's page, printed with the source.
    """
    area, release = district.area, district.release
    return {
        "language": (get_language() or "en")[:2],
        "title": _("Report on %(area)s") % {"area": area.display_name},
        "site": _("Homeground"),
        "lead": _lead(district),
        "facts": _facts(district),
        "figures": _figures(district),
        "map": map_words(district),
        "rounds": _rounds(district),
        "parts": _parts(district),
        "communities": _communities(district),
        "initiatives": _initiatives(district),
        "services": _services(district),
        "notes": _notes(district, link),
        "foot": _("Round %(round)s, %(date)s")
        % {
            "round": _apart(release.round.code),
            "date": printed_date(release.round.reported_on),
        },
    }


# --- how numbers, money and dates are written -------------------------------------------


def _number(value: float | None, decimals: int = 0) -> str:
    if value is None:
        return NOT_KNOWN
    return number_format(value, decimal_pos=decimals, use_l10n=True)


def _money(value: int) -> str:
    return _apart(f"{_number(value)} {settings.CURRENCY}")


def _apart(text: str) -> str:
    """Kept together where the text around runs from right to left."""
    return f"\u2068{text}\u2069" if get_language_bidi() else text


def _shown(figure: "AreaFigure") -> list[str]:
    """Persons, per 1,000 residents and per km², or that they are not shown.

    Of the area, or of it and those that it is shown together with.
    """
    drawn = figure.drawn
    if drawn.persons is None:
        return [_("not shown"), NOT_KNOWN, NOT_KNOWN]
    return [
        _number(drawn.persons),
        _number(drawn.per_thousand, 1),
        _number(drawn.per_km2, 2),
    ]


# --- the parts of the report ------------------------------------------------------------


def _lead(district: "District") -> str:
    """The finding, in one sentence."""
    group = district.group
    if group is None:
        return _("This round has no figures of returns for this area.")
    figure = district.figures[group]
    label = str(PopulationGroup(group).label)
    persons = figure.drawn.persons
    if persons is None:
        return _("%(group)s: not shown, to protect people.") % {"group": label}
    if others := others_of(figure):
        return _("%(group)s, together with %(areas)s: %(count)s on %(date)s.") % {
            "group": label,
            "areas": others,
            "count": _number(persons),
            "date": printed_date(district.release.round.reported_on),
        }
    return ngettext(
        "%(group)s: %(count)s person on %(date)s.",
        "%(group)s: %(count)s people on %(date)s.",
        persons,
    ) % {
        "group": label,
        "count": _number(persons),
        "date": printed_date(district.release.round.reported_on),
    }


def _facts(district: "District") -> list[str]:
    area = district.area
    facts = [
        str(AreaLevel(area.level).label),
        _apart(area.pcode),
        _("%(km2)s km²") % {"km2": _number(area.area_km2)},
    ]
    if area.parent is not None:
        facts.append(_("in %(area)s") % {"area": area.parent.display_name})
    return facts


def _figures(district: "District") -> list[tuple[str, str]]:
    """The few figures that stand first: label and value."""
    figures: list[tuple[str, str]] = []
    if district.group is not None:
        figure = district.figures[district.group]
        shown = _shown(figure)
        others = others_of(figure)
        together = _("together with %(areas)s") % {"areas": others}
        apart = f" ({together})" if others else ""
        figures += [
            (_("Returnees") + apart, shown[0]),
            (_("Returnees per 1,000 residents") + apart, shown[1]),
            (
                _("Residents (%(year)s)") % {"year": figure.residents_year}
                if figure.residents_year
                else _("Residents"),
                _number(figure.residents),
            ),
        ]
    under_way = sum(
        initiative.state in lifecycle.UNDER_WAY
        for _group, members in district.initiatives
        for initiative in members
    )
    return [
        *figures,
        (_("Communities"), _number(len(district.communities))),
        (_("Initiatives under way"), _number(under_way)),
    ]


def _rounds(district: "District") -> list[Words]:
    """A chart for each group that has two rounds with a figure."""
    return [
        _chart(group, rounds)
        for group, rounds in district.rounds.items()
        if sum(value is not None for _release, value in rounds) > 1
    ]


def _chart(group: str, rounds: "Rounds") -> Words:
    highest = max(value for _release, value in rounds if value is not None)
    return {
        "heading": _("%(group)s, round by round")
        % {"group": PopulationGroup(group).label},
        "alt": "; ".join(
            f"{release.round.code}: "
            + (_("not shown") if value is None else _number(value))
            for release, value in rounds
        ),
        "bars": [
            {
                "code": release.round.code,
                "text": "" if value is None else _number(value),
                "share": None if value is None else value / (highest or 1),
            }
            for release, value in rounds
        ],
        "note": _(
            "Each round counts who is there on its day; rounds are not added up."
        ),
    }


def _alone_or_together(parts: "list[AreaFigure]") -> "list[AreaFigure]":
    """Each part once, and of parts that are shown together the first."""
    told: set[frozenset[str]] = set()
    found = []
    for part in parts:
        members = part.shown_in.pcodes if part.shown_in else None
        if members is None or members not in told:
            found.append(part)
        if members is not None:
            told.add(members)
    return found


def _parts(district: "District") -> Words | None:
    if not district.parts:
        return None
    return {
        "heading": _("The same as a table"),
        "heads": [_("Area"), _("Returnees"), _("per 1,000"), _("per km²")],
        "rows": [
            [names_of(each), *([] if each.drawn.persons is None else _shown(each))]
            for each in _alone_or_together(district.parts)
        ],
        "hidden": _("not shown"),
    }


def _communities(district: "District") -> Words:
    return {
        "heading": _("Communities"),
        "empty": _("No community of this area takes part yet."),
        "heads": [
            _("Community"),
            _("Kind of place"),
            _("Residents"),
            _("Usable services"),
            _("Initiatives"),
        ],
        "rows": [
            [
                each.display_name,
                each.get_settlement_type_display(),
                _number(each.residents),
                _number(each.service_count),
                _number(each.initiative_count),
            ]
            for each in district.communities
        ],
    }


def _initiatives(district: "District") -> Words:
    return {
        "heading": _("Initiatives"),
        "empty": _("No initiative here yet"),
        "heads": [
            _("Initiative"),
            _("State"),
            _("Cost"),
            _("Spent"),
            _("Milestones confirmed"),
        ],
        "groups": [
            {
                "label": str(StateGroup(group).label),
                "sum": _money(sum(each.cost for each in members)),  # type: ignore[attr-defined]
                "rows": [_initiative(each) for each in members],
            }
            for group, members in district.initiatives
        ],
    }


def _initiative(each: "Initiative") -> list[str]:
    spent, total = each.spent_total, each.milestones_total  # type: ignore[attr-defined]
    return [
        each.display_title,
        each.community.display_name,
        each.get_state_display(),
        _money(each.cost),  # type: ignore[attr-defined]
        _money(spent) if spent else NOT_KNOWN,
        _("%(confirmed)s of %(planned)s")
        % {
            "confirmed": _number(each.milestones_verified),  # type: ignore[attr-defined]
            "planned": _number(total),
        }
        if total
        else NOT_KNOWN,
    ]


def _services(district: "District") -> Words:
    return {
        "heading": _("Services"),
        "empty": _("No service of this area is in the directory yet."),
        "heads": [_("Service"), _("Community"), _("Kind"), _("State"), _("Verified")],
        "rows": [
            [
                each.display_name,
                each.community.display_name,
                each.get_category_display(),
                each.get_status_display(),
                printed_date(each.verified_on) if each.verified_on else NOT_KNOWN,
            ]
            for each in district.services
        ],
    }


def _notes(district: "District", link: str) -> Words:
    reporting = district.release.round
    lines = [
        _(
            "Fewer than %(k)s people could point to a family. Such areas, and a few more "
            "from which they could be worked out, are not shown; zero and small look the "
            "same."
        )
        % {"k": _number(district.release.threshold)},
        _("Groups are counted by different sources and are never added up."),
    ]
    if reporting.note:
        lines.append(reporting.display_note)
    sources = [
        (_("Source and licence"), reporting.display_source or NOT_KNOWN),
        (_("Borders"), district.area.source or NOT_KNOWN),
        (
            _("Release"),
            _("Round %(round)s, %(date)s, version %(version)s")
            % {
                "round": _apart(reporting.code),
                "date": printed_date(reporting.reported_on),
                "version": _number(district.release.version),
            },
        ),
        (_("Printed"), printed_date(timezone.localdate())),
        (_("Address"), _apart(link)),
    ]
    return {
        "heading": _("About these figures"),
        "lines": lines,
        "sources": sources,
    }
