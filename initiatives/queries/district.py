"""All that a report on one area tells: public figures, people's plans, and services."""

from dataclasses import dataclass

from django.db.models import Count, Q

from communities.models import Community, Service
from communities.queries.directory import communities_with_facts
from initiatives import lifecycle
from initiatives.models import Initiative
from initiatives.queries.initiatives import as_cards, public_initiatives
from maps.enums import PopulationGroup, Scale
from maps.models import AdminArea, AreaOutline, Release
from maps.queries.areas import current_areas, within
from maps.queries.choropleth import Choropleth, choropleth
from maps.queries.released import AreaFigure, figures_of, levels_in, series_of
from maps.queries.successions import Lineage, lineage_of

#: Rounds that a chart shows, the newest.
MOST_ROUNDS = 10

Rounds = list[tuple[Release, int | None]]


@dataclass(frozen=True)
class District:
    """One area at one round. Every figure of returns is a released one.

    ``drawn`` holds the classes of the public map on the level of ``outlines``: the
    area's parts, or the area itself where it has none.
    """

    area: AdminArea
    release: Release
    figures: dict[str, AreaFigure]
    rounds: dict[str, Rounds]
    outlines: list[AreaOutline]
    drawn: Choropleth | None
    communities: list[Community]
    initiatives: list[tuple[str, list[Initiative]]]
    services: list[Service]

    @property
    def group(self) -> str | None:
        """The population group that is drawn: the first that the release shows here."""
        return next(iter(self.figures), None)

    @property
    def parts(self) -> list[AreaFigure]:
        """Released figures of the parts that are drawn, by name."""
        if self.drawn is None:
            return []
        own = {outline.area.pcode for outline in self.outlines}
        found = [each for each in self.drawn.figures if each.area.pcode in own]
        return sorted(found, key=lambda each: each.area.display_name)


def district(area: AdminArea, release: Release) -> District:
    """Read what a report tells, in a number of queries that does not grow with it."""
    found = figures_of(release, area)
    figures = {
        group: found[group] for group in PopulationGroup.values if group in found
    }
    lineage = lineage_of(area)
    outlines = _outlines(area, release)
    inside = within([area.pk]).values("pk")
    drawn = (
        choropleth(
            release,
            level=outlines[0].area.level,
            group=next(iter(figures)),
            shade="per_thousand",
        )
        if outlines and figures
        else None
    )
    communities = (
        communities_with_facts()
        .filter(area__in=inside)
        .annotate(
            initiative_count=Count(
                "initiatives",
                filter=~Q(initiatives__state__in=lifecycle.PRIVATE)
                & Q(initiatives__submitted_at__isnull=False),
                distinct=True,
            )
        )
    )
    return District(
        area=area,
        release=release,
        figures=figures,
        rounds={group: _rounds(lineage, group, release) for group in figures},
        outlines=outlines,
        drawn=drawn,
        communities=list(communities),
        initiatives=_by_state(
            list(as_cards(public_initiatives().filter(community__area__in=inside)))
        ),
        services=list(
            Service.objects.filter(community__area__in=inside)
            .select_related("community")
            .order_by("category", "community__name", "name")
        ),
    )


def _outlines(area: AdminArea, release: Release) -> list[AreaOutline]:
    """Borders of the area's parts where the release has their level, else its own."""
    found = AreaOutline.objects.filter(
        scale=Scale.LOCAL, area__in=current_areas()
    ).select_related("area")
    parts = list(
        found.filter(area__parent=area, area__level__in=levels_in(release)).order_by(
            "area__pcode"
        )
    )
    return parts or list(found.filter(area=area, area__level__in=levels_in(release)))


def _rounds(lineage: Lineage, group: str, release: Release) -> Rounds:
    """The group's rounds up to the reported one that can be compared, oldest first."""
    until = release.round.reported_on
    return [
        (each.release, each.persons)
        for each in series_of(lineage, group)
        if each.is_comparable and each.release.round.reported_on <= until
    ][-MOST_ROUNDS:]


def _by_state(found: list[Initiative]) -> list[tuple[str, list[Initiative]]]:
    groups = [
        (group, [each for each in found if each.state in states])
        for group, states in lifecycle.GROUPS.items()
    ]
    return [(group, members) for group, members in groups if members]
