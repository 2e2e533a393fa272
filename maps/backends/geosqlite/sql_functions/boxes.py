"""Comparisons of bounding boxes, and the search box for the R-tree.

PostGIS keeps the boxes of its operators in single precision, rounded outwards, so
``&&`` may hold for boxes 1e-7 apart.  The same here, that both give one answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from .blobs import Box, box_of, is_empty_box, require_same_srid
from .registry import sql_function

BoxTest: TypeAlias = Callable[[Box, Box], bool]

TESTS: dict[str, BoxTest] = {
    "ST_BoxOverlaps": lambda a, b: (
        a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
    ),
    "ST_BoxContains": lambda a, b: (
        a[0] <= b[0] and a[1] <= b[1] and a[2] >= b[2] and a[3] >= b[3]
    ),
    "ST_BoxWithin": lambda a, b: (
        a[0] >= b[0] and a[1] >= b[1] and a[2] <= b[2] and a[3] <= b[3]
    ),
    "ST_BoxLeft": lambda a, b: a[2] < b[0],
    "ST_BoxRight": lambda a, b: a[0] > b[2],
    "ST_BoxAbove": lambda a, b: a[1] > b[3],
    "ST_BoxBelow": lambda a, b: a[3] < b[1],
    "ST_BoxOverLeft": lambda a, b: a[2] <= b[2],
    "ST_BoxOverRight": lambda a, b: a[0] >= b[0],
    "ST_BoxOverAbove": lambda a, b: a[1] >= b[1],
    "ST_BoxOverBelow": lambda a, b: a[3] <= b[3],
}


def single_precision(box: Box) -> Box:
    """The box in 32-bit floats, rounded outwards; an empty one stays NaN."""
    wanted = np.array(box)
    with np.errstate(over="ignore"):
        rounded = wanted.astype(np.float32)
    lower = np.nextafter(rounded[:2], np.float32(-np.inf))
    upper = np.nextafter(rounded[2:], np.float32(np.inf))
    xmin, ymin = np.where(rounded[:2] <= wanted[:2], rounded[:2], lower).tolist()
    xmax, ymax = np.where(rounded[2:] >= wanted[2:], rounded[2:], upper).tolist()
    return xmin, ymin, xmax, ymax


def _register(name: str, test: BoxTest) -> None:
    def call(first: bytes, second: bytes) -> bool:
        require_same_srid(first, second)
        return test(single_precision(box_of(first)), single_precision(box_of(second)))

    sql_function(name)(call)


for _name, _test in TESTS.items():
    _register(_name, _test)


@sql_function("ST_BoxEquals")
def has_same_box(first: bytes, second: bytes) -> bool:
    """Whether two bounding boxes are the same; those of empty geometries are."""
    require_same_srid(first, second)
    one, other = box_of(first), box_of(second)
    if is_empty_box(one) or is_empty_box(other):
        return is_empty_box(one) and is_empty_box(other)
    return single_precision(one) == single_precision(other)


def _register_side(names: tuple[str, ...], side: int) -> None:
    def call(blob: bytes) -> float | None:
        box = box_of(blob)
        return None if is_empty_box(box) else box[side]

    sql_function(*names)(call)


for _side, _names in enumerate(
    (
        ("ST_XMin", "ST_MinX"),
        ("ST_YMin", "ST_MinY"),
        ("ST_XMax", "ST_MaxX"),
        ("ST_YMax", "ST_MaxY"),
    )
):
    _register_side(_names, _side)


def _register_search_side(name: str, side: int, sign: int) -> None:
    def call(blob: bytes, margin: float) -> float | None:
        box = box_of(blob)
        if is_empty_box(box):
            return None
        grown = box[side] + sign * margin * (1 + 1e-9)
        return single_precision((grown, grown, grown, grown))[side]

    sql_function(name)(call)


for _side, (_name, _sign) in enumerate(
    (
        ("ST_SearchXMin", -1),
        ("ST_SearchYMin", -1),
        ("ST_SearchXMax", 1),
        ("ST_SearchYMax", 1),
    )
):
    _register_search_side(_name, _side, _sign)
