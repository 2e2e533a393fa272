"""Turn groups of atoms into polygons whose shared borders are the same line.

Borders between groups are cut into arcs from junction to junction. Each arc is
rounded and roughened once, then polygons are put together from arcs, so both
sides of a border are identical to the last digit.
"""

from collections import defaultdict

import numpy as np
import shapely

from config.demo.terrain import LAKE, ORIGIN, SEA, SEED, Floats, Ints, Terrain

DIGITS = 5
"""Decimals of a degree kept: about one metre."""
INLAND, SHORE = 0.11, 0.20
"""Roughness: the sideways swing of an arc's middle as a share of its length."""


class BorderError(ValueError):
    """The arcs do not close into one polygon for each group of atoms."""


def _neighbours(ridges: Ints, labels: Ints) -> dict[int, dict[int, bool]]:
    """Return the border graph: corner -> neighbouring corner -> is a shore."""
    graph: dict[int, dict[int, bool]] = defaultdict(dict)
    for one, other, start, end in ridges.tolist():
        if labels[one] != labels[other] and max(labels[one], labels[other]) >= 0:
            shore = min(labels[one], labels[other]) in {SEA, LAKE}
            graph[start][end] = shore
            graph[end][start] = shore
    return graph


def _walk(
    graph: dict[int, dict[int, bool]],
    start: int,
    step: int,
    seen: set[tuple[int, int]],
) -> list[int]:
    """Return corners from start over step to the next junction, or round a ring."""
    path = [start, step]
    seen.update({(start, step), (step, start)})
    while len(graph[path[-1]]) == 2 and path[-1] != start:
        following = next(c for c in graph[path[-1]] if c != path[-2])
        seen.update({(path[-1], following), (following, path[-1])})
        path.append(following)
    return path


def _arcs(graph: dict[int, dict[int, bool]]) -> list[tuple[list[int], bool]]:
    """Return every arc once, with whether it is a shore."""
    seen: set[tuple[int, int]] = set()
    junctions = sorted(corner for corner in graph if len(graph[corner]) != 2)
    return [
        (_walk(graph, start, step, seen), graph[start][step])
        for start in [*junctions, *sorted(graph)]
        for step in sorted(graph[start])
        if (start, step) not in seen
    ]


def _rounded(line: Floats) -> Floats:
    """Return the line through the middles of its pieces, ends kept.

    A closed line keeps the point it starts from.
    """
    return np.vstack([line[:1], (line[:-1] + line[1:]) / 2.0, line[-1:]])


def _roughened(line: Floats, shore: bool, rng: np.random.Generator) -> Floats:
    """Return the line with the middles of its pieces moved sideways, shores twice."""
    swing = SHORE if shore else INLAND
    for _ in range(2 if shore else 1):
        first, second = line[:-1], line[1:]
        along = second - first
        across = np.stack([-along[:, 1], along[:, 0]], axis=1)
        shift = rng.normal(0.0, swing, (len(along), 1)).clip(-2 * swing, 2 * swing)
        finer = np.empty((len(line) + len(first), 2))
        finer[0::2] = line
        finer[1::2] = (first + second) / 2.0 + shift * across
        line = finer
    return line


def _placed(line: Floats) -> shapely.LineString:
    """Return a line of the sheet in longitude and latitude."""
    return shapely.LineString(np.round(line + np.array(ORIGIN), DIGITS))


def _tangled(lines: list[shapely.LineString]) -> set[int]:
    """Return the numbers of lines that meet themselves, or others but at the ends."""
    knots = {int(row) for row in np.flatnonzero(~shapely.is_simple(lines))}
    first, second = shapely.STRtree(lines).query(lines, predicate="intersects")
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        if one != other and not shapely.relate_pattern(
            lines[one], lines[other], "FF*F*****"
        ):
            knots.update({one, other})
    return knots


def _drawn_arcs(terrain: Terrain, labels: Ints) -> list[shapely.LineString]:
    """Return all borders as lines in longitude and latitude, ready to polygonize.

    Where roughening has tangled two arcs, both keep the plain edges of their
    atoms, which cannot meet except at their ends.
    """
    rng = np.random.default_rng(SEED + 4)
    arcs = _arcs(_neighbours(terrain.ridges, labels))
    plain = [_placed(terrain.corners[path]) for path, _ in arcs]
    lines = [
        _placed(_roughened(_rounded(terrain.corners[path]), shore, rng))
        for path, shore in arcs
    ]
    smoothed: set[int] = set()
    while knots := _tangled(lines) - smoothed:
        for row in knots:
            lines[row] = plain[row]
        smoothed |= knots
    return lines


def polygons(terrain: Terrain, labels: Ints) -> dict[int, shapely.MultiPolygon]:
    """Return the outline of each label >= 0, in EPSG:4326.

    Args:
        terrain: the atoms.
        labels: (n,) group of each atom; negative atoms are water and stay holes.

    Raises:
        BorderError: an arc crosses another, so that a polygon holds atoms of two
            groups, or none.
    """
    faces = shapely.get_parts(shapely.polygonize(_drawn_arcs(terrain, labels)))
    sites = shapely.points(np.round(terrain.sites + np.array(ORIGIN), DIGITS))
    face_rows, site_rows = shapely.STRtree(sites).query(faces, predicate="contains")
    parts: dict[int, list[shapely.Polygon]] = defaultdict(list)
    for row, face in enumerate(faces):
        inside = labels[site_rows[face_rows == row]]
        values, counts = np.unique(inside, return_counts=True)
        if not len(values):
            raise BorderError("A border crosses itself and cuts off an empty piece.")
        label = int(values[np.argmax(counts)])
        if label >= 0:
            parts[label].append(face)
    if len(parts) != len(np.unique(labels[labels >= 0])):
        raise BorderError("A group of atoms has lost its polygon.")
    return {label: shapely.MultiPolygon(faces) for label, faces in parts.items()}
