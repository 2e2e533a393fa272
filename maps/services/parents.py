"""Which coarser area each new area is part of. Never read off the code's prefix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import shapely
from django.utils.translation import gettext as _

from maps.imports.areas import AreaRow
from maps.imports.containment import Containment, parents_by_containment
from maps.models import AdminArea
from maps.queries.areas import current_areas

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Share of a level's areas that may lie outside every coarser area.
MOST_STRAYS = 0.1


@dataclass
class Parents:
    """Parents by code (None for a root); ``notes`` to read, ``faults`` to mend."""

    by_code: dict[str, AdminArea | None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def find_parents(
    level: int, rows: Sequence[AreaRow], given: Mapping[str, str]
) -> Parents:
    """Find parents: as ``given`` (code to code), by the file's column, by containment.

    Where no coarser level is loaded, areas are roots.
    """
    above = (
        current_areas()
        .filter(level__lt=level)
        .order_by("-level")
        .values_list("level", flat=True)
        .first()
    )
    if above is None or not rows:
        return Parents({row.code: None for row in rows})
    candidates = {area.pcode: area for area in current_areas().filter(level=above)}
    parents = Parents()
    unnamed: dict[str, BaseGeometry] = {}
    for row in rows:
        named = given.get(row.code) or row.parent_code
        if named in candidates:
            parents.by_code[row.code] = candidates[named]
        elif row.code in given:
            parents.faults.append(
                _("There is no area %(parent)s on level %(level)d to put %(code)s in.")
                % {"parent": given[row.code], "level": above, "code": row.code}
            )
        else:
            unnamed[row.code] = row.geometry
    if unnamed:
        _by_containment(parents, unnamed, candidates, above, len(rows))
    return parents


def _by_containment(
    parents: Parents,
    unnamed: Mapping[str, "BaseGeometry"],
    candidates: Mapping[str, AdminArea],
    above: int,
    row_count: int,
) -> None:
    contained = parents_by_containment(
        unnamed,
        {
            code: shapely.from_wkb(bytes(area.geometry.wkb))
            for code, area in candidates.items()
        },
    )
    parents.by_code.update(
        {
            child: candidates[parent] if parent else None
            for child, parent in contained.parents.items()
        }
    )
    parents.notes.extend(_doubts(contained))
    if len(contained.orphans) > MOST_STRAYS * row_count:
        parents.faults.append(
            _(
                "%(count)d of %(all)d areas lie in no area of level %(level)d. Load "
                "that level first, or check that both files are of one country."
            )
            % {"count": len(contained.orphans), "all": row_count, "level": above}
        )
    else:
        parents.notes.extend(_stray(code, above) for code in contained.orphans)


def _doubts(contained: Containment[str, str]) -> list[str]:
    return [
        _("%(child)s lies in several areas; the largest share, %(parent)s, was taken.")
        % {"child": doubt.child, "parent": doubt.shares[0][0]}
        for doubt in contained.doubtful
    ]


def _stray(code: str, above: int) -> str:
    """Disputed and special areas (Abyei, for one) are in no region of their source."""
    return _(
        "%(code)s lies in no area of level %(level)d and stands alone. If it belongs "
        "to one, say so with --parent %(code)s=CODE."
    ) % {"code": code, "level": above}
