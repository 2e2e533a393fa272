"""An area's rounds as lines of a plot. Hidden rounds are gaps, never zero."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maps.enums import PopulationGroup, SuccessionKind
from maps.models import Release
from maps.plots import Series, Tick
from maps.queries.released import RoundFigure, series_of
from maps.queries.successions import Change, Lineage

_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class RoundPlot:
    """What the `line_figure` tag draws for one population group."""

    title: str
    finding: str
    source: str
    lines: list[Series]
    labels: list[str]
    ticks: list[Tick]


def round_plots(lineage: Lineage, groups: Iterable[str]) -> list[RoundPlot]:
    """A plot for each group of which two rounds or more are shown."""
    return [plot for group in groups if (plot := _round_plot(lineage, group))]


def changes_in_words(lineage: Lineage) -> list[str]:
    """What a reader must know of older borders to compare rounds."""
    return [_change_in_words(each) for each in (*lineage.mergers, *lineage.breaks)]


def _round_plot(lineage: Lineage, group: str) -> RoundPlot | None:
    rounds = series_of(lineage, group)
    shown = [
        (each.release, each.persons) for each in rounds if each.persons is not None
    ]
    if len(shown) < 2:
        return None
    label = str(PopulationGroup(group).label)
    return RoundPlot(
        title=label,
        finding=_finding(shown),
        source=_("Each round counts who is there on its day; rounds are not added up."),
        lines=[
            Series(
                label,
                [each.persons for each in rounds],
                end_text="",
                texts=[_text(each) for each in rounds],
            )
        ],
        labels=[each.release.round.code for each in rounds],
        ticks=_ticks(max(value for _r, value in shown)),
    )


def _text(figure: RoundFigure) -> str:
    if not figure.is_comparable:
        return _("other borders")
    if figure.persons is None:
        return _("not shown")
    return number_format(figure.persons, decimal_pos=0)


def _change_in_words(change: Change) -> str:
    pattern = "j F Y" if get_language() == "en" else "DATE_FORMAT"
    words = {
        "date": date_format(change.day, pattern),
        "areas": ", ".join(change.earlier),
    }
    if change.kind == SuccessionKind.MERGED and change.is_continued:
        return (
            _(
                "On %(date)s several areas became one: %(areas)s. Earlier rounds are "
                "their published figures added up, where all of them are shown."
            )
            % words
        )
    if not change.is_confirmed:
        return (
            _(
                "On %(date)s name, code or borders changed here (before: %(areas)s). "
                "Earlier rounds are not compared until somebody has confirmed how."
            )
            % words
        )
    if change.kind == SuccessionKind.SPLIT:
        return (
            _(
                "Until %(date)s this was a part of %(areas)s. Earlier rounds have other "
                "borders and cannot be compared."
            )
            % words
        )
    return (
        _(
            "On %(date)s borders were drawn anew here (before: %(areas)s). Earlier "
            "rounds have other borders and cannot be compared."
        )
        % words
    )


def _finding(shown: list[tuple[Release, int]]) -> str:
    (first, before), (last, after) = shown[0], shown[-1]
    return _("From %(before)s in %(first)s to %(after)s in %(last)s.") % {
        "before": number_format(before, decimal_pos=0),
        "first": date_format(first.round.reported_on, "YEAR_MONTH_FORMAT"),
        "after": number_format(after, decimal_pos=0),
        "last": date_format(last.round.reported_on, "YEAR_MONTH_FORMAT"),
    }


def _ticks(highest: int) -> list[Tick]:
    """Three to five round numbers from zero to the highest value or just above."""
    step = next(
        factor * 10**power
        for power in range(12)
        for factor in _STEPS
        if highest <= 4 * factor * 10**power
    )
    count = -(-highest // step)
    return [
        Tick(at * step, number_format(at * step, decimal_pos=0))
        for at in range(count + 1)
    ]
