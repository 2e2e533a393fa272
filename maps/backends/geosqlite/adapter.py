"""A geometry on its way into the database."""

from __future__ import annotations

from sqlite3 import PrepareProtocol
from typing import TYPE_CHECKING

from django.contrib.gis.db.backends.base.adapter import WKTAdapter
from django.contrib.gis.geos.prototypes.io import ewkb_w

if TYPE_CHECKING:
    from django.contrib.gis.geos import GEOSGeometry

LITTLE_ENDIAN = 1


class GeometryAdapter(WKTAdapter):
    """A geometry as a query parameter: the blob that a column holds."""

    def __init__(self, geometry: GEOSGeometry) -> None:
        self.srid = geometry.srid
        writer = ewkb_w(3 if geometry.hasz else 2)
        writer.byteorder = LITTLE_ENDIAN
        self.ewkb = bytes(writer.write(geometry))
        self._text = geometry.ewkt

    def __conform__(self, protocol: object) -> bytes | None:
        """Answer sqlite3's question for a value that it can store."""
        return self.ewkb if protocol is PrepareProtocol else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GeometryAdapter) and self.ewkb == other.ewkb

    def __hash__(self) -> int:
        return hash(self.ewkb)

    def __str__(self) -> str:
        return self._text
