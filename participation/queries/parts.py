"""The parts that a round's budget can have, and which of them an initiative is in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communities.enums import Dimension
from maps.models import AdminArea
from participation.enums import Split
from participation.queries.scopes import borders_of, communities_of

if TYPE_CHECKING:
    from initiatives.models import Initiative
    from participation.models import Round


@dataclass(frozen=True)
class PossiblePart:
    """A dimension or a place: its key, and its name in the reader's language."""

    key: str
    name: str


def parts_possible(round_: "Round") -> list[PossiblePart]:
    """The dimensions, or the areas right below where a round takes place.

    Of areas only those with a community in them. None where the budget is not split.
    """
    if round_.split_by == Split.DIMENSION:
        return [PossiblePart(code.value, str(code.label)) for code in Dimension]
    if round_.split_by != Split.PLACE:
        return []
    level = _level_of_parts(round_)
    areas = {
        area.pcode: area
        for community in communities_of(round_)
        .select_related("area__parent__parent__parent__parent")
        .defer(*borders_of("area"))
        if (area := _at_level(community.area, level)) is not None
    }
    return [
        PossiblePart(code, area.display_name) for code, area in sorted(areas.items())
    ]


def part_of_initiative(initiative: "Initiative", round_: "Round") -> str:
    """The key of the part that an initiative is in; "" where the budget is one."""
    if round_.split_by == Split.DIMENSION:
        return str(initiative.dimension)
    if round_.split_by != Split.PLACE or initiative.community is None:
        return ""
    area = _at_level(initiative.community.area, _level_of_parts(round_))
    return area.pcode if area else ""


def names_of_parts(round_: "Round") -> dict[str, str]:
    """The names of a round's parts by key."""
    return {part.key: part.name for part in parts_possible(round_)}


def _level_of_parts(round_: "Round") -> int:
    if round_.community is not None:
        return round_.community.area.level
    return round_.area.level + 1 if round_.area else 1


def _at_level(area: AdminArea | None, level: int) -> AdminArea | None:
    """The area itself or one above it, at a level; one coarser than that stays."""
    while area is not None and area.level > level:
        area = area.parent
    return area
