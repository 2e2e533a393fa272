"""Hexagons over a level's areas, and the published densities spread over them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from django.core.cache import cache
from django.utils.translation import get_language
from pyproj import Transformer

from maps.enums import SRID, Scale
from maps.hexagons import Overlaps, hexagons_over, main_area, overlaps_of, surface
from maps.models import Release
from maps.queries.choropleth import class_of_value, edges_of_all_rounds
from maps.queries.drawings import Shape, area_shapes, borders_version
from maps.queries.released import figures_at

#: The equal-area grid that areas are measured on.
_EQUAL_AREA = 6933
#: About how many hexagons lie over all areas together.
_COUNT = 900
_A_WEEK = 7 * 86_400


@dataclass(frozen=True)
class Grid:
    """Hexagons as shapes to draw, the areas below them by P-code, and the overlaps."""

    shapes: list[Shape]
    pcodes: list[str]
    overlaps: Overlaps


def hexagon_grid(level: int) -> Grid:
    """The hexagons of a level; they depend on its borders and names only."""
    key = f"hexagons:{level}:{borders_version(level)}:{get_language()}"
    found: Grid | None = cache.get(key)
    if found is None:
        found = _grid(area_shapes(level, Scale.COUNTRY))
        cache.set(key, found, _A_WEEK)
    return found


def hexagon_classes(
    release: Release, *, level: int, group: str
) -> dict[str, tuple[int, float] | None]:
    """Class and persons per km² of each hexagon; None where most is not shown.

    Classes are those of the map of areas by km², so that both read alike. Over areas
    that are shown together lies what all of them have.
    """
    grid = hexagon_grid(level)
    per_km2 = {
        figure.area.pcode: figure.drawn.per_km2
        for figure in figures_at(release, level=level, group=group)
    }
    edges = edges_of_all_rounds(level=level, group=group, shade="per_km2")
    values = surface(grid.overlaps, [per_km2.get(code) for code in grid.pcodes])
    return {
        shape.code: None if value is None else (class_of_value(value, edges), value)
        for shape, value in zip(grid.shapes, values, strict=True)
    }


def _grid(areas: list[Shape]) -> Grid:
    if not areas:
        none = np.array([], dtype=object)
        return Grid([], [], overlaps_of(none, none))
    to_metres = Transformer.from_crs(SRID, _EQUAL_AREA, always_xy=True).transform
    to_degrees = Transformer.from_crs(_EQUAL_AREA, SRID, always_xy=True).transform

    def moved(
        geometries: np.ndarray, transform: Callable[..., tuple[np.ndarray, np.ndarray]]
    ) -> np.ndarray:
        found: np.ndarray = shapely.transform(
            geometries, lambda xy: np.column_stack(transform(xy[:, 0], xy[:, 1]))
        )
        return found

    flat = moved(np.array([area.geometry for area in areas]), to_metres)
    # A hexagon of width w has an area of √3/2 · w².
    width = float(np.sqrt(shapely.area(flat).sum() / _COUNT * 2 / np.sqrt(3)))
    every = hexagons_over(shapely.total_bounds(flat), width)
    touched = np.unique(overlaps_of(every, flat).hexagon)
    hexagons = every[touched]
    overlaps = overlaps_of(hexagons, flat)
    middles = shapely.get_coordinates(moved(shapely.centroid(hexagons), to_degrees))
    shapes = [
        Shape(
            code=f"{number}",
            name=areas[main].name if main is not None else "",
            geometry=geometry,
            label_at=(float(x), float(y)),
        )
        for number, (geometry, main, (x, y)) in enumerate(
            zip(moved(hexagons, to_degrees), main_area(overlaps), middles, strict=True)
        )
    ]
    return Grid(shapes, [area.code for area in areas], overlaps)
