"""In which coordinate system nameless coordinates could be: judged by where they fall.

A Shapefile without its ``.prj`` is a list of numbers.  Each system that is in use
around the loaded areas puts them somewhere; the one that puts them inside is likely,
and a person says whether it is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from django.utils.translation import gettext as _
from pyproj import CRS, Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import ProjError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

#: Shapes that are tried; more say nothing more.
_SAMPLE: Final = 200
_SHOWN: Final = 4
_LEAST_INSIDE: Final = 0.5
#: National grids around one country; more are of its neighbours.
_MOST_GRIDS: Final = 120
#: Systems of so much of the world are no national grids.
_WIDEST: Final = 40.0


@dataclass(frozen=True, slots=True)
class CrsCandidate:
    """A coordinate system, and the share of the shapes it puts inside the areas.

    ``inside`` is ``None`` where no areas are loaded to judge by.
    """

    code: str
    name: str
    inside: float | None = None

    def __str__(self) -> str:
        if self.inside is None:
            return f"{self.code} ({self.name})"
        share = _("%(percent)d %% inside the loaded areas") % {
            "percent": round(100 * self.inside)
        }
        return f"{self.code} ({self.name}): {share}"


def likely_systems(
    shapes: Sequence[BaseGeometry | None], around: Sequence[BaseGeometry]
) -> list[CrsCandidate]:
    """Systems that could be meant, likeliest first.

    :param shapes: as the file has them.
    :param around: the borders of loaded areas that should hold them, EPSG:4326.
    """
    points = _points(shapes)
    if not len(points):
        return []
    if not around:
        return [CrsCandidate("EPSG:4326", "WGS 84")] if _are_degrees(points) else []
    tree = shapely.STRtree(around)
    found = [
        CrsCandidate(code, name, share)
        for code, name in _systems_around(shapely.total_bounds(list(around)))
        if (share := _share_inside(points, code, tree)) >= _LEAST_INSIDE
    ]
    # Of equal ones the first listed: the world's before a country's own.
    return sorted(found, key=lambda candidate: -(candidate.inside or 0))[:_SHOWN]


def share_inside(
    shapes: Sequence[BaseGeometry], around: Sequence[BaseGeometry], *, turned: bool
) -> float:
    """The share of shapes in EPSG:4326 that lie in the areas; with axes exchanged."""
    points = _points(shapes)
    if not len(points):
        return 0.0
    return _inside(points[:, ::-1] if turned else points, shapely.STRtree(around))


def _points(shapes: Sequence[BaseGeometry | None]) -> NDArray[np.float64]:
    usable = [shape for shape in shapes if shape is not None and not shape.is_empty]
    step = max(1, len(usable) // _SAMPLE)
    points = shapely.get_coordinates(shapely.centroid(usable[::step]))
    return points[np.isfinite(points).all(axis=1)]


def _are_degrees(points: NDArray[np.float64]) -> bool:
    return bool((np.abs(points) <= (180, 90)).all())


def _systems_around(bounds: NDArray[np.float64]) -> Iterator[tuple[str, str]]:
    west, south, east, north = map(float, bounds)
    yield "EPSG:4326", "WGS 84"
    yield "EPSG:3857", "WGS 84 / Pseudo-Mercator"
    for zone in range(int((west + 180) // 6) + 1, int((east + 180) // 6) + 2):
        if 1 <= zone <= 60 and north >= 0:
            yield f"EPSG:{32600 + zone}", f"WGS 84 / UTM zone {zone}N"
        if 1 <= zone <= 60 and south <= 0:
            yield f"EPSG:{32700 + zone}", f"WGS 84 / UTM zone {zone}S"
    grids = query_crs_info(
        auth_name="EPSG",
        pj_types=[PJType.PROJECTED_CRS],
        area_of_interest=AreaOfInterest(west, south, east, north),
    )
    own = [
        (f"{grid.auth_name}:{grid.code}", grid.name)
        for grid in grids
        if grid.area_of_use is not None
        and abs(grid.area_of_use.east - grid.area_of_use.west) <= _WIDEST
        and not grid.name.startswith("WGS 84")
    ]
    yield from own[:_MOST_GRIDS]


def _share_inside(
    points: NDArray[np.float64], code: str, tree: shapely.STRtree
) -> float:
    if code == "EPSG:4326":
        return _inside(points, tree) if _are_degrees(points) else 0.0
    try:
        project = Transformer.from_crs(CRS(code), CRS("EPSG:4326"), always_xy=True)
        x, y = project.transform(points[:, 0], points[:, 1])
    except ProjError:
        return 0.0
    return _inside(np.column_stack((x, y)), tree)


def _inside(points: NDArray[np.float64], tree: shapely.STRtree) -> float:
    finite = points[np.isfinite(points).all(axis=1)]
    if not len(finite):
        return 0.0
    held = tree.query(shapely.points(finite), predicate="intersects")[0]
    return float(np.unique(held).size / len(points))
