"""Areas shown together as one zone, so that more can be shown than without them.

A district with a handful of returnees is hidden with everything in it, and takes a
neighbour with it. Shown together with that neighbour, as one zone, the figure of both
stays public. What the zone is made of is still protected like any other small count:
an attacker knows the members, and may get at one of them by its parts, or by what an
earlier release has shown. So the members stay in the lattice, as cells never shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from .lattice import LatticeError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .lattice import BoolArray, IntArray, Lattice


@dataclass(frozen=True)
class LevelPrice:
    """What a release shows of one level, and what that costs.

    ``cells`` are the figures offered, a zone's among them, ``hidden`` those hatched;
    ``people`` is the sum of the former, ``people_hidden`` of the latter. ``merged``
    figures are not offered because a zone is shown in their place.
    """

    level: int
    cells: int
    hidden: int
    merged: int
    people: int
    people_hidden: int


def merge_areas(lattice: Lattice, zones: Sequence[Sequence[int]]) -> Lattice:
    """The lattice in which the areas of each zone are shown together, as one.

    ``zones`` lists areas by index: two or more of one level and one parent each, no
    area twice. Atoms, and so the counts, stay as they are. All cells keep their index
    (those of the members are not listed any more); the cells of the zones follow, zone
    by zone and column by column, with areas numbered on from those there are. A zone
    shows the columns that its members would.

    Raises LatticeError for zones that are not such areas.
    """
    if not zones:
        return lattice
    zone_of = _zone_of(lattice, zones)
    columns = int(lattice.cell_group.max()) + 1
    n_areas, n_cells, n_new = len(zone_of), lattice.n_cells, len(zones) * columns
    cell_zone = np.where(lattice.remainders, -1, zone_of[lattice.cell_area])
    zone_cell = np.where(
        cell_zone < 0, -1, n_cells + cell_zone * columns + lattice.cell_group
    )
    member_cells = np.flatnonzero(zone_cell >= 0)
    members = sp.csr_matrix(
        (
            np.ones(len(member_cells), dtype=np.int64),
            (zone_cell[member_cells] - n_cells, member_cells),
        ),
        shape=(n_new, n_cells),
    )
    first = [zone[0] for zone in zones]
    parents = np.concatenate([lattice.area_parents, lattice.area_parents[first]])
    member_areas = np.flatnonzero(zone_of >= 0)
    parents[member_areas] = n_areas + zone_of[member_areas]
    families, sums = _families(lattice, members, zone_cell, np.array(first))
    new_area = np.repeat(np.arange(len(zones)), columns)
    new = np.ones(n_new, dtype=np.bool_)
    offered = members @ lattice.listed.astype(np.int64) > 0
    twins = np.full(n_new, -1, dtype=np.int64)
    twinned = member_cells[lattice.twins[member_cells] >= 0]
    twins[zone_cell[twinned] - n_cells] = zone_cell[lattice.twins[twinned]]
    return replace(
        lattice,
        memberships=sp.vstack(
            [lattice.memberships, members @ lattice.memberships], "csr"
        ),
        cell_area=np.r_[lattice.cell_area, n_areas + new_area],
        cell_level=np.r_[lattice.cell_level, _levels(lattice)[first][new_area]],
        cell_group=np.r_[lattice.cell_group, np.tile(np.arange(columns), len(zones))],
        listed=np.r_[lattice.listed & (cell_zone < 0), offered],
        remainders=np.r_[lattice.remainders, ~new],
        area_parents=parents,
        families=families,
        family_sums=sums,
        twins=np.r_[lattice.twins, twins],
    )


def remember_zones(lattice: Lattice, zones: Sequence[Sequence[int]]) -> Lattice:
    """The lattice with the sums of zones that were shown before, and are not any more.

    ``zones`` lists areas by index: two or more of one level, no area twice in one zone;
    zones of several releases may overlap. All cells keep their index; those of the
    zones follow, zone by zone and column by column, none of them listed. What was shown
    of them is for ``fixed_published`` to say.

    Raises LatticeError for zones that are not such areas.
    """
    if not zones:
        return lattice
    levels, parents = _levels(lattice), lattice.area_parents
    above, sums = [], []
    for zone in zones:
        first = int(_areas_of(zone, levels)[0])
        while parents[first] >= 0 and levels[parents[first]] == levels[zone[0]]:
            first = int(parents[first])
        above.append(int(parents[first]))
        sums.append(_sums_over(lattice, zone))
    members = sp.vstack(sums, format="csr")
    columns, n_new = int(lattice.cell_group.max()) + 1, members.shape[0]
    none = np.zeros(n_new, dtype=np.bool_)
    start = lattice.n_cells + np.arange(0, n_new, columns)
    twins = (start[:, None] + _column_twins(lattice)).ravel()
    twins[np.tile(_column_twins(lattice) < 0, len(zones))] = -1
    area = len(parents) + np.repeat(np.arange(len(zones)), columns)
    families = sp.hstack(
        [lattice.families, sp.csr_matrix((lattice.families.shape[0], n_new))], "csr"
    )
    return replace(
        lattice,
        memberships=sp.vstack(
            [lattice.memberships, members @ lattice.memberships], "csr"
        ),
        cell_area=np.r_[lattice.cell_area, area],
        cell_level=np.r_[
            lattice.cell_level,
            np.repeat([levels[zone[0]] for zone in zones], columns),
        ],
        cell_group=np.r_[lattice.cell_group, np.tile(np.arange(columns), len(zones))],
        listed=np.r_[lattice.listed, none],
        remainders=np.r_[lattice.remainders, none],
        area_parents=np.r_[parents, np.array(above, dtype=np.int64)],
        families=families,
        twins=np.r_[lattice.twins, twins],
    )


def propose_zones(
    lattice: Lattice,
    hidden: npt.ArrayLike,
    *,
    level: int,
    neighbours: Collection[tuple[int, int]] | None = None,
) -> list[list[int]]:
    """Zones that would let something be shown of areas now hidden with all they hold.

    ``hidden``      what a protection hides (cells,)
    ``level``       the level of the areas to put together
    ``neighbours``  pairs of areas that touch; any sisters are put together if not given

    Hidden sisters that touch make a zone; one alone takes in the first shown sister that
    it touches. The counts have no say: a zone that grew until it was large enough would
    tell whoever knows the rule that it was too small without its last area (a minimality
    attack: Wong, Fu, Wang and Pei 2007). Whether a zone is shown, and what it costs, only
    a protection of the merged lattice tells.
    """
    dark = _dark(lattice, np.asarray(hidden, dtype=np.bool_))
    touching = None if neighbours is None else {frozenset(pair) for pair in neighbours}
    sisters_of: dict[int, list[int]] = {}
    for area in np.flatnonzero(_levels(lattice) == level).tolist():
        sisters_of.setdefault(int(lattice.area_parents[area]), []).append(area)
    zones = []
    for sisters in sisters_of.values():
        free = [area for area in sisters if not dark[area]]
        for part in _connected([area for area in sisters if dark[area]], touching):
            zone = part
            if len(part) == 1:
                near = [area for area in free if _touch(part[0], area, touching)][:1]
                free = [area for area in free if area not in near]
                zone = part + near
            if len(zone) > 1:
                zones.append(sorted(zone))
    return zones


def price_by_level(
    lattice: Lattice, counts: npt.ArrayLike, hidden: npt.ArrayLike
) -> list[LevelPrice]:
    """What of each level would be shown, hidden and given up, coarsest level first."""
    values = lattice.cell_values(counts)
    mask = np.asarray(hidden, dtype=np.bool_)
    merged = ~lattice.listed & ~lattice.remainders
    return [
        LevelPrice(
            level=level,
            cells=int((at & lattice.listed).sum()),
            hidden=int((at & lattice.listed & mask).sum()),
            merged=int((at & merged).sum()),
            people=int(values[at & lattice.listed].sum()),
            people_hidden=int(values[at & lattice.listed & mask].sum()),
        )
        for level in np.unique(lattice.cell_level).tolist()
        for at in [lattice.cell_level == level]
    ]


def _zone_of(lattice: Lattice, zones: Sequence[Sequence[int]]) -> IntArray:
    """The zone of each area, −1 for none."""
    levels = _levels(lattice)
    zone_of = np.full(len(levels), -1, dtype=np.int64)
    for number, zone in enumerate(zones):
        areas = _areas_of(zone, levels)
        if (zone_of[areas] >= 0).any():
            raise LatticeError("An area is in two zones.")
        if len(np.unique(lattice.area_parents[areas])) > 1:
            raise LatticeError("The areas of a zone are of one level and one parent.")
        zone_of[areas] = number
    return zone_of


def _areas_of(zone: Sequence[int], levels: IntArray) -> IntArray:
    """The areas of a zone, in their order."""
    areas = np.unique(np.asarray(zone, dtype=np.int64))
    if len(areas) < 2 or len(areas) < len(zone):
        raise LatticeError("A zone is made of two or more different areas.")
    if areas[0] < 0 or areas[-1] >= len(levels):
        raise LatticeError("An area of a zone is not among the areas.")
    if len(np.unique(levels[areas])) > 1:
        raise LatticeError("The areas of a zone are of one level and one parent.")
    return areas


def _column_twins(lattice: Lattice) -> IntArray:
    """For each column, that of its twin; −1 for none."""
    twins = np.full(int(lattice.cell_group.max()) + 1, -1, dtype=np.int64)
    twinned = np.flatnonzero(lattice.twins >= 0)
    twins[lattice.cell_group[twinned]] = lattice.cell_group[lattice.twins[twinned]]
    return twins


def _sums_over(lattice: Lattice, zone: Sequence[int]) -> sp.csr_matrix:
    """Columns × cells: the members' cells that add up to each figure of a zone."""
    cells = np.flatnonzero(np.isin(lattice.cell_area, zone) & ~lattice.remainders)
    return sp.csr_matrix(
        (np.ones(len(cells), dtype=np.int64), (lattice.cell_group[cells], cells)),
        shape=(int(lattice.cell_group.max()) + 1, lattice.n_cells),
    )


def _levels(lattice: Lattice) -> IntArray:
    levels = np.zeros(len(lattice.area_parents), dtype=np.int64)
    levels[lattice.cell_area] = lattice.cell_level
    return levels


def _families(
    lattice: Lattice, members: sp.csr_matrix, zone_cell: IntArray, first: IntArray
) -> tuple[sp.csr_matrix, IntArray]:
    """A parent is made up of zones, a zone of its members and its columns of columns."""
    n_new, n_cells = members.shape
    parts = lattice.families.tocoo()
    sums = lattice.family_sums[parts.row]
    by_area = lattice.cell_group[parts.col] == lattice.cell_group[sums]
    lifted = by_area & (zone_cell[parts.col] >= 0)
    above = _ones(
        parts.row,
        np.where(lifted, zone_cell[parts.col], parts.col),
        (lattice.families.shape[0], n_cells + n_new),
    )
    of_first = (
        ~by_area & (zone_cell[sums] >= 0) & np.isin(lattice.cell_area[sums], first)
    )
    columns = _ones(
        zone_cell[sums[of_first]] - n_cells,
        zone_cell[parts.col[of_first]],
        (n_new, n_cells + n_new),
    )
    within = sp.hstack([members, sp.csr_matrix((n_new, n_new))], format="csr")
    families = sp.vstack([above, columns, within], format="csr")
    new = n_cells + np.arange(n_new)
    used = np.flatnonzero(np.diff(families.indptr))
    return families[used], np.r_[lattice.family_sums, new, new][used]


def _ones(rows: IntArray, columns: IntArray, shape: tuple[int, int]) -> sp.csr_matrix:
    matrix = sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape)
    matrix.data[:] = 1.0
    return matrix


def _dark(lattice: Lattice, hidden: BoolArray) -> BoolArray:
    """Areas of which nothing is shown, nor of anything in them."""
    dark = np.ones(len(lattice.area_parents), dtype=np.bool_)
    shown = np.unique(lattice.cell_area[lattice.listed & ~hidden])
    while len(shown):
        dark[shown] = False
        shown = np.unique(lattice.area_parents[shown])
        shown = shown[(shown >= 0)]
        shown = shown[dark[shown]]
    return dark


def _connected(
    areas: Sequence[int], touching: set[frozenset[int]] | None
) -> list[list[int]]:
    """The areas in parts that hang together."""
    left, parts = list(areas), []
    while left:
        part = [left.pop(0)]
        for each in part:
            near = [area for area in left if _touch(each, area, touching)]
            part.extend(near)
            left = [area for area in left if area not in near]
        parts.append(part)
    return parts


def _touch(one: int, other: int, touching: set[frozenset[int]] | None) -> bool:
    return touching is None or frozenset((one, other)) in touching
