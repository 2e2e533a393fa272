"""How dense returns are: per square kilometre and per thousand residents.

Pure functions of published numbers. A density is unknown (None), never zero, where
the count is hidden or where there is nothing to divide by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def per_km2(persons: float | None, area_km2: float | None) -> float | None:
    """Returnees per square kilometre; ``area_km2`` from an equal-area projection."""
    return _ratio(persons, area_km2, 1.0)


def per_1000_residents(persons: float | None, residents: float | None) -> float | None:
    """Returnees per 1,000 residents of the same area and year."""
    return _ratio(persons, residents, 1000.0)


def _ratio(persons: float | None, whole: float | None, scale: float) -> float | None:
    if persons is None or whole is None:
        return None
    if persons < 0 or whole < 0:
        raise ValueError("Counts, areas and populations are never negative.")
    return scale * persons / whole if whole else None


def thirds(
    values: Sequence[float | None],
) -> tuple[tuple[float, float], list[int | None]]:
    """Two edges that part the known values into three classes, and each one's class.

    Where many are alike at the bottom (often none at all), they are the first class
    and the others are halved. A value on an edge is in the lower class.
    """
    known = sorted(value for value in values if value is not None)
    if not known:
        return (0.0, 0.0), [None] * len(values)
    low = known[(len(known) - 1) // 3]
    above = [value for value in known if value > low]
    high = above[(len(above) - 1) // 2] if above else low
    return (low, high), [
        None if value is None else 1 + (value > low) + (value > high)
        for value in values
    ]


def symmetric_edges(differences: Sequence[float | None]) -> list[float]:
    """Up to three rising edges for the size of a change, less and more alike.

    They part the changes that are not zero into four groups of like number, rounded
    to two significant digits. Empty where nothing changed.
    """
    sizes = sorted(abs(value) for value in differences if value)
    if not sizes:
        return []
    quarters = (sizes[len(sizes) * part // 4] for part in (1, 2, 3))
    return sorted({float(f"{value:.2g}") for value in quarters})
