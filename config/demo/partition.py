"""Group the atoms of the land into provinces, districts and wards.

Groups grow from seeds along the cheapest paths between neighbouring atoms.
Crossing a river or a ridge is dear, so borders come to lie on them, as borders
do. Seeds then move to the middle of their group and the growth starts again.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from config.demo.terrain import (
    LAKE,
    LAND,
    RIVERS,
    SEED,
    TARNS,
    Floats,
    Ints,
    Terrain,
    noise,
)

PROVINCES, DISTRICTS, WARDS = 5, 34, 260
RELAXATIONS = 9
FERRY = 0.35
"""Cost of a sea crossing: an island keeps its own groups where it is large."""
ISLET = 60
"""Islands of fewer atoms belong to the ward on the nearest shore."""


@dataclass(frozen=True)
class Partition:
    """For each atom its group at each level, or the negative kind of its water.

    Groups are numbered 0.. over the whole sheet, in no meaningful order.
    """

    provinces: Ints
    districts: Ints
    wards: Ints


def _costs(terrain: Terrain) -> csr_array:
    """Return the symmetric matrix of travel costs between neighbouring land atoms."""
    first, second = terrain.ridges[:, 0], terrain.ridges[:, 1]
    land = terrain.kinds == LAND
    keep = land[first] & land[second]
    first, second = first[keep], second[keep]
    steps = np.linalg.norm(terrain.sites[first] - terrain.sites[second], axis=1)
    ways = shapely.linestrings(
        np.stack([terrain.sites[first], terrain.sites[second]], axis=1)
    )
    river = shapely.intersects(shapely.union_all(RIVERS), ways)
    rugged = np.exp(1.1 * noise(terrain.sites, cell=0.22, seed=SEED + 2))
    costs = steps * (1.0 + 6.0 * river) * (rugged[first] + rugged[second])
    first, second, costs = _with_ferries(terrain, first, second, costs)
    size = len(terrain.sites)
    matrix = csr_array((costs, (first, second)), shape=(size, size))
    return matrix + matrix.T


def _with_ferries(
    terrain: Terrain, first: Ints, second: Ints, costs: Floats
) -> tuple[Ints, Ints, Floats]:
    """Return the edges with one more for each island, to the nearest mainland atom."""
    land, island_of = _islands(terrain)
    main = land[island_of == 0]
    tree = cKDTree(terrain.sites[main])
    for island in range(1, island_of.max() + 1):
        members = land[island_of == island]
        distance, nearest = tree.query(terrain.sites[members])
        best = int(np.argmin(distance))
        first = np.append(first, members[best])
        second = np.append(second, main[nearest[best]])
        costs = np.append(costs, distance[best] + FERRY)
    return first, second, costs


def _islands(terrain: Terrain) -> tuple[Ints, Ints]:
    """Return the land atoms and the island of each: 0 the mainland, then by size."""
    land = np.flatnonzero(terrain.kinds == LAND)
    one, other = terrain.ridges[:, 0], terrain.ridges[:, 1]
    dry = (terrain.kinds[one] == LAND) & (terrain.kinds[other] == LAND)
    size = len(terrain.sites)
    touching = csr_array(
        (np.ones(dry.sum()), (one[dry], other[dry])), shape=(size, size)
    )
    _, component = connected_components(touching, directed=False)
    _, inverse, sizes = np.unique(
        component[land], return_inverse=True, return_counts=True
    )
    order = np.argsort(np.argsort(-sizes, kind="stable"), kind="stable")
    return land, order[inverse].astype(np.int64)


def _mainland(terrain: Terrain) -> Ints:
    """Return 0 for atoms of the mainland and of large islands, else -1."""
    land, island_of = _islands(terrain)
    large = np.bincount(island_of)[island_of] >= ISLET
    whole = np.full(len(terrain.sites), -1, dtype=np.int64)
    whole[land[large]] = 0
    return whole


def _spread_seeds(points: Floats, count: int, rng: np.random.Generator) -> Ints:
    """Return `count` row numbers of points that lie far from one another."""
    chosen = [int(rng.integers(len(points)))]
    nearest = np.full(len(points), np.inf)
    for _ in range(count - 1):
        gap = np.linalg.norm(points - points[chosen[-1]], axis=1)
        nearest = np.minimum(nearest, gap)
        chosen.append(int(np.argmax(nearest * rng.uniform(0.7, 1.0, len(points)))))
    return np.array(chosen, dtype=np.int64)


def _grow(
    costs: csr_array,
    points: Floats,
    members: Ints,
    count: int,
    rng: np.random.Generator,
) -> Ints:
    """Return the group 0..count-1 of each member atom."""
    inner = costs[members][:, members]
    place = points[members]
    seeds = _spread_seeds(place, count, rng)
    group = np.zeros(len(members), dtype=np.int64)
    for _ in range(RELAXATIONS):
        _, _, source = dijkstra(
            inner,
            directed=False,
            indices=seeds,
            min_only=True,
            return_predecessors=True,
        )
        rank = {int(seed): number for number, seed in enumerate(seeds)}
        group = np.array([rank[int(atom)] for atom in source], dtype=np.int64)
        for number in range(count):
            inside = np.flatnonzero(group == number)
            middle = place[inside].mean(axis=0)
            gap = np.linalg.norm(place[inside] - middle, axis=1)
            seeds[number] = inside[int(np.argmin(gap))]
    return group


def _shares(sizes: Ints, total: int) -> list[int]:
    """Return whole parts of `total` in proportion to sizes, each at least one."""
    exact = sizes / sizes.sum() * total
    parts = np.maximum(np.floor(exact), 1).astype(np.int64)
    while parts.sum() < total:
        parts[int(np.argmax(exact - parts))] += 1
    return [int(part) for part in parts]


def _subdivide(
    costs: csr_array,
    points: Floats,
    parents: Ints,
    total: int,
    rng: np.random.Generator,
) -> Ints:
    """Return each atom's child group, `total` in all, none crossing its parent."""
    children = np.full(len(parents), -1, dtype=np.int64)
    numbers = np.unique(parents[parents >= 0])
    sizes = np.array([(parents == number).sum() for number in numbers])
    offset = 0
    for number, count in zip(numbers, _shares(sizes, total), strict=True):
        members = np.flatnonzero(parents == number)
        children[members] = offset + _grow(costs, points, members, count, rng)
        offset += count
    return children


def _nearest_shore(terrain: Terrain, whole: Ints) -> Ints:
    """Return for each atom itself, or for an islet's the grouped atom closest to it.

    An islet is never divided: all its atoms follow the one nearest to a shore.
    """
    nearest = np.arange(len(whole))
    grouped = np.flatnonzero(whole == 0)
    tree = cKDTree(terrain.sites[grouped])
    land, island_of = _islands(terrain)
    for island in np.unique(island_of[whole[land] < 0]):
        members = land[island_of == island]
        distance, row = tree.query(terrain.sites[members])
        nearest[members] = grouped[row[int(np.argmin(distance))]]
    return nearest


def _joined(terrain: Terrain, groups: Ints, nearest: Ints) -> Ints:
    """Return the groups with every islet in the group of the nearest shore."""
    return np.where(terrain.kinds == LAND, groups[nearest], terrain.kinds)


def _tarns(terrain: Terrain, wards: Ints) -> NDArray[np.bool_]:
    """Return which atoms lie in a tarn: a few, with their whole shore in one ward."""
    one, other = terrain.ridges[:, 0], terrain.ridges[:, 1]
    inner = np.ones(len(wards), dtype=np.bool_)
    apart = wards[one] != wards[other]
    inner[one[apart]] = False
    inner[other[apart]] = False
    inner &= terrain.kinds == LAND
    candidates = np.flatnonzero(inner)
    drowned = np.zeros(len(wards), dtype=np.bool_)
    tree = cKDTree(terrain.sites[candidates])
    for tarn in TARNS:
        drowned[candidates[tree.query(tarn)[1]]] = True
    return drowned


def partition(terrain: Terrain) -> Partition:
    """Return the three nested groupings of the land's atoms."""
    rng = np.random.default_rng(SEED + 3)
    costs = _costs(terrain)
    whole = _mainland(terrain)
    provinces = _subdivide(costs, terrain.sites, whole, PROVINCES, rng)
    districts = _subdivide(costs, terrain.sites, provinces, DISTRICTS, rng)
    wards = _subdivide(costs, terrain.sites, districts, WARDS, rng)
    nearest = _nearest_shore(terrain, whole)
    wards = _joined(terrain, wards, nearest)
    dry = ~_tarns(terrain, wards)
    return Partition(
        np.where(dry, _joined(terrain, provinces, nearest), LAKE),
        np.where(dry, _joined(terrain, districts, nearest), LAKE),
        np.where(dry, wards, LAKE),
    )
