"""Geometry at the border of SQL: little-endian EWKB in, shapely in the middle.

Layout of a blob: byte 0 the byte order (always 1), bytes 1-4 the type with the
flags Z (0x80000000) and SRID (0x20000000), bytes 5-8 the SRID when flagged, then
the coordinates.
"""

from __future__ import annotations

import math
import struct
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

import shapely

from .failures import SpatialFunctionError

if TYPE_CHECKING:
    from collections.abc import Callable

Box: TypeAlias = tuple[float, float, float, float]
"""xmin, ymin, xmax, ymax; all NaN for an empty geometry."""

POINT_WITH_SRID = b"\x01\x01\x00\x00\x20"
POINT_BLOB_LENGTH = 25
CACHE_BYTES = 16 * 1024 * 1024
PREPARED_CACHE_BYTES = 4 * 1024 * 1024

Kept = TypeVar("Kept")


class RecentlyUsed(Generic[Kept]):
    """Results for the blobs seen last, bounded by the bytes of those blobs.

    By bytes and not by entries: one coastline can outweigh ten thousand villages.
    """

    def __init__(self, make: Callable[[bytes], Kept], capacity: int) -> None:
        self._make = make
        self._capacity = capacity
        self._used = 0
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()

    def __call__(self, blob: bytes) -> Kept:
        if blob in self._kept:
            self._kept.move_to_end(blob)
            return self._kept[blob]
        made = self._make(blob)
        self._kept[blob] = made
        self._used += len(blob)
        while self._used > self._capacity and len(self._kept) > 1:
            dropped, _ = self._kept.popitem(last=False)
            self._used -= len(dropped)
        return made


def _parse(blob: bytes) -> shapely.Geometry:
    return shapely.from_wkb(blob)


def _parse_and_prepare(blob: bytes) -> shapely.Geometry:
    geometry = shapely.from_wkb(blob)
    shapely.prepare(geometry)
    return geometry


def _measure_box(blob: bytes) -> Box:
    xmin, ymin, xmax, ymax = shapely.bounds(load(blob)).tolist()
    return xmin, ymin, xmax, ymax


class _Caches(threading.local):
    """One set a thread: GEOS's prepared geometries must not be shared by threads."""

    def __init__(self) -> None:
        self.plain = RecentlyUsed(_parse, CACHE_BYTES)
        self.prepared = RecentlyUsed(_parse_and_prepare, PREPARED_CACHE_BYTES)
        self.boxes = RecentlyUsed(_measure_box, CACHE_BYTES)


_caches = _Caches()


def load(blob: bytes) -> shapely.Geometry:
    """The geometry of a blob."""
    return _caches.plain(blob)


def load_prepared(blob: bytes) -> shapely.Geometry:
    """The geometry of a blob, prepared: for the constant side of a query."""
    return _caches.prepared(blob)


def dump(geometry: shapely.Geometry, srid: int) -> bytes:
    """A geometry as a blob, with the SRID inside unless it is 0."""
    marked = shapely.set_srid(geometry, srid)
    blob: bytes = shapely.to_wkb(marked, include_srid=srid != 0, byte_order=1)
    return blob


def box_of(blob: bytes) -> Box:
    """The bounding box; that of a point is read without parsing it."""
    if is_point_blob(blob):
        x, y = point_of(blob)
        return x, y, x, y
    return _caches.boxes(blob)


def is_point_blob(blob: bytes) -> bool:
    """Whether this is the commonest case: a 2D point (perhaps empty) with SRID."""
    return len(blob) == POINT_BLOB_LENGTH and blob.startswith(POINT_WITH_SRID)


def point_of(blob: bytes) -> tuple[float, float]:
    """x and y of a point's blob; both NaN for an empty point."""
    x, y = struct.unpack_from("<2d", blob, 9)
    return x, y


def boxes_meet(first: Box, second: Box, margin: float = 0.0) -> bool:
    """Whether two boxes share a point, the second grown by a margin.

    Never so when one is empty.
    """
    return (
        first[0] <= second[2] + margin
        and second[0] - margin <= first[2]
        and first[1] <= second[3] + margin
        and second[1] - margin <= first[3]
    )


def is_empty_box(box: Box) -> bool:
    """Whether the box is that of an empty geometry."""
    return math.isnan(box[0])


def srid_of(blob: Any) -> int:
    """The SRID inside a blob; 0 when there is none, or when it is no geometry."""
    if isinstance(blob, bytes) and len(blob) > 9 and blob[4] & 0x20:
        srid: int = struct.unpack_from("<I", blob, 5)[0]
        return srid
    return 0


def require_same_srid(first: bytes, second: bytes) -> None:
    """Refuse to compare coordinates of two systems, as PostGIS does.

    Raises SpatialFunctionError.
    """
    one, other = srid_of(first), srid_of(second)
    if one != other:
        raise SpatialFunctionError(
            f"Operation on mixed SRID geometries: {one} and {other}"
        )
