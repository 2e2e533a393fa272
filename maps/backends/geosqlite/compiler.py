"""SQL compilers that spell a few GeoDjango functions for this back end.

Django asks an expression for ``as_sqlite()`` and gets SpatiaLite's spelling, which
for some functions loses an argument or takes NULL for 0.  Those few are compiled by
``expressions.spatial_sql`` instead.
"""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db.models.lookups import GISLookup
from django.db.models.sql import compiler
from django.db.models.sql.where import WhereNode

from .expressions import spatial_sql


class SpatialCompilerMixin:
    """Gives ``spatial_sql`` the first word on every node."""

    connection: Any
    _enclosing: Any = None

    def compile(self, node: Any) -> tuple[str, Any]:
        """SQL and parameters of an expression.

        Marks a spatial lookup that stands directly in a WHERE: only there may an
        R-tree answer, since it says false where the lookup itself says NULL.
        """
        if isinstance(node, GISLookup):
            in_where = isinstance(self._enclosing, WhereNode)
            node.is_condition = in_where  # type: ignore[attr-defined]
        outside, self._enclosing = self._enclosing, node
        try:
            spelt = spatial_sql(node, self, self.connection)
            if spelt is None:
                spelt = super().compile(node)  # type: ignore[misc]
        finally:
            self._enclosing = outside
        return spelt


class SQLCompiler(SpatialCompilerMixin, compiler.SQLCompiler):
    """SELECT."""


class SQLInsertCompiler(SpatialCompilerMixin, compiler.SQLInsertCompiler):
    """INSERT."""


class SQLDeleteCompiler(SpatialCompilerMixin, compiler.SQLDeleteCompiler):
    """DELETE."""


class SQLUpdateCompiler(SpatialCompilerMixin, compiler.SQLUpdateCompiler):
    """UPDATE."""


class SQLAggregateCompiler(SpatialCompilerMixin, compiler.SQLAggregateCompiler):
    """Aggregates over a subquery."""
