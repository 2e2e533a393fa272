"""Where the map opens for somebody who answers for a part of it.

The map does not know who that is; the room that keeps mandates says so at start-up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from maps.models import AdminArea
    from maps.queries.released import AreaFigure

Row = TypeVar("Row")


@dataclass(frozen=True)
class Focus:
    """A person's own areas, and the codes of these and of all areas inside them."""

    areas: "Sequence[AdminArea]"
    pcodes: frozenset[str]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all own areas together, in degrees."""
        extents = [area.geometry.extent for area in self.areas]
        west, south, east, north = zip(*extents, strict=True)
        return min(west), min(south), max(east), max(north)


_finders: list[Callable[[Any], "Focus | None"]] = []


def register(finder: Callable[[Any], Focus | None]) -> None:
    """Set who says where the map opens for a person."""
    _finders[:] = [finder]


def focus_for(user: Any) -> Focus | None:
    """A person's focus, or None for everybody who answers for no part of the map."""
    return next((found for finder in _finders if (found := finder(user))), None)


def own_first(
    rows: "Sequence[Row]",
    focus: Focus | None,
    figure_of: "Callable[[Row], AreaFigure]",
) -> "Sequence[Row]":
    """Rows with those of the reader's own areas first, each part in its order."""
    if focus is None:
        return rows
    return sorted(rows, key=lambda row: figure_of(row).area.pcode not in focus.pcodes)
