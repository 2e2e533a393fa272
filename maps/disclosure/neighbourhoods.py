"""Which atoms may be moved to protect a cell: near ones first.

A small programme over one district is solved in a fraction of a millisecond, and
keeps complementary cells close to the cell they protect. Only where the district
offers no way out is the region tried, then everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .lattice import IntArray, Lattice


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
        for area in self._areas_above(atoms):
            below = self._below(area)
            near = np.sort(below[self._components[below] == component])
            if len(near) > size:
                size = len(near)
                yield (area, component), near
        everything = np.flatnonzero(self._components == component)
        if len(everything) > size:
            yield (-1, component), everything

    def _areas_above(self, atoms: IntArray) -> Iterator[int]:
        at = self._enter[self._lattice.atom_area[atoms]]
        first, last = at.min(), at.max()
        area = int(self._lattice.atom_area[atoms[int(at.argmin())]])
        while area >= 0 and self._leave[area] <= last:
            area = int(self._parents[area])
        if area >= 0 and self._parents[area] >= 0 and self._enter[area] <= first:
            area = int(self._parents[area])
        while area >= 0:
            yield area
            area = int(self._parents[area])

    def _below(self, area: int) -> IntArray:
        start, stop = np.searchsorted(
            self._sorted_at, [self._enter[area], self._leave[area]]
        )
        return self._order[start:stop]


def _tour(parents: IntArray) -> tuple[IntArray, IntArray]:
    """Numbers such that an area's parts are those entered in [enter, leave)."""
    children: dict[int, list[int]] = {}
    for area, parent in enumerate(parents.tolist()):
        children.setdefault(parent, []).append(area)
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
