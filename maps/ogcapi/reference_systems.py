"""Coordinate reference systems that features are told in (OGC API – Features, part 2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pyproj import Transformer

_EPSG = "http://www.opengis.net/def/crs/EPSG/0/{}"


@dataclass(frozen=True)
class ReferenceSystem:
    """One system: its address, its axes, and how far north and south it reaches.

    ``latitude_first`` is EPSG:4326's order of axes, the opposite of GeoJSON's.
    """

    uri: str
    epsg: int
    decimals: int
    latitude_first: bool = False
    furthest: float = 90.0

    def project(self, xy: np.ndarray) -> np.ndarray:
        """Coordinates from longitude and latitude."""
        if self.latitude_first:
            return xy[:, ::-1]
        if self.epsg == 4326:
            return xy
        latitudes = np.clip(xy[:, 1], -self.furthest, self.furthest)
        x, y = _transformer(self.epsg).transform(xy[:, 0], latitudes)
        return np.column_stack((x, y))

    def box_in_degrees(self, box: Sequence[float]) -> tuple[float, float, float, float]:
        """A box of this system as west, south, east, north in degrees.

        West is greater than east where the box crosses the antimeridian.
        """
        first, second, third, fourth = box
        if self.latitude_first:
            return second, first, fourth, third
        if self.epsg == 4326:
            return first, second, third, fourth
        west, south, east, north = _transformer(self.epsg).transform_bounds(
            first, second, third, fourth, direction="INVERSE"
        )
        return float(west), float(south), float(east), float(north)


@lru_cache
def _transformer(epsg: int) -> Transformer:
    return Transformer.from_crs(4326, epsg, always_xy=True)


CRS84 = ReferenceSystem("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326, 6)
WGS84 = ReferenceSystem(_EPSG.format(4326), 4326, 6, latitude_first=True)
#: Web maps; it cannot show the poles.
WEB_MERCATOR = ReferenceSystem(_EPSG.format(3857), 3857, 2, furthest=85.06)
#: The grid on which this project measures areas.
EQUAL_AREA = ReferenceSystem(_EPSG.format(6933), 6933, 2)

REFERENCE_SYSTEMS = {
    system.uri: system for system in (CRS84, WGS84, WEB_MERCATOR, EQUAL_AREA)
}
