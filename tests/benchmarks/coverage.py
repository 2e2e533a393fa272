"""A made-up country of any number of areas whose neighbours share rough borders."""

import numpy as np
import shapely
from scipy.spatial import Voronoi

#: Halvings of each border: 2**5 pieces on about six borders make some 190 points.
_HALVINGS = 5


def rough_coverage(
    count: int, *, seed: int = 1, extent: float = 10.0
) -> list[shapely.Polygon]:
    """``count`` polygons that cover a round country without gaps or overlaps.

    The cells of evenly scattered points; each border is halved again and again with a
    sideways step, the same for both neighbours, as rivers and ridges are.
    """
    random = np.random.default_rng(seed)
    radius = np.sqrt(random.random(count * 6 // 5)) * extent / 2
    angle = random.random(count * 6 // 5) * 2 * np.pi
    points = np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
    for _ in range(3):
        points = _evened(points)
    cells = Voronoi(points)
    inside = sorted(
        (
            index
            for index, region in enumerate(cells.point_region)
            if _is_closed(cells, region, extent)
        ),
        key=lambda index: float(np.hypot(*points[index])),
    )[:count]
    borders: dict[tuple[int, int], np.ndarray] = {}
    middle = np.array([30.0, 7.0])
    return [
        shapely.Polygon(
            _outline(cells, cells.regions[cells.point_region[index]], borders, random)
            + middle
        )
        for index in inside
    ]


def _evened(points: np.ndarray) -> np.ndarray:
    """Each point moved towards the middle of its cell."""
    cells = Voronoi(points)
    moved = points.copy()
    limit = np.hypot(*points.T).max()
    for index, region in enumerate(cells.point_region):
        corners = cells.regions[region]
        if corners and -1 not in corners:
            middle = cells.vertices[corners].mean(axis=0)
            if np.hypot(*middle) <= limit:
                moved[index] = middle
    return moved


def _is_closed(cells: Voronoi, region: int, extent: float) -> bool:
    corners = cells.regions[region]
    return (
        bool(corners)
        and -1 not in corners
        and bool((np.hypot(*cells.vertices[corners].T) < extent).all())
    )


def _outline(
    cells: Voronoi,
    corners: list[int],
    borders: dict[tuple[int, int], np.ndarray],
    random: np.random.Generator,
) -> np.ndarray:
    pieces = []
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        key = (min(start, end), max(start, end))
        if key not in borders:
            borders[key] = _roughened(
                cells.vertices[key[0]], cells.vertices[key[1]], random
            )
        line = borders[key]
        pieces.append((line if start == key[0] else line[::-1])[:-1])
    return np.vstack(pieces)


def _roughened(
    start: np.ndarray, end: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    line = np.vstack((start, end))
    for _ in range(_HALVINGS):
        steps = np.diff(line, axis=0)
        sideways = np.column_stack((-steps[:, 1], steps[:, 0]))
        middles = (
            line[:-1]
            + steps / 2
            + sideways * random.uniform(-0.1, 0.1, (len(steps), 1))
        )
        finer = np.empty((len(line) * 2 - 1, 2))
        finer[::2], finer[1::2] = line, middles
        line = finer
    return line
