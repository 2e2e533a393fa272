"""How dense returns are: per square kilometre and per thousand residents.

Pure functions of published numbers. A density is unknown (None), never zero, where
the count is hidden or where there is nothing to divide by.
"""

from __future__ import annotations


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
