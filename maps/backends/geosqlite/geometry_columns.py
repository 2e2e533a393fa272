"""How a geometry column is declared, and what may be stored in it.

The declared type is ``<geometry type> [unindexed](<srid>,<dimension>)``.  SQLite
ignores it; introspection and the R-tree's reconciliation read it.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.gis.db.models import GeometryField

WKB_TYPES = {
    "POINT": 1,
    "LINESTRING": 2,
    "POLYGON": 3,
    "MULTIPOINT": 4,
    "MULTILINESTRING": 5,
    "MULTIPOLYGON": 6,
    "GEOMETRYCOLLECTION": 7,
}
GEOMETRY_TYPES = ("GEOMETRY", *WKB_TYPES)
DECLARATION = re.compile(
    rf"({'|'.join(GEOMETRY_TYPES)})( unindexed)?\((\d+), ?([23])\)", re.IGNORECASE
)
Z_FLAG, SRID_FLAG = 0x80, 0x20


@dataclass(frozen=True)
class DeclaredGeometry:
    """A geometry column's type as its table declares it; SRID 0 means any."""

    geom_type: str
    srid: int
    dim: int
    is_indexed: bool


def declaration_of(field: GeometryField[Any, Any]) -> str:
    """The declared type of a field's column."""
    unindexed = "" if field.spatial_index else " unindexed"
    return f"{field.geom_type}{unindexed}({max(field.srid, 0)},{field.dim})"


def parse_declaration(declared: str) -> DeclaredGeometry | None:
    """Read a declared type back; None when it is not one of ours."""
    match = DECLARATION.fullmatch(declared)
    if match is None:
        return None
    geom_type, unindexed, srid, dim = match.groups()
    return DeclaredGeometry(geom_type.upper(), int(srid), int(dim), unindexed is None)


def check_condition(field: GeometryField[Any, Any], column: str) -> str:
    """SQL that holds for the blobs that PostGIS would take in this column.

    Looks at the head of the EWKB only: type, dimension and SRID.  ``column`` is the
    quoted name.  No comma is followed by a blank: Django's introspection takes that
    for the end of a column.
    """
    z_flag = Z_FLAG if field.dim == 3 else 0
    tests = [f"typeof({column}) = 'blob'"]
    if field.geom_type != "GEOMETRY":
        tests.append(_bytes_are(column, 1, bytes([1, WKB_TYPES[field.geom_type]])))
    if field.srid > 0:
        head = bytes([z_flag | SRID_FLAG]) + struct.pack("<I", field.srid)
        tests.append(_bytes_are(column, 5, head))
    else:
        flags = ",".join(f"X'{flag:02X}'" for flag in (z_flag, z_flag | SRID_FLAG))
        tests.append(f"substr({column},5,1) IN ({flags})")
    return f"{column} IS NULL OR ({' AND '.join(tests)})"


def _bytes_are(column: str, position: int, expected: bytes) -> str:
    """SQL that compares bytes of a blob, counted from 1."""
    return f"substr({column},{position},{len(expected)}) = X'{expected.hex()}'"
