"""Borders for scripts: whole numbers on a Mercator grid, or GeoJSON with few decimals.

The grid file is an own format because it is a third of GeoJSON's size: each point of
a ring is told as its distance from the last one, in steps of a grid on the square
Mercator world that web maps draw on, so that the script only multiplies.
"""

import json
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import shapely

from maps.enums import Scale
from maps.queries.drawings import Shape

#: Steps of the grid across everything drawn; finer than a pixel where a scale is used.
_STEPS = {Scale.COUNTRY: 4_096, Scale.REGION: 16_384, Scale.LOCAL: 65_536}
#: Decimals of a degree in GeoJSON: about 11 m.
_DECIMALS = 4
#: Where Web Mercator ends, in degrees of latitude.
_LIMIT = 85.0511


def mercator(lonlat: np.ndarray) -> np.ndarray:
    """Degrees to the unit square of Web Mercator: x eastwards, y southwards."""
    latitude = np.radians(np.clip(lonlat[:, 1], -_LIMIT, _LIMIT))
    return np.column_stack(
        (
            lonlat[:, 0] / 360 + 0.5,
            0.5 - np.log(np.tan(np.pi / 4 + latitude / 2)) / (2 * np.pi),
        )
    )


def grid_file(shapes: Sequence[Shape], scale: Scale) -> str:
    """JSON: ``{"origin": [x, y], "step": s, "areas": [[code, name, [x, y], ring, …]]}``.

    A ring is a flat list of distances, x and y in turn, the first pair from the
    origin; it is closed by the reader. Rings are filled by the even-odd rule, so that
    holes need no mark.
    """
    flat = [shapely.transform(shape.geometry, mercator) for shape in shapes]
    west, north, east, south = (
        shapely.total_bounds(flat) if flat else np.array([0.0, 0.0, 1.0, 1.0])
    )
    step = max(east - west, south - north) / _STEPS[scale]
    origin = np.array([west, north])

    def on_grid(xy: np.ndarray) -> np.ndarray:
        whole: np.ndarray = np.round((xy - origin) / step).astype(int)
        return whole

    areas = [
        [
            shape.code,
            shape.name,
            on_grid(mercator(np.array([shape.label_at])))[0].tolist(),
            *_rings(geometry, on_grid),
        ]
        for shape, geometry in zip(shapes, flat, strict=True)
    ]
    return _json({"origin": origin.tolist(), "step": step, "areas": areas})


def _rings(
    geometry: shapely.Geometry, on_grid: Callable[[np.ndarray], np.ndarray]
) -> Iterable[list[int]]:
    for polygon in shapely.get_parts(geometry):
        for ring in (polygon.exterior, *polygon.interiors):
            points = on_grid(shapely.get_coordinates(ring))
            steps = np.diff(points, axis=0)
            # The last point closes the ring; points that fall on the last one go too.
            moved = steps[(steps != 0).any(axis=1)][:-1]
            yield np.vstack((points[:1], moved)).ravel().tolist()


def geojson(shapes: Iterable[Shape]) -> str:
    """A GeoJSON FeatureCollection with ``pcode`` and ``name`` of each area."""
    features = [
        {
            "type": "Feature",
            "properties": {"pcode": shape.code, "name": shape.name},
            "geometry": json.loads(
                shapely.to_geojson(
                    shapely.transform(
                        shape.geometry, lambda xy: np.round(xy, _DECIMALS)
                    )
                )
            ),
        }
        for shape in shapes
    ]
    return _json({"type": "FeatureCollection", "features": features})


def _json(content: object) -> str:
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)
