"""Areas to be shown together: sought by what is hidden, and worth what they cost.

What is hidden with all that is in it is put together with touching sisters, whatever the
counts. Whether a figure of all of them can be shown, only the protection of the whole
tells.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from maps.disclosure import propose_zones
from maps.enums import CellStatus, RefusalKind
from maps.queries.areas import touching_pairs
from maps.services.lattices import Zone
from maps.services.refusals import ReleaseRefusedError
from maps.services.release_plans import ReleasePlan, plan_release
from maps.services.stocks import Stock


def plan_with_zones(alone: ReleasePlan, *, level: int) -> ReleasePlan:
    """A plan in which hidden areas of a level are shown together, with what it shows.

    ``alone`` is the plan of the same stock and threshold without any zones. Raises
    ReleaseRefusedError, also where no zone would be shown.
    """
    stock = alone.stock
    zones = _proposed(alone, level)
    while zones:
        plan = plan_release(stock, threshold=alone.threshold, zones=zones)
        shown = [zone for zone in zones if _is_shown(plan, zone)]
        if len(shown) == len(zones):
            return plan
        zones = shown
    raise ReleaseRefusedError(
        RefusalKind.NO_ZONES,
        _("No areas of this level can be shown together that are hidden alone."),
    )


def zones_of_proposal(
    stock: Stock, zones: Sequence[Mapping[str, Any]], *, level: int | None
) -> list[Zone]:
    """The zones of a stock as a proposal names their areas. Raises KeyError."""
    row_of = {
        area.pcode: row
        for row, area in enumerate(stock.tree.areas)
        if area.level == level
    }
    return [tuple(sorted(row_of[code] for code in zone["areas"])) for zone in zones]


def _proposed(alone: ReleasePlan, level: int) -> list[Zone]:
    stock = alone.stock
    plain = stock.table.structure.plain
    proposed = propose_zones(
        plain,
        alone.guarded.hidden[: plain.n_cells],
        level=level,
        neighbours=_neighbours(stock, level),
    )
    return [tuple(zone) for zone in proposed]


def _neighbours(stock: Stock, level: int) -> list[tuple[int, int]]:
    """Touching sisters of which nothing was ever shown alone.

    With a figure of one, what was shown of both would give the other away.
    """
    public = _public_areas(stock)
    row_of = {
        area.pk: row
        for row, area in enumerate(stock.tree.areas)
        if area.level == level and not public[row]
    }
    parents = stock.tree.parents
    return [
        (row_of[one], row_of[other])
        for one, other in touching_pairs(row_of)
        if parents[row_of[one]] == parents[row_of[other]]
    ]


def _public_areas(stock: Stock) -> npt.NDArray[np.bool_]:
    plain = stock.table.structure.plain
    public = np.zeros(len(stock.tree.areas), dtype=np.bool_)
    for mask in stock.fixed:
        public[plain.cell_area[np.flatnonzero(mask[: plain.n_cells])]] = True
    return public


def _is_shown(plan: ReleasePlan, zone: Zone) -> bool:
    return any(row.status == CellStatus.PUBLISHED for row in plan.zones[zone])
