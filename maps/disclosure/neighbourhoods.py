"""Which atoms may be moved to protect a cell: near ones first.

A small programme over one district is solved in a fraction of a millisecond, and
keeps complementary cells close to the cell they protect. Only where the district
offers no way out is the region tried, then everything. A large region is tried by blocks
of districts first: three times the districts in one programme cost more than three
programmes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .lattice import IntArray, Lattice


#: Atoms from which on an area is tried by blocks of its parts first.
_LARGE = 2_000


class Neighbourhoods:
    """Nested sets of atoms around a cell, by the tree of areas."""

    def __init__(self, lattice: Lattice) -> None:
        self._lattice = lattice
        self._parents = lattice.area_parents
        self._enter, self._leave = _tour(self._parents)
        at = self._enter[lattice.atom_area]
        self._order = np.argsort(at, kind="stable")
        self._sorted_at = at[self._order]
        self._components = lattice.atom_components
        self._parts = _parts(self._parents)

    def around(self, cell: int) -> Iterator[tuple[tuple[int, int], IntArray]]:
        """(key, atoms) from the narrowest to the whole component of the cell.

        The narrowest is the area *above* the smallest area that holds the cell:
        moving a cell needs a neighbour that gives or takes.
        """
        memberships = self._lattice.memberships
        atoms = memberships.indices[
            memberships.indptr[cell] : memberships.indptr[cell + 1]
        ]
        if not len(atoms):
            return
        component = int(self._components[atoms[0]])
        size = 0
        for area, within in self._areas_above(atoms):
            near = self._atoms(self._enter[area], self._leave[area], component)
            if within >= 0 and len(near) > _LARGE:
                first, last = self._block(area, within, -(-len(near) // _LARGE))
                block = self._atoms(self._enter[first], self._leave[last], component)
                if len(block) > size:
                    size = len(block)
                    yield (len(self._parents) + first, component), block
            if len(near) > size:
                size = len(near)
                yield (area, component), near
        everything = np.flatnonzero(self._components == component)
        if len(everything) > size:
            yield (-1, component), everything

    def _areas_above(self, atoms: IntArray) -> Iterator[tuple[int, int]]:
        """Each area above, and which of its parts holds the atoms (−1: several do)."""
        at = self._enter[self._lattice.atom_area[atoms]]
        first, last = at.min(), at.max()
        area = int(self._lattice.atom_area[atoms[int(at.argmin())]])
        within = -1
        while area >= 0 and self._leave[area] <= last:
            area = int(self._parents[area])
        if area >= 0 and self._parents[area] >= 0 and self._enter[area] <= first:
            area, within = int(self._parents[area]), area
        while area >= 0:
            yield area, within
            area, within = int(self._parents[area]), area

    def _block(self, area: int, part: int, blocks: int) -> tuple[int, int]:
        """First and last part of the block of an area's parts that ``part`` is in."""
        parts = self._parts[area]
        width = -(-len(parts) // blocks)
        start = parts.index(part) // width * width
        return parts[start], parts[min(start + width, len(parts)) - 1]

    def _atoms(self, enter: int, leave: int, component: int) -> IntArray:
        """The atoms of one component in what is entered from ``enter`` to ``leave``."""
        start, stop = np.searchsorted(self._sorted_at, [enter, leave])
        found = self._order[start:stop]
        return np.sort(found[self._components[found] == component])


def _parts(parents: IntArray) -> dict[int, list[int]]:
    """The parts of each area, in their order; those of −1 have no area above."""
    parts: dict[int, list[int]] = {}
    for area, parent in enumerate(parents.tolist()):
        parts.setdefault(parent, []).append(area)
    return parts


def _tour(parents: IntArray) -> tuple[IntArray, IntArray]:
    """Numbers such that an area's parts are those entered in [enter, leave)."""
    children = _parts(parents)
    enter = np.zeros(len(parents), dtype=np.int64)
    leave = np.zeros(len(parents), dtype=np.int64)
    clock = 0
    stack = [(area, False) for area in reversed(children.get(-1, []))]
    while stack:
        area, done = stack.pop()
        if done:
            leave[area] = clock
            continue
        enter[area] = clock
        clock += 1
        stack.append((area, True))
        stack.extend((part, False) for part in reversed(children.get(area, [])))
    return enter, leave
