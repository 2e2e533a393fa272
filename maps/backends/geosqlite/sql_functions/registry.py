"""The table of spatial functions, and the decorators that fill it.

As in PostGIS every function is strict: with a NULL among its arguments the answer
is NULL and the function is not called.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias, TypeVar

import numpy as np
import shapely

from .blobs import dump, load, require_same_srid, srid_of
from .failures import remember_failure

SqlValue: TypeAlias = int | float | str | bytes | None
Function = TypeVar("Function", bound=Callable[..., Any])


SCALARS: dict[str, Callable[..., SqlValue]] = {}
AGGREGATES: dict[str, Callable[[], Any]] = {}
"""Factories of objects with ``step(value)`` and ``finalize()``."""


def sql_function(*names: str) -> Callable[[Function], Function]:
    """Register a function of SQL values; geometries reach it as blobs."""

    def register(function: Function) -> Function:
        for name in names:
            SCALARS[name] = _strict(function)
        return function

    return register


def of_geometry(*names: str) -> Callable[[Function], Function]:
    """Register a function whose first argument is a geometry."""

    def register(function: Function) -> Function:
        def call(blob: bytes, *rest: SqlValue) -> SqlValue:
            return to_sql(function(load(blob), *rest), srid_of(blob))

        for name in names:
            SCALARS[name] = _strict(call)
        return function

    return register


def of_two_geometries(*names: str) -> Callable[[Function], Function]:
    """Register a function whose first two arguments are geometries of one SRID."""

    def register(function: Function) -> Function:
        def call(first: bytes, second: bytes, *rest: SqlValue) -> SqlValue:
            require_same_srid(first, second)
            return to_sql(function(load(first), load(second), *rest), srid_of(first))

        for name in names:
            SCALARS[name] = _strict(call)
        return function

    return register


def to_sql(answer: object, srid: int) -> SqlValue:
    """A Python answer as SQLite stores it: geometry as EWKB, NaN as NULL.

    A geometry that carries no SRID of its own gets ``srid``.
    """
    if isinstance(answer, shapely.Geometry):
        return dump(answer, shapely.get_srid(answer) or srid)
    if isinstance(answer, np.generic):
        answer = answer.item()
    if isinstance(answer, float) and math.isnan(answer):
        return None
    if answer is None or isinstance(answer, int | float | str | bytes):
        return answer
    raise TypeError(f"SQLite cannot hold a {type(answer).__name__}")


def _strict(function: Callable[..., Any]) -> Callable[..., SqlValue]:
    @wraps(function)
    def call(*arguments: SqlValue) -> SqlValue:
        if None in arguments:
            return None
        try:
            return function(*arguments)
        except Exception as failure:
            remember_failure(failure)
            raise

    return call
