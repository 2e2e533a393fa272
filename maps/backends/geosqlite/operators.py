"""Lookups as SQL: a function call, behind the R-tree where that is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.gis.db.backends.utils import SpatialOperator
from django.db import NotSupportedError
from django.db.models.expressions import Col

from .rtrees import has_rtree, rtree_name

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from django.contrib.gis.db.models.lookups import GISLookup

Params = tuple[Any, ...]
SEARCH = (
    ("xmax >=", "ST_SearchXMin"),
    ("xmin <=", "ST_SearchXMax"),
    ("ymax >=", "ST_SearchYMin"),
    ("ymin <=", "ST_SearchYMax"),
)


class PlanarOperator(SpatialOperator):
    """An operator answered by a function of the two geometries.

    ``on_geography`` false: PostGIS answers it on the curved Earth for a column with
    ``geography=True``, which this back end does not.
    """

    def __init__(self, func: str, *, on_geography: bool = True) -> None:
        super().__init__(func=func)
        self.on_geography = on_geography

    def as_sql(
        self,
        connection: Any,
        lookup: GISLookup,
        template_params: MutableMapping[str, Any],
        sql_params: Sequence[Any],
    ) -> tuple[str, Params]:
        """The condition and its parameters.

        Raises NotSupportedError on a geography column where the plane would differ.
        """
        if lookup.lhs.output_field.geography and not self.on_geography:
            raise NotSupportedError(
                f"The {lookup.lookup_name} lookup is not supported on a field with "
                "geography=True."
            )
        sql, params = super().as_sql(connection, lookup, template_params, sql_params)
        return sql, tuple(params)


class IndexedOperator(PlanarOperator):
    """An operator that cannot hold unless the bounding boxes meet.

    The R-tree gives the candidates by the box of the right-hand side, which must
    then not depend on the row: so only for a plain value, against a plain column, as
    a condition of a query (see ``compiler``).
    """

    def as_sql(
        self,
        connection: Any,
        lookup: GISLookup,
        template_params: MutableMapping[str, Any],
        sql_params: Sequence[Any],
    ) -> tuple[str, Params]:
        """The condition, with the R-tree in front where there is one."""
        sql, params = super().as_sql(connection, lookup, template_params, sql_params)
        if not self._can_search(connection, lookup):
            return sql, params
        margin, margin_params = self._margin(template_params, sql_params)
        value_params = tuple(sql_params[: len(sql_params) - len(margin_params)])
        column = lookup.lhs
        quote = connection.ops.quote_name
        meta = column.target.model._meta
        rtree = quote(rtree_name(meta.db_table, column.target.column))
        bounds = " AND ".join(
            f"{side} {function}({template_params['rhs']}, {margin})"
            for side, function in SEARCH
        )
        key = f"{quote(column.alias)}.{quote(meta.pk.column)}"
        # Quoted names and placeholders only.
        found = f"SELECT id FROM {rtree} WHERE {bounds}"  # noqa: S608
        return f"({key} IN ({found}) AND {sql})", (
            *(value_params + margin_params) * len(SEARCH),
            *params,
        )

    def _can_search(self, connection: Any, lookup: GISLookup) -> bool:
        left, right = lookup.lhs, lookup.rhs
        return (
            getattr(lookup, "is_condition", False)
            and isinstance(left, Col)
            and bool(left.alias)
            and not hasattr(right, "resolve_expression")
            and connection.features.has_rtree
            and has_rtree(left.target, left.target.model._meta.pk.db_type(connection))
        )

    def _margin(
        self, template_params: MutableMapping[str, Any], sql_params: Sequence[Any]
    ) -> tuple[str, Params]:
        """By how much to grow the search box: SQL and parameters."""
        return "0", ()


class DWithinOperator(IndexedOperator):
    """``dwithin``: in units of the SRID, or in metres on a geography column."""

    def as_sql(
        self,
        connection: Any,
        lookup: GISLookup,
        template_params: MutableMapping[str, Any],
        sql_params: Sequence[Any],
    ) -> tuple[str, Params]:
        """The condition; metres over the Earth cannot use boxes of degrees."""
        if not lookup.lhs.output_field.geography:
            return super().as_sql(connection, lookup, template_params, sql_params)
        template = "ST_DistanceSpheroid(%(lhs)s, %(rhs)s) <= %(value)s"
        return template % template_params, tuple(sql_params)

    def _can_search(self, connection: Any, lookup: GISLookup) -> bool:
        distances: list[Any] = lookup.rhs_params  # type: ignore[attr-defined]
        return super()._can_search(connection, lookup) and not hasattr(
            distances[0], "resolve_expression"
        )

    def _margin(
        self, template_params: MutableMapping[str, Any], sql_params: Sequence[Any]
    ) -> tuple[str, Params]:
        return template_params["value"], tuple(sql_params[-1:])


GIS_OPERATORS: dict[str, SpatialOperator] = {
    "contains": IndexedOperator("ST_Contains"),
    "contains_properly": IndexedOperator("ST_ContainsProperly"),
    "coveredby": IndexedOperator("ST_CoveredBy", on_geography=False),
    "covers": IndexedOperator("ST_Covers", on_geography=False),
    "crosses": IndexedOperator("ST_Crosses"),
    "intersects": IndexedOperator("ST_Intersects", on_geography=False),
    "overlaps": IndexedOperator("ST_Overlaps"),
    "touches": IndexedOperator("ST_Touches"),
    "within": IndexedOperator("ST_Within"),
    "bbcontains": IndexedOperator("ST_BoxContains"),
    "bboverlaps": IndexedOperator("ST_BoxOverlaps", on_geography=False),
    "contained": IndexedOperator("ST_BoxWithin"),
    "dwithin": DWithinOperator("ST_DWithin"),
    # These hold between empty geometries as well, which are in no R-tree.
    "equals": PlanarOperator("ST_Equals"),
    # Boxes, as PostGIS's operator ~= compares them.
    "exact": PlanarOperator("ST_BoxEquals"),
    "same_as": PlanarOperator("ST_BoxEquals"),
    "disjoint": PlanarOperator("ST_Disjoint"),
    "relate": PlanarOperator("ST_Relate"),
    "left": PlanarOperator("ST_BoxLeft"),
    "right": PlanarOperator("ST_BoxRight"),
    "overlaps_left": PlanarOperator("ST_BoxOverLeft"),
    "overlaps_right": PlanarOperator("ST_BoxOverRight"),
    "overlaps_above": PlanarOperator("ST_BoxOverAbove"),
    "overlaps_below": PlanarOperator("ST_BoxOverBelow"),
    "strictly_above": PlanarOperator("ST_BoxAbove"),
    "strictly_below": PlanarOperator("ST_BoxBelow"),
}
