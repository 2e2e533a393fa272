"""The public report of a release: computed from what is public, nothing else."""

from collections.abc import Iterable, Sequence
from typing import Any

from maps.enums import Breakdown, CellStatus, Measure
from maps.models import ReleasedCell, ReleasedZoneFigure
from maps.services.lattices import Structure


def public_report(
    cells: Iterable[ReleasedCell],
    zones: Sequence[Sequence[ReleasedZoneFigure]] = (),
    *,
    threshold: int,
    households: int,
    structure: Structure,
    leaks: int,
) -> dict[str, Any]:
    """Cells by level, the share hidden, and the share of people hidden.

    ``leaks`` is how many figures the attacker could narrow down; ``parts_by_level``
    counts the figures of households and of sexes or ages.

    ``zones`` are the figures of areas shown together: these people are shown, the areas
    are not.

    The share of people is told only where the totals above are all public, and then
    anyone could compute it; never which hidden cells were small. Both are of persons,
    of whatever sex and age. ``structure`` tells an auditor who adds up to whom.
    """
    whole = (Measure.INDIVIDUALS, Breakdown.ALL)
    every = list(cells)
    listed = [cell for cell in every if (cell.measure, cell.breakdown) == whole]
    others = [cell for cell in every if (cell.measure, cell.breakdown) != whole]
    levels: dict[int, dict[str, int]] = {}
    for cell in listed:
        level = levels.setdefault(
            cell.area.level, {"cells": 0, "hidden": 0, "people_shown": 0}
        )
        level["cells"] += 1
        level["hidden"] += cell.status == CellStatus.HIDDEN
        level["people_shown"] += cell.value or 0
    together = _together(zones, structure)
    for zoned in together:
        levels[zoned["level"]]["people_shown"] += zoned["people"]
    roots = [cell for cell in listed if cell.parent_id is None]
    everybody = (
        sum(cell.value or 0 for cell in roots)
        if all(cell.status == CellStatus.PUBLISHED for cell in roots)
        else None
    )
    report = {
        "threshold_persons": threshold,
        "threshold_households": households,
        "method": "primary and complementary suppression by witnesses",
        "attacker": "no hidden figure can be bounded below the threshold",
        "attacked": sum(cell.status == CellStatus.HIDDEN for cell in every),
        "leaks": leaks,
        "parts_by_level": _by_level(others),
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
    # A report without zones reads as it did before there were any.
    return {**report, "zones": together} if together else report


def _by_level(cells: Iterable[ReleasedCell]) -> list[dict[str, int]]:
    """How many cells each level has, and how many of them are hidden."""
    found: dict[int, dict[str, int]] = {}
    for cell in cells:
        level = found.setdefault(
            cell.area.level, {"level": cell.area.level, "cells": 0, "hidden": 0}
        )
        level["cells"] += 1
        level["hidden"] += cell.status == CellStatus.HIDDEN
    return [found[number] for number in sorted(found)]


def _together(
    zones: Sequence[Sequence[ReleasedZoneFigure]], structure: Structure
) -> list[dict[str, int]]:
    """By level: zones, the areas in them, the figures (one an area and group) in whose
    place a zone's is shown, and the people in those."""
    found: dict[int, dict[str, int]] = {}
    for members, figures in zip(structure.zones, zones, strict=True):
        number = structure.tree.areas[members[0]].level
        level = found.setdefault(
            number,
            {"level": number, "zones": 0, "areas": 0, "figures": 0, "people": 0},
        )
        totals = [figure for figure in figures if figure.is_total]
        shown = [each for each in totals if each.status == CellStatus.PUBLISHED]
        level["zones"] += 1
        level["areas"] += len(members)
        level["figures"] += len(members) * len(shown)
        level["people"] += sum(figure.value or 0 for figure in shown)
    return [found[number] for number in sorted(found)]
