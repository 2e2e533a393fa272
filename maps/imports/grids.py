"""Points to areas by a grid: most cells lie wholly in one area and need no geometry.

A cell that no border touches is *settled*: whatever lies in it lies in the same area,
or in none.  Only points in the other cells, along borders, are put to GEOS, and only
against the few areas whose borders pass there.  So the answers are GEOS's own, points
on borders and vertices included, at a fraction of its time and memory.

Workers of a cluster import this module: it knows neither Django nor this project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

#: The index that stands for "in none of the areas".
NOWHERE = -1

#: Two cells to a vertex, within these bounds: finer costs more than it saves.
_FEWEST_CELLS, _MOST_CELLS = 1 << 10, 1 << 19
#: In cells.  Far more than rounding can move a point or a border, and far less than
#: a cell: a border this near to a cell counts as touching it.
_NEAR = 1e-6
#: Edges looked at together while the grid is drawn, to bound memory.
_EDGES = 1 << 15
#: Vertices prepared for many questions at one time (GEOS takes some 160 bytes each).
_PREPARED = 100_000
#: Points in one area from which preparing it pays.
_WORTH_PREPARING = 8


class AreaGrid:
    """Areas in order of preference, behind a grid of settled cells.

    A point that touches several areas is given to the first of them.
    """

    def __init__(self, geometries: Sequence[BaseGeometry | None]) -> None:
        """Draw the grid.

        :param geometries: valid polygons, most preferred first; ``None`` holds nothing.
        """
        self._geometries = np.asarray([*geometries, None], dtype=object)[:-1]
        self._vertices = shapely.get_num_coordinates(self._geometries)
        vertices = int(self._vertices.sum())
        self._is_empty = vertices == 0
        if self._is_empty:
            return
        self._fits_prepared = vertices <= _PREPARED
        west, south, east, north = shapely.total_bounds(self._geometries).tolist()
        self._bounds = west, south, east, north
        self._shape, self._cell = _division(self._bounds, vertices)
        self._draw()

    def locate(self, x: Floats, y: Floats) -> Ints:
        """Indices of the areas that hold the points; ``NOWHERE`` if none or not finite."""
        found = np.full(x.shape, NOWHERE, dtype=np.int64)
        if self._is_empty:
            return found
        west, south, east, north = self._bounds
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        x, y = x[near], y[near]
        label = self._labels[self._cell_of(x, y)]
        found[near] = np.maximum(label, NOWHERE)
        doubtful = np.flatnonzero(label < NOWHERE)
        found[near[doubtful]] = self._ask(
            x[doubtful], y[doubtful], -2 - label[doubtful].astype(np.int64)
        )
        return found

    def _cell_of(self, x: Floats, y: Floats) -> Ints:
        columns, rows = self._shape
        column = _whole((x - self._bounds[0]) / self._cell[0], columns)
        return column + columns * _whole((y - self._bounds[1]) / self._cell[1], rows)

    def _draw(self) -> None:
        """Label cells: an area, ``NOWHERE``, or -2 - n for the nth cell with a border.

        The candidates of the nth such cell are those from ``_first[n]`` on, in order
        of preference.
        """
        columns, rows = self._shape
        count = len(self._geometries)
        touched, inside = [], []
        for edges in self._edges():
            touched.append(edges.touches(self._shape, count))
            inside.append(edges.crossings(self._shape, count))
        pairs = _distinct(np.concatenate(touched))
        bordered = _distinct(pairs // count)
        labels = np.full(columns * rows, NOWHERE, dtype=np.int32)
        is_bordered = np.zeros(columns * rows, dtype=bool)
        is_bordered[bordered] = True
        around = [pairs]
        for cell, area in _runs(np.concatenate(inside), self._shape, count):
            # Least preferred first: what is written last remains.
            labels[cell] = area
            at_border = is_bordered[cell]
            around.append(cell[at_border] * count + area[at_border])
        labels[bordered] = -2 - np.arange(len(bordered))
        pairs = _distinct(np.concatenate(around))
        self._labels = labels
        self._candidates = (pairs % count).astype(np.int32)
        self._first = np.searchsorted(
            pairs // count, np.append(bordered, columns * rows)
        )

    def _edges(self) -> Iterator[_Edges]:
        """The areas' edges in units of cells, some areas at a time."""
        block = np.cumsum(self._vertices) // _EDGES
        for number in np.unique(block):
            first, stop = np.searchsorted(block, [number, number + 1])
            edges = _Edges.of(self._geometries[first:stop], int(first))
            yield edges.scaled(self._bounds[:2], self._cell)

    def _ask(self, x: Floats, y: Floats, cell: Ints) -> Ints:
        """GEOS's answers for points in cells with borders."""
        found = np.full(x.shape, NOWHERE, dtype=np.int64)
        place, last = self._first[cell], self._first[cell + 1]
        still = np.flatnonzero(place < last)
        while still.size:
            area = self._candidates[place[still]].astype(np.int64)
            order = np.argsort(area, kind="stable")
            still, area = still[order], area[order]
            holds = self._hold(area, x[still], y[still])
            found[still[holds]] = area[holds]
            still = still[~holds]
            place[still] += 1
            still = still[place[still] < last[still]]
        return found

    def _hold(self, area: Ints, x: Floats, y: Floats) -> NDArray[np.bool_]:
        """Whether each point touches the area beside it; ``area`` ascends."""
        holds = np.empty(area.shape, dtype=bool)
        for start, stop, many in self._together(area):
            shapely.prepare(many)
            holds[start:stop] = shapely.intersects_xy(
                self._geometries[area[start:stop]], x[start:stop], y[start:stop]
            )
            if not self._fits_prepared:
                shapely.destroy_prepared(many)
        return holds

    def _together(self, area: Ints) -> Iterator[tuple[int, int, Any]]:
        """Slices of points whose areas can be prepared together, and those areas."""
        areas, first, points = np.unique(area, return_index=True, return_counts=True)
        stop = np.append(first[1:], len(area))
        prepared = np.where(points >= _WORTH_PREPARING, self._vertices[areas], 0)
        block = np.cumsum(prepared) // _PREPARED
        for number in np.unique(block):
            members = np.flatnonzero(block == number)
            worth = areas[members[prepared[members] > 0]]
            yield first[members[0]], stop[members[-1]], self._geometries[worth]


class _Edges:
    """Edges of rings, from ``a`` to ``b``, of the areas ``area``."""

    def __init__(self, a: Floats, b: Floats, area: Ints) -> None:
        self.a, self.b, self.area = a, b, area

    @classmethod
    def of(cls, geometries: Any, first: int) -> _Edges:
        """The edges of some areas, of which the first has the index ``first``."""
        parts, area_of_part = shapely.get_parts(geometries, return_index=True)
        rings, part_of_ring = shapely.get_rings(parts, return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        start = np.flatnonzero(ring[1:] == ring[:-1])
        area = first + area_of_part[part_of_ring[ring[start]]]
        return cls(xy[start], xy[start + 1], area)

    def scaled(self, origin: tuple[float, float], cell: tuple[float, float]) -> _Edges:
        """The same in units of cells."""
        return _Edges((self.a - origin) / cell, (self.b - origin) / cell, self.area)

    def touches(self, shape: tuple[int, int], count: int) -> Ints:
        """``cell × count + area`` of every cell that an edge may touch.

        Edges are cut into pieces shorter than half a cell, so that a piece lies in
        at most two columns and two rows, the corners of its box.
        """
        a, step = self.a, self.b - self.a
        longer = np.maximum(np.abs(step[:, 0]), np.abs(step[:, 1]))
        pieces = np.maximum(np.ceil(2 * longer), 1).astype(np.int64)
        edge = np.repeat(np.arange(len(pieces)), pieces)
        nth = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        step = step[edge] / pieces[edge, None]
        begin = a[edge] + nth[:, None] * step
        low = np.minimum(begin, begin + step) - _NEAR
        high = np.maximum(begin, begin + step) + _NEAR
        left, right = (_whole(v[:, 0], shape[0]) for v in (low, high))
        down, up = (_whole(v[:, 1], shape[1]) for v in (low, high))
        area = self.area[edge]
        wide, tall = left != right, down != up
        both = wide & tall
        cell = np.concatenate(
            [
                left + shape[0] * down,
                (right + shape[0] * down)[wide],
                (left + shape[0] * up)[tall],
                (right + shape[0] * up)[both],
            ]
        )
        area = np.concatenate([area, area[wide], area[tall], area[both]])
        return _distinct(cell * count + area)

    def crossings(self, shape: tuple[int, int], count: int) -> Ints:
        """``(area × rows + row) × (columns + 1) + column``, sorted as a whole later.

        An edge crosses the middle line of ``row`` left of the middle of ``column``
        and right of the one before.
        """
        columns, rows = shape
        # Middle lines have whole numbers here.
        below = np.minimum(self.a[:, 1], self.b[:, 1]) - 0.5
        above = np.maximum(self.a[:, 1], self.b[:, 1]) - 0.5
        first, last = np.ceil(below).astype(np.int64), np.ceil(above).astype(np.int64)
        lines = last - first
        edge = np.repeat(np.arange(len(lines)), lines)
        nth = np.arange(len(edge)) - np.repeat(np.cumsum(lines) - lines, lines)
        row = first[edge] + nth
        a, step = self.a[edge], (self.b - self.a)[edge]
        share = (row + 0.5 - a[:, 1]) / step[:, 1]
        column = np.ceil(a[:, 0] + share * step[:, 0] - 0.5).astype(np.int64)
        column = np.clip(column, 0, columns)
        return (self.area[edge] * rows + row) * (columns + 1) + column


def _runs(
    crossings: Ints, shape: tuple[int, int], count: int
) -> Iterator[tuple[Ints, Ints]]:
    """Cells whose middle lies in an area, and that area; least preferred first.

    Along a line, every second crossing with an area's border leaves it.
    """
    columns, rows = shape
    crossings.sort()
    # Areas descend; a slice holds some thousands of runs.
    enter, leave = crossings[0::2][::-1], crossings[1::2][::-1]
    length = leave - enter
    for begin in range(0, len(enter), 1 << 15):
        part = slice(begin, begin + (1 << 15))
        line, column = np.divmod(enter[part], columns + 1)
        area, row = np.divmod(line, rows)
        run = np.repeat(np.arange(len(line)), length[part])
        nth = np.arange(len(run)) - np.repeat(
            np.cumsum(length[part]) - length[part], length[part]
        )
        yield (column + columns * row)[run] + nth, area[run]


def _division(
    bounds: tuple[float, float, float, float], vertices: int
) -> tuple[tuple[int, int], tuple[float, float]]:
    """Columns and rows of nearly square cells, and a cell's width and height."""
    west, south, east, north = bounds
    width = max(east - west, np.finfo(float).tiny)
    height = max(north - south, np.finfo(float).tiny)
    cells = min(max(2 * vertices, _FEWEST_CELLS), _MOST_CELLS)
    columns = int(np.clip(np.sqrt(cells * width / height), 1, cells))
    rows = max(cells // columns, 1)
    return (columns, rows), (width / columns, height / rows)


def _distinct(values: Ints) -> Ints:
    """Sorted, each once; neighbours are often equal, so they are dropped first."""
    if not values.size:
        return values
    values = values[np.append(True, values[1:] != values[:-1])]
    values.sort()
    return values[np.append(True, values[1:] != values[:-1])]


def _whole(position: Floats, count: int) -> Ints:
    """The cell of a position along one side, in units of cells."""
    return np.clip(np.floor(position), 0, count - 1).astype(np.int64)
