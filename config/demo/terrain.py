"""The lie of the land: a made-up coast, bay, islands, lakes and rivers.

Everything is drawn in degrees on a sheet whose lower left corner is at
`ORIGIN`, in the open South Atlantic between Ascension and Brazil. There is no
land within several hundred kilometres, so nobody can take Maro for a real place
or read a real border dispute into its outline.

The sheet is covered with small Voronoi cells ("atoms"). Later steps only ever
group atoms, which is why neighbours always share exactly the same border.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates
from scipy.spatial import Voronoi, cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ORIGIN = (-25.0, -12.0)
"""Longitude and latitude of the sheet's lower left corner."""
SHEET = (3.0, 2.0)
"""Width and height of the sheet, in degrees."""
SEED = 20261123
ATOMS = 12500
LAND, SEA, LAKE, ABROAD = 0, -1, -2, -3

INLAND = [(0.52, 0.38), (0.56, 0.72), (0.34, 0.98), (0.46, 1.28), (0.40, 1.58)]
INLAND += [(0.66, 1.74), (0.95, 1.70), (1.22, 1.80), (1.55, 1.74), (1.92, 1.84)]
SEAWARD = [(2.26, 1.78), (2.50, 1.66), (2.66, 1.46), (2.52, 1.28), (2.60, 1.10)]
SEAWARD += [(2.40, 0.99), (2.16, 1.05), (1.96, 0.98), (1.80, 0.84), (1.92, 0.68)]
SEAWARD += [(2.18, 0.64), (2.36, 0.46), (2.24, 0.26), (1.86, 0.30), (1.52, 0.18)]
SEAWARD += [(1.22, 0.36), (0.86, 0.24)]
INLAND_BORDER = shapely.LineString(INLAND)
MAINLAND = shapely.Polygon(INLAND + SEAWARD)
ISLANDS = (
    shapely.LineString([(2.66, 0.90), (2.76, 0.72), (2.72, 0.62)]).buffer(0.085),
    shapely.Point(2.50, 0.60).buffer(0.040),
    shapely.Point(2.42, 0.80).buffer(0.030),
    shapely.Point(2.30, 0.84).buffer(0.014),
    shapely.Point(1.20, 0.14).buffer(0.045),
    shapely.Point(1.33, 0.12).buffer(0.016),
)
INLETS = (
    shapely.LineString([(1.92, 0.84), (1.78, 0.87), (1.71, 0.94)]).buffer(0.016),
    shapely.LineString([(2.60, 1.22), (2.46, 1.30), (2.40, 1.36)]).buffer(0.014),
    shapely.LineString([(1.22, 0.28), (1.24, 0.40), (1.19, 0.47)]).buffer(0.014),
    shapely.LineString([(2.40, 0.34), (2.24, 0.40)]).buffer(0.012),
)
LAKES = (
    shapely.LineString([(1.02, 1.10), (1.14, 1.18), (1.28, 1.16)]).buffer(0.055),
    shapely.Point(0.74, 1.44).buffer(0.030),
)
TARNS = ((0.90, 1.00), (2.05, 1.42))
"""Small lakes, each inside one ward: drowned after the land is divided."""
RIVERS = (
    shapely.LineString([(0.70, 1.60), (0.90, 1.36), (1.05, 1.18)]),
    shapely.LineString([(1.28, 1.14), (1.48, 1.02), (1.66, 0.96), (1.84, 0.84)]),
    shapely.LineString([(1.60, 1.72), (1.72, 1.46), (1.66, 1.22), (1.66, 0.96)]),
    shapely.LineString([(0.60, 0.92), (0.92, 0.78), (1.10, 0.56), (1.24, 0.36)]),
    shapely.LineString([(2.10, 1.76), (2.18, 1.52), (2.36, 1.38), (2.54, 1.27)]),
)
TOWNS = ((1.72, 0.92), (2.46, 1.30), (2.20, 0.48), (1.24, 0.42), (1.34, 1.24))


@dataclass(frozen=True)
class Terrain:
    """Voronoi cells of the sheet.

    Attributes:
        sites: (n, 2) atom sites, degrees on the sheet.
        kinds: (n,) `LAND`, `SEA`, `LAKE`, or `ABROAD` beyond the land border.
        corners: (m, 2) Voronoi vertices.
        ridges: (r, 4) for each edge between two atoms: both atoms, both corners.
    """

    sites: Floats
    kinds: Ints
    corners: Floats
    ridges: Ints


def noise(points: Floats, *, cell: float, seed: int, octaves: int = 4) -> Floats:
    """Return smooth fractal noise of about -1..1 at (n, 2) points, in degrees."""
    rng = np.random.default_rng(seed)
    total = np.zeros(len(points))
    amplitude = 1.0
    for _ in range(octaves):
        shape = (int(SHEET[0] / cell) + 8, int(SHEET[1] / cell) + 8)
        lattice = rng.uniform(-1.0, 1.0, shape)
        position = points.T / cell + 2.0
        total += amplitude * map_coordinates(lattice, position, order=3, mode="reflect")
        amplitude *= 0.5
        cell *= 0.5
    return total


def _signed_distance(shape: shapely.Geometry, points: Floats) -> Floats:
    """Return distances to the outline, in degrees, positive inside."""
    at = shapely.points(points)
    distance = shapely.distance(shapely.boundary(shape), at)
    return np.where(shapely.contains(shape, at), distance, -distance)


def settlement(points: Floats) -> Floats:
    """Return how densely settled each point is, 0..1: towns, coast and rivers."""
    at = shapely.points(points)
    rivers = shapely.distance(shapely.union_all(RIVERS), at)
    towns, _ = cKDTree(np.array(TOWNS)).query(points)
    coast = np.abs(_signed_distance(MAINLAND, points))
    crowding = np.exp(-towns / 0.16) + 0.45 * np.exp(-rivers / 0.07)
    crowding += 0.40 * np.exp(-coast / 0.07)
    return np.clip(0.12 + crowding, 0.0, 1.0)


def _sites(rng: np.random.Generator) -> Floats:
    """Return atom sites: denser where people live, evened out by relaxation."""
    pool = rng.uniform((0.0, 0.0), SHEET, (ATOMS * 8, 2))
    weight = 0.25 + 0.75 * settlement(pool)
    sites = pool[rng.uniform(size=len(pool)) < weight][:ATOMS]
    sample = rng.uniform((0.0, 0.0), SHEET, (ATOMS * 30, 2))
    sample = sample[rng.uniform(size=len(sample)) < 0.25 + 0.75 * settlement(sample)]
    for _ in range(3):
        _, owner = cKDTree(sites).query(sample)
        count = np.bincount(owner, minlength=len(sites))
        for axis in (0, 1):
            total = np.bincount(owner, sample[:, axis], minlength=len(sites))
            sites[:, axis] = np.where(
                count > 0, total / np.maximum(count, 1), sites[:, axis]
            )
    return sites


def _height(sites: Floats) -> Floats:
    """Return a made-up height of each atom: above zero is land."""
    swell = noise(sites, cell=0.42, seed=SEED + 1, octaves=2)
    chop = noise(sites, cell=0.12, seed=SEED + 5, octaves=3)
    border = shapely.distance(INLAND_BORDER, shapely.points(sites))
    calm = 0.12 + 0.88 * (1.0 - np.exp(-((border / 0.14) ** 2)))
    height = _signed_distance(MAINLAND, sites) + calm * (0.088 * swell + 0.036 * chop)
    for island in ISLANDS:
        height = np.maximum(height, _signed_distance(island, sites) + 0.022 * chop)
    for inlet in INLETS:
        height = np.minimum(height, -_signed_distance(inlet, sites) + 0.004 * chop)
    return height


def _kinds(sites: Floats) -> Ints:
    """Return land, sea, lake or abroad for each atom."""
    at = shapely.points(sites)
    kinds = np.where(_height(sites) > 0.0, LAND, SEA)
    for lake in LAKES:
        wet = _signed_distance(lake, sites) > 0.012 * noise(sites, cell=0.1, seed=SEED)
        kinds[wet & (kinds == LAND)] = LAKE
    beyond = shapely.distance(INLAND_BORDER, at) < 0.12
    kinds[beyond & (kinds == SEA) & (sites[:, 1] > 0.45)] = ABROAD
    return kinds


@cache
def terrain() -> Terrain:
    """Return the sheet's atoms, the same on every call."""
    rng = np.random.default_rng(SEED)
    sites = _sites(rng)
    diagram = Voronoi(sites)
    corners = np.array(diagram.ridge_vertices, dtype=np.int64)
    inside = (corners >= 0).all(axis=1)
    ridges = np.hstack([diagram.ridge_points[inside], corners[inside]])
    return Terrain(sites, _kinds(sites), diagram.vertices, ridges.astype(np.int64))
