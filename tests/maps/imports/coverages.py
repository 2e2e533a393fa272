"""Random coverages: neighbours share their borders to the last bit, as real ones do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from hypothesis import strategies as st

if TYPE_CHECKING:
    from numpy.typing import NDArray


@st.composite
def coverages(draw: st.DrawFn) -> list[shapely.Geometry]:
    """Areas that together tile a patch, in several parts and with holes.

    The cells of a small crooked lattice are dealt out at random; an area is the union
    of what it was dealt. One deal in six goes to nobody: a hole, or a bay.
    """
    columns, rows = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    x, y = np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0), indexing="ij")
    crooked = draw(st.sampled_from([0.0, 0.2]))
    x += random.uniform(-crooked, crooked, x.shape)
    y += random.uniform(-crooked, crooked, y.shape)
    scale, west, south = draw(
        st.sampled_from([(1.0, 0.0, 0.0), (0.37, 29.1, 3.3), (1e-4, -71.3, 19.07)])
    )
    x, y = west + scale * x, south + scale * y
    dealt = random.integers(0, draw(st.integers(1, 6)), (columns, rows))
    dealt[random.random(dealt.shape) < 1 / 6] = -1
    areas = []
    for owner in np.unique(dealt[dealt >= 0]):
        cells = [
            shapely.Polygon(
                [
                    (x[i + di, j + dj], y[i + di, j + dj])
                    for di, dj in ((0, 0), (1, 0), (1, 1), (0, 1))
                ]
            )
            for i, j in zip(*np.nonzero(dealt == owner), strict=True)
        ]
        areas.append(shapely.union_all(cells))
    return areas


def telling_points(
    areas: list[shapely.Geometry], seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Vertices, points on edges, points anywhere in and around, and no points."""
    vertices = shapely.get_coordinates(areas)
    if not len(vertices):
        vertices = np.zeros((1, 2))
    random = np.random.default_rng(seed)
    shares = random.choice([0.5, 0.25, 1 / 3], (len(vertices), 1))
    on_edges = vertices + shares * (np.roll(vertices, -1, axis=0) - vertices)
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    margin = 0.2 * (high - low)
    anywhere = random.uniform(low - margin, high + margin, (200, 2))
    nearly = np.nextafter(vertices, random.choice([-np.inf, np.inf], vertices.shape))
    none = np.array([[np.nan, 1.0], [np.inf, 1.0], [np.nan, np.nan]])
    points = np.concatenate([vertices, on_edges, anywhere, nearly, none])
    return points[:, 0], points[:, 1]
