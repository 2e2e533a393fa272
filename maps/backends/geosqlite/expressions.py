"""GeoDjango's functions that need another spelling than SpatiaLite's."""

from __future__ import annotations

from functools import singledispatch
from typing import Any, TypeAlias

from django.contrib.gis.db.models import GeometryField, functions
from django.db import NotSupportedError
from django.db.models.functions import Cast

Spelling: TypeAlias = tuple[str, Any] | None


@singledispatch
def spatial_sql(node: Any, compiler: Any, connection: Any) -> Spelling:
    """SQL and parameters of an expression; None to leave it to Django.

    Raises NotSupportedError for a measure of coordinates in degrees.
    """
    return None


@spatial_sql.register
def _(node: functions.Distance, compiler: Any, connection: Any) -> Spelling:
    """Metres over the Earth for degrees, as on PostGIS; NULL stays NULL."""
    function = None
    if node.geo_field.geodetic(connection):
        is_exact = node.spheroid or node.source_is_geography()
        function = "ST_DistanceSpheroid" if is_exact else "ST_DistanceSphere"
    return node.as_sql(compiler, connection, function=function)


@spatial_sql.register
def _(node: functions.Area, compiler: Any, connection: Any) -> Spelling:
    _require_projected(node, connection)
    return None


@spatial_sql.register
def _(node: functions.Length, compiler: Any, connection: Any) -> Spelling:
    """Metres over the Earth for degrees, as on PostGIS; with heights where there are."""
    function = "ST_3DLength" if node.geo_field.dim == 3 else None
    if node.geo_field.geodetic(connection):
        is_exact = node.spheroid or not node.source_is_geography()
        function = "ST_LengthSpheroid" if is_exact else "ST_LengthSphere"
    return node.as_sql(compiler, connection, function=function)


@spatial_sql.register
def _(node: functions.Perimeter, compiler: Any, connection: Any) -> Spelling:
    _require_projected(node, connection)
    function = "ST_3DPerimeter" if node.geo_field.dim == 3 else None
    return node.as_sql(compiler, connection, function=function)


@spatial_sql.register
def _(node: functions.BoundingCircle, compiler: Any, connection: Any) -> Spelling:
    """With its number of segments."""
    return node.as_sql(compiler, connection)


@spatial_sql.register
def _(node: Cast, compiler: Any, connection: Any) -> Spelling:
    if isinstance(node.output_field, GeometryField):
        raise NotSupportedError(
            "Cast to a geometry field is not supported: SQLite would read the blob as "
            "a number."
        )
    return None


@spatial_sql.register
def _(node: functions.GeometryDistance, compiler: Any, connection: Any) -> Spelling:
    raise NotSupportedError(
        "GeometryDistance is an operator of PostGIS: order by Distance() instead."
    )


def _require_projected(node: functions.GeoFunc, connection: Any) -> None:
    if node.geo_field.geodetic(connection):
        raise NotSupportedError(
            f"{node.name} on geodetic coordinate systems not supported. Wrap the field "
            "in Transform() to a projected system first (EPSG:6933 for areas)."
        )
