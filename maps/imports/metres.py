"""Points in metres of a grid: eastings and northings, in a system that a person names.

Numbers alone do not say in which grid they are. Every system in use around the loaded
areas puts them somewhere; those that put them inside are proposed, and none is used
before a person has confirmed it.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Final

import shapely
from django.utils.translation import gettext as _
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from maps.imports.findings import FileRefusedError, Finding, FindingKind, Severity
from maps.imports.reference_systems import likely_systems
from maps.imports.values import Cell, is_missing, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

#: What a person answers where a column has the zone of every row.
BY_ZONE: Final = "UTM"
#: More points say nothing more about their system.
_SAMPLE: Final = 200
#: No metres of a grid are so few, and no degrees so many.
_MOST_DEGREES: Final = 360.0
_MOST_METRES: Final = 1e8
_ZONE: Final = re.compile(r"(?:utm\s*)?(?:zone\s*)?(\d{1,2})\s*([a-z]?)", re.IGNORECASE)
#: Under a system that fits, this share of the points falls inside the loaded areas.
_LEAST_INSIDE: Final = 0.5


def metres_of(cell: Cell) -> float | None:
    """A number of metres of a grid; ``None`` if it is none, or could be degrees."""
    if isinstance(cell, bool) or is_missing(cell):
        return None
    text = re.sub(r"\s|m$", "", text_of(cell)).replace(",", ".")
    try:
        metres = float(text)
    except ValueError:
        return None
    return metres if _MOST_DEGREES < abs(metres) < _MOST_METRES else None


def system_of_zone(cell: Cell) -> str:
    """The system of a UTM zone on WGS 84, ``EPSG:32636`` for ``36N``; empty for none.

    The letter is N or S for the hemisphere, or that of a band of latitude, of which
    those before N are south; S alone is taken for south. Without a letter: none.
    """
    found = _ZONE.fullmatch(text_of(cell).strip())
    if found is None or not found[2] or not 1 <= int(found[1]) <= 60:
        return ""
    is_south = found[2].upper() < "N" or found[2].upper() == "S"
    return f"EPSG:{(32700 if is_south else 32600) + int(found[1])}"


class Grid:
    """Reads points in metres, and notes some of them while their system is not known."""

    def __init__(self, system: str = "") -> None:
        """Prepare to read.

        :param system: as a person confirmed it: ``EPSG:32636``, or ``BY_ZONE``.
        :raises FileRefusedError: it is no system of points on the ground.
        """
        self.system = system.strip().upper()
        if self.system not in ("", BY_ZONE):
            _transformer(self.system)
        self.count = 0
        self.used = 0
        self.sample: list[tuple[float, float]] = []
        self.zones: set[str] = set()

    def read(
        self, easting: Cell, northing: Cell, zone: Cell
    ) -> tuple[float, float] | None:
        """Longitude and latitude; NaN twice while not known; ``None`` if no metres."""
        x, y = metres_of(easting), metres_of(northing)
        if x is None or y is None:
            return None
        self.count += 1
        if len(self.sample) < _SAMPLE:
            self.sample.append((x, y))
        of_row = system_of_zone(zone)
        if of_row:
            self.zones.add(of_row)
        system = of_row if self.system == BY_ZONE else self.system
        if not system:
            return math.nan, math.nan
        lon, lat = _transformer(system).transform(x, y)
        if not (math.isfinite(lon) and math.isfinite(lat)):
            return math.nan, math.nan
        self.used += 1
        return lon, lat

    def question(
        self, around: Sequence[BaseGeometry], *, is_needed: bool
    ) -> Finding | None:
        """What is to be asked of a person, if anything.

        :param around: borders of the loaded areas, EPSG:4326.
        :param is_needed: whether nothing can be counted before it is answered.
        """
        if not self.count or self.system:
            return None
        points: list[BaseGeometry] = [shapely.Point(at) for at in self.sample]
        systems = list(map(str, likely_systems(points, around)))
        if self.zones:
            named = ", ".join(sorted(self.zones)[:3])
            systems.insert(
                0,
                _("%(answer)s (as the column of zones says: %(systems)s)")
                % {"answer": BY_ZONE, "systems": named},
            )
        return Finding(
            FindingKind.SOURCE,
            _("The points are in metres of a grid, and nobody has said of which."),
            _("Say which system it is; likely are: %(systems)s.")
            % {"systems": "; ".join(systems)}
            if systems
            else _("Say which system it is, for example EPSG:32636."),
            field="grid",
            severity=Severity.ERROR if is_needed else Severity.NOTE,
        )

    def check(self, inside: int) -> None:
        """Refuse a system that puts the points elsewhere.

        :param inside: points of this file that lie in a loaded area.
        :raises FileRefusedError: then.
        """
        if self.used and inside < _LEAST_INSIDE * self.used:
            raise FileRefusedError(
                _(
                    "Under %(system)s only %(percent)d %% of the points lie in the "
                    "loaded areas."
                )
                % {
                    "system": self.system,
                    "percent": round(100 * inside / self.used),
                },
                _("Name another system, or load the areas of this file first."),
                field="grid",
            )


@cache
def _transformer(system: str) -> Transformer:
    try:
        given = CRS.from_user_input(system)
    except CRSError as error:
        raise FileRefusedError(
            _("The coordinate system %(crs)s is not known.") % {"crs": system},
            _("Write it like EPSG:4326."),
            field="grid",
        ) from error
    if not given.is_projected:
        raise FileRefusedError(
            _("%(system)s has no metres.") % {"system": system},
            _("Say which system it is, for example EPSG:32636."),
            field="grid",
        )
    return Transformer.from_crs(given, CRS("EPSG:4326"), always_xy=True)
