"""Which area a row belongs to: by P-code, else by point in polygon."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
import shapely

from maps.imports.grids import NOWHERE, AreaGrid

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

K = TypeVar("K", bound="Hashable")

__all__ = ["NOWHERE", "AreaLocator", "LocatableArea"]


@dataclass(frozen=True, slots=True)
class LocatableArea(Generic[K]):
    """An area that rows can be assigned to.

    ``key`` is the caller's (a primary key), ``code`` the P-code, ``geometry`` its
    borders in EPSG:4326, ``None`` for an area known by its code only.
    """

    key: K
    code: str
    geometry: BaseGeometry | None = None


class AreaLocator(Generic[K]):
    """Finds areas by code and by point, many points at a time.

    Give it the areas of *one* level (the finest that returns are counted at).
    Codes compare without regard to case and surrounding blanks, and otherwise as
    text: ``01`` is not ``1``.  A point on a border, or in overlapping outlines,
    belongs to the smallest of the areas that touch it, then to the first by code,
    so that every run gives the same answer.
    """

    def __init__(
        self,
        areas: Iterable[LocatableArea[K]],
        place: Callable[[Floats, Floats], Ints] | None = None,
    ) -> None:
        """Index the areas.

        :param place: answers for many points at once, as ``AreaGrid.locate`` does
            for the areas in our order of preference; by default that grid itself.
        :raises ValueError: two areas of one code.
        """
        self._areas = sorted(
            areas,
            key=lambda area: (
                0.0 if area.geometry is None else shapely.area(area.geometry),
                _normal(area.code),
            ),
        )
        self._index_of = {
            _normal(area.code): index for index, area in enumerate(self._areas)
        }
        if len(self._index_of) != len(self._areas):
            raise ValueError("Two areas have the same code.")
        self._place = place

    def __len__(self) -> int:
        return len(self._areas)

    @cached_property
    def grid(self) -> AreaGrid:
        """The grid over these areas, drawn when the first point asks for it."""
        return AreaGrid([area.geometry for area in self._areas])

    @property
    def borders(self) -> list[BaseGeometry]:
        """The borders that are known, in EPSG:4326."""
        return [each.geometry for each in self._areas if each.geometry is not None]

    def placing_by(self, place: Callable[[Floats, Floats], Ints]) -> AreaLocator[K]:
        """The same areas, whose points are placed elsewhere (on a cluster)."""
        return AreaLocator(self._areas, place)

    def key(self, index: int) -> K:
        """The caller's key of the area at ``index``."""
        return self._areas[index].key

    def code(self, index: int) -> str:
        """The P-code of the area at ``index``."""
        return self._areas[index].code

    def index_of_code(self, code: str) -> int:
        """Index of the area with this P-code, or ``NOWHERE``."""
        return self._index_of.get(_normal(code), NOWHERE)

    def locate(self, lon: ArrayLike, lat: ArrayLike) -> Ints:
        """Indices of the areas that hold the points; shape (n,), ``NOWHERE`` if none.

        :param lon: n longitudes in degrees, NaN where there is no point.
        :param lat: n latitudes, likewise.
        """
        x = np.asarray(lon, dtype=float)
        y = np.asarray(lat, dtype=float)
        return (self._place or self.grid.locate)(x, y)

    def keys_at(self, lon: Sequence[float], lat: Sequence[float]) -> list[K | None]:
        """The caller's keys of the areas that hold the points, ``None`` if none."""
        return [
            None if index == NOWHERE else self.key(int(index))
            for index in self.locate(lon, lat)
        ]


def _normal(code: str) -> str:
    return code.strip().casefold()
