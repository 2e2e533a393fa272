"""What a reader asked the map to show, out of what a release offers."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from maps.enums import AreaLevel, PopulationGroup
from maps.models import Population, Release
from maps.queries.choropleth import SHADES, Shade
from maps.queries.released import groups_in, levels_in, release_for

if TYPE_CHECKING:
    from django.http import QueryDict
    from django.utils.functional import _StrPromise

SHADE_LABELS: "dict[Shade, _StrPromise]" = {
    "per_thousand": _("Returnees per 1,000 residents"),
    "per_km2": _("Returnees per km²"),
    "persons": _("Returnees"),
}
#: Districts are drawn first: wards hide more than they show on a first look.
FIRST_LEVEL = AreaLevel.ADMIN2


@dataclass(frozen=True)
class Selection:
    """A release with one of its levels, one of its groups, and a way to shade."""

    release: Release
    levels: list[int]
    groups: list[str]
    level: int
    group: str
    shade: Shade

    @property
    def query(self) -> str:
        """The choice as parameters of an address."""
        return self.query_for(self.release)

    def query_for(self, release: Release) -> str:
        """The same choice for another round."""
        return urlencode(
            {
                "round": release.round.code,
                "level": self.level,
                "group": self.group,
                "shade": self.shade,
            }
        )

    def at_most(self, level: int) -> "Selection":
        """The same choice at this level where it is finer."""
        levels = [each for each in self.levels if each <= level]
        return replace(self, levels=levels, level=min(self.level, level))

    @property
    def shade_label(self) -> str:
        """The measure in words."""
        return str(SHADE_LABELS[self.shade])

    @property
    def group_label(self) -> str:
        """The population group in words."""
        return str(PopulationGroup(self.group).label)

    @property
    def level_label(self) -> str:
        """The administrative level in words."""
        return str(AreaLevel(self.level).label)


def selection_from(asked: "QueryDict") -> Selection | None:
    """Read an address's parameters; what is not on offer falls back to the default.

    None where nothing has been released yet.
    """
    release = release_for(asked.get("round")) or release_for()
    if release is None:
        return None
    levels = levels_in(release)
    if not levels:
        return None
    named = asked.get("level", "")
    level = (
        int(named)
        if named.isdecimal() and int(named) in levels
        else max((at for at in levels if at <= FIRST_LEVEL), default=levels[0])
    )
    groups = groups_in(release, level=level)
    group = asked.get("group", "")
    shade = asked.get("shade", "")
    return Selection(
        release=release,
        levels=levels,
        groups=groups,
        level=level,
        group=group if group in groups else groups[0],
        shade=shade if shade in SHADES else _first_shade(level),  # type: ignore[arg-type]
    )


def _first_shade(level: int) -> Shade:
    """By residents; where none are known, by ground: a map all hatched tells nothing."""
    residents = Population.objects.filter(area__level=level)
    return "per_thousand" if residents.exists() else "per_km2"
