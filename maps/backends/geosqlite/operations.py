"""How GeoDjango's lookups, functions and values are spelt here."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from django.contrib.gis.db.backends.base.operations import BaseSpatialOperations
from django.contrib.gis.geos.geometry import GEOSGeometryBase
from django.contrib.gis.geos.prototypes.io import wkb_r
from django.contrib.gis.measure import Distance
from django.db import NotSupportedError
from django.db.backends.sqlite3.operations import (
    DatabaseOperations as SQLiteOperations,
)

from .adapter import GeometryAdapter
from .geometry_columns import declaration_of
from .operators import GIS_OPERATORS
from .reference_systems import ReferenceSystems

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.gis.db.models import GeometryField


class DatabaseOperations(BaseSpatialOperations, SQLiteOperations):
    """SQLite's operations with the spatial ones of PostGIS."""

    name = "geosqlite"
    compiler_module = "maps.backends.geosqlite.compiler"
    Adapter = GeometryAdapter
    geom_func_prefix = "ST_"
    from_text = "ST_GeomFromText"  # type: ignore[assignment]  # the stubs say bool
    gis_operators = GIS_OPERATORS
    unsupported_functions = {"GeometryDistance", "MemSize"}
    function_names = {
        "AsWKB": "ST_AsBinary",
        "AsWKT": "ST_AsText",
        "BoundingCircle": "ST_MinimumBoundingCircle",
        "FromWKB": "ST_GeomFromWKB",
        "FromWKT": "ST_GeomFromText",
        "NumPoints": "ST_NPoints",
    }
    aggregate_names = {
        "Collect": "ST_AggregateCollect",
        "Extent": "ST_AggregateExtent",
        "Extent3D": "ST_Aggregate3DExtent",
        "MakeLine": "ST_AggregateMakeLine",
        "Union": "ST_AggregateUnion",
    }

    def spatial_ref_sys(self) -> type[ReferenceSystems]:
        """What stands in for the table of reference systems."""
        return ReferenceSystems

    def spatial_aggregate_name(self, agg_name: str) -> str:
        """The SQL function of an aggregate."""
        return self.aggregate_names[agg_name]

    def geo_db_type(self, f: GeometryField[Any, Any]) -> str:
        """The declared type of a column.  Raises NotSupportedError for a raster."""
        if f.geom_type == "RASTER":
            raise NotSupportedError("Raster fields are not supported by this backend.")
        return declaration_of(f)

    def get_geom_placeholder(
        self, f: GeometryField[Any, Any], value: Any, compiler: Any
    ) -> str:
        """Where a value goes, with its transformation if it is in another system."""
        if hasattr(value, "as_sql"):
            srid = value.output_field.srid
        else:
            srid = None if value is None else value.srid
        if srid is None or srid == f.srid:
            return "%s"
        return f"{self.spatial_function_name('Transform')}(%s, {f.srid})"

    def get_distance(
        self, f: GeometryField[Any, Any], value: list[Any], lookup_type: str
    ) -> list[Any]:
        """A lookup's distance in the unit that its SQL function answers in.

        Raises ValueError for a distance in metres in ``dwithin`` on degrees, as the
        PostGIS back end does.
        """
        distance = value[0]
        if not isinstance(distance, Distance):
            return [distance]
        if not f.geodetic(self.connection):
            unit = Distance.unit_attname(f.units_name(self.connection))
            return [getattr(distance, unit)]
        if lookup_type == "dwithin" and not f.geography:
            raise ValueError(
                "Only numeric values of degree units are allowed on geographic "
                "DWithin queries."
            )
        return [distance.m]

    def convert_extent(  # type: ignore[override]
        self, box: bytes | None
    ) -> tuple[float, ...] | None:
        """The bytes of the Extent aggregate as (west, south, east, north)."""
        return None if box is None else struct.unpack("<4d", box)

    def convert_extent3d(  # type: ignore[override]
        self, box3d: bytes | None
    ) -> tuple[float, ...] | None:
        """The bytes of the Extent3D aggregate as (xmin, ymin, zmin, xmax, ymax, zmax)."""
        return None if box3d is None else struct.unpack("<6d", box3d)

    def get_geometry_converter(self, expression: Any) -> Callable[..., Any]:
        """A function that turns a blob into the geometry class of a field."""
        read = wkb_r().read
        geom_class = expression.output_field.geom_class

        def converter(value: bytes | None, expression: Any, connection: Any) -> Any:
            if value is None:
                return None
            geometry = read(memoryview(value), max_geom_collections=None)
            return GEOSGeometryBase(geometry, geom_class)

        return converter
