"""The public report of a release: computed from what is public, nothing else."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from maps.enums import Breakdown, CellStatus, Measure
from maps.models import ReleasedCell
from maps.services.lattices import Structure


def public_report(
    cells: Iterable[ReleasedCell], *, threshold: int, structure: Structure
) -> dict[str, Any]:
    """Cells by level, the share hidden, and the share of people hidden.

    The share of people is told only where the totals above are all public, and then
    anyone could compute it; never which hidden cells were small. Both are of persons,
    of whatever sex and age. ``structure`` tells an auditor who adds up to whom.
    """
    listed = [
        cell
        for cell in cells
        if (cell.measure, cell.breakdown) == (Measure.INDIVIDUALS, Breakdown.ALL)
    ]
    levels: dict[int, dict[str, int]] = {}
    for cell in listed:
        level = levels.setdefault(
            cell.area.level, {"cells": 0, "hidden": 0, "people_shown": 0}
        )
        level["cells"] += 1
        level["hidden"] += cell.status == CellStatus.HIDDEN
        level["people_shown"] += cell.value or 0
    roots = [cell for cell in listed if cell.parent_id is None]
    everybody = (
        sum(cell.value or 0 for cell in roots)
        if all(cell.status == CellStatus.PUBLISHED for cell in roots)
        else None
    )
    return {
        "threshold_persons": threshold,
        "threshold_households": settings.RELEASE_THRESHOLD_HOUSEHOLDS,
        "method": "primary and complementary suppression by witnesses",
        "attacker": "no hidden figure can be bounded below the threshold",
        "remainder_levels": list(structure.remainder_levels),
        "parts": {group: list(codes) for group, codes in structure.parts.items()},
        "breakdown_level": structure.breakdown_level,
        "households": structure.with_households,
        "levels": [
            {
                "level": number,
                "cells": level["cells"],
                "hidden": level["hidden"],
                "hidden_share": round(level["hidden"] / level["cells"], 4),
                "people_hidden_share": round(1 - level["people_shown"] / everybody, 4)
                if everybody
                else None,
            }
            for number, level in sorted(levels.items())
        ],
    }
