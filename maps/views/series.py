"""An area's rounds as lines of a plot. Hidden rounds are gaps, never zero."""

from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from maps.enums import PopulationGroup
from maps.models import AdminArea, Release
from maps.plots import Series, Tick
from maps.queries.released import series_of

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


def round_plot(area: AdminArea, group: str) -> RoundPlot | None:
    """One group's series in an area; None where fewer than two rounds are shown."""
    rounds = series_of(area, group)
    shown = [(release, value) for release, value in rounds if value is not None]
    if len(shown) < 2:
        return None
    label = str(PopulationGroup(group).label)
    words = [
        _("not shown") if value is None else number_format(value, decimal_pos=0)
        for _release, value in rounds
    ]
    return RoundPlot(
        title=label,
        finding=_finding(shown),
        source=_("Each round counts who is there on its day; rounds are not added up."),
        lines=[
            Series(label, [value for _r, value in rounds], end_text="", texts=words)
        ],
        labels=[release.round.code for release, _value in rounds],
        ticks=_ticks(max(value for _r, value in shown)),
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
